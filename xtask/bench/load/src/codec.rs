//! Bodies: reading them with every rule of the schema checked, and writing them.

use std::hint::black_box;

use hand::types as by_hand;
use meshwright_runtime::json::{self, Json as _, Mode};
use serde_json::Value;
use storefront::types as ours;
use validator::Validate as _;

use crate::Row;

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

/// What no reader has to know: a member of each object that the schema does not name.
fn with_others(text: &str) -> String {
    text.replace("\"name\":", "\"title_of_address\":{\"long\":[1,2.5,\"three\"]},\"name\":")
}

pub fn rows() -> Vec<Row> {
    let one = ORDER.trim().to_owned();
    let value: Value = serde_json::from_str(&one).unwrap();
    let turned = reversed(value).to_string();
    let mut rows = Vec::new();
    for (name, text) in [
        ("read, one", one.clone()),
        ("read, members in reverse order", turned.clone()),
        ("read, with a member that nobody knows", with_others(&one)),
    ] {
        rows.push(Row::new(name, vec![
            ("ours", read::<ours::Order>(&text)),
            ("serde derive + validator", by_hand(&text)),
            ("serde derive, nothing validated", derived::<by_hand::Order>(&text)),
            ("jsonschema over Value", schema(&text, "Order")),
        ]));
    }
    for (name, text) in [("read, a list of 100", list(&one)), ("read, 100 in reverse order", list(&turned))] {
        rows.push(Row::new(name, vec![
            ("ours", read::<Vec<ours::Order>>(&text)),
            ("serde derive + validator", by_hand_list(&text)),
            ("serde derive, nothing validated", derived::<Vec<by_hand::Order>>(&text)),
            ("jsonschema over Value", schema(&text, "")),
        ]));
    }
    let small = r#"{"id":"ab-17","count":3,"note":"Twice."}"#.to_owned();
    rows.push(Row::new("read, small", vec![
        ("ours", read::<ours::Reference>(&small)),
        ("serde derive + validator", {
            let text = small.clone();
            Box::new(move || {
                let it: by_hand::Reference = serde_json::from_slice(text.as_bytes()).unwrap();
                it.validate().unwrap();
                black_box(it);
            })
        }),
    ]));
    for (name, text) in [("write, one", format!("[{one}]")), ("write, a list of 100", list(&one))] {
        let mut mine: Vec<ours::Order> = json::from_slice(text.as_bytes(), Mode::Strict).unwrap();
        let theirs: Vec<by_hand::Order> = serde_json::from_str(&text).unwrap();
        rows.push(Row::new(name, vec![
            ("ours", Box::new(move || {
                let mut w = json::Writer::default();
                black_box(&mut mine).write(&mut w);
                black_box(w.into_bytes());
            })),
            ("serde derive + validator", Box::new(move || {
                black_box(serde_json::to_vec(black_box(&theirs)).unwrap());
            })),
        ]));
    }
    rows
}

type Run = Box<dyn FnMut()>;

fn read<T: json::Json + 'static>(text: &str) -> Run {
    let text = text.to_owned();
    Box::new(move || {
        let it: T = json::from_slice(black_box(text.as_bytes()), Mode::Strict).unwrap();
        black_box(it);
    })
}

fn derived<T: serde::de::DeserializeOwned + 'static>(text: &str) -> Run {
    let text = text.to_owned();
    Box::new(move || {
        let it: T = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        black_box(it);
    })
}

fn by_hand(text: &str) -> Run {
    let text = text.to_owned();
    Box::new(move || {
        let it: by_hand::Order = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        it.validate().unwrap();
        black_box(it);
    })
}

fn by_hand_list(text: &str) -> Run {
    let text = text.to_owned();
    Box::new(move || {
        let list: Vec<by_hand::Order> = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        list.iter().for_each(|it| it.validate().unwrap());
        black_box(list);
    })
}

/// The schema of a component, or of a list of orders.
fn schema(text: &str, _component: &str) -> Run {
    let text = text.to_owned();
    let document: Value = serde_json::from_str(crate::DOCUMENT).unwrap();
    let mut schema = serde_json::json!({ "components": document["components"] });
    schema["$schema"] = "https://json-schema.org/draft/2020-12/schema".into();
    match text.starts_with('[') {
        true => {
            schema["type"] = "array".into();
            schema["items"] = serde_json::json!({ "$ref": "#/components/schemas/Order" });
        }
        false => schema["$ref"] = "#/components/schemas/Order".into(),
    }
    let validator = jsonschema::options().should_validate_formats(true).build(&schema).unwrap();
    Box::new(move || {
        let value: Value = serde_json::from_slice(black_box(text.as_bytes())).unwrap();
        assert!(validator.is_valid(&value));
        black_box(value);
    })
}
