//! Assertions that say the same become one, and take the number of the first.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::api::{Api, AssertionId};

/// Finds equal assertions, and drops all but the first of them.
pub(super) fn share_equal_assertions(api: &mut Api) {
    let mut by_text: BTreeMap<String, usize> = BTreeMap::new();
    let mut numbers = Vec::new();
    let mut kept = Vec::new();
    for assertion in std::mem::take(&mut api.assertions) {
        let number = *by_text.entry(assertion.schema.to_string()).or_insert_with(|| {
            kept.push(assertion);
            kept.len() - 1
        });
        numbers.push(number);
    }
    kept.iter_mut().for_each(|it| renumber(&mut it.schema, &numbers));
    api.assertions = kept;
    let new = |id: &mut AssertionId| id.0 = numbers[id.0];
    api.types.iter_mut().filter_map(|it| it.assertion.as_mut()).for_each(new);
    api.visit_schemas(&mut |schema| {
        schema.constraints.assertion.iter_mut().for_each(new);
    });
}

/// Gives the references of a schema their new numbers; what only looks like one, among values, stays.
fn renumber(schema: &mut Value, numbers: &[usize]) {
    match schema {
        Value::Object(map) => {
            for (key, value) in map {
                let number = value.as_u64().and_then(|it| numbers.get(usize::try_from(it).ok()?));
                match (key.as_str(), number) {
                    ("enum" | "const", _) => {}
                    ("$ref", Some(number)) => *value = Value::from(*number),
                    _ => renumber(value, numbers),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|it| renumber(it, numbers)),
        _ => {}
    }
}
