//! Schemas as texts to schemas as lists of keywords.

use regex::Regex;
use serde_json::{Map, Number, Value};

use super::number::equal_text;
use crate::json::Format;

/// The keywords of a schema, in the order in which they are evaluated.
pub(super) type Schema = Vec<Keyword>;

/// Keywords, joined where one changes what another means.
#[derive(Debug)]
pub(super) enum Keyword {
    /// `false`.
    Never,
    Ref(usize),
    /// The words of `type`.
    Types(Vec<String>),
    /// `enum` and `const`: values as texts that are equal where values are.
    Values(Vec<String>),
    Minimum(Number),
    Maximum(Number),
    ExclusiveMinimum(Number),
    ExclusiveMaximum(Number),
    MultipleOf(Number),
    MinLength(u64),
    MaxLength(u64),
    Pattern(Regex),
    Format(Format),
    MinItems(u64),
    MaxItems(u64),
    UniqueItems,
    /// `prefixItems` and `items`.
    Items(Vec<Schema>, Option<Schema>),
    /// `contains`, `minContains` and `maxContains`.
    Contains(Schema, u64, Option<u64>),
    MinProperties(u64),
    MaxProperties(u64),
    Required(Vec<String>),
    /// `properties`, `patternProperties` and `additionalProperties`.
    Members(Box<Members>),
    PropertyNames(Schema),
    DependentRequired(Vec<(String, Vec<String>)>),
    DependentSchemas(Vec<(String, Schema)>),
    AllOf(Vec<Schema>),
    AnyOf(Vec<Schema>),
    OneOf(Vec<Schema>),
    Not(Schema),
    /// `if`, `then` and `else`.
    If(Box<(Schema, Schema, Schema)>),
    UnevaluatedItems(Schema),
    UnevaluatedProperties(Schema),
}

/// What holds for the members of an object.
#[derive(Debug)]
pub(super) struct Members {
    pub(super) named: Vec<(String, Schema)>,
    pub(super) patterns: Vec<(Regex, Schema)>,
    pub(super) others: Option<Schema>,
}

/// What is no schema, or of a wrong kind, holds for every value: the generator has told then.
pub(super) fn compile(text: &str) -> Schema {
    serde_json::from_str(text).map(|it| schema(&it)).unwrap_or_default()
}

fn schema(value: &Value) -> Schema {
    let it = match value {
        Value::Bool(false) => return vec![Keyword::Never],
        Value::Object(it) => it,
        _ => return Vec::new(),
    };
    let mut out = Vec::new();
    general(it, &mut out);
    numeric(it, &mut out);
    text(it, &mut out);
    array(it, &mut out);
    object(it, &mut out);
    applicators(it, &mut out);
    // Last, since all others tell what is evaluated.
    out.extend(it.get("unevaluatedItems").map(|it| Keyword::UnevaluatedItems(schema(it))));
    out.extend(
        it.get("unevaluatedProperties").map(|it| Keyword::UnevaluatedProperties(schema(it))),
    );
    out
}

fn general(it: &Map<String, Value>, out: &mut Schema) {
    out.extend(it.get("type").map(|it| match it {
        Value::String(word) => Keyword::Types(vec![word.clone()]),
        list => Keyword::Types(texts(list)),
    }));
    out.extend(it.get("const").map(|it| Keyword::Values(vec![equal_text(it)])));
    let list = it.get("enum").and_then(Value::as_array);
    out.extend(list.map(|list| Keyword::Values(list.iter().map(equal_text).collect())));
}

fn numeric(it: &Map<String, Value>, out: &mut Schema) {
    let mut bound = |key: &str, keyword: fn(Number) -> Keyword| {
        if let Some(Value::Number(number)) = it.get(key) {
            out.push(keyword(number.clone()));
        }
    };
    bound("minimum", Keyword::Minimum);
    bound("maximum", Keyword::Maximum);
    bound("exclusiveMinimum", Keyword::ExclusiveMinimum);
    bound("exclusiveMaximum", Keyword::ExclusiveMaximum);
    bound("multipleOf", Keyword::MultipleOf);
}

