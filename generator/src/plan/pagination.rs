//! What a client needs to go from page to page.

use super::names::{Scope, value_name};
use super::types::Types;
use crate::api::{self, Content, Kind, Pagination, Schema, Status, Turn, Type, generated};
use crate::rust::{ItemsAt, PaginationRow, Step, Ty};

/// The type of the items of an answer, and the way to them.
pub(super) fn plan_items(types: &Types<'_>, operation: &api::Operation) -> Option<(Ty, ItemsAt)> {
    let pagination = operation.pagination.as_ref()?;
    let success =
        operation.responses.iter().find(|it| matches!(it.status, Status::Code(200..=299)))?;
    let contents = generated(&success.contents);
    let [Content { schema: Some(body), .. }] = contents.as_slice() else { return None };
    let mut schema = body;
    let mut steps = Vec::new();
    for name in &pagination.items {
        let Type::Named(id) = alias(types, schema).ty else { return None };
        let Kind::Object(object) = types.resolved(id) else { return None };
        // As the struct names its fields.
        let mut scope = Scope::default();
        let mut fields = object.properties.iter().map(|it| (scope.claim(value_name(&it.name)), it));
        let (ident, property) = fields.find(|it| it.1.name == *name)?;
        let layers = u8::from(!property.required) + u8::from(is_nullable(types, &property.schema));
        steps.push(Step { ident, layers });
        schema = &property.schema;
    }
    let Type::Array(item) = &alias(types, schema).ty else { return None };
    Some((types.ty(item), ItemsAt { layers: u8::from(is_nullable(types, body)), steps }))
}

/// The row that a client follows.
pub(super) fn pagination_row(it: &Pagination) -> PaginationRow {
    let items = it.items.iter().map(|it| format!("/{}", it.replace('~', "~0").replace('/', "~1")));
    let (constructor, texts, first, more) = match &it.turn {
        Turn::Page { parameter, first } => ("page", vec![parameter], Some(*first), None),
        Turn::Offset { parameter } => ("offset", vec![parameter], None, None),
        Turn::Cursor { parameter, next } => ("cursor", vec![parameter, next], None, None),
        Turn::LastItem { parameter, id, more } => {
            ("last_item", vec![parameter, id], None, more.clone())
        }
        Turn::Url { next } => ("url", vec![next], None, None),
        Turn::Link => ("link", Vec::new(), None, None),
    };
    PaginationRow {
        constructor,
        items: items.collect(),
        texts: texts.into_iter().cloned().collect(),
        first,
        more,
        total: it.total.clone(),
    }
}

fn alias<'a>(types: &'a Types<'_>, mut schema: &'a Schema) -> &'a Schema {
    while let Some(inner) = inside(types, schema) {
        schema = inner;
    }
    schema
}

/// Whether a value of this schema is an `Option` for the sake of `null`.
fn is_nullable<'a>(types: &'a Types<'_>, mut schema: &'a Schema) -> bool {
    while !schema.nullable {
        match inside(types, schema) {
            Some(inner) => schema = inner,
            None => return false,
        }
    }
    true
}

/// What the alias that a schema names stands for. After validation no alias leads back to itself.
fn inside<'a>(types: &'a Types<'_>, schema: &'a Schema) -> Option<&'a Schema> {
    let Type::Named(id) = schema.ty else { return None };
    match &types.api.ty(id).kind {
        Kind::Alias(inner) => Some(inner),
        _ => None,
    }
}
