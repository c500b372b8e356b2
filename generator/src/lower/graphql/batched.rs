//! Fields that one call answers for all sibling parents: those with `@batch`, and those that the manifest names.

use crate::api::Api;
use crate::api::graphql::{Kind, Schema};
use crate::diagnostics::{Diagnostics, similar};

/// Marks such a field, where the schema defines it: `directive @batch on FIELD_DEFINITION`.
pub(crate) const MARK: &str = "batch";

/// The directive that marks a field as one that needs work; it does not run either.
const RESOLVER: &str = "resolver";

/// Marks the fields of object types that have siblings; `batch` holds coordinates: `Post.author`.
pub(crate) fn mark_batched(api: &mut Api, batch: &[String], diagnostics: &mut Diagnostics) {
    let place = api.place.clone();
    let Some(Schema { query, mutation, subscription, types, .. }) = &mut api.graphql else {
        return;
    };
    let roots = [Some(&*query), mutation.as_ref(), subscription.as_ref()];
    let mut coordinates = Vec::new();
    for ty in types {
        let is_root = roots.contains(&Some(&ty.name));
        let Kind::Object { fields, .. } = &mut ty.kind else { continue };
        for field in fields {
            let coordinate = format!("{}.{}", ty.name, field.name);
            let is_marked = field.directives.iter().any(|it| it.name == MARK);
            if is_marked || batch.contains(&coordinate) {
                let runs = |name: &str| ![MARK, RESOLVER].contains(&name);
                let why = match field.directives.iter().find(|it| runs(&it.name)) {
                    Some(it) => Some(format!("answering a field with `@{}` in batches", it.name)),
                    None if is_root => Some("answering a root field in batches".to_owned()),
                    None => None,
                };
                if let Some(why) = &why {
                    let instead = "is answered for one parent at a time";
                    diagnostics.not_generated(field.place.clone(), why, instead);
                }
                field.is_batched = why.is_none();
                field.needs_work = true;
            }
            coordinates.push(coordinate);
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
