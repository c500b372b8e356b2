//! A schema as one view, however its version spells it.

use serde_json::{Number, Value};

use super::node::Node;

/// The types of JSON Schema, and `file` of version 2.0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are those of JSON Schema")]
pub enum TypeName {
    Null,
    Boolean,
    Integer,
    Number,
    String,
    Array,
    Object,
    File,
}

impl TypeName {
    /// The words as documents write them.
    pub const WORDS: &[&'static str] =
        &["null", "boolean", "integer", "number", "string", "array", "object", "file"];

    /// The word as documents write it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::String => "string",
            Self::Array => "array",
            Self::Object => "object",
            Self::File => "file",
        }
    }

    /// The type that a word names.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match word {
            "null" => Self::Null,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "string" => Self::String,
            "array" => Self::Array,
            "object" => Self::Object,
            "file" => Self::File,
            _ => return None,
        })
    }
}

/// Whether a keyword says what values are for, or is for people, and does not say which values there are.
pub fn is_annotation(key: &str) -> bool {
    const ANNOTATIONS: &[&str] = &[
        "description",
        "title",
        "summary",
        "default",
        "example",
        "examples",
        "deprecated",
        "readOnly",
        "writeOnly",
        "externalDocs",
        "xml",
        "$comment",
        "$defs",
        "definitions",
        "$schema",
        "$id",
    ];
    key.starts_with("x-") || ANNOTATIONS.contains(&key)
}

/// The keywords of one schema; references are still names.
#[derive(Debug, Clone, Default)]
#[expect(missing_docs, reason = "the words are those of JSON Schema")]
pub struct Schema<'a> {
    /// The types it allows, without `null`; none means any.
    pub types: Vec<TypeName>,
    /// Whether `null` is allowed, by `nullable` or among the types.
    pub nullable: bool,
    /// Whether `type` was there at all.
    pub is_typed: bool,
    pub format: Option<&'a str>,
    /// The values of `enum` or `const`, where there are any.
    pub values: Option<Vec<&'a Value>>,
    /// `x-enum-varnames` and the like: names for `values`.
    pub value_names: Vec<&'a str>,
    /// `x-enum-descriptions`: what `values` mean.
    pub value_descriptions: Vec<&'a str>,
    pub all_of: Vec<Node<'a>>,
    pub one_of: Vec<Node<'a>>,
    pub any_of: Vec<Node<'a>>,
    pub not: Option<Node<'a>>,
    pub items: Option<Node<'a>>,
    pub prefix_items: Vec<Node<'a>>,
    pub properties: Vec<(&'a str, Node<'a>)>,
    pub required: Vec<&'a str>,
    pub additional: Option<Node<'a>>,
    pub pattern_properties: Vec<(&'a str, Node<'a>)>,
    pub discriminator: Option<Node<'a>>,
    pub default: Option<&'a Value>,
    pub example: Option<&'a Value>,
    pub title: Option<&'a str>,
    pub description: Option<&'a str>,
    pub deprecated: bool,
    pub read_only: bool,
    pub write_only: bool,
    pub min_length: Option<u64>,
    pub max_length: Option<u64>,
    pub pattern: Option<&'a str>,
    pub minimum: Option<f64>,
    pub maximum: Option<f64>,
    pub exclusive_minimum: Option<f64>,
    pub exclusive_maximum: Option<f64>,
    pub multiple_of: Option<f64>,
    pub min_items: Option<u64>,
    pub max_items: Option<u64>,
    pub unique_items: bool,
    pub min_properties: Option<u64>,
    pub max_properties: Option<u64>,
}

