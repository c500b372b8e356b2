//! Whether two responses are equal: members in their order, numbers by value.

use serde_json::Value;

/// The first place where two values differ; none if they are equal.
pub(crate) fn difference(ours: &Value, theirs: &Value) -> Option<String> {
    differ(ours, theirs, "$")
}

fn differ(ours: &Value, theirs: &Value, place: &str) -> Option<String> {
    match (ours, theirs) {
        (Value::Object(one), Value::Object(other)) => {
            let (ours, theirs): (Vec<_>, Vec<_>) = (one.keys().collect(), other.keys().collect());
            if ours != theirs {
                return Some(format!("{place}: members {ours:?}, not {theirs:?}"));
            }
            one.iter().find_map(|(name, it)| differ(it, &other[name], &format!("{place}.{name}")))
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            let pairs = one.iter().zip(other).enumerate();
            pairs
                .into_iter()
                .find_map(|(index, (one, other))| differ(one, other, &format!("{place}[{index}]")))
        }
        (Value::Number(one), Value::Number(other)) if one.as_f64() == other.as_f64() => None,
        _ if ours == theirs => None,
        _ => Some(format!("{place}: {ours}, not {theirs}")),
    }
}

#[test]
fn differences_are_found() {
    let json = |text: &str| -> Value { serde_json::from_str(text).expect("JSON") };
    let differ = |one, other| difference(&json(one), &json(other));
    assert_eq!(differ(r#"{"a":1,"b":[1.0]}"#, r#"{"a":1.0,"b":[1]}"#), None);
    for (one, other) in [
        (r#"{"a":1,"b":2}"#, r#"{"b":2,"a":1}"#),
        (r#"{"a":[1,2]}"#, r#"{"a":[2,1]}"#),
        (r#"{"a":null}"#, "{}"),
        (r#"["1"]"#, "[1]"),
    ] {
        assert!(differ(one, other).is_some(), "{one} {other}");
    }
}
