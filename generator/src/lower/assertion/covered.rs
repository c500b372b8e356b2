//! Which keywords a type and its constraints say exactly.

use regex::Regex;
use serde_json::{Number, Value};

use super::super::Lowering;
use super::super::all_of::{Alternatives, Merged};
use crate::api::{Kind, Scalar, Schema, Type};
use crate::openapi::{Node, Schema as Keywords, TypeName};

/// How a schema was lowered, as far as that tells what its form says.
#[derive(Debug)]
pub(in crate::lower) enum Form {
    /// As any value: it says nothing.
    Any,
    /// As values of these types.
    Types(Vec<TypeName>),
    /// As one of the values of `enum` or `const`.
    Values,
    /// As the alternatives of one keyword.
    Alternatives {
        /// The pointer of the schema with the keyword, and the keyword.
        of: (String, &'static str),
        /// Whether each alternative says what stands beside the keyword.
        has_base: bool,
        /// Whether one of them is `null`.
        nullable: bool,
        /// The types of the alternatives; none where they are not known.
        types: Option<Vec<TypeName>>,
    },
}

const NUMERIC: &[&str] =
    &["minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "multipleOf"];
const TEXT: &[&str] = &["minLength", "maxLength", "pattern", "format"];
const ARRAY: &[&str] = &[
    "items",
    "prefixItems",
    "contains",
    "minContains",
    "maxContains",
    "minItems",
    "maxItems",
    "uniqueItems",
    "unevaluatedItems",
];
const OBJECT: &[&str] = &[
    "properties",
    "patternProperties",
    "additionalProperties",
    "propertyNames",
    "required",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "dependentSchemas",
    "unevaluatedProperties",
];

impl Form {
    pub(super) fn is_any(&self) -> bool {
        matches!(self, Self::Any)
    }

    pub(in crate::lower) fn of_alternatives(
        it: &Alternatives<'_>,
        has_base: bool,
        types: Option<Vec<TypeName>>,
    ) -> Self {
        let nullable = it.items.iter().any(super::super::schema::is_null);
        Self::Alternatives { of: (it.node.pointer(), it.key), has_base, nullable, types }
    }
}

impl<'a> Lowering<'a, '_> {
    /// Whether a form says all that a keyword of one of its parts says.
    pub(super) fn covers(
        &self,
        merged: &Merged<'a>,
        form: &Form,
        node: &Node<'a>,
        key: &str,
    ) -> bool {
        // What a part includes is a part of its own.
        if !self.asserts(key) || matches!(key, "$ref" | "allOf") {
            return true;
        }
        match form {
            Form::Any => false,
            Form::Alternatives { of, has_base, nullable, types } => match key {
                "anyOf" | "oneOf" => of.1 == key && of.0 == node.pointer(),
                "type" if *nullable && !Keywords::parse(node).nullable => false,
                _ if *has_base => true,
                "type" => types.as_ref().is_some_and(|types| within(types, node)),
                _ => types.as_ref().is_some_and(|it| !it.iter().any(|it| is_about(key, *it))),
            },
            Form::Values => {
                let values = merged.keywords.values.as_deref().unwrap_or_default();
                let has_null = values.iter().any(|it| it.is_null());
                match key {
                    "type" => !has_null || Keywords::parse(node).nullable,
                    "enum" | "const" => has_null || !merged.keywords.nullable || !self.is_new(),
                    _ => values.iter().all(|it| keeps(it, node, key)),
                }
            }
            Form::Types(types) => match key {
                "type" => within(types, node),
                "if" | "then" | "else" | "not" | "anyOf" | "oneOf" | "enum" | "const" => false,
                _ => types.iter().filter(|it| is_about(key, **it)).all(|it| match it {
                    TypeName::Integer | TypeName::Number => numeric(&merged.keywords, node, key),
                    TypeName::String => text(&merged.keywords, node, key),
                    TypeName::Array => array(merged, key),
                    TypeName::Object => object(merged, node, key),
                    _ => true,
                }),
            },
        }
    }

    /// The types of a lowered schema's values, without `null`; none where they may be any.
    pub(in crate::lower) fn types_of_lowered(
        &self,
        schema: &Schema,
        depth: u32,
    ) -> Option<Vec<TypeName>> {
        Some(vec![match &schema.ty {
            Type::Any => return None,
            Type::Null => return Some(Vec::new()),
            Type::Array(_) => TypeName::Array,
            Type::Map(_) => TypeName::Object,
            Type::Scalar(Scalar::Boolean) => TypeName::Boolean,
            Type::Scalar(Scalar::Float | Scalar::Double) => TypeName::Number,
            Type::Scalar(
                Scalar::String
                | Scalar::Uuid
                | Scalar::DateTime
                | Scalar::Date
                | Scalar::Time
                | Scalar::Byte
                | Scalar::Binary,
            ) => TypeName::String,
            Type::Scalar(_) => TypeName::Integer,
            Type::Named(id) => match &self.types[id.0].as_ref()?.kind {
                Kind::Object(_) => TypeName::Object,
                Kind::Enumeration(_) => TypeName::String,
                Kind::Alias(schema) if depth < 20 => {
                    return self.types_of_lowered(schema, depth + 1);
                }
                Kind::Union(union) if depth < 20 => {
                    let lists = union.variants.iter();
                    let lists: Option<Vec<_>> =
                        lists.map(|it| self.types_of_lowered(&it.schema, depth + 1)).collect();
                    return lists.map(|it| it.concat());
                }
                _ => return None,
            },
        }])
    }
}

/// Whether `type` of a node allows these types.
fn within(types: &[TypeName], node: &Node<'_>) -> bool {
    let it = Keywords::parse(node);
    let allows = |ty: &TypeName| {
        it.types.contains(ty) || *ty == TypeName::Integer && it.types.contains(&TypeName::Number)
    };
    types.iter().all(allows) || it.types.contains(&TypeName::File)
}

/// Whether a keyword says something about values of a type.
fn is_about(key: &str, ty: TypeName) -> bool {
    match ty {
        _ if !NUMERIC.contains(&key)
            && !TEXT.contains(&key)
            && !ARRAY.contains(&key)
            && !OBJECT.contains(&key) =>
        {
            true
        }
        TypeName::Integer | TypeName::Number => NUMERIC.contains(&key),
        TypeName::String => TEXT.contains(&key),
        TypeName::Array => ARRAY.contains(&key),
        TypeName::Object => OBJECT.contains(&key),
        TypeName::Null | TypeName::Boolean | TypeName::File => false,
    }
}

fn numeric(it: &Keywords<'_>, node: &Node<'_>, key: &str) -> bool {
    let Some(Value::Number(number)) = node.value_of(key) else { return true };
    match key {
        "multipleOf" => it.multiple_of == number.as_f64(),
        // The ends of the types themselves.
        "maximum" if number.as_i64() == Some(i64::MAX) || number.as_u64() == Some(u64::MAX) => true,
        "minimum" if number.as_i64() == Some(i64::MIN) => true,
        _ => is_exact(number),
    }
}

/// Whether a float has all digits of a number.
fn is_exact(number: &Number) -> bool {
    const EXACT: u64 = 1 << 53;
    match (number.as_i64(), number.as_u64()) {
        (Some(it), _) => it.unsigned_abs() <= EXACT,
        (None, Some(_)) => false,
        (None, None) => true,
    }
}

fn text(it: &Keywords<'_>, node: &Node<'_>, key: &str) -> bool {
    let scalar = super::super::schema::text(it.format);
    match (key, scalar) {
        (_, Scalar::Binary) => true,
        ("format", _) => it.format == node.text("format"),
        ("minLength" | "maxLength", Scalar::Uuid) => {
            it.min_length.is_none_or(|it| it <= 36) && it.max_length.is_none_or(|it| it >= 36)
        }
        ("pattern", Scalar::String) => it.pattern == node.text("pattern"),
        (_, Scalar::String) => true,
        _ => false,
    }
}

fn array(merged: &Merged<'_>, key: &str) -> bool {
    match key {
        "items" => merged.keywords.prefix_items.is_empty(),
        "minItems" | "maxItems" | "uniqueItems" => true,
        "minContains" | "maxContains" => true,
        _ => false,
    }
}

fn object(merged: &Merged<'_>, node: &Node<'_>, key: &str) -> bool {
    let names = || Keywords::parse(node);
    match key {
        "properties" => true,
        // Required members are that many anyway.
        "minProperties" => {
            let known = |it: &&&str| merged.properties.iter().any(|own| own.0 == **it);
            let n_required = merged.required.iter().filter(known).count() as u64;
            merged.is_map() || names().min_properties.is_none_or(|least| least <= n_required)
        }
        "maxProperties" => merged.is_map(),
        "required" => {
            names().required.iter().all(|name| merged.properties.iter().any(|it| it.0 == *name))
        }
        "additionalProperties" => {
            let own = names();
            merged.keywords.pattern_properties.is_empty()
                && (own.additional.is_some_and(|it| says_nothing(it.value))
                    || merged
                        .properties
                        .iter()
                        .all(|it| own.properties.iter().any(|own| own.0 == it.0)))
        }
        _ => false,
    }
}

fn says_nothing(value: &Value) -> bool {
    value == &Value::Bool(true) || value.as_object().is_some_and(serde_json::Map::is_empty)
}

/// Whether a value is known to be what a keyword of a node says.
fn keeps(value: &Value, node: &Node<'_>, key: &str) -> bool {
    let it = Keywords::parse(node);
    let length = |text: &str| text.chars().count() as u64;
    match value {
        Value::String(text) => match key {
            "minLength" => it.min_length.is_none_or(|least| length(text) >= least),
            "maxLength" => it.max_length.is_none_or(|most| length(text) <= most),
            "pattern" => {
                it.pattern.and_then(|it| Regex::new(it).ok()).is_some_and(|it| it.is_match(text))
            }
            "format" => true,
            _ => !is_about(key, TypeName::String),
        },
        Value::Number(number) => match (key, number.as_f64()) {
            ("minimum", Some(number)) => it.minimum.is_none_or(|least| number >= least),
            ("maximum", Some(number)) => it.maximum.is_none_or(|most| number <= most),
            _ => !is_about(key, TypeName::Number),
        },
        _ => !is_about(key, TypeName::Boolean),
    }
}
