//! Regular expressions must be ones that the generated code can check.

use super::pattern::translate;
use crate::api::{Api, Schema, change_patterns};
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Takes out patterns that Rust's regular expressions cannot say.
pub(super) fn check_patterns(api: &mut Api, diagnostics: &mut Diagnostics) {
    for definition in &mut api.types {
        let place = &definition.place;
        definition.kind.visit_schemas(&mut |it| check(it, place, diagnostics));
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
            let place = &parameter.place;
            parameter.schema.visit(&mut |it| check(it, place, diagnostics));
        }
        for content in operation.contents_mut() {
            for schema in content.schema.iter_mut().chain(&mut content.item_schema) {
                schema.visit(&mut |it| check(it, &content.place, diagnostics));
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
}
