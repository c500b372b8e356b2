//! Uses of types as text and rows: what a value is, what holds for it, what it is made of.

use serde_json::Value;

use super::map::Scope;
use super::slug::slug;
use crate::api::{Additional, Constraints, Kind, Object, Property, Scalar, Schema, Type, TypeId};
use crate::docs::{Badge, Fact, Part, Prose, Row, Text};

/// Deeper types without names are cut off; documents nest a handful of levels.
const DEEPEST: usize = 12;

/// What a value is, with links to types that have pages.
pub(super) fn type_text(scope: Scope<'_>, schema: &Schema) -> Text {
    let mut parts = Vec::new();
    push_type(scope, schema, &mut parts, 0);
    merge(parts)
}

/// The members of an object as rows.
pub(super) fn object_rows(scope: Scope<'_>, object: &Object, id: &str, depth: usize) -> Vec<Row> {
    let mut names = super::slug::Names::default();
    let mut rows: Vec<Row> = object
        .properties
        .iter()
        .map(|it| property_row(scope, it, &format!("{id}.{}", names.name(&it.name)), depth))
        .collect();
    if let Additional::Typed(schema) = &object.additional {
        let id = format!("{id}.{}", names.name("any other name"));
        rows.push(Row {
            name: "any other name".to_owned(),
            ..schema_row(scope, schema, &id, depth)
        });
    }
    rows
}

/// A row for a value: its type, facts and parts, no name yet.
pub(super) fn schema_row(scope: Scope<'_>, schema: &Schema, id: &str, depth: usize) -> Row {
    scope.rows.set(scope.rows.get().saturating_sub(1));
    let (children_label, children) = parts(scope, schema, id, depth);
    Row {
        id: id.to_owned(),
        ty: type_text(scope, schema),
        facts: facts(scope, schema, None),
        children_label,
        children,
        ..Row::default()
    }
}

/// Constraints, values, default and example.
pub(super) fn facts(scope: Scope<'_>, schema: &Schema, example: Option<&Value>) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(values) = inline_values(scope, schema, 0) {
        facts.push(code("One of", values));
    }
    constraint_facts(&schema.constraints, &mut facts);
    // The word for the type says this already.
    if let Type::Scalar(scalar) = &schema.ty {
        let word = scalar_word(*scalar);
        facts
            .retain(|it| it.label != "Format" || !word.contains(&format!("({})", it.value.text())));
    }
    if let Type::Array(inner) = &schema.ty {
        let mut of_items = Vec::new();
        constraint_facts(&inner.constraints, &mut of_items);
        facts.extend(
            of_items.into_iter().map(|it| Fact { label: format!("Each item: {}", it.label), ..it }),
        );
    }
    if scope.rows.get() == 0 && is_left_out(scope, schema) {
        let document = scope.map.document();
        let href = super::slug::relative(scope.path, &document);
        let text = document.rsplit('/').next().unwrap_or_default().to_owned();
        let value = Text(vec![Part { text, href }]);
        facts.push(Fact { label: "Members".to_owned(), value, code: false, note: String::new() });
    }
    if let Some(default) = &schema.default {
        facts.push(code("Default", json_line(default)));
    }
    if let Some(example) = example {
        facts.push(code("Example", json_line(example)));
    }
    facts
}

pub(super) fn badge(text: impl Into<String>, class: &'static str) -> Badge {
    Badge { text: text.into(), class }
}

pub(super) fn code(label: &str, value: impl Into<String>) -> Fact {
    Fact { label: label.to_owned(), value: Text::plain(value), code: true, note: String::new() }
}

fn property_row(scope: Scope<'_>, property: &Property, id: &str, depth: usize) -> Row {
    let mut badges = Vec::new();
    for (applies, text, class) in [
        (property.required, "required", "required"),
        (property.deprecated, "deprecated", "old"),
        (property.read_only, "read-only", "quiet"),
        (property.write_only, "write-only", "quiet"),
    ] {
        if applies {
            badges.push(badge(text, class));
        }
    }
    Row {
        name: property.name.clone(),
        badges,
        description: Prose::new(&property.description),
        facts: facts(scope, &property.schema, property.example.as_ref()),
        ..schema_row(scope, &property.schema, id, depth)
    }
}

