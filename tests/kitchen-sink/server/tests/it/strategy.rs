//! Strategies over the document's own schemas: what they make is valid, and says so by a validator of somebody else.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Value, json};

use crate::anything::{any_object, anything, integer, number};
use crate::document::{target, validator};
use crate::texts::{any_text, of_format, regex};

/// Keywords that are met by trying: what breaks them is thrown away.
const BY_TRYING: &[&str] = &[
    "if",
    "not",
    "contains",
    "dependentRequired",
    "uniqueItems",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "oneOf",
];

/// What proptest tells of a value that was thrown away.
const BROKEN: &str = "a rule of the schema is broken";

/// Values of a schema; `depth` bounds how far optional parts are followed.
pub(crate) fn values(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let made = unchecked(schema, depth);
    let has_text_rules = schema["type"] == "string"
        && ["pattern", "minLength", "maxLength", "format"]
            .iter()
            .any(|it| schema.get(it).is_some());
    if has_text_rules || BY_TRYING.iter().any(|it| schema.get(it).is_some()) {
        let validator = validator(schema);
        return made.prop_filter(BROKEN, move |it| validator.is_valid(it)).boxed();
    }
    made
}

fn unchecked(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    if let Some(reference) = schema["$ref"].as_str() {
        return values(target(reference), depth);
    }
    if let Some(value) = schema.get("const") {
        return Just(value.clone()).boxed();
    }
    if let Some(list) = schema["enum"].as_array() {
        return select(list.clone()).boxed();
    }
    if schema.get("if").is_some() {
        return prop_oneof![
            unchecked(&with(schema, &["if", "then"]), depth),
            unchecked(&with(schema, &["else"]), depth),
        ]
        .boxed();
    }
    for key in ["oneOf", "anyOf"] {
        if let Some(list) = schema[key].as_array() {
            let all = list.iter().map(|it| values(it, depth)).collect::<Vec<_>>();
            return proptest::strategy::Union::new(all).boxed();
        }
    }
    if let Some(list) = schema["allOf"].as_array() {
        let all: Vec<_> = list.iter().map(|it| values(it, depth)).collect();
        return all
            .prop_map(|parts| Value::Object(parts.into_iter().flat_map(members).collect()))
            .boxed();
    }
    match &schema["type"] {
        Value::String(name) => of_type(schema, name, depth),
        Value::Array(names) => {
            let names = names.iter().filter_map(Value::as_str);
            let all: Vec<_> = names.map(|it| of_type(schema, it, depth)).collect();
            proptest::strategy::Union::new(all).boxed()
        }
        _ => anything(depth.min(3)),
    }
}

fn of_type(schema: &Value, name: &str, depth: u32) -> BoxedStrategy<Value> {
    match name {
        "null" => Just(Value::Null).boxed(),
        "boolean" => any::<bool>().prop_map(Value::Bool).boxed(),
        "integer" => integer(schema),
        "number" => number(schema),
        "string" => text(schema),
        "array" => array(schema, depth),
        "object" => object(schema, depth),
        other => panic!("`{other}` is no type"),
    }
}

fn text(schema: &Value) -> BoxedStrategy<Value> {
    let strategy = match (schema["pattern"].as_str(), schema["format"].as_str()) {
        // Anything around it does as well where the ends are open.
        (Some(pattern), _) if pattern.starts_with('^') => regex(inside(pattern)),
        (Some(pattern), _) => {
            let (before, after) = (any_text(), any_text());
            (before, regex(pattern), after).prop_map(|(a, b, c)| format!("{a}{b}{c}")).boxed()
        }
        (None, Some(format)) => of_format(format).unwrap_or_else(any_text),
        (None, None) if schema["contentEncoding"] == "base64" => {
            of_format("byte").unwrap_or_else(any_text)
        }
        (None, None) => any_text(),
    };
    strategy.prop_map(Value::String).boxed()
}

/// A pattern without the anchors, which proptest does not know; one without an end takes anything after it.
fn inside(pattern: &str) -> &str {
    let pattern = pattern.strip_prefix('^').unwrap_or(pattern);
    pattern.strip_suffix('$').unwrap_or(pattern)
}

