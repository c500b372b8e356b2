//! One function per diagnostic; nothing else in the crate builds a message.

use super::{Diagnostic, Diagnostics, Severity};
use crate::source::Place;

impl Diagnostics {
    fn error(
        &mut self,
        code: &'static str,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        let label = label.to_owned();
        let severity = Severity::Error;
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }

    fn warning(
        &mut self,
        code: &'static str,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        let label = label.to_owned();
        let severity = Severity::Warning;
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }

    // Reading.

    /// The text is neither JSON nor YAML, or no GraphQL.
    pub fn syntax(&mut self, place: Place, message: &str) {
        self.error("syntax", place, message.to_owned(), "here", None);
    }

    /// A file that is needed cannot be read.
    pub fn unreadable(&mut self, place: Place, path: &str, reason: &str) {
        let help = "references are relative to the file that they stand in".to_owned();
        let message = format!("cannot read `{path}`: {reason}");
        match place {
            Place::File(_) => self.error("unreadable-file", place, message, "", None),
            place => {
                self.warning("unreadable-file", place, message, "referred to here", Some(help))
            }
        }
    }

    /// The document says no version.
    pub fn no_version(&mut self, place: Place) {
        let help = "an OpenAPI document starts with `openapi: 3.1.0`, a Swagger one with `swagger: \"2.0\"`";
        self.error(
            "no-version",
            place,
            "the document says no version".to_owned(),
            "",
            Some(help.to_owned()),
        );
    }

    /// The document says a version that is not read.
    pub fn unknown_version(&mut self, place: Place, version: &str) {
        let help = "versions 2.0, 3.0, 3.1 and 3.2 are read".to_owned();
        self.error(
            "unknown-version",
            place,
            format!("version `{version}` is unknown"),
            "",
            Some(help),
        );
    }

    /// A reference to a URL.
    pub fn remote_reference(&mut self, place: Place, reference: &str) {
        let help =
            "nothing is fetched: keep a copy beside the document and refer to that".to_owned();
        let message = format!("reference `{reference}` leads outside the project");
        self.warning("remote-reference", place, message, "read as any value", Some(help));
    }

    /// A reference to something that is not there.
    pub fn missing_target(&mut self, place: Place, reference: &str, suggestion: Option<&str>) {
        let help = suggestion.map(|it| match it.starts_with('#') {
            true => format!("there is `{it}`"),
            false => format!("there is one named `{it}`"),
        });
        let message = format!("reference `{reference}` leads nowhere");
        self.warning("missing-target", place, message, "read as any value", help);
    }

    /// References that lead back to themselves.
    pub fn cyclic_reference(&mut self, place: Place, reference: &str) {
        let message = format!("reference `{reference}` leads in a circle");
        self.warning("cyclic-reference", place, message, "left out", None);
    }

    // Overlays.

    /// The overlay says no version that is read.
    pub fn unknown_overlay(&mut self, place: Place) {
        let help = "an overlay starts with `overlay: 1.0.0`".to_owned();
        self.error(
            "unknown-overlay",
            place,
            "not an overlay of version 1".to_owned(),
            "",
            Some(help),
        );
    }

    /// An overlay's action that cannot be carried out.
    pub fn overlay_target(&mut self, place: Place, target: &str, reason: &str) {
        let message = match target {
            "" => reason.to_owned(),
            target => format!("target `{target}`: {reason}"),
        };
        self.error("overlay-target", place, message, "", None);
    }

    // Keywords.

    /// A keyword that the object does not have.
    pub fn unknown_keyword(
        &mut self,
        place: Place,
        key: &str,
        object: &str,
        suggestion: Option<&str>,
    ) {
        let help = suggestion.map(|it| format!("did you mean `{it}`?"));
        let message = format!("{object} has no keyword `{key}`");
        self.warning("unknown-keyword", place, message, "passed over", help);
    }

    /// A keyword that the object has in another version.
    pub fn keyword_of_other_version(&mut self, place: Place, key: &str, object: &str) {
        let message = format!("`{key}` is a keyword of {object} in another version");
        self.warning("keyword-of-other-version", place, message, "read all the same", None);
    }

    /// A value of a wrong kind.
    pub fn wrong_kind(&mut self, place: Place, expected: &str, found: &str) {
        let message = format!("expected {expected}, found {found}");
        self.warning("wrong-kind", place, message, "passed over", None);
    }

    /// A `type` that JSON Schema does not know.
    pub fn unknown_type(&mut self, place: Place, word: &str, suggestion: Option<&str>) {
        let help = suggestion.map(|it| format!("did you mean `{it}`?"));
        self.warning(
            "unknown-type",
            place,
            format!("`{word}` is no type"),
            "read as any value",
            help,
        );
    }

    // Meaning.

    /// An object that lacks what it cannot do without.
    pub fn missing_keyword(&mut self, place: Place, object: &str, key: &str) {
        let message = format!("{object} needs `{key}`");
        self.warning("missing-keyword", place, message, "left out", None);
    }

