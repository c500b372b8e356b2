//! Whether a value is one of a schema: its type and constraints, and not what assertions say besides.

use regex::Regex;
use serde_json::Value;

use super::Sender;
use crate::api::{Additional, Api, Constraints, Kind, Object, Scalar, Schema, Type, Union};
use crate::validate::translate;

/// Values nested deeper than this are taken to fit.
const DEEPEST: u32 = 40;

/// Whether a value is one of a schema, as far as types and constraints tell.
pub fn fits(api: &Api, schema: &Schema, value: &Value, sender: Sender) -> bool {
    Fit { api, sender }.fits(schema, value, 0)
}

struct Fit<'a> {
    api: &'a Api,
    sender: Sender,
}

impl Fit<'_> {
    fn fits(&self, schema: &Schema, value: &Value, depth: u32) -> bool {
        if depth > DEEPEST || value.is_null() && schema.nullable {
            return true;
        }
        let it = &schema.constraints;
        let counts = |n: usize, least: Option<u64>, most: Option<u64>| {
            least.is_none_or(|least| n as u64 >= least) && most.is_none_or(|most| n as u64 <= most)
        };
        match &schema.ty {
            Type::Any => true,
            Type::Null => value.is_null(),
            Type::Scalar(scalar) => is_scalar(*scalar, value) && is_within(it, value),
            Type::Array(inner) => value.as_array().is_some_and(|list| {
                let is_unique =
                    || list.iter().enumerate().all(|(index, it)| !list[..index].contains(it));
                counts(list.len(), it.min_items, it.max_items)
                    && (!it.unique_items || is_unique())
                    && list.iter().all(|it| self.fits(inner, it, depth + 1))
            }),
            Type::Map(inner) => value.as_object().is_some_and(|map| {
                counts(map.len(), it.min_properties, it.max_properties)
                    && map.values().all(|it| self.fits(inner, it, depth + 1))
            }),
            Type::Named(id) => match &self.api.ty(*id).kind {
                Kind::Alias(schema) => self.fits(schema, value, depth + 1),
                Kind::Enumeration(list) => {
                    value.as_str().is_some_and(|text| list.values.iter().any(|it| it.text == text))
                }
                Kind::Union(union) => self.fits_union(union, value, depth),
                Kind::Object(object) => self.fits_object(object, value, depth),
            },
        }
    }

    fn fits_union(&self, union: &Union, value: &Value, depth: u32) -> bool {
        let fits = |index: usize| {
            let variant = union.variants.get(index);
            variant.is_some_and(|it| self.fits(&it.schema, value, depth + 1))
        };
        if let Some(discriminator) = &union.discriminator
            && let Some(tag) = value.get(&discriminator.property).and_then(Value::as_str)
            && let Some((_, index)) = discriminator.mapping.iter().find(|it| it.0 == tag)
        {
            return fits(*index);
        }
        let count = (0..union.variants.len()).filter(|it| fits(*it)).take(2).count();
        count == 1 || count == 2 && !union.is_exclusive
    }

    fn fits_object(&self, object: &Object, value: &Value, depth: u32) -> bool {
        let Some(map) = value.as_object() else { return false };
        let members = object.properties.iter().all(|it| match map.get(&it.name) {
            Some(value) => {
                let hidden = match self.sender {
                    Sender::Client => it.read_only,
                    Sender::Server => it.write_only,
                };
                (!hidden || it.required) && self.fits(&it.schema, value, depth + 1)
            }
            None => !it.required,
        });
        let mut others =
            map.iter().filter(|it| !object.properties.iter().any(|own| own.name == *it.0));
        members
            && match &object.additional {
                Additional::Ignored => true,
                Additional::Forbidden => others.next().is_none(),
                Additional::Typed(schema) => others.all(|it| self.fits(schema, it.1, depth + 1)),
            }
    }
}

fn is_scalar(scalar: Scalar, value: &Value) -> bool {
    let whole = |least: i128, most: i128| {
        let number = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
        number.is_some_and(|it| (least..=most).contains(&it))
    };
    let form = |pattern: &str| {
        let regex = Regex::new(pattern).ok();
        value.as_str().is_some_and(|text| regex.is_some_and(|it| it.is_match(text)))
    };
    const DAY: &str = r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8])";
    const HOUR: &str = r"([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?";
    const OFFSET: &str = r"(Z|[+-]([01]\d|2[0-3]):[0-5]\d)";
    match scalar {
        Scalar::Boolean => value.is_boolean(),
        Scalar::Int8 => whole(i8::MIN.into(), i8::MAX.into()),
        Scalar::Int16 => whole(i16::MIN.into(), i16::MAX.into()),
        Scalar::Int32 => whole(i32::MIN.into(), i32::MAX.into()),
        Scalar::Int64 => whole(i64::MIN.into(), i64::MAX.into()),
        Scalar::Uint8 => whole(0, u8::MAX.into()),
        Scalar::Uint16 => whole(0, u16::MAX.into()),
        Scalar::Uint32 => whole(0, u32::MAX.into()),
        Scalar::Uint64 => whole(0, u64::MAX.into()),
        Scalar::Float | Scalar::Double => value.is_number(),
        Scalar::String | Scalar::Binary => value.is_string(),
        // Narrower than what is allowed: a doubtful value is made anew.
        Scalar::Uuid => form(r"^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$"),
        Scalar::Date => form(&format!("^{DAY}$")),
        Scalar::Time => form(&format!("^{HOUR}{OFFSET}$")),
        Scalar::DateTime => form(&format!("^{DAY}T{HOUR}{OFFSET}$")),
        Scalar::Byte => form("^([A-Za-z0-9+/]{4})*([A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"),
    }
}

fn is_within(it: &Constraints, value: &Value) -> bool {
    match value {
        Value::Number(number) => {
            let Some(number) = number.as_f64() else { return true };
            let is_multiple = |step: f64| {
                let times = number / step;
                step <= 0.0 || (times - times.round()).abs() < 1e-9
            };
            it.minimum.is_none_or(|least| number >= least)
                && it.maximum.is_none_or(|most| number <= most)
                && it.exclusive_minimum.is_none_or(|least| number > least)
                && it.exclusive_maximum.is_none_or(|most| number < most)
                && it.multiple_of.is_none_or(is_multiple)
                && (it.numbers.is_empty() || it.numbers.contains(&number))
        }
        Value::String(text) => {
            let length = text.chars().count() as u64;
            it.min_length.is_none_or(|least| length >= least)
                && it.max_length.is_none_or(|most| length <= most)
                && it.pattern.as_ref().is_none_or(|it| matches(it, text))
                && it.format.as_ref().is_none_or(|it| is_of_format(it, text))
        }
        _ => true,
    }
}

fn matches(pattern: &str, text: &str) -> bool {
    let regex = translate(pattern).ok().and_then(|it| Regex::new(&it).ok());
    regex.is_none_or(|it| it.is_match(text))
}

/// Whether a text is certain to be of a format that servers check.
fn is_of_format(format: &str, text: &str) -> bool {
    let form = |pattern: &str| Regex::new(pattern).is_ok_and(|it| it.is_match(text));
    match format {
        "email" => form(r"^[A-Za-z0-9_+-]+(\.[A-Za-z0-9_+-]+)*@[A-Za-z0-9]+([.-][A-Za-z0-9]+)*$"),
        "uri" | "url" => form(r"^[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9._~:/?@!$&'()*+,;=-]*$"),
        "ipv4" => text.parse::<core::net::Ipv4Addr>().is_ok(),
        "ipv6" => text.parse::<core::net::Ipv6Addr>().is_ok(),
        _ => true,
    }
}
