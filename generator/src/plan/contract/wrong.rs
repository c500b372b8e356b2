//! Values that a schema does not allow, each for one reason.

use serde_json::Value;

use crate::api::{Api, Constraints, Kind, Scalar, Schema, Type};
use crate::example::not_matching;
use crate::rust::ContractValue;

/// Texts and lists that would have to be longer than this to be too long are not made.
const LONGEST: u64 = 2_000;
/// How many other names of types are followed.
const MOST_STEPS: u32 = 20;

/// Values that are wrong as a whole, with what is wrong with them; `good` is one that is not.
///
/// `is_text`: whether values travel as text, which has no types.
pub(super) fn values(
    api: &Api,
    schema: &Schema,
    good: &Value,
    is_text: bool,
) -> Vec<(ContractValue, String)> {
    let mut wrong = Wrong { api, is_text, list: Vec::new() };
    wrong.of(schema, good, schema.nullable, 0);
    wrong.list
}

struct Wrong<'a> {
    api: &'a Api,
    is_text: bool,
    list: Vec<(ContractValue, String)>,
}

impl Wrong<'_> {
    fn add(&mut self, value: impl Into<Value>, why: impl Into<String>) {
        self.list.push((ContractValue::Json(value.into().to_string()), why.into()));
    }

    fn letters(&mut self, count: u64, why: String) {
        self.list.push((ContractValue::Letters(count as usize), why));
    }

    /// A value of another kind, where kinds show.
    fn kind(&mut self, value: impl Into<Value>, expected: &str) {
        if !self.is_text {
            self.add(value, format!("not {expected}"));
        }
    }

    fn null(&mut self, nullable: bool) {
        if !nullable && !self.is_text {
            self.add(Value::Null, "null");
        }
    }

    fn of(&mut self, schema: &Schema, good: &Value, nullable: bool, depth: u32) {
        if depth > MOST_STEPS {
            return;
        }
        let it = &schema.constraints;
        match &schema.ty {
            Type::Any | Type::Null => {}
            Type::Scalar(scalar) => {
                self.null(nullable);
                self.scalar(*scalar, it, good);
            }
            Type::Array(inner) => {
                self.null(nullable);
                self.kind("text", "an array");
                self.array(inner, it, good);
            }
            Type::Map(_) => {
                self.null(nullable);
                self.kind("text", "an object");
                self.map(it, good);
            }
            Type::Named(id) => match &self.api.ty(*id).kind {
                Kind::Alias(inner) => self.of(inner, good, nullable || inner.nullable, depth + 1),
                Kind::Object(_) => {
                    self.null(nullable);
                    self.kind("text", "an object");
                }
                Kind::Enumeration(list) => {
                    self.null(nullable);
                    self.kind(7, "a string");
                    let unknown = "no-such-value";
                    if list.values.iter().all(|it| it.text != unknown) {
                        self.add(unknown, "a value that the enumeration does not have");
                    }
                }
                Kind::Union(_) => {}
            },
        }
    }

    fn scalar(&mut self, scalar: Scalar, it: &Constraints, good: &Value) {
        match scalar {
            Scalar::Boolean => self.add("maybe", "not a boolean"),
            Scalar::Binary => {}
            Scalar::String => {
                self.kind(7, "a string");
                self.text(it);
            }
            Scalar::Uuid | Scalar::DateTime | Scalar::Date | Scalar::Time => {
                self.add("yesterday", "not of the format");
            }
            Scalar::Byte => self.add("*", "not base64"),
            Scalar::Float | Scalar::Double => {
                self.add("many", "not a number");
                self.number(it, good, false);
            }
            _ => {
                self.add("many", "not an integer");
                self.kind(1.5, "an integer");
                self.number(it, good, true);
            }
        }
    }

    fn text(&mut self, it: &Constraints) {
        if let Some(least) = it.min_length.filter(|it| (1..=LONGEST).contains(it)) {
            self.letters(least - 1, format!("shorter than {least} characters"));
        }
        if let Some(most) = it.max_length.filter(|it| *it <= LONGEST) {
            self.letters(most + 1, format!("longer than {most} characters"));
        }
        let (least, most) = (it.min_length.unwrap_or(0), it.max_length.unwrap_or(LONGEST));
        let text = it.pattern.as_ref().and_then(|it| not_matching(it, least, most));
        if let Some(text) = text {
            self.add(text, "a text that does not match the pattern");
        }
        if let Some(format @ ("email" | "uri" | "url" | "ipv4" | "ipv6")) = it.format.as_deref() {
            self.add("x", format!("not of the format `{format}`"));
        }
    }

    fn number(&mut self, it: &Constraints, good: &Value, whole: bool) {
        // Numbers that a float cannot tell from their neighbours have none to be wrong by.
        let is_exact = |it: &f64| it.abs() < 9e15;
        let number = |value: f64| match whole {
            true => Value::from(value as i64),
            false => Value::from(value),
        };
        if !it.numbers.is_empty() {
            let largest = it.numbers.iter().copied().fold(0.0, f64::max);
            self.add(number(largest + 1.0), "a number that the enumeration does not have");
            return;
        }
        if let Some(least) = it.minimum.filter(is_exact) {
            self.add(number(least.ceil() - 1.0), format!("less than {least}"));
        }
        if let Some(most) = it.maximum.filter(is_exact) {
            self.add(number(most.floor() + 1.0), format!("more than {most}"));
        }
        if let Some(bound) = it.exclusive_minimum.filter(is_exact) {
            self.add(number(bound.floor()), format!("not more than {bound}"));
        }
        if let Some(bound) = it.exclusive_maximum.filter(is_exact) {
            self.add(number(bound.ceil()), format!("not less than {bound}"));
        }
        if let (Some(step), Some(good)) = (it.multiple_of.filter(|it| *it > 0.0), good.as_f64()) {
            let why = format!("not a multiple of {step}");
            match whole {
                true if step > 1.0 => self.add(number(good + 1.0), why),
                true => {}
                false => self.add(number(good + step / 2.0), why),
            }
        }
    }

    fn array(&mut self, inner: &Schema, it: &Constraints, good: &Value) {
        let Some(list) = good.as_array() else { return };
        let Some(first) = list.first() else { return };
        // A list of text that has no item is not there at all.
        let fewest = if self.is_text { 2 } else { 1 };
        if let Some(least) = it.min_items.filter(|it| (fewest..=LONGEST).contains(it)) {
            let short: Vec<Value> = list.iter().take(least as usize - 1).cloned().collect();
            self.add(short, format!("fewer than {least} items"));
        }
        if let Some(most) = it.max_items.filter(|it| *it <= 200) {
            let items = ContractValue::Items(most as usize + 1);
            self.list.push((items, format!("more than {most} items")));
        }
        let room = it.max_items.is_none_or(|most| most >= 2);
        if it.unique_items && room {
            self.add(vec![first.clone(); 2], "two equal items");
        }
        if self.is_text {
            for (wrong, why) in values(self.api, inner, first, true) {
                if let ContractValue::Json(text) = wrong {
                    let list = ContractValue::Json(format!("[{text}]"));
                    self.list.push((list, format!("an item that is {why}")));
                }
            }
        }
    }

    fn map(&mut self, it: &Constraints, good: &Value) {
        let (Some(map), false) = (good.as_object(), self.is_text) else { return };
        let Some((_, value)) = map.iter().next() else { return };
        let of = |n: u64| {
            let members = (0..n).map(|index| (format!("key{index}"), value.clone()));
            Value::Object(members.collect())
        };
        if let Some(least) = it.min_properties.filter(|it| (1..=LONGEST).contains(it)) {
            self.add(of(least - 1), format!("fewer than {least} members"));
        }
        if let Some(most) = it.max_properties.filter(|it| *it <= 200) {
            self.add(of(most + 1), format!("more than {most} members"));
        }
    }
}
