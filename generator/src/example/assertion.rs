//! What assertions say besides types, as far as a value can be mended by it: JSON Schema in general is a
//! search, and this is none.

use serde_json::{Map, Value};

use super::pattern;
use crate::api::{Api, Assertion, AssertionId};

/// Schemas inside of schemas further than this are left alone.
const DEEPEST: u32 = 8;
/// How many schemas are looked at for one value: alternatives inside of others multiply.
const MOST_STEPS: u32 = 500;

/// Changes a value towards what an assertion says.
pub(super) fn satisfy(api: &Api, id: AssertionId, value: &mut Value) {
    if let Some(assertion) = api.assertions.get(id.0) {
        Mending { assertions: &api.assertions, steps: MOST_STEPS }.mend(
            &assertion.schema,
            value,
            DEEPEST,
        );
    }
}

/// Whether an assertion allows no value at all.
pub(super) fn is_never(api: &Api, id: AssertionId) -> bool {
    api.assertions.get(id.0).is_some_and(|it| allows_nothing(&it.schema))
}

fn allows_nothing(schema: &Value) -> bool {
    let is_all = |it: &Value| *it == Value::Bool(true) || it.as_object().is_some_and(Map::is_empty);
    *schema == Value::Bool(false) || schema.get("not").is_some_and(is_all)
}

struct Mending<'a> {
    assertions: &'a [Assertion],
    steps: u32,
}

impl Mending<'_> {
    fn mend(&mut self, schema: &Value, value: &mut Value, depth: u32) {
        let Value::Object(keywords) = schema else { return };
        if depth == 0 || self.steps == 0 {
            return;
        }
        self.steps -= 1;
        let assertions = self.assertions;
        let mut all = |schema: &Value| self.mend(schema, value, depth - 1);
        if let Some(index) = keywords.get("$ref").and_then(Value::as_u64)
            && let Some(target) = assertions.get(index as usize)
        {
            all(&target.schema);
        }
        keywords.get("allOf").and_then(Value::as_array).into_iter().flatten().for_each(&mut all);
        if let Some(only) = keywords.get("const") {
            *value = only.clone();
        }
        if let Some(pattern) = keywords.get("pattern").and_then(Value::as_str) {
            matching(pattern, value);
        }
        if let Some(list) = keywords.get("enum").and_then(Value::as_array)
            && !list.contains(value)
            && let Some(first) = list.first()
        {
            *value = first.clone();
        }
        if let Some(types) = keywords.get("type") {
            of_type(types, value);
        }
        for key in ["oneOf", "anyOf"] {
            if let Some(list) = keywords.get(key).and_then(Value::as_array) {
                // An alternative that changes nothing holds, as far as can be told here.
                let mut results = list.iter().map(|schema| {
                    let mut mended = value.clone();
                    self.mend(schema, &mut mended, depth - 1);
                    mended
                });
                let first = results.next();
                let holds = first.as_ref() == Some(value) || results.any(|it| it == *value);
                if let (Some(first), false) = (first, holds) {
                    *value = first;
                }
            }
        }
        match value {
            Value::Object(map) => self.members(keywords, map, depth),
            Value::Array(list) => {
                if let Some(items) = keywords.get("items") {
                    list.iter_mut().for_each(|it| self.mend(items, it, depth - 1));
                }
            }
            _ => {}
        }
    }

    fn members(&mut self, keywords: &Map<String, Value>, map: &mut Map<String, Value>, depth: u32) {
        let properties = keywords.get("properties").and_then(Value::as_object);
        for name in keywords.get("required").and_then(Value::as_array).into_iter().flatten() {
            let Some(name) = name.as_str() else { continue };
            map.entry(name).or_insert_with(|| Value::String(name.to_owned()));
        }
        for (name, schema) in properties.into_iter().flatten() {
            if allows_nothing(schema) {
                map.remove(name);
            } else if let Some(value) = map.get_mut(name) {
                self.mend(schema, value, depth - 1);
            }
        }
        let patterns = keywords.get("patternProperties").and_then(Value::as_object);
        for (pattern, schema) in patterns.into_iter().flatten() {
            let Some(engine) = pattern::engine(pattern) else { continue };
            let like = map.iter_mut().filter(|it| engine.is_match(it.0));
            like.for_each(|it| self.mend(schema, it.1, depth - 1));
        }
        let is_named = |name: &str| properties.is_some_and(|it| it.contains_key(name));
        if let Some(others) = keywords.get("additionalProperties")
            && !keywords.contains_key("patternProperties")
        {
            if allows_nothing(others) {
                map.retain(|name, _| is_named(name));
            }
            let others_of = map.iter_mut().filter(|it| !is_named(it.0));
            others_of.for_each(|it| self.mend(others, it.1, depth - 1));
        }
    }
}

/// A text that matches, in place of one that does not.
fn matching(pattern: &str, value: &mut Value) {
    let Value::String(text) = value else { return };
    if pattern::engine(pattern).is_some_and(|it| !it.is_match(text))
        && let Some(other) = pattern::matching(pattern, 0, u64::MAX)
    {
        *text = other;
    }
}

/// The plainest value of the first of these types, unless the value is of one.
fn of_type(types: &Value, value: &mut Value) {
    let words: Vec<&str> = match types {
        Value::String(word) => vec![word],
        list => list.as_array().into_iter().flatten().filter_map(Value::as_str).collect(),
    };
    let is = |word: &&str| match *word {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "integer" => value.as_f64().is_some_and(|it| it.fract() == 0.0),
        "number" => value.is_number(),
        "string" => value.is_string(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => true,
    };
    if words.iter().any(is) {
        return;
    }
    *value = match words.first() {
        Some(&"boolean") => Value::Bool(true),
        Some(&("integer" | "number")) => Value::from(1),
        Some(&"string") => Value::from("text"),
        Some(&"array") => Value::Array(Vec::new()),
        Some(&"object") => Value::Object(Map::new()),
        _ => Value::Null,
    };
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn values_are_mended() {
        let cases = [
            (json!({ "type": "object" }), json!("any"), json!({})),
            (json!({ "type": ["integer", "null"] }), json!(null), json!(null)),
            (json!({ "enum": [3, 4] }), json!("any"), json!(3)),
            (json!({ "required": ["a"] }), json!({ "b": 1 }), json!({ "b": 1, "a": "a" })),
            (json!({ "properties": { "a": false } }), json!({ "a": 1, "b": 2 }), json!({ "b": 2 })),
            (json!({ "pattern": "^[0-9]{4}$" }), json!("any"), json!("0000")),
            (
                json!({ "patternProperties": { "^x": { "type": "boolean" } } }),
                json!({ "x": 1, "y": 1 }),
                json!({ "x": true, "y": 1 }),
            ),
            (
                json!({ "anyOf": [{ "type": "null" }, { "type": "string" }] }),
                json!("a"),
                json!("a"),
            ),
            (json!({ "oneOf": [{ "const": 1 }, { "const": 2 }] }), json!("a"), json!(1)),
        ];
        for (schema, mut value, expected) in cases {
            Mending { assertions: &[], steps: MOST_STEPS }.mend(&schema, &mut value, DEEPEST);
            assert_eq!(value, expected, "{schema}");
        }
    }
}
