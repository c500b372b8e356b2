//! Types that say the same in several places become one type.
//!
//! Documents write nested objects out wherever they are used: an address in forty requests is
//! forty equal schemas. The first of them is the type; another one that something refers to
//! keeps its name, as another name for the first, so that names do not depend on what else
//! a document says. What is inside of the others goes.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use crate::api::{Api, Kind, Schema, Type, TypeDefinition, TypeId};

/// Finds equal nested types, and drops what nothing needs any more.
pub(super) fn share_equal_types(api: &mut Api) {
    let mut sharing = Sharing {
        types: &api.types,
        first: vec![None; api.types.len()],
        by_print: BTreeMap::new(),
    };
    for index in 0..api.types.len() {
        sharing.first(TypeId(index));
    }
    let first: Vec<TypeId> = sharing.first.into_iter().flatten().collect();
    let kept = kept(api, &first);
    let mut numbers = vec![TypeId(0); kept.len()];
    let mut types = Vec::new();
    for (index, mut definition) in std::mem::take(&mut api.types).into_iter().enumerate() {
        if !kept[index] {
            continue;
        }
        if first[index].0 != index {
            definition.kind = Kind::Alias(Schema::new(Type::Named(first[index])));
            definition.assertion = None;
        }
        numbers[index] = TypeId(types.len());
        types.push(definition);
    }
    api.types = types;
    api.visit_schemas(&mut |schema| {
        if let Type::Named(id) = &mut schema.ty {
            *id = numbers[id.0];
        }
    });
}

struct Sharing<'a> {
    types: &'a [TypeDefinition],
    /// The first type that is equal to each; none while that is being found out.
    first: Vec<Option<TypeId>>,
    /// Types by a short print of what they say.
    by_print: BTreeMap<u64, Vec<(TypeId, Kind)>>,
}

impl Sharing<'_> {
    fn first(&mut self, id: TypeId) -> TypeId {
        if let Some(first) = self.first[id.0] {
            return first;
        }
        // Meanwhile, whatever leads back here finds this very type.
        self.first[id.0] = Some(id);
        let definition = &self.types[id.0];
        if definition.is_component || matches!(definition.kind, Kind::Alias(_)) {
            return id;
        }
        let mut kind = definition.kind.clone();
        kind.visit_schemas(&mut |schema| {
            if let Type::Named(inner) = &mut schema.ty {
                *inner = self.first(*inner);
            }
        });
        let same = self.by_print.entry(print(&kind)).or_default();
        let found = same.iter().find(|(other, known)| {
            let other = &self.types[other.0];
            *known == kind
                && other.is_nullable == definition.is_nullable
                && other.assertion == definition.assertion
        });
        let first = match found {
            Some((first, _)) => *first,
            None => {
                same.push((id, kind));
                id
            }
        };
        self.first[id.0] = Some(first);
        first
    }
}

/// Equal for equal kinds; mostly different for others.
fn print(kind: &Kind) -> u64 {
    let mut hasher = DefaultHasher::new();
    kind.hash(&mut hasher);
    hasher.finish()
}

/// The types that operations and components need.
fn kept(api: &mut Api, first: &[TypeId]) -> Vec<bool> {
    let mut kept = vec![false; first.len()];
    let mut queue: Vec<TypeId> = Vec::new();
    let types = std::mem::take(&mut api.types);
    api.visit_schemas(&mut |schema| {
        if let Type::Named(id) = schema.ty {
            queue.push(id);
        }
    });
    queue.extend((0..types.len()).map(TypeId).filter(|id| types[id.0].is_component));
    while let Some(id) = queue.pop() {
        if std::mem::replace(&mut kept[id.0], true) {
            continue;
        }
        if first[id.0] != id {
            queue.push(first[id.0]);
            continue;
        }
        queue.extend(types[id.0].kind.uses().into_iter().filter_map(Schema::named));
    }
    api.types = types;
    kept
}
