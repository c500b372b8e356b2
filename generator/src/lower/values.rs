//! Schemas that list their values: `enum` and `const`.

use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::assertion::Form;
use super::schema::Name;
use crate::api::{Enumeration, EnumerationValue, Kind, Scalar, Schema, Type};
use crate::openapi::TypeName;

impl<'a> Lowering<'a, '_> {
    /// A schema with `enum` or `const`; values that its types leave out are none.
    pub(super) fn values(
        &mut self,
        merged: &Merged<'a>,
        values: &[&Value],
        name: &Name,
    ) -> (Schema, Form) {
        let nullable = values.iter().any(|it| it.is_null());
        let it = &merged.keywords;
        let fits = |value: &Value| !it.is_typed || it.types.iter().any(|ty| is_of(value, *ty));
        let all: Vec<&Value> = values.iter().copied().filter(|it| !it.is_null()).collect();
        let mut rest: Vec<&Value> = all.iter().copied().filter(|it| fits(it)).collect();
        if rest.is_empty() && !all.is_empty() {
            // `type: string` over numbers: people mean the values.
            let place = self.document.place(&merged.node);
            self.diagnostics.widened(
                place,
                "an `enum` without a value of its `type`",
                "its values",
            );
            rest = all;
        }
        let (mut schema, form) = if rest.is_empty() {
            match nullable {
                true => (Schema::new(Type::Null), Form::Values),
                false => (self.any(), Form::Any),
            }
        } else if rest.iter().all(|it| it.is_string()) {
            (self.enumeration(merged, &rest, name), Form::Values)
        } else if rest.iter().all(|it| it.is_boolean()) {
            let schema = Schema::new(Type::Scalar(Scalar::Boolean));
            (schema, Form::Types(vec![TypeName::Boolean]))
        } else if rest.iter().all(|it| it.is_number()) {
            self.numbers(merged, &rest)
        } else {
            let place = self.document.place(&merged.node);
            self.diagnostics.wider_type(place, "an `enum` of several kinds of values", "any value");
            (self.any(), Form::Any)
        };
        schema.nullable |= nullable;
        (schema, form)
    }

    fn numbers(&mut self, merged: &Merged<'a>, list: &[&Value]) -> (Schema, Form) {
        const EXACT: u64 = 1 << 53;
        let is_exact = |it: &&Value| it.as_i64().is_some_and(|it| it.unsigned_abs() <= EXACT);
        let floats = list.iter().filter_map(|it| it.as_f64()).collect();
        if list.iter().any(|it| it.is_f64()) {
            let mut schema = Schema::new(Type::Scalar(Scalar::Double));
            schema.constraints.numbers = floats;
            return (schema, Form::Values);
        }
        if list.iter().all(is_exact) {
            let mut schema = Schema::new(Type::Scalar(self.integer(merged)));
            schema.constraints.numbers = floats;
            return (schema, Form::Values);
        }
        let scalar = if list.iter().all(|it| it.is_i64()) {
            Scalar::Int64
        } else if list.iter().all(|it| it.is_u64()) {
            Scalar::Uint64
        } else {
            return (self.any(), Form::Any);
        };
        (Schema::new(Type::Scalar(scalar)), Form::Types(vec![TypeName::Integer]))
    }

    fn enumeration(&mut self, merged: &Merged<'a>, values: &[&Value], name: &Name) -> Schema {
        let it = &merged.keywords;
        let part = |list: &[&str], index: usize| {
            list.get(index).map(|text| (*text).to_owned()).unwrap_or_default()
        };
        let mut list: Vec<EnumerationValue> = Vec::new();
        for (index, value) in values.iter().enumerate() {
            let text = value.as_str().unwrap_or_default().to_owned();
            if !list.iter().any(|it| it.text == text) {
                list.push(EnumerationValue {
                    text,
                    name: part(&it.value_names, index),
                    description: part(&it.value_descriptions, index),
                });
            }
        }
        self.define(merged, Kind::Enumeration(Enumeration { values: list }), name)
    }
}

fn is_of(value: &Value, ty: TypeName) -> bool {
    match ty {
        TypeName::Null => value.is_null(),
        TypeName::Boolean => value.is_boolean(),
        TypeName::Integer => value.as_f64().is_some_and(|it| it.fract() == 0.0),
        TypeName::Number => value.is_number(),
        TypeName::String | TypeName::File => value.is_string(),
        TypeName::Array => value.is_array(),
        TypeName::Object => value.is_object(),
    }
}
