//! Types that hold themselves: an alias cannot, and a value that must hold itself has no end.

use crate::api::{Api, Kind, Schema, Type, TypeId};
use crate::diagnostics::Diagnostics;

/// Widens what cannot be a Rust type.
pub(super) fn check_recursion(api: &mut Api, diagnostics: &mut Diagnostics) {
    for index in 0..api.types.len() {
        let id = TypeId(index);
        if let Kind::Alias(schema) = &api.types[index].kind
            && leads_to(api, schema, id, &mut vec![false; api.types.len()])
        {
            let place = api.types[index].place.clone();
            diagnostics.widened(place, "an alias of itself", "any value");
            api.types[index].kind = Kind::Alias(Schema::new(Type::Any));
        }
    }
    for index in 0..api.types.len() {
        endless(api, TypeId(index), diagnostics);
    }
}

/// Whether a use of types leads back to an alias through aliases, lists and maps alone.
fn leads_to(api: &Api, schema: &Schema, target: TypeId, seen: &mut [bool]) -> bool {
    match &schema.ty {
        Type::Array(inner) | Type::Map(inner) => leads_to(api, inner, target, seen),
        Type::Named(id) if *id == target => true,
        Type::Named(id) if !std::mem::replace(&mut seen[id.0], true) => match &api.ty(*id).kind {
            Kind::Alias(schema) => leads_to(api, schema, target, seen),
            _ => false,
        },
        _ => false,
    }
}

/// Widens required properties through which a value would have to hold itself.
fn endless(api: &mut Api, id: TypeId, diagnostics: &mut Diagnostics) {
    let Kind::Object(object) = &api.ty(id).kind else { return };
    let bad: Vec<usize> = object
        .properties
        .iter()
        .enumerate()
        .filter(|(_, it)| {
            it.required && needs(api, &it.schema, id, &mut vec![false; api.types.len()])
        })
        .map(|it| it.0)
        .collect();
    if bad.is_empty() {
        return;
    }
    let place = api.ty(id).place.clone();
    diagnostics.widened(place, "a value that must hold itself", "any value");
    if let Kind::Object(object) = &mut api.types[id.0].kind {
        for index in bad {
            object.properties[index].schema = Schema::new(Type::Any);
        }
    }
}

/// Whether every value of a use must hold a value of `target`.
fn needs(api: &Api, schema: &Schema, target: TypeId, seen: &mut [bool]) -> bool {
    let Type::Named(id) = &schema.ty else { return false };
    if schema.nullable {
        return false;
    }
    if *id == target {
        return true;
    }
    if std::mem::replace(&mut seen[id.0], true) {
        return false;
    }
    match &api.ty(*id).kind {
        Kind::Alias(schema) => needs(api, schema, target, seen),
        Kind::Object(object) => {
            object.properties.iter().any(|it| it.required && needs(api, &it.schema, target, seen))
        }
        Kind::Union(_) | Kind::Enumeration(_) => false,
    }
}
