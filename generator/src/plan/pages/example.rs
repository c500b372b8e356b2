//! Example values out of schemas: the same every time, and valid wherever that can be told.

use serde_json::{Map, Number, Value};

use super::pattern;
use crate::api::{Additional, Api, Constraints, Kind, Object, Scalar, Schema, Type, TypeId};

/// Who sends a value: servers leave out what only clients send, and the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Client,
    Server,
}

/// A value for a schema; `name` is that of the property or parameter it is for.
pub(super) fn example(api: &Api, schema: &Schema, name: &str, sender: Sender) -> Value {
    Synthesis { api, sender, open: Vec::new(), budget: 250 }.value(schema, name)
}

/// A value for a type.
pub(super) fn type_example(api: &Api, id: TypeId, sender: Sender) -> Value {
    example(api, &Schema::new(Type::Named(id)), "", sender)
}

/// Members nested deeper than this are left out unless they must be there.
const DEEP: usize = 6;

struct Synthesis<'a> {
    api: &'a Api,
    sender: Sender,
    /// The types that the value is inside of.
    open: Vec<TypeId>,
    /// How many optional members may still come: keeps examples of wide types readable.
    budget: usize,
}

impl Synthesis<'_> {
    fn value(&mut self, schema: &Schema, name: &str) -> Value {
        match &schema.ty {
            Type::Any => Value::String("any value".to_owned()),
            Type::Null => Value::Null,
            Type::Scalar(scalar) => scalar_example(*scalar, &schema.constraints, name),
            Type::Array(inner) => self.array(schema, inner, name),
            Type::Map(inner) => {
                if self.is_cut_off(inner) {
                    return Value::Object(Map::new());
                }
                let value = self.value(inner, name);
                Value::Object(Map::from_iter([("key".to_owned(), value)]))
            }
            Type::Named(id) => self.named(*id, name),
        }
    }

    fn named(&mut self, id: TypeId, name: &str) -> Value {
        let ty = self.api.ty(id);
        if let Some(example) = &ty.example {
            return example.clone();
        }
        if self.open.len() > 2 * DEEP || self.open.iter().filter(|it| **it == id).count() > 1 {
            return Value::Null;
        }
        self.open.push(id);
        let value = match &ty.kind {
            Kind::Object(object) => self.object(object),
            Kind::Enumeration(it) => {
                it.values.first().map_or(Value::Null, |it| Value::String(it.text.clone()))
            }
            Kind::Alias(schema) => self.value(schema, name),
            Kind::Union(union) => {
                let chosen =
                    union.variants.iter().position(|it| !self.is_cut_off(&it.schema)).unwrap_or(0);
                let mut value = match union.variants.get(chosen) {
                    Some(variant) => self.value(&variant.schema, name),
                    None => Value::Null,
                };
                let text = union.discriminator.as_ref().and_then(|it| {
                    let (text, _) = it.mapping.iter().find(|(_, index)| *index == chosen)?;
                    Some((it.property.clone(), text.clone()))
                });
                if let (Some((property, text)), Value::Object(members)) = (text, &mut value) {
                    members.insert(property, Value::String(text));
                }
                value
            }
        };
        self.open.pop();
        value
    }

    fn object(&mut self, object: &Object) -> Value {
        let mut members = Map::new();
        for property in &object.properties {
            let hidden = match self.sender {
                Sender::Client => property.read_only,
                Sender::Server => property.write_only,
            };
            let optional = !property.required;
            let too_much = self.budget == 0
                || self.open.len() > DEEP
                || self.is_cut_off(&property.schema)
                || property.deprecated;
            if hidden || optional && too_much {
                continue;
            }
            self.budget = self.budget.saturating_sub(1);
            let given = property.example.as_ref().or(property.schema.default.as_ref());
            let value =
                given.cloned().unwrap_or_else(|| self.value(&property.schema, &property.name));
            members.insert(property.name.clone(), value);
        }
        if let Additional::Typed(schema) = &object.additional
            && members.is_empty()
            && self.open.len() <= DEEP
            && !self.is_cut_off(schema)
        {
            let value = self.value(schema, "");
            members.insert("key".to_owned(), value);
        }
        Value::Object(members)
    }

    fn array(&mut self, schema: &Schema, inner: &Schema, name: &str) -> Value {
        let it = &schema.constraints;
        let least = it.min_items.unwrap_or(0);
        if least == 0 && (self.is_cut_off(inner) || it.max_items == Some(0)) {
            return Value::Array(Vec::new());
        }
        let singular = name.strip_suffix('s').unwrap_or(name);
        let first = self.value(inner, singular);
        let count = least.clamp(1, 10);
        let items = (0..count)
            .map(|index| if it.unique_items { vary(&first, index) } else { first.clone() });
        Value::Array(items.collect())
    }

    /// Whether the value would go round in a circle.
    fn is_cut_off(&self, schema: &Schema) -> bool {
        match &schema.ty {
            Type::Array(inner) | Type::Map(inner) => self.is_cut_off(inner),
            Type::Named(id) => self.open.contains(id),
            _ => false,
        }
    }
}

