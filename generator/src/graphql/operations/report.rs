//! What is wrong with operation documents, as diagnostics with places.

use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::{DiagnosticData, DiagnosticList};
use apollo_compiler::{ExecutableDocument, Name};

use super::super::document::{Document, Files};
use super::super::report::{SYNTAX_ERROR, in_signs, related};
use crate::diagnostics::{Diagnostics, similar};
use crate::source::{FileId, Place};

/// Whose operations complaints are about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Whose {
    /// Those of the documents.
    Documents,
    /// One that was made up to look into a fragment.
    Fragment,
}

/// Whether a complaint is about the fragment, and not about the operation that was made up around it: that has no
/// place, and no variables.
fn is_inside_fragment(data: &DiagnosticData) -> bool {
    let is_of_operation = matches!(
        data.unstable_error_name(),
        Some("UndefinedVariable" | "UnusedFragment" | "DisallowedVariableUsage")
    );
    data.location().is_some() && !is_of_operation
}

/// What reports need to know.
pub(super) struct Report<'a> {
    pub(super) schema: &'a Document,
    pub(super) document: &'a ExecutableDocument,
    pub(super) files: &'a Files,
    /// The first file, for what has no place.
    pub(super) root: FileId,
    /// Where something was wrong, so that it is not in the document.
    pub(super) left_out: Vec<Place>,
}

impl Report<'_> {
    /// Reports every complaint; the answer is whether none of them is an error.
    pub(super) fn all(
        &self,
        errors: &DiagnosticList,
        whose: Whose,
        diagnostics: &mut Diagnostics,
    ) -> bool {
        let mut is_valid = true;
        for complaint in errors.iter() {
            let data = complaint.error;
            if whose == Whose::Fragment && !is_inside_fragment(data) {
                continue;
            }
            let place = self.files.place(data.location()).unwrap_or(Place::File(self.root));
            let message = data.to_string();
            if data.unstable_error_name() == Some("UnusedFragment") {
                diagnostics.unused_fragment(place, &message);
                continue;
            }
            if message.ends_with(" can only have one root field") && self.has_one_root(&place) {
                continue;
            }
            is_valid = false;
            if data.unstable_error_name() == Some("UnusedVariable") && self.is_incomplete(&place) {
                continue;
            }
            let mut related = related(data, self.schema.schema(), self.files);
            related.extend(self.first_definition(&message));
            related.retain(|(other, _)| *other != place);
            let suggestion = self.suggestion(&message);
            diagnostics.invalid_operation(place, &message, related, suggestion);
        }
        is_valid
    }

    /// Whether the subscription of this place has one root field, asked for in several parts: the engine counts these.
    fn has_one_root(&self, place: &Place) -> bool {
        let operations = self.document.operations.named.values();
        let mut here =
            operations.filter(|it| self.files.place(it.location()).as_ref() == Some(place));
        here.next().is_some_and(|it| {
            let mut names = it.root_fields(self.document).map(|it| it.response_name());
            let first = names.next();
            names.all(|it| Some(it) == first)
        })
    }

    /// Whether a place is in an operation of which something was left out, or maybe of a fragment of it, because it was
    /// wrong: a variable may be used there.
    fn is_incomplete(&self, place: &Place) -> bool {
        let inside = |outer: &Place, inner: &Place| match (outer, inner) {
            (Place::Span(file, start, end), Place::Span(other, from, to)) => {
                file == other && start <= from && to <= end
            }
            _ => false,
        };
        let is_wrong = |outer: &Place| self.left_out.iter().any(|wrong| inside(outer, wrong));
        let ExecutableDocument { operations, fragments, .. } = self.document;
        let spans = operations.named.values().map(|it| it.location());
        let around = spans.filter_map(|it| self.files.place(it)).find(|it| inside(it, place));
        let mut fragments = fragments.values().filter_map(|it| self.files.place(it.location()));
        around.is_some_and(|it| is_wrong(&it)) || fragments.any(|it| is_wrong(&it))
    }

    /// Where the first of two operations or fragments of one name is.
    fn first_definition(&self, message: &str) -> Option<(Place, String)> {
        let name = message.strip_suffix("` is defined multiple times in the document")?;
        let (kind, name) = name.split_once(" `")?;
        let ExecutableDocument { operations, fragments, .. } = self.document;
        let span = match kind {
            "the operation" => operations.named.get(name)?.name.as_ref()?.location(),
            _ => fragments.get(name)?.name.location(),
        };
        Some((self.files.place(span)?, "first defined here".to_owned()))
    }

    /// The name that was meant, for one that the schema does not have.
    fn suggestion(&self, message: &str) -> Option<&str> {
        let schema = self.schema.schema();
        let mut quoted = message.split('`').skip(1).step_by(2);
        let (first, second) = (quoted.next()?, quoted.next());
        if message.starts_with("type `") || message.starts_with("field `") {
            // `type … does not have a field …`, and `field … does not exist on …`.
            let (ty, name) = match message.starts_with("type `") {
                true => (first, second?),
                false => (second?, first),
            };
            let names: Vec<&Name> = match schema.types.get(ty)? {
                ExtendedType::Object(it) => it.fields.keys().collect(),
                ExtendedType::Interface(it) => it.fields.keys().collect(),
                ExtendedType::InputObject(it) => it.fields.keys().collect(),
                ExtendedType::Union(_) | ExtendedType::Enum(_) | ExtendedType::Scalar(_) => {
                    return None;
                }
            };
            return similar(name, names.into_iter().map(|it| it.as_str()));
        }
        if message.starts_with("value `") {
            let ExtendedType::Enum(it) = schema.types.get(second?)? else { return None };
            return similar(first, it.values.keys().map(|it| it.as_str()));
        }
        if message.starts_with("cannot find type `") || message.starts_with("type condition `") {
            let types = schema.types.keys().map(|it| it.as_str());
            return similar(first, types.filter(|it| !it.starts_with("__")));
        }
        if message.starts_with("cannot find directive `") {
            let name = first.trim_start_matches('@');
            return similar(name, schema.directive_definitions.keys().map(|it| it.as_str()));
        }
        None
    }
}

/// Reports what is no GraphQL; the parser stumbles on for a while, and what is within a line of a mistake is its
/// echo.
pub(super) fn syntax(
    errors: &DiagnosticList,
    files: &Files,
    file: FileId,
    diagnostics: &mut Diagnostics,
) {
    let mut last: Option<usize> = None;
    for complaint in errors.iter() {
        let data = complaint.error;
        let line = data.location().and_then(|it| it.line_column(complaint.sources));
        let line = line.map(|it| it.line);
        let is_echo = line.zip(last).is_some_and(|(line, last)| line <= last + 1);
        last = line;
        if !is_echo {
            let place = files.place(data.location()).unwrap_or(Place::File(file));
            let message = data.to_string();
            diagnostics
                .syntax(place, &in_signs(message.strip_prefix(SYNTAX_ERROR).unwrap_or(&message)));
        }
    }
}
