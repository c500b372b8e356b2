//! One function per diagnostic; nothing else in the crate builds a message.

use super::code::{self, Code};
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
        let label = label.to_owned();
        let severity = Severity::Error;
        let code = code.name;
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }

    fn warning(
        &mut self,
        code: Code,
        place: Place,
        message: String,
        label: &str,
        help: Option<String>,
    ) {
        let label = label.to_owned();
        let severity = Severity::Warning;
        let code = code.name;
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }

    fn note(&mut self, code: Code, place: Place, message: String, label: &str, help: &str) {
        let (label, help) = (label.to_owned(), Some(help.to_owned()));
        let severity = Severity::Note;
        let code = code.name;
        self.push(Diagnostic { code, severity, message, place, label, related: Vec::new(), help });
    }

    // Reading.

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

    // Overlays.

    /// The overlay says no version that is read.
    pub fn unknown_overlay(&mut self, place: Place) {
        let help = "an overlay starts with `overlay: 1.0.0`".to_owned();
        self.error(
            code::UNKNOWN_OVERLAY,
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
        self.error(code::OVERLAY_TARGET, place, message, "the action has no effect", None);
    }

    // Keywords.

    /// A keyword that the object does not have.
    pub fn unknown_keyword(&mut self, place: Place, key: &str, object: &str, meant: Meant<'_>) {
        let message = format!("{object} has no keyword `{key}`");
        self.warning(code::UNKNOWN_KEYWORD, place, message, "passed over", meant.help());
    }

    /// A keyword that the object has in other versions, and how this version says it, where it can.
    pub fn keyword_of_other_version(
        &mut self,
        place: Place,
        key: &str,
        object: &str,
        versions: &str,
        instead: Option<&str>,
    ) {
        let message = format!("`{key}` is a keyword of {object} in another version");
        let help = match instead {
            Some(instead) => instead.to_owned(),
            None => format!("it belongs to {versions}"),
        };
        self.warning(
            code::KEYWORD_OF_OTHER_VERSION,
            place,
            message,
            "read all the same",
            Some(help),
        );
    }

    /// A key among responses that is no status.
    pub fn malformed_status(
        &mut self,
        place: Place,
        key: &str,
        suggestion: Option<&str>,
        is_read: bool,
    ) {
        let message = format!("`{key}` is no status");
        let help = match suggestion {
            Some(it) => format!("did you mean `{it}`?"),
            None => "a status is a number as `200`, a range as `4XX`, or `default`".to_owned(),
        };
        let label = if is_read { "read as if it were" } else { "the response is left out" };
        self.warning(code::MALFORMED_KEY, place, message, label, Some(help));
    }

    /// A key of `content` without the slash that every media type has.
    pub fn malformed_media_type(&mut self, place: Place, key: &str) {
        let message = format!("`{key}` is no media type");
        let help = match key {
            "schema" | "example" | "examples" => {
                format!("a media type comes between: `application/json: {{ {key}: … }}`")
            }
            _ => "a media type has a slash, as `application/json`".to_owned(),
        };
        self.warning(code::MALFORMED_KEY, place, message, "read as one all the same", Some(help));
    }

    /// A path that does not begin with a slash.
    pub fn relative_path(&mut self, place: Place, path: &str) {
        let message = format!("path `{path}` does not begin with `/`");
        let help = format!("write `/{path}`; an extension begins with `x-`");
        self.warning(code::MALFORMED_KEY, place, message, "read as if it did", Some(help));
    }

    /// A word that is none of the few which are allowed where it stands.
    pub fn unknown_word(
        &mut self,
        place: Place,
        word: &str,
        what: &str,
        instead: Instead<'_>,
        label: &str,
    ) {
        let message = format!("`{word}` is no {what}");
        self.warning(code::UNKNOWN_WORD, place, message, label, Some(instead.help()));
    }

    /// A format that is spelt almost as one that has a meaning.
    pub fn unknown_format(&mut self, place: Place, word: &str, suggestion: &str) {
        let message = format!("`{word}` is no format that is known");
        let help = format!("did you mean `{suggestion}`?");
        self.warning(code::UNKNOWN_FORMAT, place, message, "has no effect", Some(help));
    }

    /// A value of a wrong kind.
    pub fn wrong_kind(&mut self, place: Place, expected: &str, found: &str, help: Option<&str>) {
        let message = format!("expected {expected}, found {found}");
        self.warning(code::WRONG_KIND, place, message, "passed over", help.map(str::to_owned));
    }

    /// A `type` that JSON Schema does not know.
    pub fn unknown_type(&mut self, place: Place, word: &str, instead: Instead<'_>) {
        let message = format!("`{word}` is no type");
        self.warning(code::UNKNOWN_TYPE, place, message, "read as any value", Some(instead.help()));
    }

    /// A keyword beside a reference, in a version that has none there.
    pub fn reference_sibling(&mut self, place: Place, key: &str, version: &str) {
        let message =
            format!("`{key}` stands beside `$ref`, where OpenAPI {version} has no keywords");
        let help = "put the reference into an `allOf`, and the keyword beside that";
        self.note(code::REFERENCE_SIBLING, place, message, "read all the same", help);
    }

    /// Schemas without a type: how many of them are read as the type that they suggest. The place is one of them.
    pub fn implied_types(&mut self, place: Place, count: usize, ty: &str) {
        let message = match count {
            1 => "a schema without `type` is read as the type that its keywords suggest".to_owned(),
            _ => format!(
                "{count} schemas without `type` are read as the types that their keywords suggest"
            ),
        };
        let label = match count {
            1 => format!("as `{ty}`"),
            _ => format!("one of them: as `{ty}`"),
        };
        let help = "to the letter they allow values of every other type: add `type`, or say at the root \
                    of the document what is meant: `x-meshwright-untyped: any` or `implied`";
        self.note(code::IMPLIED_TYPE, place, message, &label, help);
    }

    // Meaning.

    /// An object that lacks what it cannot do without.
    pub fn missing_keyword(&mut self, place: Place, object: &str, key: &str) {
        let message = format!("{object} needs `{key}`");
        let help = match key {
            "in" => "it is `in: query`, `in: header`, `in: path` or `in: cookie`".to_owned(),
            key => format!("add `{key}`"),
        };
        self.warning(code::MISSING_KEYWORD, place, message, "left out", Some(help));
    }

    /// An object that lacks a part, and what is generated instead.
    pub fn missing_part(&mut self, place: Place, object: &str, what: &str, instead: &str) {
        let message = format!("{object} needs {what}");
        let help = format!("add {what}");
        self.warning(code::MISSING_KEYWORD, place, message, instead, Some(help));
    }

    /// A text that does not have the form that it needs.
    pub fn malformed(&mut self, place: Place, text: &str, what: &str, instead: &str) {
        let message = format!("`{}` is not {what}", text.escape_debug());
        self.warning(code::MALFORMED_KEY, place, message, instead, None);
    }

    /// Something that is there a second time; the first place comes first.
    pub fn duplicate(&mut self, (first, again): (Place, Place), what: &str, instead: &str) {
        self.push(Diagnostic {
            code: code::DUPLICATE.name,
            severity: Severity::Warning,
            message: format!("{what} is there twice"),
            place: again.clone(),
            label: instead.to_owned(),
            related: (first != again)
                .then(|| (first, "first here".to_owned()))
                .into_iter()
                .collect(),
            help: None,
        });
    }

    /// Keywords or objects that exclude each other; the first place comes first.
    pub fn conflicting_keywords(
        &mut self,
        (first, second): (Place, Place),
        what: &str,
        instead: &str,
    ) {
        self.push(Diagnostic {
            code: code::CONFLICTING_KEYWORDS.name,
            severity: Severity::Warning,
            message: what.to_owned(),
            place: second,
            label: instead.to_owned(),
            related: vec![(first, "against this".to_owned())],
            help: None,
        });
    }

    /// A `default` that its own schema does not allow.
    pub fn unfit_value(&mut self, place: Place, why: &str) {
        let message = format!("this `default` is {why}");
        let label = "said in the docs all the same";
        self.warning(code::UNFIT_DEFAULT, place, message, label, None);
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
            code: code::UNDECLARED_VARIABLE.name,
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
        let help = format!("put `{{{name}}}` into the path, or write `in: query`");
        self.warning(code::UNUSED_PATH_PARAMETER, place, message, "left out", Some(help));
    }

    /// Two operations with one id.
    pub fn duplicate_operation_id(&mut self, first: Place, again: Place, id: &str) {
        self.push(Diagnostic {
            code: code::DUPLICATE_OPERATION_ID.name,
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
            code: code::AMBIGUOUS_OPERATION.name,
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
        self.warning(code::UNKNOWN_OPERATION, place, message, "the link leads nowhere", help);
    }

    /// An operation that the project leaves unimplemented and nobody declares.
    pub fn unknown_left_out(&mut self, place: Place, id: &str, suggestion: Option<&str>) {
        let message = format!("there is no operation `{id}` that could be left unimplemented");
        let help = suggestion.map(|it| format!("there is one named `{it}`"));
        self.error(code::UNKNOWN_OPERATION, place, message, "", help);
    }

    /// What an operation says about its pages cannot be.
    pub fn unusable_pagination(&mut self, place: Place, reason: &str) {
        let message = format!("the pages cannot be followed: {reason}");
        self.warning(code::UNUSABLE_PAGINATION, place, message, "generated without", None);
    }

    /// A default that its parameter cannot have.
    pub fn unfit_default(&mut self, place: Place, name: &str, default: &str) {
        let message = format!("`{default}` is no value of the parameter `{name}`");
        self.warning(code::UNFIT_DEFAULT, place, message, "its default is left out", None);
    }

    /// A security scheme that a requirement names and nobody declares; perhaps another one was meant.
    pub fn unknown_security_scheme(
        &mut self,
        place: Place,
        name: &str,
        meant: Option<(Place, &str)>,
        section: &str,
    ) {
        let help = match &meant {
            Some((_, it)) => format!("did you mean `{it}`?"),
            None => format!("declare it in `{section}`"),
        };
        self.push(Diagnostic {
            code: code::UNKNOWN_SECURITY_SCHEME.name,
            severity: Severity::Warning,
            message: format!("security scheme `{name}` is not declared"),
            place,
            label: "read as a bearer token".to_owned(),
            related: meant.map(|it| (it.0, "declared here".to_owned())).into_iter().collect(),
            help: Some(help),
        });
    }

    /// A kind of security scheme that the specification does not have.
    pub fn unsupported_security_scheme(
        &mut self,
        place: Place,
        name: &str,
        kind: &str,
        instead: Instead<'_>,
    ) {
        let message = format!("security scheme `{name}` is of the unknown type `{kind}`");
        self.warning(
            code::UNSUPPORTED_SECURITY_SCHEME,
            place,
            message,
            "read as a bearer token",
            Some(instead.help()),
        );
    }

    // Widening: what is generated accepts more than the schema does.

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

    /// What the manifest says about a schema does not fit it.
    pub fn manifest(&mut self, place: Place, message: &str, help: Option<String>) {
        self.error(code::MANIFEST, place, message.to_owned(), "", help);
    }

    // GraphQL.

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

    // GraphQL operation documents.

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

/// What somebody may have meant who wrote a keyword that an object does not have.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meant<'a> {
    /// A keyword that the object does have.
    Spelling(&'a str),
    /// The same keyword, of an object further inside: its name and the way to it.
    Inside(&'a str, &'a str),
    /// The same keyword, of other objects: their names.
    Elsewhere(&'a str),
    /// Nobody knows.
    Unknown,
}

impl Meant<'_> {
    fn help(self) -> Option<String> {
        Some(match self {
            Self::Spelling(it) => format!("did you mean `{it}`?"),
            Self::Inside(object, way) => format!("it belongs to {object}: put it inside `{way}`"),
            Self::Elsewhere(object) => format!("it is a keyword of {object}"),
            Self::Unknown => return None,
        })
    }
}

/// What to write instead of a word that will not do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Instead<'a> {
    /// A word spelt almost the same.
    Near(&'a str),
    /// Any of these.
    OneOf(&'a [&'a str]),
    /// Something that is no other word.
    Hint(&'a str),
}

impl Instead<'_> {
    fn help(self) -> String {
        match self {
            Self::Near(it) => format!("did you mean `{it}`?"),
            Self::OneOf(words) => format!("expected one of {}", listed(words)),
            Self::Hint(it) => it.to_owned(),
        }
    }
}

/// `a`, `b`, `c`.
fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
    quoted.join(", ")
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
