//! Everything a run has to say about its input: a list, each with a code and a place.
//!
//! One constructor per diagnostic, in `messages`; nothing else in the crate builds a message.
//! Its codes are declared in [`code`], each with a page that explains it.

pub mod code;
pub mod locate;
mod messages;
pub mod render;

use std::collections::BTreeSet;

pub use messages::{Instead, Meant};

use crate::source::Place;

/// How bad a diagnostic is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// What is generated is what people mean, though not what the specification says to the letter.
    Note,
    /// What is generated is right, and something in the schema deserves a look.
    Warning,
    /// Nothing can be generated from the thing named; in strict mode, from the whole run.
    Error,
}

/// One thing to say.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Diagnostic {
    /// The name of its [`code::Code`].
    pub code: &'static str,
    /// How bad it is.
    pub severity: Severity,
    /// What is wrong: lower case, no full stop, names in backticks.
    pub message: String,
    /// The smallest place that is wrong.
    pub place: Place,
    /// What to say at the place itself; short, may be empty.
    pub label: String,
    /// Other places that explain it.
    pub related: Vec<(Place, String)>,
    /// What to do about it.
    pub help: Option<String>,
}

/// The diagnostics of one run, each once.
#[derive(Debug, Default, Clone)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    seen: BTreeSet<(&'static str, Place, String)>,
}

impl Diagnostics {
    /// Adds a diagnostic, unless the same one is there.
    pub(crate) fn push(&mut self, diagnostic: Diagnostic) {
        let key = (diagnostic.code, diagnostic.place.clone(), diagnostic.message.clone());
        if self.seen.insert(key) {
            self.list.push(diagnostic);
        }
    }

    /// Adds all of another list.
    pub fn merge(&mut self, other: Self) {
        other.list.into_iter().for_each(|it| self.push(it));
    }

    /// All of them, by file and then in the order found.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        let mut sorted: Vec<_> = self.list.iter().collect();
        sorted.sort_by_key(|it| it.place.file());
        sorted.into_iter()
    }

    /// How many of this severity there are.
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|it| it.severity == severity).count()
    }

    /// Whether any is an error.
    pub fn has_errors(&self) -> bool {
        self.count(Severity::Error) > 0
    }

    /// In strict mode, what was repaired or widened stops the run; notes stay notes.
    pub fn treat_warnings_as_errors(&mut self) {
        for it in self.list.iter_mut().filter(|it| it.severity == Severity::Warning) {
            it.severity = Severity::Error;
        }
    }

    /// Whether there is none at all.
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}

/// The name among `known` that somebody who wrote `word` may have meant.
pub fn similar<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    let word = word.to_lowercase();
    let n_chars = word.chars().count();
    let most = n_chars.max(3) / 3;
    known
        .filter(|name| name.chars().count().abs_diff(n_chars) <= most)
        .map(|name| (strsim::damerau_levenshtein(&word, &name.to_lowercase()), name))
        .filter(|(distance, _)| *distance <= most)
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}
