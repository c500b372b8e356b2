//! Schemas that list their values: `enum` and `const`.

use serde_json::Value;

use super::Lowering;
use super::all_of::Merged;
use super::schema::{Name, integer};
use crate::api::{Enumeration, EnumerationValue, Kind, Scalar, Schema, Type};

impl<'a> Lowering<'a, '_> {
    /// A schema with `enum` or `const`.
    pub(super) fn values(&mut self, merged: &Merged<'a>, values: &[&Value], name: &Name) -> Schema {
        let nullable = values.iter().any(|it| it.is_null());
        let rest: Vec<&Value> = values.iter().copied().filter(|it| !it.is_null()).collect();
        let mut schema = if rest.is_empty() {
            Schema::new(Type::Null)
        } else if rest.iter().all(|it| it.is_string()) {
            self.enumeration(merged, &rest, name)
        } else if rest.iter().all(|it| it.is_boolean()) {
            Schema::new(Type::Scalar(Scalar::Boolean))
        } else if rest.iter().all(|it| it.is_number()) {
            let whole = rest.iter().all(|it| it.is_i64() || it.is_u64());
            let scalar = if whole { integer(&merged.keywords) } else { Scalar::Double };
            let mut schema = Schema::new(Type::Scalar(scalar));
            schema.constraints.numbers = rest.iter().filter_map(|it| it.as_f64()).collect();
            schema
        } else {
            let place = self.document.place(&merged.node);
            self.diagnostics.widened(place, "an `enum` of several kinds of values", "any value");
            self.any()
        };
        schema.nullable |= nullable;
        schema
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
