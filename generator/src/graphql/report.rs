//! The engine's complaints, as diagnostics with places.

use std::sync::LazyLock;

use apollo_compiler::Schema;
use apollo_compiler::diagnostic::{Diagnostic, ToCliReport};
use apollo_compiler::schema::ExtendedType;
use apollo_compiler::validation::{DiagnosticData, DiagnosticList};
use regex::Regex;

use super::document::Files;
use crate::diagnostics::{Diagnostics, similar};
use crate::source::{FileId, Place};

/// Rules that real schemas break and that do no harm: the engine's names for them.
///
/// The runtime lets the same ones pass when it reads the schema again.
const SOFT: &[&str] = &["DeprecatedImplementationField"];

pub(super) const SYNTAX_ERROR: &str = "syntax error: ";

/// How the engine names the other places of a complaint, and what we say there.
const RELATED: &[(&str, &str)] = &[
    ("previous_location", "first defined here"),
    ("original_definition", "first defined here"),
    ("redefined_definition", "defined again here"),
    ("original_application", "first applied here"),
    ("definition_location", "defined here"),
    ("def_location", "defined here"),
    ("implements_location", "promised here"),
    ("field_location", "the field"),
    ("interface_field_location", "the interface's field"),
    ("argument_location", "the argument"),
    ("interface_argument_location", "the interface's argument"),
    ("transitive_interface_location", "implemented here"),
    ("type_location", "the type"),
    ("extension_location", "extended here"),
    ("default_location", "the default"),
    ("fragment_location", "the fragment"),
    ("variable_location", "the variable"),
    ("original_location", "first used here"),
];

/// Reports every complaint; the answer is whether none of them is an error.
pub(super) fn report(
    errors: &DiagnosticList,
    schema: &Schema,
    files: &Files,
    root: FileId,
    diagnostics: &mut Diagnostics,
) -> bool {
    let mut is_valid = true;
    let mut last_syntax_error = None;
    for complaint in errors.iter() {
        let data = complaint.error;
        let place = files.place(data.location()).unwrap_or(Place::File(root));
        let message = data.to_string();
        let is_soft = data.unstable_error_name().is_some_and(|name| SOFT.contains(&name));
        if is_soft || repeats_root(&complaint, schema) {
            diagnostics.soft_violation(place, &message, related(data, schema, files));
            continue;
        }
        is_valid = false;
        match message.strip_prefix(SYNTAX_ERROR) {
            Some(message) => {
                // The parser stumbles on for a while: what is within a line of a mistake is its echo.
                let lines = data.location().and_then(|it| it.line_column(complaint.sources));
                let here = lines.map(|it| (place.file(), it.line));
                let is_echo = here
                    .zip(last_syntax_error)
                    .is_some_and(|((file, line), (other, last))| file == other && line <= last + 1);
                last_syntax_error = here;
                if !is_echo {
                    diagnostics.syntax(place, &in_signs(message));
                }
            }
            None => {
                let mut related = related(data, schema, files);
                related.retain(|(other, _)| *other != place);
                let suggestion = suggestion(&message, schema);
                diagnostics.invalid_graphql(place, &message, related, suggestion);
            }
        }
    }
    is_valid
}

/// Whether a complaint is that a root is named again, and it is the same type.
fn repeats_root(complaint: &Diagnostic<'_, DiagnosticData>, schema: &Schema) -> bool {
    if !complaint.error.to_string().starts_with("duplicate definitions for the `") {
        return false;
    }
    let text = || {
        let span = complaint.error.location()?;
        let source = complaint.sources.get(&span.file_id())?.source_text();
        source.get(span.offset()..span.end_offset())
    };
    let Some(named) = text().and_then(|it| it.rsplit([':', ' ']).next()) else { return false };
    let definition = &schema.schema_definition;
    let roots = [&definition.query, &definition.mutation, &definition.subscription];
    roots.into_iter().flatten().any(|it| it.as_str() == named)
}

/// How the engine's complaint begins about an extension of a type that is not defined.
const ORPHAN: &str = "type extension for undefined type `";

/// Whether something extends what is not defined.
pub(super) fn has_orphans(errors: &DiagnosticList) -> bool {
    errors.iter().any(|it| it.error.to_string().starts_with(ORPHAN))
}

