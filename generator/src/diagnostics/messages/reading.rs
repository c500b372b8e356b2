//! Manifests, texts, files and references that cannot be read.

use crate::diagnostics::{Diagnostics, code};
use crate::source::Place;

impl Diagnostics {
    /// The text is neither JSON nor YAML, or no GraphQL.
    pub fn syntax(&mut self, place: Place, message: &str) {
        let help = syntax_help(message).map(str::to_owned);
        self.error(code::SYNTAX, place, message.to_owned(), "the reader stopped here", help);
    }

    /// A file that is needed cannot be read.
    pub fn unreadable(&mut self, place: Place, path: &str, reason: &str) {
        let help = "references are relative to the file that they stand in".to_owned();
        let message = format!("cannot read `{path}`: {reason}");
        match place {
            Place::File(_) => self.error(code::UNREADABLE_FILE, place, message, "", None),
            place => {
                self.warning(code::UNREADABLE_FILE, place, message, "referred to here", Some(help))
            }
        }
    }

    /// The document says no version.
    pub fn no_version(&mut self, place: Place) {
        let help = "an OpenAPI document starts with `openapi: 3.1.0`, a Swagger one with `swagger: \"2.0\"`; \
                    GraphQL is read from `.graphql` files and introspection results";
        self.error(
            code::NO_VERSION,
            place,
            "the document says no version".to_owned(),
            "",
            Some(help.to_owned()),
        );
    }

    /// The document is nothing that could say a version.
    pub fn no_document(&mut self, place: Place, found: &str) {
        let message = format!("expected an OpenAPI document, found {found}");
        self.error(code::NO_VERSION, place, message, "", None);
    }

    /// The keyword that says the version is misspelt.
    pub fn misspelt_version(&mut self, place: Place, key: &str, meant: &str) {
        let message = "the document says no version".to_owned();
        let help = format!("did you mean `{meant}` by `{key}`?");
        self.error(code::NO_VERSION, place, message, "", Some(help));
    }

    /// The document says a version that is not read.
    pub fn unknown_version(&mut self, place: Place, version: &str) {
        let help = "versions 2.0, 3.0, 3.1 and 3.2 are read".to_owned();
        self.error(
            code::UNKNOWN_VERSION,
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
        self.warning(code::REMOTE_REFERENCE, place, message, "read as any value", Some(help));
    }

    /// An example whose value is at a URL.
    pub fn remote_example(&mut self, place: Place, url: &str) {
        let help = "nothing is fetched: keep a copy beside the document and refer to that";
        let message = format!("the value of the example, `{url}`, is outside the project");
        self.note(code::REMOTE_REFERENCE, place, message, "the example is left out", help);
    }

    /// A reference to something that is not there.
    pub fn missing_target(&mut self, place: Place, reference: &str, suggestion: Option<&str>) {
        let help = suggestion.map(|it| format!("did you mean `{it}`?"));
        let message = format!("reference `{reference}` leads nowhere");
        self.warning(code::MISSING_TARGET, place, message, "read as any value", help);
    }

    /// References that lead back to themselves.
    pub fn cyclic_reference(&mut self, place: Place, reference: &str) {
        let message = format!("reference `{reference}` leads in a circle");
        self.warning(code::CYCLIC_REFERENCE, place, message, "left out", None);
    }

    /// What the manifest says about a schema does not fit it.
    pub fn manifest(&mut self, place: Place, message: &str, help: Option<String>) {
        self.error(code::MANIFEST, place, message.to_owned(), "", help);
    }
}

/// What the readers of YAML and JSON say, and what was most often done wrong.
const SYNTAX: &[(&str, &str)] = &[
    ("unexpected end of stream", OPEN),
    ("EOF while parsing", OPEN),
    ("trailing comma", "take the comma away"),
    ("trailing characters", "a file holds one document"),
    (
        "cannot start any token",
        "YAML is indented with spaces; text that begins with `@`, `%`, a backtick or a tab needs quotes",
    ),
    (
        "mapping values are not allowed",
        "text that holds `: ` needs quotes; or the line is indented too far",
    ),
    ("did not find expected `,`", "close the bracket; text that holds `: ` or `, ` needs quotes"),
    ("unknown anchor", "text that begins with `*` needs quotes"),
    ("is there twice", "of two members with one key most readers drop one: rename or merge them"),
];

const OPEN: &str = "a quote or a bracket has no other half";

fn syntax_help(message: &str) -> Option<&'static str> {
    SYNTAX.iter().find(|it| message.contains(it.0)).map(|it| it.1)
}