/// What a value is made of, where that has no page of its own.
pub(super) fn parts(
    scope: Scope<'_>,
    schema: &Schema,
    id: &str,
    depth: usize,
) -> (String, Vec<Row>) {
    let nothing = (String::new(), Vec::new());
    if depth >= DEEPEST {
        return nothing;
    }
    match &schema.ty {
        Type::Array(inner) | Type::Map(inner) => parts(scope, inner, id, depth + 1),
        Type::Named(ty) if scope.map.type_page(*ty).is_none() && scope.rows.get() > 0 => {
            definition_parts(scope, *ty, id, depth)
        }
        _ => nothing,
    }
}

/// What a type is made of.
pub(super) fn definition_parts(
    scope: Scope<'_>,
    ty: TypeId,
    id: &str,
    depth: usize,
) -> (String, Vec<Row>) {
    match &scope.api().ty(ty).kind {
        Kind::Object(object) => {
            ("Properties".to_owned(), object_rows(scope, object, id, depth + 1))
        }
        Kind::Union(union) => {
            let mut names = super::slug::Names::default();
            let row = |(index, variant): (usize, &crate::api::Variant)| {
                let id = format!("{id}.{}", names.name(&variant.name));
                let mut row = Row {
                    name: variant.name.clone(),
                    ..schema_row(scope, &variant.schema, &id, depth + 1)
                };
                if let Some(discriminator) = &union.discriminator {
                    let texts: Vec<&str> = discriminator
                        .mapping
                        .iter()
                        .filter(|(_, it)| *it == index)
                        .map(|(text, _)| text.as_str())
                        .collect();
                    if !texts.is_empty() {
                        row.facts.insert(
                            0,
                            code(&format!("When {} is", discriminator.property), texts.join(", ")),
                        );
                    }
                }
                row
            };
            ("Variants".to_owned(), union.variants.iter().enumerate().map(row).collect())
        }
        Kind::Enumeration(values) if values.values.iter().any(|it| !it.description.is_empty()) => {
            let row = |it: &crate::api::EnumerationValue| Row {
                id: format!("{id}.{}", slug(&it.text)),
                name: it.text.clone(),
                description: Prose::new(&it.description),
                ..Row::default()
            };
            ("Values".to_owned(), unique(values.values.iter().map(row).collect()))
        }
        Kind::Enumeration(_) => (String::new(), Vec::new()),
        Kind::Alias(schema) => parts(scope, schema, id, depth + 1),
    }
}

/// Gives rows whose ids meet a number each.
pub(super) fn unique(mut rows: Vec<Row>) -> Vec<Row> {
    let mut seen = std::collections::BTreeSet::new();
    for row in &mut rows {
        let base = row.id.clone();
        let mut count = 1;
        while !seen.insert(row.id.clone()) {
            count += 1;
            row.id = format!("{base}-{count}");
        }
    }
    rows
}

fn push_type(scope: Scope<'_>, schema: &Schema, parts: &mut Vec<Part>, depth: usize) {
    match &schema.ty {
        _ if depth > DEEPEST => push(parts, "…"),
        Type::Any => push(parts, "any value"),
        Type::Null => push(parts, "null"),
        Type::Scalar(scalar) => push(parts, scalar_word(*scalar)),
        Type::Array(inner) => {
            push(parts, "array of ");
            push_type(scope, inner, parts, depth + 1);
        }
        Type::Map(inner) => {
            push(parts, "map of ");
            push_type(scope, inner, parts, depth + 1);
        }
        Type::Named(id) => match scope.map.type_page(*id) {
            Some(page) => {
                parts.push(Part { text: scope.api().ty(*id).name.join(" "), href: scope.to(page) })
            }
            None => match &scope.api().ty(*id).kind {
                Kind::Object(_) => push(parts, "object"),
                Kind::Enumeration(_) => push(parts, "string"),
                Kind::Alias(schema) => push_type(scope, schema, parts, depth + 1),
                Kind::Union(union) => {
                    for (index, variant) in union.variants.iter().enumerate() {
                        if index > 0 {
                            push(parts, " or ");
                        }
                        push_type(scope, &variant.schema, parts, depth + 1);
                    }
                }
            },
        },
    }
    if schema.nullable {
        push(parts, " or null");
    }
}

fn push(parts: &mut Vec<Part>, text: &str) {
    parts.push(Part { text: text.to_owned(), href: String::new() });
}

/// Whether a value has members of its own that no other page shows.
fn is_left_out(scope: Scope<'_>, schema: &Schema) -> bool {
    match &schema.ty {
        Type::Array(inner) | Type::Map(inner) => is_left_out(scope, inner),
        Type::Named(id) if scope.map.type_page(*id).is_none() => {
            matches!(scope.api().ty(*id).kind, Kind::Object(_) | Kind::Union(_))
        }
        _ => false,
    }
}

