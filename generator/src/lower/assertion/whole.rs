//! A schema with all that is below it, as keywords of JSON Schema 2020-12.

use serde_json::{Map, Value};

use super::super::Lowering;
use crate::api::{Assertion, AssertionId};
use crate::openapi::{Node, Schema as Keywords, Version};

/// Keywords whose value is a schema, a list of schemas, or schemas by name.
const ONE: &[&str] = &[
    "not",
    "if",
    "then",
    "else",
    "items",
    "contains",
    "additionalProperties",
    "propertyNames",
    "unevaluatedItems",
    "unevaluatedProperties",
];
const SEVERAL: &[&str] = &["allOf", "anyOf", "oneOf", "prefixItems"];
const NAMED: &[&str] = &["properties", "patternProperties", "dependentSchemas"];

/// Keywords that are taken as they are.
const PLAIN: &[&str] = &[
    "multipleOf",
    "minLength",
    "maxLength",
    "pattern",
    "minItems",
    "maxItems",
    "uniqueItems",
    "minContains",
    "maxContains",
    "minProperties",
    "maxProperties",
    "dependentRequired",
    "const",
];

/// Formats that the runtime knows by name.
const FORMATS: &[&str] = &[
    "email",
    "uri",
    "url",
    "ipv4",
    "ipv6",
    "uuid",
    "date-time",
    "date",
    "time",
    "duration",
    "hostname",
    "uri-reference",
    "json-pointer",
    "regex",
];

/// The least and the greatest integer of a format.
fn ends(format: &str) -> Option<(i64, u64)> {
    Some(match format {
        "int8" => (i8::MIN.into(), i8::MAX as u64),
        "int16" => (i16::MIN.into(), i16::MAX as u64),
        "int32" => (i32::MIN.into(), i32::MAX as u64),
        "int64" => (i64::MIN, i64::MAX as u64),
        "uint8" => (0, u8::MAX.into()),
        "uint16" => (0, u16::MAX.into()),
        "uint32" => (0, u32::MAX.into()),
        "uint64" => (0, u64::MAX),
        _ => return None,
    })
}

