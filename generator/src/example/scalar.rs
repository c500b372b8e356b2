//! Values without parts.

use serde_json::{Number, Value};

use super::pattern;
use crate::api::{Constraints, Scalar, Type};

const UUID: &str = "6f1c0a52-3b7e-4d19-9c84-2f5f0e8d7a10";

pub(super) fn example(scalar: Scalar, it: &Constraints, name: &str) -> Value {
    let text = match scalar {
        Scalar::Boolean => return Value::Bool(true),
        Scalar::Float | Scalar::Double => return within(it, 1.5, false),
        Scalar::String => return Value::String(string(it, name)),
        Scalar::Uuid => UUID,
        Scalar::DateTime => "2026-05-04T09:30:00Z",
        Scalar::Date => "2026-05-04",
        Scalar::Time => "09:30:00Z",
        Scalar::Byte => "aGVsbG8=",
        Scalar::Binary => "<bytes>",
        _ => return within(it, 1.0, true),
    };
    Value::String(text.to_owned())
}

/// Another text of the same type.
pub(super) fn vary(ty: &Type, text: &str, index: u64) -> Value {
    let text = match ty {
        Type::Scalar(Scalar::Uuid) => format!("{}{index:04}", &UUID[..32]),
        Type::Scalar(Scalar::Date) => format!("{:04}-05-04", 2026 + index),
        Type::Scalar(Scalar::DateTime) => format!("{:04}-05-04T09:30:00Z", 2026 + index),
        _ => format!("{text}{index}"),
    };
    Value::String(text)
}

/// A number between its bounds, as close as can be to the one that is wanted.
fn within(it: &Constraints, wanted: f64, whole: bool) -> Value {
    if let Some(first) = it.numbers.first() {
        return number(*first, true);
    }
    let gap = match (it.minimum.or(it.exclusive_minimum), it.maximum.or(it.exclusive_maximum)) {
        _ if whole => 1.0,
        // Between bounds that are close to one another is still room.
        (Some(least), Some(most)) if most - least < 1.0 => (most - least) / 2.0,
        _ => 0.5,
    };
    let least = [it.minimum, it.exclusive_minimum.map(|it| it + gap)];
    let least = least.into_iter().flatten().reduce(f64::max);
    let most = [it.maximum, it.exclusive_maximum.map(|it| it - gap)];
    let most = most.into_iter().flatten().reduce(f64::min);
    let mut value = most.map_or(wanted, |most| wanted.min(most));
    value = least.map_or(value, |least| value.max(least));
    if let Some(step) = it.multiple_of.filter(|step| *step > 0.0) {
        let above = (value / step).ceil() * step;
        let is_above = most.is_some_and(|most| above > most);
        value = if is_above { (value / step).floor() * step } else { above };
    }
    number(value, whole)
}

/// A number, without a fraction where it has none and `whole` ones are wanted.
pub(super) fn number(value: f64, whole: bool) -> Value {
    if value.fract() == 0.0 && value.abs() < 9e15 && whole {
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn string(it: &Constraints, name: &str) -> String {
    if let Some(pattern) = &it.pattern {
        let most = it.max_length.unwrap_or(u64::MAX);
        return pattern::matching(pattern, it.min_length.unwrap_or(0), most)
            .unwrap_or_else(|| "text".to_owned());
    }
    let text = match (it.format.as_deref().unwrap_or_default(), name) {
        ("email" | "idn-email", _) | (_, "email") => "ada@example.com",
        ("uri" | "url" | "iri" | "uri-reference", _) | (_, "url") => "https://example.com",
        ("hostname" | "idn-hostname", _) => "example.com",
        ("ipv4" | "ip", _) | (_, "ip_address") => "203.0.113.7",
        ("ipv6", _) => "2001:db8::1",
        ("duration", _) => "PT30S",
        ("decimal", _) => "12.50",
        ("json-pointer", _) => "/name",
        ("regex", _) => "^[a-z]+$",
        (_, "first_name" | "firstName") => "Ada",
        (_, "last_name" | "lastName") => "Lovelace",
        (_, "version") => "1.0.0",
        ("", "") => "text",
        ("", name) => return fit(words(name), it),
        _ => "text",
    };
    match it.format.as_deref() {
        Some("email" | "uri" | "url") => fit_format(text, it),
        _ => fit(text.to_owned(), it),
    }
}

/// A text of a format: longer by letters where those are allowed, or shorter altogether.
fn fit_format(text: &str, it: &Constraints) -> String {
    let is_email = text.contains('@');
    let least = it.min_length.unwrap_or(0).min(1_000) as usize;
    if text.len() < least {
        let more = "a".repeat(least - text.len());
        return if is_email { more + text } else { format!("{text}/{more}") };
    }
    match it.max_length {
        Some(most) if (text.len() as u64) > most => {
            if is_email { "a@b.c" } else { "a:b" }.to_owned()
        }
        _ => text.to_owned(),
    }
}

/// The name in words: `display_name` gives `display name`.
fn words(name: &str) -> String {
    name.replace(['_', '-'], " ").trim().to_owned()
}

fn fit(text: String, it: &Constraints) -> String {
    let mut chars: Vec<char> = text.chars().collect();
    if chars.is_empty() {
        chars.push('a');
    }
    let least = it.min_length.unwrap_or(0).min(10_000) as usize;
    let pad: Vec<char> = chars.clone();
    while chars.len() < least {
        chars.push(pad[chars.len() % pad.len()]);
    }
    if let Some(most) = it.max_length {
        chars.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    chars.into_iter().collect()
}
