//! Widening: what is generated accepts more than the schema does; and what is not generated.

use crate::diagnostics::{Diagnostics, code};
use crate::source::Place;

impl Diagnostics {
    /// Something that becomes any JSON value or a wider type.
    pub fn widened(&mut self, place: Place, what: &str, to: &str) {
        let message = format!("{what} is generated as {to}");
        self.warning(code::WIDENED, place, message, "accepts more than the schema", None);
    }

    /// Something whose type holds more values than the schema allows; servers refuse those.
    pub fn wider_type(&mut self, place: Place, what: &str, to: &str) {
        let message = format!("{what} is generated as {to}");
        let label = "the type is wider than the schema; servers check the rest";
        self.warning(code::WIDENED, place, message, label, None);
    }

    /// A pattern that the regular expressions of Rust cannot say.
    pub fn unsupported_pattern(&mut self, place: Place, pattern: &str) {
        let message = format!("pattern `{pattern}` is not checked");
        let help = "look-around and back-references are not supported".to_owned();
        self.warning(
            code::UNSUPPORTED_PATTERN,
            place,
            message,
            "accepts more than the schema",
            Some(help),
        );
    }

    /// Properties of `allOf` that exclude each other.
    pub fn conflicting_types(&mut self, place: Place) {
        let message = "the parts of `allOf` allow no type together".to_owned();
        self.warning(code::CONFLICTING_TYPES, place, message, "read as any value", None);
    }

    /// Something of the specification that is not built yet, and so not generated.
    pub fn not_generated(&mut self, place: Place, what: &str, instead: &str) {
        let message = format!("{what} is not generated yet");
        self.warning(code::NOT_GENERATED, place, message, instead, None);
    }
}