fn array(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let count = |key: &str, default: u64| schema[key].as_u64().unwrap_or(default) as usize;
    let fixed: Vec<_> = match schema["prefixItems"].as_array() {
        Some(list) => list.iter().map(|it| values(it, depth)).collect(),
        None => Vec::new(),
    };
    let least = count("minItems", 0).saturating_sub(fixed.len());
    let most = count("maxItems", if schema["items"] == false { 0 } else { 4 });
    let most = most.saturating_sub(fixed.len()).max(least);
    // What may hold itself ends somewhere.
    let most = if depth == 0 { least } else { most };
    let item = match schema.get("items") {
        Some(Value::Bool(_)) | None => anything(1),
        Some(_) if most == 0 => Just(Value::Null).boxed(),
        Some(item) => values(item, depth.saturating_sub(1)),
    };
    let rest = prop::collection::vec(item, least..=most);
    (fixed, rest).prop_map(|(fixed, rest)| fixed.into_iter().chain(rest).collect()).boxed()
}

fn object(schema: &Value, depth: u32) -> BoxedStrategy<Value> {
    let required = schema["required"].as_array().map(Vec::as_slice).unwrap_or_default();
    let mut all: Vec<BoxedStrategy<Map<String, Value>>> = Vec::new();
    for (name, property) in schema["properties"].as_object().into_iter().flatten() {
        let name = name.clone();
        let is_required = required.iter().any(|it| *it == *name);
        if !is_required && depth == 0 {
            continue;
        }
        let one = values(property, depth.saturating_sub(1));
        let one = one.prop_map(move |it| Map::from_iter([(name.clone(), it)]));
        all.push(match is_required {
            true => one.boxed(),
            false => prop::option::of(one).prop_map(Option::unwrap_or_default).boxed(),
        });
    }
    for (pattern, one) in schema["patternProperties"].as_object().into_iter().flatten() {
        let key = match pattern.ends_with('$') {
            true => regex(inside(pattern)),
            false => {
                (regex(inside(pattern)), regex("[a-z]{1,3}")).prop_map(|(a, b)| a + &b).boxed()
            }
        };
        all.push(some(key, values(one, depth.saturating_sub(1))));
    }
    match schema.get("additionalProperties") {
        Some(Value::Bool(false)) => {}
        Some(one @ Value::Object(_)) => {
            let names = &schema["propertyNames"];
            let key = match (names["pattern"].as_str(), names["maxLength"].as_u64()) {
                (Some(pattern), _) => regex(inside(pattern)),
                (None, Some(most)) => regex(&format!("(?s).{{0,{most}}}")),
                (None, None) => any_text(),
            };
            let known: Vec<String> = schema["properties"]
                .as_object()
                .into_iter()
                .flatten()
                .map(|it| it.0.clone())
                .collect();
            let key = key.prop_filter("a name of its own", move |it| !known.contains(it)).boxed();
            all.push(some(key, values(one, depth.saturating_sub(1))));
        }
        // A type with members of its own has no room for others; one without is a map.
        None if schema.get("properties").is_none() && schema.get("patternProperties").is_none() => {
            all.push(any_object());
        }
        Some(_) => all.push(any_object()),
        None => {}
    }
    all.prop_map(|parts| Value::Object(parts.into_iter().flatten().collect())).boxed()
}

/// A few members with such names and values.
fn some(
    key: BoxedStrategy<String>,
    value: BoxedStrategy<Value>,
) -> BoxedStrategy<Map<String, Value>> {
    prop::collection::vec((key, value), 0..4).prop_map(|it| it.into_iter().collect()).boxed()
}

fn members(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(members) => members,
        other => panic!("`allOf` of something that is no object: {other}"),
    }
}

/// A schema without its condition, and with what some of its branches say.
fn with(schema: &Value, branches: &[&str]) -> Value {
    let mut whole = schema.clone();
    for branch in branches {
        merge(&mut whole, &schema[branch]);
    }
    for branch in ["if", "then", "else"] {
        whole.as_object_mut().map(|it| it.remove(branch));
    }
    whole
}

fn merge(into: &mut Value, from: &Value) {
    match (into, from) {
        (Value::Object(into), Value::Object(from)) => {
            for (key, it) in from {
                merge(into.entry(key.clone()).or_insert(Value::Null), it);
            }
        }
        (Value::Array(into), Value::Array(from)) => into.extend(from.iter().cloned()),
        (into, from) if !from.is_null() => *into = from.clone(),
        _ => {}
    }
}

#[test]
fn branches_are_merged_into_their_schema() {
    let schema = json!({
        "required": ["a"],
        "properties": { "a": { "type": "string" } },
        "if": {},
        "then": { "required": ["b"], "properties": { "a": { "pattern": "x" } } },
    });
    let expected = json!({
        "required": ["a", "b"],
        "properties": { "a": { "type": "string", "pattern": "x" } },
    });
    assert_eq!(with(&schema, &["then"]), expected);
}