    /// A variable of a path template that no parameter declares; perhaps one was meant to.
    pub fn undeclared_variable(
        &mut self,
        place: Place,
        name: &str,
        path: &str,
        meant: Option<(Place, &str)>,
    ) {
        let (label, help) = match &meant {
            Some((_, it)) => (
                format!("read as `{it}`"),
                format!("there is a parameter `{it}`: the two names must be the same"),
            ),
            None => {
                ("read as text".to_owned(), format!("declare a parameter `{name}` with `in: path`"))
            }
        };
        self.push(Diagnostic {
            code: "undeclared-variable",
            severity: Severity::Warning,
            message: format!("`{{{name}}}` in `{path}` has no path parameter"),
            place,
            label,
            related: meant.map(|it| (it.0, "declared here".to_owned())).into_iter().collect(),
            help: Some(help),
        });
    }

    /// A path parameter that its path does not name.
    pub fn unused_path_parameter(&mut self, place: Place, name: &str, path: &str) {
        let message = format!("parameter `{name}` is declared but does not appear in `{path}`");
        self.warning("unused-path-parameter", place, message, "left out", None);
    }

    /// Two operations with one id.
    pub fn duplicate_operation_id(&mut self, first: Place, again: Place, id: &str) {
        self.push(Diagnostic {
            code: "duplicate-operation-id",
            severity: Severity::Warning,
            message: format!("operation id `{id}` is used twice"),
            place: again,
            label: "numbered here".to_owned(),
            related: vec![(first, "first used here".to_owned())],
            help: Some("operation ids name Rust functions, so each must be unique".to_owned()),
        });
    }

    /// Two operations that no request can tell apart.
    pub fn ambiguous_operation(&mut self, first: Place, again: Place, address: &str) {
        self.push(Diagnostic {
            code: "ambiguous-operation",
            severity: Severity::Warning,
            message: format!("no request tells two operations `{address}` apart"),
            place: again,
            label: "servers never get here".to_owned(),
            related: vec![(first, "all requests lead here".to_owned())],
            help: Some(
                "a path, a literal in its query or a required query parameter must differ"
                    .to_owned(),
            ),
        });
    }

    /// An operation that a link names and nobody declares.
    pub fn unknown_operation(&mut self, place: Place, id: &str, suggestion: Option<&str>) {
        let message = format!("there is no operation `{id}`");
        let help = suggestion.map(|it| format!("there is one named `{it}`"));
        self.warning("unknown-operation", place, message, "the link leads nowhere", help);
    }

    /// A default that its parameter cannot have.
    pub fn unfit_default(&mut self, place: Place, name: &str, default: &str) {
        let message = format!("`{default}` is no value of the parameter `{name}`");
        self.warning("unfit-default", place, message, "its default is left out", None);
    }

    /// A security scheme that a requirement names and nobody declares.
    pub fn unknown_security_scheme(&mut self, place: Place, name: &str, suggestion: Option<&str>) {
        let message = format!("security scheme `{name}` is not declared");
        let help = suggestion.map(|it| format!("there is one named `{it}`"));
        self.warning("unknown-security-scheme", place, message, "read as a bearer token", help);
    }

    /// A kind of security scheme that the specification does not have.
    pub fn unsupported_security_scheme(&mut self, place: Place, name: &str, kind: &str) {
        let message = format!("security scheme `{name}` is of the unknown type `{kind}`");
        let label = "read as a bearer token";
        self.warning("unsupported-security-scheme", place, message, label, None);
    }

    // Widening: what is generated accepts more than the schema does.

    /// Something that becomes any JSON value or a wider type.
    pub fn widened(&mut self, place: Place, what: &str, to: &str) {
        let message = format!("{what} is generated as {to}");
        self.warning("widened", place, message, "accepts more than the schema", None);
    }

    /// Something whose type holds more values than the schema allows; servers refuse those.
    pub fn wider_type(&mut self, place: Place, what: &str, to: &str) {
        let message = format!("{what} is generated as {to}");
        let label = "the type is wider than the schema; servers check the rest";
        self.warning("widened", place, message, label, None);
    }

    /// A keyword of JSON Schema that the generated code does not check.
    pub fn unchecked_keyword(&mut self, place: Place, key: &str) {
        let message = format!("`{key}` is not checked");
        self.warning("unchecked-keyword", place, message, "accepts more than the schema", None);
    }

    /// A pattern that the regular expressions of Rust cannot say.
    pub fn unsupported_pattern(&mut self, place: Place, pattern: &str) {
        let message = format!("pattern `{pattern}` is not checked");
        let help = "look-around and back-references are not supported".to_owned();
        self.warning(
            "unsupported-pattern",
            place,
            message,
            "accepts more than the schema",
            Some(help),
        );
    }

    /// Properties of `allOf` that exclude each other.
    pub fn conflicting_types(&mut self, place: Place) {
        let message = "the parts of `allOf` allow no type together".to_owned();
        self.warning("conflicting-types", place, message, "read as any value", None);
    }

    /// Something of the specification that is not built yet, and so not generated.
    pub fn not_generated(&mut self, place: Place, what: &str, instead: &str) {
        let message = format!("{what} is not generated yet");
        self.warning("not-generated", place, message, instead, None);
    }

    // GraphQL.

    /// A JSON file that should be the answer to an introspection query.
    pub fn no_introspection(&mut self, place: Place) {
        let help =
            "the answer to an introspection query has `data.__schema`, or `__schema` at the top";
        let message = "not an introspection result".to_owned();
        self.error("no-introspection", place, message, "", Some(help.to_owned()));
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
            code: "invalid-graphql",
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
            code: "soft-violation",
            severity: Severity::Warning,
            message: message.to_owned(),
            place,
            label: "generated all the same".to_owned(),
            related,
            help: None,
        });
    }
}
