//! Where boxes go: around what would hold itself, and around large variants.

use std::collections::BTreeMap;

use super::names::Names;
use super::resolved::is_resolved;
use crate::api::graphql::{Kind, TypeDefinition, TypeRef};
use crate::plan::recursion::circles_of;

/// A variant larger than this is boxed: the others would be padded to its size.
const LARGE: usize = 128;

/// How deep types are looked into: what nests deeper is large.
const MAX_DEPTH: usize = 64;

/// Which values hold which, and how large they are, in bytes, about.
pub(super) struct Sizes<'a> {
    /// The number of the circle that each type is in.
    circles: BTreeMap<&'a str, usize>,
    sizes: BTreeMap<&'a str, usize>,
}

impl<'a> Sizes<'a> {
    pub(super) fn new(names: &Names<'a>) -> Self {
        let types = &names.schema.types;
        let numbers: BTreeMap<&str, usize> =
            types.iter().enumerate().map(|(index, ty)| (ty.name.as_str(), index)).collect();
        let numbered =
            |ty| held(names, ty).iter().filter_map(|it| numbers.get(it)).copied().collect();
        let edges: Vec<Vec<usize>> = types.iter().map(numbered).collect();
        let circles = types.iter().map(|ty| ty.name.as_str()).zip(circles_of(&edges)).collect();
        let mut sizes = Self { circles, sizes: BTreeMap::new() };
        for ty in types {
            sizes.measure(names, ty, 0);
        }
        sizes
    }

    /// Whether a field of `owner` that holds `name` by value would make `owner` hold itself.
    pub(super) fn is_recursive(&self, owner: &str, name: &str) -> bool {
        let circle = self.circles.get(owner);
        circle.is_some() && circle == self.circles.get(name)
    }

    /// Whether a variant with a value of this type is boxed.
    pub(super) fn is_large(&self, name: &str) -> bool {
        self.sizes.get(name).is_some_and(|it| *it > LARGE)
    }

    /// The size of a type; recursion ends at the boxes.
    fn measure(&mut self, names: &Names<'a>, ty: &'a TypeDefinition, depth: usize) -> usize {
        if let Some(size) = self.sizes.get(ty.name.as_str()) {
            return *size;
        }
        if depth > MAX_DEPTH {
            return LARGE + 1;
        }
        // A type that is asked for while it is measured is behind a box.
        self.sizes.insert(&ty.name, 8);
        let size = match &ty.kind {
            Kind::Scalar { .. } => 72,
            Kind::Enum { .. } => 1,
            // Of a type of the application nothing is known.
            Kind::Object { .. } if names.is_bound(&ty.name) => LARGE + 1,
            Kind::Object { fields, .. } => {
                let plain = fields.iter().filter(|it| !is_resolved(names, ty, it));
                plain.map(|it| self.measure_ref(names, &ty.name, &it.ty, depth)).sum()
            }
            Kind::InputObject { fields, one_of } => {
                let sizes =
                    fields.iter().map(|it| self.measure_ref(names, &ty.name, &it.ty, depth));
                if *one_of { sizes.max().unwrap_or_default().min(LARGE) } else { sizes.sum() }
            }
            Kind::Interface { .. } | Kind::Union { .. } => {
                let members = names.possible(ty);
                let members = members.iter().filter_map(|it| names.ty(it));
                let sizes = members.map(|it| self.measure(names, it, depth + 1));
                sizes.map(|it| if it > LARGE { 8 } else { it }).max().unwrap_or_default() + 8
            }
        };
        self.sizes.insert(&ty.name, size);
        size
    }

    fn measure_ref(
        &mut self,
        names: &Names<'a>,
        owner: &str,
        ty: &'a TypeRef,
        depth: usize,
    ) -> usize {
        match ty {
            TypeRef::NonNull(inner) => self.measure_ref(names, owner, inner, depth),
            TypeRef::List(_) => 24,
            TypeRef::Named(name) => match names.ty(name) {
                Some(_) if self.is_recursive(owner, name) => 8,
                Some(ty) => self.measure(names, ty, depth + 1) + 8,
                None => match name.as_str() {
                    "Boolean" => 1,
                    "Int" => 8,
                    "Float" => 16,
                    _ => 24,
                },
            },
        }
    }
}

/// The types that a type holds without a list between.
fn held<'a>(names: &Names<'a>, ty: &'a TypeDefinition) -> Vec<&'a str> {
    let by_value = |ty: &'a TypeRef| match ty {
        TypeRef::Named(name) => Some(name.as_str()),
        TypeRef::NonNull(inner) => match &**inner {
            TypeRef::Named(name) => Some(name.as_str()),
            TypeRef::List(_) | TypeRef::NonNull(_) => None,
        },
        TypeRef::List(_) => None,
    };
    match &ty.kind {
        Kind::Scalar { .. } | Kind::Enum { .. } => Vec::new(),
        Kind::Object { .. } if names.is_bound(&ty.name) => Vec::new(),
        Kind::Object { fields, .. } => {
            let plain = fields.iter().filter(|it| !is_resolved(names, ty, it));
            plain.filter_map(|it| by_value(&it.ty)).collect()
        }
        Kind::InputObject { fields, .. } => {
            fields.iter().filter_map(|it| by_value(&it.ty)).collect()
        }
        Kind::Interface { .. } | Kind::Union { .. } => names.possible(ty),
    }
}
