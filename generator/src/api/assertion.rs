//! What a schema says that no type and no constraint can: JSON Schema itself.

use serde_json::{Map, Value};

use crate::source::Place;

/// The number of an assertion in its API.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct AssertionId(pub usize);

/// A schema that is evaluated over the JSON of a value, besides its type and constraints.
///
/// It has the keywords of JSON Schema 2020-12 that assert something, however its document spells
/// them: `null` is a type, bounds are numbers, and `{"$ref": 3}` names another assertion.
#[derive(Debug, Clone, PartialEq)]
pub struct Assertion {
    /// The words that name it, as those of a type.
    pub name: Vec<String>,
    /// The schema.
    pub schema: Value,
    /// Where it is written.
    pub place: Place,
}

/// Replaces each pattern of a schema; those for which `change` gives none are taken out.
pub fn change_patterns(schema: &mut Value, change: &mut dyn FnMut(&str) -> Option<String>) {
    let Value::Object(map) = schema else { return };
    if let Some(Value::String(pattern)) = map.get("pattern") {
        match change(pattern) {
            Some(new) => map.insert("pattern".to_owned(), Value::String(new)),
            None => map.remove("pattern"),
        };
    }
    if let Some(Value::Object(patterns)) = map.get_mut("patternProperties") {
        let old = std::mem::take(patterns);
        patterns.extend(old.into_iter().filter_map(|(it, schema)| Some((change(&it)?, schema))));
    }
    for (key, value) in map.iter_mut() {
        match (key.as_str(), value) {
            ("enum" | "const", _) => {}
            ("properties" | "patternProperties" | "dependentSchemas", Value::Object(members)) => {
                members.values_mut().for_each(|it| change_patterns(it, change));
            }
            (_, Value::Array(list)) => list.iter_mut().for_each(|it| change_patterns(it, change)),
            (_, it) => change_patterns(it, change),
        }
    }
}

/// Several schemas that all hold, as one.
pub fn all_of(mut schemas: Vec<Map<String, Value>>) -> Option<Value> {
    schemas.retain(|it| !it.is_empty());
    match schemas.len() {
        0 => None,
        1 => schemas.pop().map(Value::Object),
        _ => {
            let list = schemas.into_iter().map(Value::Object).collect();
            Some(Value::Object(Map::from_iter([("allOf".to_owned(), Value::Array(list))])))
        }
    }
}
