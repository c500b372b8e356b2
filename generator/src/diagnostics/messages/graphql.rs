//! GraphQL schemas.

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, code};
use crate::source::Place;

impl Diagnostics {
    /// A JSON file that should be the answer to an introspection query.
    pub fn no_introspection(&mut self, place: Place) {
        let help =
            "the answer to an introspection query has `data.__schema`, or `__schema` at the top";
        let message = "not an introspection result".to_owned();
        self.error(code::NO_INTROSPECTION, place, message, "", Some(help.to_owned()));
    }

    /// A rule of GraphQL's type system that the schema breaks.
    pub fn invalid_graphql(
        &mut self,
        place: Place,
        message: &str,
        related: Vec<(Place, String)>,
        suggestion: Option<&str>,
    ) {
        self.push(Diagnostic {
            code: code::INVALID_GRAPHQL.name,
            severity: Severity::Error,
            message: message.to_owned(),
            place,
            label: String::new(),
            related,
            help: suggestion.map(|it| format!("there is one named `{it}`")),
        });
    }

    /// A rule of GraphQL's type system that real schemas break without harm.
    pub fn soft_violation(&mut self, place: Place, message: &str, related: Vec<(Place, String)>) {
        self.push(Diagnostic {
            code: code::SOFT_VIOLATION.name,
            severity: Severity::Warning,
            message: message.to_owned(),
            place,
            label: "generated all the same".to_owned(),
            related,
            help: None,
        });
    }
}
