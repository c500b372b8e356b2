//! The keywords, case by case; the suite of JSON Schema covers the rest (`tests/tests/json_schema_suite.rs`).

use serde_json::json;

use super::{Assertion, compare_integer, is_multiple_of};
use crate::json::{Report, Value};

fn violations(schema: Value, value: &Value) -> Vec<String> {
    let text: &'static str = Box::leak(schema.to_string().into_boxed_str());
    let schemas: &'static [&'static str] = Box::leak(vec![text].into_boxed_slice());
    let mut report = Report::default();
    Assertion { schemas, index: 0 }.check(value, &mut report);
    report.list.iter().map(ToString::to_string).collect()
}

#[test]
fn every_violation_has_its_pointer() {
    let schema = json!({
        "properties": {"a/b": {"items": {"not": {"type": "string"}}}},
        "dependentRequired": {"a/b": ["c"]},
        "propertyNames": {"maxLength": 3},
    });
    let found = violations(schema, &json!({"a/b": [1, "x"], "long": null}));
    assert_eq!(
        found,
        [
            "/a~1b/1: is what it must not be",
            "/long: longer than 3 characters",
            "/: `c` is required, and missing",
        ]
    );
}

#[test]
fn a_schema_may_refer_to_itself() {
    let schema = json!({"type": ["array", "null"], "items": {"$ref": 0}});
    assert_eq!(violations(schema.clone(), &json!([[null], []])), [""; 0]);
    assert_eq!(violations(schema, &json!([[1]])), ["/0/0: expected array or null"]);
}

#[test]
fn a_circle_of_references_ends() {
    assert_eq!(violations(json!({"$ref": 0}), &json!(1)), ["/: nested too deeply"]);
}

#[test]
fn what_multiplies_ends() {
    let twice = json!({"anyOf": [{"not": {}}, {"additionalProperties": {"$ref": 0}}, {"not": {"additionalProperties": {"$ref": 0}}}]});
    let deep = (0..100).fold(json!(1), |inner, _| json!({"a": inner}));
    assert_eq!(
        violations(twice, &deep).last().map(String::as_str),
        Some("/: too complex to be checked")
    );
}

#[test]
fn numbers_are_compared_digit_for_digit() {
    let schema = json!({"maximum": 9_007_199_254_740_993_u64});
    assert_eq!(violations(schema.clone(), &json!(9_007_199_254_740_993_u64)), [""; 0]);
    assert_eq!(violations(schema, &json!(9_007_199_254_740_994_u64)).len(), 1);
    assert!(compare_integer(9_007_199_254_740_993, 9_007_199_254_740_992.0).is_gt());
    assert!(compare_integer(-1, -0.5).is_lt());
    assert!(is_multiple_of(4.02, 0.01) && is_multiple_of(0.0075, 0.0001));
    assert!(!is_multiple_of(0.00751, 0.0001) && !is_multiple_of(1e308, 0.123_456_789));
}

#[test]
fn equal_is_equal_however_written() {
    assert_eq!(
        violations(json!({"const": {"a": 1, "b": [2.0]}}), &json!({"b": [2], "a": 1.0})),
        [""; 0]
    );
    assert_eq!(violations(json!({"uniqueItems": true}), &json!([1, 1.0])).len(), 1);
    assert_eq!(violations(json!({"enum": [0]}), &json!(false)).len(), 1);
}