/// Reports extensions of what is not defined: many tools take them for definitions, and real schemas rely on that.
pub(super) fn report_orphans(
    errors: &Option<DiagnosticList>,
    files: &Files,
    root: FileId,
    diagnostics: &mut Diagnostics,
) {
    for it in errors.iter().flat_map(DiagnosticList::iter) {
        let message = it.error.to_string();
        if message.starts_with(ORPHAN) {
            let place = files.place(it.error.location()).unwrap_or(Place::File(root));
            diagnostics.soft_violation(place, &message, Vec::new());
        }
    }
}

/// Whether any of the complaints is about syntax.
pub(super) fn has_syntax_error(errors: &DiagnosticList) -> bool {
    errors.iter().any(|it| {
        let message = it.error.to_string();
        message.starts_with(SYNTAX_ERROR) || message.contains("limit")
    })
}

/// The other places that a complaint names.
///
/// The engine keeps them to itself but for its debug form, which the pinned version makes
/// as good as an interface; `tests/graphql.rs` fails when it changes.
pub(super) fn related(
    data: &DiagnosticData,
    schema: &Schema,
    files: &Files,
) -> Vec<(Place, String)> {
    static SPAN: LazyLock<Option<Regex>> =
        LazyLock::new(|| Regex::new(r"(\w+): Some\((\d+)\.\.(\d+) @(\w+)\)").ok());
    let printed = format!("{data:?}");
    let mut found: Vec<(Place, String)> = Vec::new();
    let spans = SPAN.as_ref().map(|it| it.captures_iter(&printed)).into_iter().flatten();
    for captures in spans {
        let (_, [name, start, end, number]) = captures.extract();
        let label = RELATED.iter().find(|(it, _)| *it == name).map(|(_, label)| *label);
        let (Some(label), Ok(start), Ok(end)) = (label, start.parse(), end.parse()) else {
            continue;
        };
        found.extend(files.place_of(number, start, end).map(|it| (it, label.to_owned())));
    }
    let first = first_member(&printed, schema).and_then(|it| files.place(it));
    found.extend(first.map(|it| (it, "first defined here".to_owned())));
    found
}

/// Where the first of two members with one name is.
fn first_member(
    printed: &str,
    schema: &Schema,
) -> Option<Option<apollo_compiler::parser::SourceSpan>> {
    static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r#"name_at_previous_location: "?(\w+)"?, type_name: "?(\w+)"?"#).ok()
    });
    let (_, [member, ty]) = NAMES.as_ref()?.captures(printed)?.extract();
    Some(match schema.types.get(ty)? {
        ExtendedType::Object(it) => it.fields.get(member)?.name.location(),
        ExtendedType::Interface(it) => it.fields.get(member)?.name.location(),
        ExtendedType::Enum(it) => it.values.get(member)?.value.location(),
        ExtendedType::InputObject(it) => it.fields.get(member)?.name.location(),
        ExtendedType::Union(it) => it.members.get(member)?.location(),
        ExtendedType::Scalar(_) => return None,
    })
}

/// The name that was meant, for one that the schema does not have.
fn suggestion<'s>(message: &str, schema: &'s Schema) -> Option<&'s str> {
    let quoted = |start: &str| {
        let rest = message.strip_prefix(start)?;
        rest.split_once('`').map(|(name, _)| name)
    };
    let types = || schema.types.keys().map(|it| it.as_str()).filter(|it| !it.starts_with("__"));
    if let Some(name) = quoted("cannot find type `") {
        return similar(name, types());
    }
    if let Some(name) = quoted("type extension for undefined type `") {
        return similar(name, types());
    }
    let name = quoted("cannot find directive `@")?;
    similar(name, schema.directive_definitions.keys().map(|it| it.as_str()))
}

/// The parser's names of tokens, and how they are written.
const TOKENS: &[(&str, &str)] = &[
    ("L_BRACK", "`[`"),
    ("R_BRACK", "`]`"),
    ("L_CURLY", "`{`"),
    ("R_CURLY", "`}`"),
    ("L_PAREN", "`(`"),
    ("R_PAREN", "`)`"),
];

/// A message of the parser as we write them.
pub(super) fn in_signs(message: &str) -> String {
    let mut chars = message.chars();
    let first = chars.next().map(|it| it.to_lowercase().to_string()).unwrap_or_default();
    let message = first + chars.as_str();
    TOKENS.iter().fold(message, |it, (name, sign)| it.replace(name, sign))
}
