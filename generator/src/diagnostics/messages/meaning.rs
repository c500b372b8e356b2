//! Documents whose parts do not go together.

use super::words::Instead;
use crate::diagnostics::{Diagnostic, Diagnostics, Severity, code};
use crate::source::Place;

impl Diagnostics {
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
}
