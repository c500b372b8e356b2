//! Values near a value: what a caller who made one mistake would send.

use serde_json::{Value, json};

/// Each value with one thing changed, and what was changed.
pub fn mutations(value: &Value) -> Vec<(String, Value)> {
    let mut out = Vec::new();
    walk(value, &mut Vec::new(), &mut |path, part| {
        for (what, new) in changes(part) {
            out.push((format!("{}: {what}", pointer(path)), replaced(value, path, new)));
        }
    });
    out
}

fn changes(part: &Value) -> Vec<(String, Option<Value>)> {
    let mut out = vec![("dropped".to_owned(), None)];
    let mut add = |what: &str, new: Value| {
        if new != *part {
            out.push((what.to_owned(), Some(new)));
        }
    };
    add("null", Value::Null);
    match part {
        Value::Null => add("a text", json!("text")),
        Value::Bool(_) => add("a text", json!("true")),
        Value::Number(it) => {
            add("a text", json!(it.to_string()));
            add("a fraction", json!(it.as_f64().unwrap_or_default() + 0.5));
            add("large", json!(1_000_000_007));
            add("below zero", json!(-1_000_000_007));
        }
        Value::String(it) => {
            add("a number", json!(5));
            add("empty", json!(""));
            add("long", json!(it.repeat(300 / it.len().max(1) + 1)));
        }
        Value::Array(list) => {
            add("an object", json!({}));
            add("empty", json!([]));
            add("twice", Value::Array([list.as_slice(), list.as_slice()].concat()));
        }
        Value::Object(map) => {
            add("a list", json!([]));
            add("empty", json!({}));
            let mut more = map.clone();
            more.insert("x-not-named".to_owned(), json!({"a": [1]}));
            add("one member more", Value::Object(more));
        }
    }
    out
}

fn walk<'v>(value: &'v Value, path: &mut Vec<String>, visit: &mut dyn FnMut(&[String], &'v Value)) {
    visit(path, value);
    match value {
        Value::Object(map) => {
            for (key, member) in map {
                path.push(key.clone());
                walk(member, path, visit);
                path.pop();
            }
        }
        // Items are alike: the first one stands for all.
        Value::Array(list) => {
            if let Some(item) = list.first() {
                path.push("0".to_owned());
                walk(item, path, visit);
                path.pop();
            }
        }
        _ => {}
    }
}

fn pointer(path: &[String]) -> String {
    path.iter().map(|it| format!("/{it}")).collect()
}

/// The value with another part at a path, or without it.
fn replaced(value: &Value, path: &[String], new: Option<Value>) -> Value {
    let Some((first, rest)) = path.split_first() else { return new.unwrap_or_default() };
    let mut out = value.clone();
    match &mut out {
        Value::Object(map) if rest.is_empty() && new.is_none() => {
            map.shift_remove(first);
        }
        Value::Array(list) if rest.is_empty() && new.is_none() => {
            list.remove(0);
        }
        Value::Object(map) => {
            let member = replaced(&map[first], rest, new);
            map.insert(first.clone(), member);
        }
        Value::Array(list) => list[0] = replaced(&list[0], rest, new),
        _ => {}
    }
    out
}