impl<'a> Schema<'a> {
    /// Reads the keywords of a node; what is of a wrong kind counts as absent.
    pub fn parse(node: &Node<'a>) -> Self {
        let words: Vec<&str> = match node.value_of("type") {
            Some(Value::String(word)) => vec![word],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        };
        let types: Vec<TypeName> = words.iter().filter_map(|word| TypeName::parse(word)).collect();
        let is_typed = !types.is_empty();
        let nullable =
            types.contains(&TypeName::Null) || node.flag("nullable") || node.flag("x-nullable");
        let number = |key: &str| node.value_of(key).and_then(Value::as_f64);
        let count = |key: &str| number(key).filter(|it| *it >= 0.0).map(|it| it as u64);
        let texts = |key: &str| -> Vec<&'a str> {
            let list = node.value_of(key).and_then(Value::as_array);
            list.into_iter().flatten().filter_map(Value::as_str).collect()
        };
        let (minimum, exclusive_minimum) = bounds(node, "minimum", "exclusiveMinimum", below);
        let (maximum, exclusive_maximum) = bounds(node, "maximum", "exclusiveMaximum", above);
        Self {
            types: types.into_iter().filter(|it| *it != TypeName::Null).collect(),
            nullable,
            is_typed,
            format: node.text("format"),
            values: values(node),
            value_names: [texts("x-enum-varnames"), texts("x-enumNames")].concat(),
            value_descriptions: [texts("x-enum-descriptions"), texts("x-enumDescriptions")]
                .concat(),
            all_of: node.items_of("allOf"),
            one_of: node.items_of("oneOf"),
            any_of: node.items_of("anyOf"),
            not: node.get("not"),
            items: node.get("items").filter(|it| it.value.is_object() || it.value.is_boolean()),
            prefix_items: node.items_of("prefixItems"),
            properties: node.members_of("properties"),
            required: texts("required"),
            additional: node.get("additionalProperties"),
            pattern_properties: node.members_of("patternProperties"),
            discriminator: node.get("discriminator"),
            default: node.value_of("default"),
            example: example(node),
            title: node.text("title"),
            description: node.text("description"),
            deprecated: node.flag("deprecated"),
            read_only: node.flag("readOnly"),
            write_only: node.flag("writeOnly"),
            min_length: count("minLength"),
            max_length: count("maxLength"),
            pattern: node.text("pattern"),
            minimum,
            maximum,
            exclusive_minimum,
            exclusive_maximum,
            multiple_of: number("multipleOf").filter(|it| *it > 0.0),
            min_items: count("minItems"),
            max_items: count("maxItems"),
            unique_items: node.flag("uniqueItems"),
            min_properties: count("minProperties"),
            max_properties: count("maxProperties"),
        }
    }
}

/// In version 3.0 `exclusiveMinimum` is a flag beside `minimum`, later a number of its own.
///
/// `round` is for a bound that no float is equal to: what it gives must keep no value out.
fn bounds(
    node: &Node<'_>,
    inclusive: &str,
    exclusive: &str,
    round: fn(&Number) -> Option<f64>,
) -> (Option<f64>, Option<f64>) {
    let number = |it: &Value| it.as_number().and_then(round);
    let bound = node.value_of(inclusive).and_then(number);
    match node.value_of(exclusive) {
        Some(Value::Bool(true)) => (None, bound),
        Some(other) => (bound, number(other)),
        None => (bound, None),
    }
}

/// The nearest float that is not above a number.
fn below(number: &Number) -> Option<f64> {
    let float = number.as_f64()?;
    let is_above = number.as_i128().is_some_and(|exact| float as i128 > exact);
    Some(if is_above { float.next_down() } else { float })
}

/// The nearest float that is not below a number.
fn above(number: &Number) -> Option<f64> {
    let float = number.as_f64()?;
    let is_below = number.as_i128().is_some_and(|exact| (float as i128) < exact);
    Some(if is_below { float.next_up() } else { float })
}

fn values<'a>(node: &Node<'a>) -> Option<Vec<&'a Value>> {
    match (node.value_of("enum"), node.value_of("const")) {
        (Some(Value::Array(list)), _) if !list.is_empty() => Some(list.iter().collect()),
        (_, Some(value)) => Some(vec![value]),
        _ => None,
    }
}

fn example<'a>(node: &Node<'a>) -> Option<&'a Value> {
    node.value_of("example").or_else(|| match node.value_of("examples") {
        Some(Value::Array(list)) => list.first(),
        _ => None,
    })
}
