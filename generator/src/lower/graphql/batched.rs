//! Fields that one call answers for all sibling parents: those with `@batch`, and those that the manifest names.

use std::collections::BTreeSet;

use super::choices::Choices;
use crate::api::graphql::{Directive, Field, InputValue, Kind, Schema, TypeDefinition};
use crate::diagnostics::similar;
use crate::settings::GraphqlSettings;

/// Marks such a field, where the schema defines it: `directive @batch on FIELD_DEFINITION`.
const MARK: &str = "batch";

impl Choices<'_> {
    /// Marks the fields of object types that have siblings.
    pub(super) fn batches(&mut self, settings: &GraphqlSettings, schema: &mut Schema) {
        let (mut wanted, mut marked) = (BTreeSet::new(), BTreeSet::new());
        let mut coordinates = Vec::new();
        for ty in &schema.types {
            let Kind::Object { fields, .. } = &ty.kind else { continue };
            for field in fields {
                let coordinate = format!("{}.{}", ty.name, field.name);
                let is_marked = field.directives.iter().any(|it| it.name == MARK);
                if is_marked || settings.batch.iter().any(|it| it.text == coordinate) {
                    wanted.insert(coordinate.clone());
                    match obstacle(schema, ty, field) {
                        Some(why) => {
                            let instead = "is answered for one parent at a time";
                            self.diagnostics.not_generated(field.place.clone(), &why, instead);
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
        for unknown in settings.batch.iter().filter(|it| !coordinates.contains(&it.text)) {
            let near = similar(&unknown.text, coordinates.iter().map(|it| &**it));
            self.unknown(unknown, "field", near);
        }
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
