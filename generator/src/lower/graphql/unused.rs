//! What is valid GraphQL and has no effect in the generated code.

use std::collections::BTreeSet;

use crate::api::graphql as api;
use crate::diagnostics::Diagnostics;
use crate::source::Place;

/// Reports the directives that would run if they stood elsewhere.
///
/// On what a request asks for and gives they run; on these they say something that only people and other tools read,
/// and whoever relies on them must know. One report per directive and kind of place is enough.
pub(super) fn report(schema: &api::Schema, diagnostics: &mut Diagnostics) {
    let mut seen = BTreeSet::new();
    let mut report = |directives: &[api::Directive], kind: &'static str, place: &Place| {
        for it in directives.iter().filter(|it| schema.runs(it)) {
            if seen.insert((it.name.clone(), kind)) {
                let what = format!("running `@{}` on {kind}", it.name);
                diagnostics.not_generated(
                    place.clone(),
                    &what,
                    "is listed in `directives::APPLIED`",
                );
            }
        }
    };
    for ty in &schema.types {
        match &ty.kind {
            api::Kind::Scalar { .. } => report(&ty.directives, "scalars", &ty.place),
            api::Kind::Union { .. } => report(&ty.directives, "unions", &ty.place),
            api::Kind::InputObject { .. } => report(&ty.directives, "input objects", &ty.place),
            api::Kind::Enum { values } => {
                report(&ty.directives, "enums", &ty.place);
                for it in values {
                    report(&it.directives, "enum values", &it.place);
                }
            }
            api::Kind::Object { .. } | api::Kind::Interface { .. } => {}
        }
    }
}
