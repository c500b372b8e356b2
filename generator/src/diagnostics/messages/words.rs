//! Words of help.

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
    pub(super) fn help(self) -> Option<String> {
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
    pub(super) fn help(self) -> String {
        match self {
            Self::Near(it) => format!("did you mean `{it}`?"),
            Self::OneOf(words) => format!("expected one of {}", listed(words)),
            Self::Hint(it) => it.to_owned(),
        }
    }
}

/// `a`, `b`, `c`.
pub(super) fn listed(words: &[&str]) -> String {
    let quoted: Vec<String> = words.iter().map(|it| format!("`{it}`")).collect();
    quoted.join(", ")
}