/// Joins neighbours that lead nowhere.
fn merge(parts: Vec<Part>) -> Text {
    let mut merged: Vec<Part> = Vec::new();
    for part in parts {
        match merged.last_mut() {
            Some(last) if last.href.is_empty() && part.href.is_empty() => {
                last.text.push_str(&part.text)
            }
            _ => merged.push(part),
        }
    }
    Text(merged)
}

fn scalar_word(scalar: Scalar) -> &'static str {
    match scalar {
        Scalar::Boolean => "boolean",
        Scalar::Int8 => "integer (int8)",
        Scalar::Int16 => "integer (int16)",
        Scalar::Int32 => "integer (int32)",
        Scalar::Int64 => "integer (int64)",
        Scalar::Uint8 => "integer (uint8)",
        Scalar::Uint16 => "integer (uint16)",
        Scalar::Uint32 => "integer (uint32)",
        Scalar::Uint64 => "integer (uint64)",
        Scalar::Float => "number (float)",
        Scalar::Double => "number",
        Scalar::String => "string",
        Scalar::Uuid => "string (uuid)",
        Scalar::DateTime => "string (date-time)",
        Scalar::Date => "string (date)",
        Scalar::Time => "string (time)",
        Scalar::Byte => "string (base64)",
        Scalar::Binary => "bytes",
    }
}

/// The values of an enumeration that has neither a page nor descriptions to show.
fn inline_values(scope: Scope<'_>, schema: &Schema, depth: usize) -> Option<String> {
    match &schema.ty {
        Type::Array(inner) if depth < DEEPEST => inline_values(scope, inner, depth + 1),
        Type::Named(id) if scope.map.type_page(*id).is_none() => match &scope.api().ty(*id).kind {
            Kind::Enumeration(it) => {
                let values: Vec<&str> = it.values.iter().map(|it| it.text.as_str()).collect();
                Some(values.join(", "))
            }
            Kind::Alias(inner) if depth < DEEPEST => inline_values(scope, inner, depth + 1),
            _ => None,
        },
        _ => None,
    }
}

fn constraint_facts(it: &Constraints, facts: &mut Vec<Fact>) {
    let mut range = |label: &str, least: Option<u64>, most: Option<u64>| {
        let text = match (least, most) {
            (None | Some(0), None) => return,
            (Some(least), Some(most)) if least == most => format!("exactly {least}"),
            (Some(least), Some(most)) => format!("{least} to {most}"),
            (Some(least), None) => format!("at least {least}"),
            (None, Some(most)) => format!("at most {most}"),
        };
        facts.push(Fact {
            label: label.to_owned(),
            value: Text::plain(text),
            code: false,
            note: String::new(),
        });
    };
    range("Characters", it.min_length, it.max_length);
    range("Items", it.min_items, it.max_items);
    range("Members", it.min_properties, it.max_properties);
    let bounds = [
        (it.minimum, "≥"),
        (it.exclusive_minimum, ">"),
        (it.maximum, "≤"),
        (it.exclusive_maximum, "<"),
    ];
    let bounds: Vec<String> = bounds
        .iter()
        .filter_map(|(bound, sign)| Some(format!("{sign} {}", bound.as_ref()?)))
        .collect();
    if !bounds.is_empty() {
        facts.push(Fact {
            label: "Range".to_owned(),
            value: Text::plain(bounds.join(" and ")),
            code: false,
            note: String::new(),
        });
    }
    if let Some(step) = it.multiple_of {
        facts.push(code("Multiple of", step.to_string()));
    }
    if !it.numbers.is_empty() {
        let numbers: Vec<String> = it.numbers.iter().map(f64::to_string).collect();
        facts.push(code("One of", numbers.join(", ")));
    }
    if it.unique_items {
        facts.push(Fact {
            label: "Items".to_owned(),
            value: Text::plain("each only once"),
            code: false,
            note: String::new(),
        });
    }
    if let Some(format) = &it.format {
        facts.push(code("Format", format));
    }
    if let Some(pattern) = &it.pattern {
        facts.push(code("Pattern", pattern));
    }
}

/// A value on one line, cut where it would fill the page.
fn json_line(value: &Value) -> String {
    let text = match value {
        Value::String(text) if !text.is_empty() => text.clone(),
        other => other.to_string(),
    };
    match text.char_indices().nth(200) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
