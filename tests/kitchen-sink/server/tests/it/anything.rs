//! Strategies for JSON that no schema narrows, and for numbers.

use proptest::prelude::*;
use proptest::sample::select;
use serde_json::{Map, Number, Value, json};

use crate::texts::any_text;

/// Any JSON, to this depth.
pub(crate) fn anything(depth: u32) -> BoxedStrategy<Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        any::<i64>().prop_map(Value::from),
        double().prop_map(Value::from),
        any_text().prop_map(Value::String),
    ];
    leaf.prop_recursive(depth, 12, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Value::Array),
            prop::collection::vec((any_text(), inner), 0..3)
                .prop_map(|it| Value::Object(it.into_iter().collect())),
        ]
    })
    .boxed()
}

/// An object with any members.
pub(crate) fn any_object() -> BoxedStrategy<Map<String, Value>> {
    prop::collection::vec((any_text(), anything(1)), 0..3)
        .prop_map(|it| it.into_iter().collect())
        .boxed()
}

/// Any number that JSON has and a double holds.
pub(crate) fn double() -> BoxedStrategy<f64> {
    const EDGES: &[f64] = &[
        0.0,
        -0.0,
        0.1,
        1e-7,
        1e21,
        1e22,
        f64::MIN,
        f64::MAX,
        f64::MIN_POSITIVE,
        5e-324,
        9_007_199_254_740_992.0,
        123_456_789.123_456_79,
    ];
    let any = any::<f64>().prop_filter("JSON has finite numbers", |it| it.is_finite());
    prop_oneof![3 => any, 2 => -1000.0_f64..1000.0, 2 => select(EDGES)].boxed()
}

/// A number of a schema with `type: number`.
pub(crate) fn number(schema: &Value) -> BoxedStrategy<Value> {
    let bound = |key: &str| schema[key].as_f64();
    let (least, most) = (
        bound("minimum").or_else(|| bound("exclusiveMinimum")),
        bound("maximum").or_else(|| bound("exclusiveMaximum")),
    );
    if let Some(step) = bound("multipleOf") {
        let (least, most) = (least.unwrap_or(-1e6) / step, most.unwrap_or(1e6) / step);
        let steps = least.ceil() as i64..=most.floor() as i64;
        return steps.prop_map(move |it| json!(it as f64 * step)).boxed();
    }
    if schema["format"] == "float" {
        // The shortest text of a number of 32 bits is what comes back.
        let any = any::<f32>().prop_filter("the schema has bounds", |it| it.abs() <= 3.4e38);
        return any
            .prop_map(|it| json!(format!("{it}").parse::<f64>().unwrap_or_default()))
            .boxed();
    }
    let any = match (least, most) {
        (None, None) => double(),
        (least, most) => {
            let (least, most) = (least.unwrap_or(-1e9), most.unwrap_or(1e9));
            prop_oneof![4 => least..=most, 1 => select(vec![least, most])].boxed()
        }
    };
    any.prop_map(Value::from).boxed()
}

/// A number of a schema with `type: integer`.
pub(crate) fn integer(schema: &Value) -> BoxedStrategy<Value> {
    let (least, most): (i128, i128) = match schema["format"].as_str() {
        Some("int8") => (i8::MIN.into(), i8::MAX.into()),
        Some("int16") => (i16::MIN.into(), i16::MAX.into()),
        Some("int32") => (i32::MIN.into(), i32::MAX.into()),
        Some("uint8") => (0, u8::MAX.into()),
        Some("uint16") => (0, u16::MAX.into()),
        Some("uint32") => (0, u32::MAX.into()),
        Some("uint64") => (0, u64::MAX.into()),
        _ => (i64::MIN.into(), i64::MAX.into()),
    };
    let bound = |key: &str| schema[key].as_i64().map(i128::from);
    let least = bound("minimum").unwrap_or(least);
    let most = bound("maximum").unwrap_or(most);
    let step = bound("multipleOf").unwrap_or(1);
    // Towards the inside: the bounds themselves may be no multiples.
    let (first, last) =
        (least.div_euclid(step) + i128::from(least % step != 0), most.div_euclid(step));
    let edges: Vec<i128> =
        [first, last, 0, 1, -1].into_iter().filter(|it| (first..=last).contains(it)).collect();
    prop_oneof![
        2 => select(edges),
        2 => first.max(-100)..=last.min(100).max(first.max(-100)),
        2 => first..=last,
    ]
    .prop_map(move |it| whole(it * step))
    .boxed()
}

fn whole(value: i128) -> Value {
    let number =
        i64::try_from(value).map(Number::from).or_else(|_| u64::try_from(value).map(Number::from));
    Value::Number(number.unwrap_or_else(|_| panic!("{value} fits no type")))
}
