//! One function per diagnostic; nothing else in the crate builds a message.

mod graphql;
mod keywords;
mod meaning;
mod operations;
mod overlays;
mod reading;
mod widening;
mod words;

pub use words::{Instead, Meant};

use super::code::Code;
use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Place;

impl Diagnostics {
    fn error(
        &mut self,
        code: Code,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        self.tell(Severity::Error, code, place, message, label, help);
    }

    fn warning(
        &mut self,
        code: Code,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        self.tell(Severity::Warning, code, place, message, label, help);
    }

    fn note(&mut self, code: Code, place: Place, message: String, label: &str, help: &str) {
        self.tell(Severity::Note, code, place, message, label, Some(help.to_owned()));
    }

    fn tell(
        &mut self,
        severity: Severity,
        code: Code,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        let (code, label) = (code.name, label.to_owned());
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }
}
