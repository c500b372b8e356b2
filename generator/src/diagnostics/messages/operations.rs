//! GraphQL operation documents.

use crate::diagnostics::{Diagnostic, Diagnostics, Severity, code};
use crate::source::Place;

impl Diagnostics {
    /// An operation without a name, which the method that makes it would be named after.
    pub fn anonymous_operation(&mut self, place: Place) {
        let help = "write a name behind the word: `query Pets { … }`".to_owned();
        let message = "the operation has no name".to_owned();
        let label = "a client has a method for each operation, of its name";
        self.error(code::ANONYMOUS_OPERATION, place, message, label, Some(help));
    }

    /// A rule of GraphQL that an operation document breaks.
    pub fn invalid_operation(
        &mut self,
        place: Place,
        message: &str,
        related: Vec<(Place, String)>,
        suggestion: Option<&str>,
    ) {
        self.push(Diagnostic {
            code: code::INVALID_OPERATION.name,
            severity: Severity::Error,
            message: message.to_owned(),
            place,
            label: String::new(),
            related,
            help: suggestion.map(|it| format!("there is one named `{it}`")),
        });
    }

    /// A fragment that no operation spreads.
    pub fn unused_fragment(&mut self, place: Place, message: &str) {
        let label = "nothing is generated for it";
        self.warning(code::UNUSED_FRAGMENT, place, message.to_owned(), label, None);
    }
}