impl<'a> Lowering<'a, '_> {
    /// Whether a keyword says what values there are, and not only what they are for.
    pub(super) fn asserts(&self, key: &str) -> bool {
        const OTHERS: &[&str] = &[
            "$ref",
            "type",
            "enum",
            "format",
            "minimum",
            "maximum",
            "exclusiveMinimum",
            "exclusiveMaximum",
            "required",
        ];
        [ONE, SEVERAL, NAMED, PLAIN, OTHERS].iter().any(|it| it.contains(&key))
    }

    fn whole(&mut self, node: &Node<'a>) -> Value {
        match node.value {
            Value::Bool(_) => node.value.clone(),
            _ => Value::Object(self.whole_keywords(node)),
        }
    }

    pub(super) fn whole_keywords(&mut self, node: &Node<'a>) -> Map<String, Value> {
        let mut out = Map::new();
        for (key, _) in node.members() {
            self.whole_keyword(node, key, &mut out);
        }
        out
    }

    /// Adds what a keyword of a node says.
    pub(super) fn whole_keyword(
        &mut self,
        node: &Node<'a>,
        key: &str,
        out: &mut Map<String, Value>,
    ) {
        let Some(member) = node.get(key) else { return };
        let value = match key {
            "$ref" => match self.asserted(node) {
                Some(id) => id.0.into(),
                None => return,
            },
            "type" => match self.types_of(node) {
                Some(types) => types,
                None => return,
            },
            "enum" => self.values_of(node, member.value),
            "format" if FORMATS.iter().any(|it| member.value == it) => member.value.clone(),
            "format" => {
                if let Some((least, most)) = member.value.as_str().and_then(ends) {
                    // A bound of the schema's own is inside of them, or says nothing.
                    out.entry("minimum").or_insert_with(|| least.into());
                    out.entry("maximum").or_insert_with(|| most.into());
                }
                return;
            }
            "required" => self.required_of(node),
            "minimum" | "maximum" | "exclusiveMinimum" | "exclusiveMaximum" => {
                self.bound_of(node, key, out);
                return;
            }
            _ if ONE.contains(&key) => self.whole(&member),
            _ if SEVERAL.contains(&key) => member.items().map(|it| self.whole(&it)).collect(),
            _ if NAMED.contains(&key) => {
                let members = member.members().map(|(name, it)| (name.to_owned(), self.whole(&it)));
                Value::Object(members.collect())
            }
            _ if PLAIN.contains(&key) => member.value.clone(),
            _ => return,
        };
        out.insert(key.to_owned(), value);
    }

    /// The assertion of the schema that a node refers to, whole, shared by all who refer to it.
    fn asserted(&mut self, node: &Node<'a>) -> Option<AssertionId> {
        let target = self.document.target(node.text("$ref")?)?;
        let pointer = target.pointer();
        if let Some(&id) = self.asserted.get(&pointer) {
            return Some(id);
        }
        let id = AssertionId(self.assertions.len());
        self.asserted.insert(pointer.clone(), id);
        let place = self.document.place(&target);
        // Its place is taken first: a schema may lead back to itself. The name keeps it apart until it is filled.
        let schema = Value::String(pointer.clone());
        self.assertions.push(Assertion { name: self.words(&pointer), schema, place });
        self.assertions[id.0].schema = self.whole(&target);
        Some(id)
    }

    /// `type`, with `null` where the version spells that otherwise; none where there is no such type.
    fn types_of(&self, node: &Node<'a>) -> Option<Value> {
        let it = Keywords::parse(node);
        let mut words: Vec<Value> = match node.value_of("type")? {
            Value::Array(list) => list.clone(),
            word => vec![word.clone()],
        };
        words.retain(|it| it.as_str().is_some_and(|it| it != "file"));
        if words.is_empty() {
            return None;
        }
        if it.nullable && !words.iter().any(|it| it == "null") {
            words.push("null".into());
        }
        Some(if words.len() == 1 { words.remove(0) } else { Value::Array(words) })
    }

    /// `enum`, with `null` where a flag of the version allows it.
    fn values_of(&self, node: &Node<'a>, list: &Value) -> Value {
        let mut list = list.clone();
        if let Value::Array(values) = &mut list
            && (node.flag("nullable") || node.flag("x-nullable"))
            && !values.iter().any(Value::is_null)
        {
            values.push(Value::Null);
        }
        list
    }

    /// `required`, without what only one side sends: one type serves both.
    fn required_of(&self, node: &Node<'a>) -> Value {
        let it = Keywords::parse(node);
        let is_one_sided = |name: &str| {
            let property = it.properties.iter().find(|it| it.0 == name);
            property.and_then(|it| self.document.follow(it.1.clone())).is_some_and(|target| {
                let it = Keywords::parse(&target);
                it.read_only || it.write_only
            })
        };
        it.required.iter().filter(|name| !is_one_sided(name)).map(|it| Value::from(*it)).collect()
    }

    /// In version 3.0 `exclusiveMinimum` is a flag beside `minimum`, later a number of its own.
    fn bound_of(&self, node: &Node<'a>, key: &str, out: &mut Map<String, Value>) {
        let Some(bound @ Value::Number(_)) = node.value_of(key) else { return };
        let exclusive = match key {
            "minimum" => "exclusiveMinimum",
            "maximum" => "exclusiveMaximum",
            key => key,
        };
        let key = if node.flag(exclusive) { exclusive } else { key };
        out.insert(key.to_owned(), bound.clone());
    }

    /// Whether schemas without a type are any value to the letter, and not what their keywords suggest.
    pub(in crate::lower) fn is_literal(&self) -> bool {
        self.document.root().text("x-meshwright-untyped") == Some("any")
    }

    /// Whether the document says that schemas without a type are meant as what their keywords suggest.
    pub(in crate::lower) fn is_implied(&self) -> bool {
        self.document.root().text("x-meshwright-untyped") == Some("implied")
    }

    /// Whether the version is one whose schemas are JSON Schema 2020-12.
    pub(in crate::lower) fn is_new(&self) -> bool {
        matches!(self.document.version, Version::V31 | Version::V32)
    }
}
