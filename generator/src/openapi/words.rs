//! The words of the specifications where only a few will do, and what people write instead of them.

use super::shape::{ALL, V2, V3, V32};
use crate::diagnostics::similar;

/// The words that may stand in one place.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// What each of them is.
    pub(super) what: &'static str,
    /// The words, and the versions that have them.
    words: &'static [(&'static str, u8)],
    /// What becomes of another one.
    pub(super) outcome: &'static str,
    /// Words of other versions, and what to do instead.
    hints: &'static [(&'static str, &'static str)],
}

const BODY: &str = "since version 3.0 the body is the operation's `requestBody`";

pub(super) const LOCATIONS: &Words = &Words {
    what: "location of a parameter",
    words: &[
        ("path", ALL),
        ("query", ALL),
        ("querystring", V32),
        ("header", ALL),
        ("cookie", V3),
        ("body", V2),
        ("formData", V2),
    ],
    outcome: "left out",
    hints: &[("body", BODY), ("formData", BODY)],
};

pub(super) const KEY_LOCATIONS: &Words = &Words {
    what: "location of an API key",
    words: &[("query", ALL), ("header", ALL), ("cookie", V3)],
    outcome: "read as `header`",
    hints: &[],
};

pub(super) const STYLES: &Words = &Words {
    what: "style of a parameter",
    words: &[
        ("matrix", V3),
        ("label", V3),
        ("simple", V3),
        ("form", V3),
        ("spaceDelimited", V3),
        ("pipeDelimited", V3),
        ("deepObject", V3),
        ("cookie", V32),
    ],
    outcome: "read as the default",
    hints: &[
        ("csv", "since version 3.0 this is `style: form` with `explode: false`"),
        ("multi", "since version 3.0 this is `style: form`"),
        ("pipes", "since version 3.0 this is `style: pipeDelimited`"),
        ("ssv", "since version 3.0 this is `style: spaceDelimited`"),
    ],
};

pub(super) const COLLECTION_FORMATS: &Words = &Words {
    what: "collection format",
    words: &[("csv", V2), ("ssv", V2), ("tsv", V2), ("pipes", V2), ("multi", V2)],
    outcome: "read as `csv`",
    hints: &[],
};

pub(super) const FLOWS: &Words = &Words {
    what: "OAuth flow",
    words: &[("implicit", V2), ("password", V2), ("application", V2), ("accessCode", V2)],
    outcome: "passed over",
    hints: &[],
};

impl Words {
    /// The words of one version.
    pub(super) fn of(&self, version: u8) -> Vec<&'static str> {
        self.words.iter().filter(|it| it.1 & version != 0).map(|it| it.0).collect()
    }

    /// What to write instead of a word of another version.
    pub(super) fn hint(&self, word: &str) -> Option<&'static str> {
        self.hints.iter().find(|it| it.0 == word).map(|it| it.1)
    }
}

/// The formats of the registry of the OpenAPI Initiative and of JSON Schema.
const FORMATS: &[&str] = &[
    "base64",
    "base64url",
    "binary",
    "byte",
    "char",
    "commonmark",
    "date",
    "date-time",
    "date-time-local",
    "decimal",
    "decimal128",
    "double",
    "double-int",
    "duration",
    "email",
    "float",
    "hostname",
    "html",
    "http-date",
    "idn-email",
    "idn-hostname",
    "int16",
    "int32",
    "int64",
    "int8",
    "ipv4",
    "ipv6",
    "iri",
    "iri-reference",
    "json-pointer",
    "media-range",
    "password",
    "regex",
    "relative-json-pointer",
    "time",
    "time-local",
    "uint",
    "uint16",
    "uint32",
    "uint64",
    "uint8",
    "uri",
    "uri-reference",
    "uri-template",
    "uuid",
];

/// The format that was meant by a word that is none.
///
/// Formats are an open set, so only what differs in signs and capitals, or in one letter of many, is held for a mistake.
pub(super) fn meant_format(word: &str) -> Option<&'static str> {
    if FORMATS.contains(&word) {
        return None;
    }
    let plain = |text: &str| -> String {
        text.chars().filter(|it| it.is_alphanumeric()).flat_map(char::to_lowercase).collect()
    };
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    let written = plain(word);
    let same = FORMATS.iter().find(|it| plain(it) == written);
    let near = |it: &&&str| {
        written.len() > 4
            && digits(it) == digits(word)
            && strsim::damerau_levenshtein(&plain(it), &written) == 1
    };
    same.or_else(|| FORMATS.iter().find(near)).copied()
}

/// What people write for a type, and which of ours it is.
const TYPES: &[(&str, &str)] = &[
    ("bool", "boolean"),
    ("byte", "string"),
    ("bytes", "string"),
    ("date", "string"),
    ("date-time", "string"),
    ("datetime", "string"),
    ("decimal", "number"),
    ("dict", "object"),
    ("double", "number"),
    ("float", "number"),
    ("int", "integer"),
    ("int32", "integer"),
    ("int64", "integer"),
    ("list", "array"),
    ("long", "integer"),
    ("map", "object"),
    ("nil", "null"),
    ("none", "null"),
    ("str", "string"),
    ("text", "string"),
    ("uuid", "string"),
];

/// The type that was meant by a word that is none.
pub(super) fn meant_type(word: &str, known: &[&'static str]) -> Option<&'static str> {
    let lower = word.to_lowercase();
    let other = TYPES.iter().find(|it| it.0 == lower).map(|it| it.1);
    other.or_else(|| similar(word, known.iter().copied()))
}
