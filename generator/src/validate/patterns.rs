//! Regular expressions must be ones that the generated code can check.

use super::pattern::translate;
use crate::api::{Additional, Api, Kind, Schema, Type, change_patterns};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Takes out patterns that Rust's regular expressions cannot say.
pub(super) fn check_patterns(api: &mut Api, diagnostics: &mut Diagnostics) {
    for definition in &mut api.types {
        let place = &definition.place;
        match &mut definition.kind {
            Kind::Alias(schema) => check(schema, place, diagnostics),
            Kind::Object(object) => {
                object
                    .properties
                    .iter_mut()
                    .for_each(|it| check(&mut it.schema, place, diagnostics));
                if let Additional::Typed(schema) = &mut object.additional {
                    check(schema, place, diagnostics);
                }
            }
            Kind::Union(union) => {
                union.variants.iter_mut().for_each(|it| check(&mut it.schema, place, diagnostics));
            }
            Kind::Enumeration(_) => {}
        }
    }
    for assertion in &mut api.assertions {
        let place = &assertion.place;
        change_patterns(&mut assertion.schema, &mut |pattern| {
            if translate(pattern).is_err() {
                diagnostics.unsupported_pattern(place.clone(), pattern);
                return None;
            }
            Some(pattern.to_owned())
        });
    }
    for operation in api.all_operations_mut() {
        for parameter in &mut operation.parameters {
            check(&mut parameter.schema, &parameter.place, diagnostics);
        }
        for content in operation.contents_mut() {
            for schema in content.schema.iter_mut().chain(&mut content.item_schema) {
                check(schema, &content.place, diagnostics);
            }
        }
    }
}

fn check(schema: &mut Schema, place: &Place, diagnostics: &mut Diagnostics) {
    if let Some(pattern) = &schema.constraints.pattern
        && translate(pattern).is_err()
    {
        diagnostics.unsupported_pattern(place.clone(), pattern);
        schema.constraints.pattern = None;
    }
    if let Type::Array(inner) | Type::Map(inner) = &mut schema.ty {
        check(inner, place, diagnostics);
    }
}