/// Another value of the same kind, for lists whose items differ.
fn vary(value: &Value, index: u64) -> Value {
    match value {
        _ if index == 0 => value.clone(),
        Value::Number(number) => {
            number.as_i64().map_or(value.clone(), |it| Value::from(it + index as i64))
        }
        Value::String(text) => Value::String(format!("{text}{index}")),
        other => other.clone(),
    }
}

fn scalar_example(scalar: Scalar, it: &Constraints, name: &str) -> Value {
    let text = match scalar {
        Scalar::Boolean => return Value::Bool(true),
        Scalar::Float | Scalar::Double => return number(it, 1.5, false),
        Scalar::String => return Value::String(string(it, name)),
        Scalar::Uuid => "6f1c0a52-3b7e-4d19-9c84-2f5f0e8d7a10",
        Scalar::DateTime => "2026-05-04T09:30:00Z",
        Scalar::Date => "2026-05-04",
        Scalar::Time => "09:30:00Z",
        Scalar::Byte => "aGVsbG8=",
        Scalar::Binary => "<bytes>",
        _ => return number(it, 1.0, true),
    };
    Value::String(text.to_owned())
}

fn number(it: &Constraints, wanted: f64, whole: bool) -> Value {
    let mut value = it.numbers.first().copied().unwrap_or(wanted);
    if it.numbers.is_empty() {
        let gap = if whole { 1.0 } else { 0.5 };
        let least = [it.minimum, it.exclusive_minimum.map(|it| it + gap)]
            .into_iter()
            .flatten()
            .reduce(f64::max);
        let most = [it.maximum, it.exclusive_maximum.map(|it| it - gap)]
            .into_iter()
            .flatten()
            .reduce(f64::min);
        value = most.map_or(value, |most| value.min(most));
        value = least.map_or(value, |least| value.max(least));
        if let Some(step) = it.multiple_of.filter(|step| *step > 0.0) {
            value = (value / step).ceil() * step;
        }
    }
    if value.fract() == 0.0 && value.abs() < 9e15 && (whole || !it.numbers.is_empty()) {
        return Value::from(value as i64);
    }
    Number::from_f64(value).map_or(Value::Null, Value::Number)
}

fn string(it: &Constraints, name: &str) -> String {
    if let Some(pattern) = &it.pattern {
        return pattern::matching(pattern, it.min_length.unwrap_or(0))
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
    fit(text.to_owned(), it)
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
    let least = it.min_length.unwrap_or(0).min(1_000) as usize;
    let pad: Vec<char> = chars.clone();
    while chars.len() < least {
        chars.push(pad[chars.len() % pad.len()]);
    }
    if let Some(most) = it.max_length {
        chars.truncate(usize::try_from(most).unwrap_or(usize::MAX));
    }
    chars.into_iter().collect()
}
