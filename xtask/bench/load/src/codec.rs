//! Bodies: reading them with every rule of the schema checked, and writing them.

use std::hint::black_box;

use hand::types as by_hand;
use meshwright_runtime::json::{self, Json as _, Mode};
use serde_json::Value;
use storefront::types as ours;
use validator::Validate as _;

use crate::{Make, Row, Run};

/// One order, about 600 bytes.
pub const ORDER: &str = include_str!("../../order.json");

/// The order with the members of each of its objects from last to first.
fn reversed(value: Value) -> Value {
    match value {
        Value::Object(map) => {
            let members: Vec<_> = map.into_iter().collect();
            Value::Object(members.into_iter().rev().map(|(key, it)| (key, reversed(it))).collect())
        }
        Value::Array(list) => Value::Array(list.into_iter().map(reversed).collect()),
        plain => plain,
    }
}

fn list(one: &str) -> String {
    format!("[{}]", vec![one; 100].join(","))
}

/// A small body.
pub const SMALL: &str = r#"{"id":"ab-17","count":3,"note":"Twice."}"#;

/// What no reader has to know: a member of each object that the schema does not name.
fn with_others(text: &str) -> String {
    text.replace("\"name\":", "\"title_of_address\":{\"long\":[1,2.5,\"three\"]},\"name\":")
}

pub const OURS: &str = "ours";
const DERIVED: &str = "serde derive + validator";
const UNCHECKED: &str = "serde derive, nothing checked";
const SCHEMA: &str = "jsonschema over Value";

pub fn rows() -> Vec<Row> {
    let one = ORDER.trim().to_owned();
    let value: Value = serde_json::from_str(&one).unwrap();
    let turned = reversed(value).to_string();
    let mut rows = Vec::new();
    for (name, text) in [
        ("read, one", one.clone()),
        ("read, members in reverse order", turned.clone()),
        ("read, with members that nobody knows", with_others(&one)),
    ] {
        rows.push(Row::new(name, vec![
            (OURS, read::<ours::Order>(&text)),
            (DERIVED, checked::<by_hand::Order>(&text, |it| it.validate().unwrap())),
            (UNCHECKED, checked::<by_hand::Order>(&text, |_| {})),
            (SCHEMA, schema(&text)),
        ]));
    }
    for (name, text) in
        [("read, a list of 100", list(&one)), ("read, 100 in reverse order", list(&turned))]
    {
        let all = |list: &Vec<by_hand::Order>| list.iter().for_each(|it| it.validate().unwrap());
        rows.push(Row::new(name, vec![
            (OURS, read::<Vec<ours::Order>>(&text)),
            (DERIVED, checked(&text, all)),
            (UNCHECKED, checked::<Vec<by_hand::Order>>(&text, |_| {})),
            (SCHEMA, schema(&text)),
        ]));
    }
    rows.push(Row::new("read, small", vec![
        (OURS, read::<ours::Reference>(SMALL)),
        (DERIVED, checked::<by_hand::Reference>(SMALL, |it| it.validate().unwrap())),
        (UNCHECKED, checked::<by_hand::Reference>(SMALL, |_| {})),
    ]));
    for (name, text) in [("write, one", format!("[{one}]")), ("write, a list of 100", list(&one))] {
        rows.push(Row::new(name, vec![(OURS, write(&text)), (UNCHECKED, write_derived(&text))]));
    }
    rows
}

fn read<T: json::Json + 'static>(text: &str) -> Make {
    let text = text.to_owned();
    Box::new(move || {
        let text = text.clone();
        Box::new(move || {
            let it: T = json::from_slice(black_box(text.as_bytes()), Mode::Strict).unwrap();
            black_box(it);
        })
    })
}

fn checked<T: serde::de::DeserializeOwned + 'static>(text: &str, check: fn(&T)) -> Make {
    let text = text.to_owned();
    Box::new(move || {
        let text = text.clone();
        Box::new(move || {
            let it: T = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
            check(&it);
            black_box(it);
        })
    })
}

/// The schema of an order, or of a list of them, and the order as a value.
fn schema(text: &str) -> Make {
    let text = text.to_owned();
    Box::new(move || {
        let document: Value = serde_yaml::from_str(include_str!("../../storefront.yaml")).unwrap();
        let mut schema = serde_json::json!({ "components": document["components"] });
        let order = serde_json::json!({ "$ref": "#/components/schemas/Order" });
        match text.starts_with('[') {
            true => schema["items"] = order,
            false => schema["allOf"] = serde_json::json!([order]),
        }
        let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
        let text = text.clone();
        Box::new(move || {
            let value: Value = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
            assert!(validator.is_valid(&value));
            black_box(value);
        }) as Run
    })
}

fn write(text: &str) -> Make {
    let text = text.to_owned();
    Box::new(move || {
        let mut list: Vec<ours::Order> = json::from_slice(text.as_bytes(), Mode::Strict).unwrap();
        Box::new(move || {
            let mut w = json::Writer::default();
            w.value(black_box(&mut list));
            black_box(w.into_bytes());
        })
    })
}

fn write_derived(text: &str) -> Make {
    let text = text.to_owned();
    Box::new(move || {
        let list: Vec<by_hand::Order> = serde_json::from_str(&text).unwrap();
        Box::new(move || {
            black_box(serde_json::to_vec(black_box(&list)).unwrap());
        })
    })
}
