//! How fields of forms travel: rows for those that do not travel as most do.

use super::operations::{shape, style_name};
use super::types::Types;
use crate::api::{self, Content, Form, Kind, Property, Scalar, Schema, Style, Type, generated};
use crate::rust::{EncodingRow, ParameterRow};

/// The rows of a request's forms.
pub(super) fn plan_encodings(types: &Types<'_>, operation: &api::Operation) -> Vec<EncodingRow> {
    let Some(body) = &operation.request_body else { return Vec::new() };
    let forms = generated(&body.contents);
    let rows = forms.into_iter().flat_map(|content| {
        let properties = content.schema.as_ref().map(|it| properties(types, it));
        let rows = properties.unwrap_or_default().iter().filter_map(|it| row(types, content, it));
        rows.collect::<Vec<_>>()
    });
    rows.collect()
}

fn row(types: &Types<'_>, content: &Content, property: &Property) -> Option<EncodingRow> {
    let said = content.encodings.iter().find(|it| it.name == property.name);
    let shape = shape(types.api, &property.schema, 0);
    let media_types = said.map(|it| it.media_types.clone()).unwrap_or_default();
    // Brackets are what members of objects have anyway; items of lists have them in this style alone.
    let is_usual = |it: &(Style, bool)| match *it {
        (Style::Form, explode) => explode,
        (Style::DeepObject, _) => !may_be_flat_list(types, &property.schema),
        _ => false,
    };
    let style = said.and_then(|it| it.style).filter(|it| has_parts(shape) && !is_usual(it));
    let is_usual = match content.form() {
        // A list is a part for each of its items (RFC 7578, section 4.3).
        Form::Multipart => {
            media_types.is_empty() && style.is_none() && !is_flat_list(types, &property.schema)
        }
        Form::UrlEncoded => style.is_none() && !media_types.iter().any(|it| api::is_json(it)),
        _ => true,
    };
    if is_usual {
        return None;
    }
    let is_nested = shape == "List" && !is_flat_list(types, &property.schema);
    let is_indexed = style.is_some_and(|it| it.0 == Style::DeepObject);
    if is_indexed && content.form() == Form::UrlEncoded {
        return Some(EncodingRow::Indexed(property.name.clone()));
    }
    Some(EncodingRow::Styled {
        form: content.media_type.clone(),
        field: ParameterRow {
            name: property.name.clone(),
            constructor: "query",
            style: style.map(|(style, explode)| (style_name(style), explode)),
            required: false,
            shape: (has_parts(shape) && !is_nested).then_some(shape),
            default: None,
        },
        media_types,
    })
}

fn has_parts(shape: &str) -> bool {
    shape != "Scalar"
}

/// Whether a value is a list whose items are none: of others it could not be told whether a part is an item or all.
fn is_flat_list(types: &Types<'_>, schema: &Schema) -> bool {
    match &schema.ty {
        // Files are parts of their own anyway.
        Type::Array(item) => {
            item.ty != Type::Scalar(Scalar::Binary)
                && !matches!(shape(types.api, item, 0), "List" | "Any")
        }
        Type::Named(id) => match &types.api.ty(*id).kind {
            Kind::Alias(inner) => is_flat_list(types, inner),
            _ => false,
        },
        _ => false,
    }
}

/// Whether some values are such lists.
fn may_be_flat_list(types: &Types<'_>, schema: &Schema) -> bool {
    match &schema.ty {
        Type::Named(id) => match &types.api.ty(*id).kind {
            Kind::Alias(inner) => may_be_flat_list(types, inner),
            Kind::Union(union) => {
                union.variants.iter().any(|it| may_be_flat_list(types, &it.schema))
            }
            Kind::Object(_) | Kind::Enumeration(_) => false,
        },
        Type::Array(item) => shape(types.api, item, 0) == "Scalar",
        _ => false,
    }
}

/// The fields of a form.
fn properties<'a>(types: &Types<'a>, schema: &Schema) -> &'a [Property] {
    let Type::Named(id) = &schema.ty else { return &[] };
    match &types.api.ty(*id).kind {
        Kind::Object(object) => &object.properties,
        Kind::Alias(inner) => properties(types, inner),
        _ => &[],
    }
}
