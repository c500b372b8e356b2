//! Defaults of parameters are values that the parameters can have.

use serde_json::Value;

use crate::api::{Api, Kind, Scalar, Schema, Type};
use crate::diagnostics::Diagnostics;

/// How many other names of types are followed.
const MOST_STEPS: u32 = 20;

/// Takes away defaults that do not fit, and those that never count.
pub(super) fn check_defaults(api: &mut Api, diagnostics: &mut Diagnostics) {
    let types = std::mem::take(&mut api.types);
    let fits = |schema: &Schema, value: &Value| Fit { types: &types }.fits(schema, value, 0);
    for operation in api.all_operations_mut() {
        for parameter in &mut operation.parameters {
            // What has to be there has no use for one, and null is nothing that can be sent.
            let Some(default) = &parameter.schema.default else { continue };
            if parameter.required || default.is_null() {
                parameter.schema.default = None;
                continue;
            }
            if !fits(&parameter.schema, default) {
                let shown = default.to_string();
                diagnostics.unfit_default(parameter.place.clone(), &parameter.name, &shown);
                parameter.schema.default = None;
            }
        }
    }
    api.types = types;
}

struct Fit<'a> {
    types: &'a [crate::api::TypeDefinition],
}

impl Fit<'_> {
    fn fits(&self, schema: &Schema, value: &Value, depth: u32) -> bool {
        if depth > MOST_STEPS || value.is_null() && schema.nullable {
            return true;
        }
        match &schema.ty {
            Type::Any => true,
            Type::Null => value.is_null(),
            Type::Scalar(scalar) => is_scalar(*scalar, value) && is_within(schema, value),
            Type::Array(inner) => value
                .as_array()
                .is_some_and(|list| list.iter().all(|it| self.fits(inner, it, depth + 1))),
            Type::Map(inner) => value
                .as_object()
                .is_some_and(|map| map.values().all(|it| self.fits(inner, it, depth + 1))),
            Type::Named(id) => match &self.types[id.0].kind {
                Kind::Alias(schema) => self.fits(schema, value, depth + 1),
                Kind::Enumeration(list) => {
                    value.as_str().is_some_and(|text| list.values.iter().any(|it| it.text == text))
                }
                Kind::Union(union) => {
                    union.variants.iter().any(|it| self.fits(&it.schema, value, depth + 1))
                }
                Kind::Object(object) => value.as_object().is_some_and(|map| {
                    object.properties.iter().all(|it| match map.get(&it.name) {
                        Some(value) => self.fits(&it.schema, value, depth + 1),
                        None => !it.required,
                    })
                }),
            },
        }
    }
}

fn is_scalar(scalar: Scalar, value: &Value) -> bool {
    let whole = |least: i128, most: i128| {
        let number = value.as_i64().map(i128::from).or(value.as_u64().map(i128::from));
        number.is_some_and(|it| (least..=most).contains(&it))
    };
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
        // The forms of these texts are the runtime's to read; only plain text is certain.
        _ => value.is_string(),
    }
}

fn is_within(schema: &Schema, value: &Value) -> bool {
    let it = &schema.constraints;
    match value {
        Value::Number(number) => {
            let Some(number) = number.as_f64() else { return true };
            it.minimum.is_none_or(|least| number >= least)
                && it.maximum.is_none_or(|most| number <= most)
                && it.exclusive_minimum.is_none_or(|least| number > least)
                && it.exclusive_maximum.is_none_or(|most| number < most)
                && (it.numbers.is_empty() || it.numbers.contains(&number))
        }
        Value::String(text) => {
            let length = text.chars().count() as u64;
            it.min_length.is_none_or(|least| length >= least)
                && it.max_length.is_none_or(|most| length <= most)
        }
        _ => true,
    }
}
