//! Which operations and types use a type: the links back.

use std::collections::BTreeSet;

use super::map::ApiMap;
use crate::api::{Additional, Api, Content, Kind, Schema, Type, TypeId};

/// The uses of every type of an API, by number; paths are pages.
#[derive(Debug, Default)]
pub(super) struct Uses(Vec<Vec<Use>>);

/// One page that uses a type.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Use {
    /// The page.
    pub(super) path: String,
    /// What the page is about.
    pub(super) title: String,
    /// How it uses the type: `request body`, `status 200`.
    pub(super) role: String,
}

impl Uses {
    pub(super) fn of(&self, id: TypeId) -> &[Use] {
        self.0.get(id.0).map_or(&[], Vec::as_slice)
    }

    pub(super) fn new(map: &ApiMap<'_>) -> Self {
        let api = map.api;
        let mut uses = Self(vec![Vec::new(); api.types.len()]);
        for (operation, path) in map.all_operations() {
            let mut add = |schema: &Schema, role: String| {
                uses.add(
                    api,
                    schema,
                    path,
                    &format!("{} {}", operation.method.as_str(), operation.key),
                    &role,
                );
            };
            for it in &operation.parameters {
                add(&it.schema, format!("parameter {}", it.name));
            }
            let body = operation.request_body.iter().flat_map(|it| &it.contents);
            for schema in body.flat_map(Content::schemas) {
                add(schema, "request body".to_owned());
            }
            for response in &operation.responses {
                for it in &response.headers {
                    add(&it.schema, format!("header {}", it.name));
                }
                for schema in response.contents.iter().flat_map(Content::schemas) {
                    add(schema, format!("status {}", response.status));
                }
            }
        }
        for (index, path) in map.types.iter().enumerate() {
            let Some(path) = path else { continue };
            let mut found = BTreeSet::new();
            definition(api, TypeId(index), &mut found, &mut BTreeSet::new());
            for id in found {
                let title = api.types[index].name.join(" ");
                uses.push(id, Use { path: path.clone(), title, role: "type".to_owned() });
            }
        }
        uses
    }

    fn add(&mut self, api: &Api, schema: &Schema, path: &str, title: &str, role: &str) {
        let mut found = BTreeSet::new();
        reach(api, schema, &mut found, &mut BTreeSet::new());
        for id in found {
            self.push(
                id,
                Use { path: path.to_owned(), title: title.to_owned(), role: role.to_owned() },
            );
        }
    }

    /// One entry per page, its roles together.
    fn push(&mut self, id: TypeId, it: Use) {
        match self.0[id.0].last_mut() {
            Some(last) if last.path == it.path => {
                if !last.role.split(", ").any(|role| role == it.role) {
                    last.role = format!("{}, {}", last.role, it.role);
                }
            }
            _ => self.0[id.0].push(it),
        }
    }
}

/// The types with pages that a use leads to, through types without.
fn reach(api: &Api, schema: &Schema, found: &mut BTreeSet<TypeId>, seen: &mut BTreeSet<TypeId>) {
    match &schema.ty {
        Type::Array(inner) | Type::Map(inner) => reach(api, inner, found, seen),
        Type::Named(id) if api.ty(*id).is_component => {
            found.insert(*id);
        }
        Type::Named(id) if seen.insert(*id) => definition(api, *id, found, seen),
        _ => {}
    }
}

fn definition(api: &Api, id: TypeId, found: &mut BTreeSet<TypeId>, seen: &mut BTreeSet<TypeId>) {
    match &api.ty(id).kind {
        Kind::Object(object) => {
            for it in &object.properties {
                reach(api, &it.schema, found, seen);
            }
            if let Additional::Typed(schema) = &object.additional {
                reach(api, schema, found, seen);
            }
        }
        Kind::Union(union) => {
            union.variants.iter().for_each(|it| reach(api, &it.schema, found, seen))
        }
        Kind::Enumeration(_) => {}
        Kind::Alias(schema) => reach(api, schema, found, seen),
    }
}
