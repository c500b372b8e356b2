//! Fields that one call answers for all sibling parents: those with `@batch`, and those that the manifest names.

use std::collections::BTreeSet;

use crate::api::Api;
use crate::api::graphql::{Directive, Field, InputValue, Kind, Schema, TypeDefinition};
use crate::diagnostics::{Diagnostics, similar};

/// Marks such a field, where the schema defines it: `directive @batch on FIELD_DEFINITION`.
pub(crate) const MARK: &str = "batch";

/// Marks the fields of object types that have siblings; `batch` holds coordinates: `Post.author`.
pub(crate) fn mark_batched(api: &mut Api, batch: &[String], diagnostics: &mut Diagnostics) {
    let place = api.place.clone();
    let Some(schema) = &mut api.graphql else { return };
    let mut coordinates = Vec::new();
    let (mut wanted, mut marked) = (BTreeSet::new(), BTreeSet::new());
    for ty in &schema.types {
        let Kind::Object { fields, .. } = &ty.kind else { continue };
        for field in fields {
            let coordinate = format!("{}.{}", ty.name, field.name);
            let is_marked = field.directives.iter().any(|it| it.name == MARK);
            if is_marked || batch.contains(&coordinate) {
                wanted.insert(coordinate.clone());
                match obstacle(schema, ty, field) {
                    Some(why) => {
                        let instead = "is answered for one parent at a time";
                        diagnostics.not_generated(field.place.clone(), &why, instead);
                    }
                    None => drop(marked.insert(coordinate.clone())),
                }
            }
            coordinates.push(coordinate);
        }
    }
    for ty in &mut schema.types {
        let Kind::Object { fields, .. } = &mut ty.kind else { continue };
        for field in fields {
            let coordinate = format!("{}.{}", ty.name, field.name);
            field.needs_work |= wanted.contains(&coordinate);
            field.is_batched = marked.contains(&coordinate);
        }
    }
    for unknown in batch.iter().filter(|it| !coordinates.contains(it)) {
        let near = similar(unknown, coordinates.iter().map(|it| &**it));
        let near = near.map_or_else(String::new, |it| format!("; did you mean `{it}`?"));
        let instead = format!("no object type has this field{near}");
        let what = format!("answering `{unknown}` in batches");
        diagnostics.not_generated(place.clone(), &what, &instead);
    }
}

/// Why a field is not answered in batches: hooks run around one call, and a root field has no siblings.
fn obstacle(schema: &Schema, ty: &TypeDefinition, field: &Field) -> Option<String> {
    let Schema { query, mutation, subscription, .. } = schema;
    if [Some(query), mutation.as_ref(), subscription.as_ref()].contains(&Some(&ty.name)) {
        return Some("answering a root field in batches".to_owned());
    }
    let interfaces = match &ty.kind {
        Kind::Object { interfaces, .. } => interfaces.as_slice(),
        _ => &[],
    };
    let promised = interfaces.iter().filter_map(|it| schema.ty(it)).flat_map(|it| {
        let fields = match &it.kind {
            Kind::Interface { fields, .. } => fields.as_slice(),
            _ => &[],
        };
        let same = fields.iter().find(|it| it.name == field.name);
        same.into_iter().flat_map(|same| same.directives.iter().chain(&it.directives))
    });
    let around = field.directives.iter().chain(&ty.directives).chain(promised);
    let within = inputs(schema, &field.arguments, &mut BTreeSet::new());
    let hook = around.chain(within).find(|it| schema.runs(it))?;
    Some(format!("answering a field with `@{}` in batches", hook.name))
}

/// The directives on arguments, and on the fields of the input objects that they hold.
fn inputs<'s>(
    schema: &'s Schema,
    values: &'s [InputValue],
    seen: &mut BTreeSet<&'s str>,
) -> Vec<&'s Directive> {
    let mut found = Vec::new();
    for it in values {
        found.extend(&it.directives);
        let Some(ty) = schema.ty(it.ty.name()).filter(|ty| seen.insert(&ty.name)) else { continue };
        if let Kind::InputObject { fields, .. } = &ty.kind {
            found.extend(inputs(schema, fields, seen));
        }
    }
    found
}