fn text(it: &Map<String, Value>, out: &mut Schema) {
    out.extend(count(it, "minLength").map(Keyword::MinLength));
    out.extend(count(it, "maxLength").map(Keyword::MaxLength));
    let pattern = it.get("pattern").and_then(Value::as_str);
    out.extend(pattern.and_then(|it| Regex::new(it).ok()).map(Keyword::Pattern));
    let format = it.get("format").and_then(Value::as_str);
    out.extend(format.and_then(Format::parse).map(Keyword::Format));
}

fn array(it: &Map<String, Value>, out: &mut Schema) {
    out.extend(count(it, "minItems").map(Keyword::MinItems));
    out.extend(count(it, "maxItems").map(Keyword::MaxItems));
    if it.get("uniqueItems") == Some(&Value::Bool(true)) {
        out.push(Keyword::UniqueItems);
    }
    let prefix = list(it, "prefixItems");
    let items = it.get("items").map(schema);
    if !prefix.is_empty() || items.is_some() {
        out.push(Keyword::Items(prefix, items));
    }
    if let Some(contains) = it.get("contains") {
        let least = count(it, "minContains").unwrap_or(1);
        out.push(Keyword::Contains(schema(contains), least, count(it, "maxContains")));
    }
}

fn object(it: &Map<String, Value>, out: &mut Schema) {
    out.extend(count(it, "minProperties").map(Keyword::MinProperties));
    out.extend(count(it, "maxProperties").map(Keyword::MaxProperties));
    out.extend(it.get("required").map(|it| Keyword::Required(texts(it))));
    let named = members(it, "properties");
    let patterns: Vec<_> = members(it, "patternProperties")
        .into_iter()
        .filter_map(|(pattern, schema)| Some((Regex::new(&pattern).ok()?, schema)))
        .collect();
    let others = it.get("additionalProperties").map(schema);
    if !named.is_empty() || !patterns.is_empty() || others.is_some() {
        out.push(Keyword::Members(Box::new(Members { named, patterns, others })));
    }
    out.extend(it.get("propertyNames").map(|it| Keyword::PropertyNames(schema(it))));
    if let Some(Value::Object(map)) = it.get("dependentRequired") {
        let list = map.iter().map(|(name, needed)| (name.clone(), texts(needed))).collect();
        out.push(Keyword::DependentRequired(list));
    }
    let dependent = members(it, "dependentSchemas");
    if !dependent.is_empty() {
        out.push(Keyword::DependentSchemas(dependent));
    }
}

fn applicators(it: &Map<String, Value>, out: &mut Schema) {
    let reference = it.get("$ref").and_then(Value::as_u64);
    out.extend(reference.and_then(|it| usize::try_from(it).ok()).map(Keyword::Ref));
    for (key, keyword) in [
        ("allOf", Keyword::AllOf as fn(Vec<Schema>) -> Keyword),
        ("anyOf", Keyword::AnyOf),
        ("oneOf", Keyword::OneOf),
    ] {
        out.extend(it.contains_key(key).then(|| keyword(list(it, key))));
    }
    out.extend(it.get("not").map(|it| Keyword::Not(schema(it))));
    if let Some(condition) = it.get("if") {
        let branch = |key: &str| it.get(key).map(schema).unwrap_or_default();
        let parts = (schema(condition), branch("then"), branch("else"));
        out.push(Keyword::If(Box::new(parts)));
    }
}

fn count(it: &Map<String, Value>, key: &str) -> Option<u64> {
    let value = it.get(key)?;
    value.as_u64().or_else(|| value.as_f64().filter(|it| *it >= 0.0).map(|it| it as u64))
}

fn texts(value: &Value) -> Vec<String> {
    let list = value.as_array().into_iter().flatten();
    list.filter_map(Value::as_str).map(str::to_owned).collect()
}

fn list(it: &Map<String, Value>, key: &str) -> Vec<Schema> {
    it.get(key).and_then(Value::as_array).into_iter().flatten().map(schema).collect()
}

fn members(it: &Map<String, Value>, key: &str) -> Vec<(String, Schema)> {
    let map = it.get(key).and_then(Value::as_object);
    map.into_iter().flatten().map(|(name, it)| (name.clone(), schema(it))).collect()
}
