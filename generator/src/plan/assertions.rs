//! What types leave open: one file of schemas that servers check besides.

use std::collections::BTreeSet;

use super::names::{Scope, constant_name};
use super::types::Types;
use crate::api::{Api, AssertionId, Content, Schema, Type, change_patterns};
use crate::rust::{Assertions, Docs, Ident, Item, Module};
use crate::validate::translate;

/// The constant of each assertion.
pub(super) fn name_assertions(api: &Api) -> Vec<Ident> {
    let mut scope = Scope::with(&["SCHEMAS"]);
    api.assertions.iter().map(|it| scope.claim(constant_name(&it.name.join(" ")))).collect()
}

/// Whether anything is checked by an assertion.
pub(super) fn has_assertions(api: &Api) -> bool {
    !used(api).is_empty()
}

/// The file of all assertions, where there are any.
pub(super) fn plan_assertions(types: &Types<'_>) -> Option<Module> {
    let api = types.api;
    if !has_assertions(api) {
        return None;
    }
    let texts = api.assertions.iter().map(|it| {
        let mut schema = it.schema.clone();
        change_patterns(&mut schema, &mut |pattern| translate(pattern).ok());
        schema.to_string()
    });
    let constants = used(api).into_iter().map(|id| {
        let name = api.assertions[id.0].name.join(" ");
        let docs =
            Docs(vec![format!("What the type of `{}` leaves open.", super::types::code(&name))]);
        (docs, types.assertions[id.0].clone(), id.0)
    });
    let item = Assertions { texts: texts.collect(), constants: constants.collect() };
    let docs = Docs::new("What types cannot say: JSON Schema that servers check besides.");
    Some(Module { path: "assertions.rs".to_owned(), docs, items: vec![Item::Assertions(item)] })
}

/// The assertions of types and of uses; others are only referred to by these.
fn used(api: &Api) -> BTreeSet<AssertionId> {
    let mut used = BTreeSet::new();
    let mut work: Vec<&Schema> = Vec::new();
    for definition in &api.types {
        used.extend(definition.assertion);
        work.extend(definition.kind.uses());
    }
    for operation in api.all_operations() {
        work.extend(operation.parameters.iter().map(|it| &it.schema));
        let body = operation.request_body.iter().flat_map(|it| &it.contents);
        work.extend(body.flat_map(Content::schemas));
    }
    while let Some(schema) = work.pop() {
        used.extend(schema.constraints.assertion);
        if let Type::Array(inner) | Type::Map(inner) = &schema.ty {
            work.push(inner);
        }
    }
    used
}
