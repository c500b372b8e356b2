//! Keywords that an object does not have, and values that they cannot have.

use super::words::{Instead, Meant};
use crate::diagnostics::{Diagnostics, code};
use crate::source::Place;

impl Diagnostics {
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
}
