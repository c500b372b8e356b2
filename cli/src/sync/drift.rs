//! How the disk differs from what was generated.

use std::time::Duration;

use similar::{ChangeTag, TextDiff};

/// How many lines of a file's difference are shown.
const LINES_SHOWN: usize = 12;
/// How many files have their difference shown.
const DIFFS_SHOWN: usize = 20;
/// How long one comparison may take; after that it is only cruder.
const PATIENCE: Duration = Duration::from_millis(200);
/// The longest part of a line that is shown, in characters.
const WIDTH: usize = 160;

/// Every difference, by path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Drift {
    /// One per file that differs.
    pub changes: Vec<Change>,
    /// How many files the tool owns in all.
    pub n_files: usize,
}

/// One file that is not as it should be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Relative to the project's root.
    pub path: String,
    /// In what way.
    pub kind: Kind,
    /// The text on disk and the one that was generated; none but for stale files.
    texts: Option<(String, String)>,
}

/// In what way a file is not as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Its text is another.
    Stale,
    /// It is not there.
    Missing,
    /// It is there, and nothing generates it.
    Orphaned,
}

impl Change {
    pub(super) fn new(path: &str, kind: Kind) -> Self {
        Self { path: path.to_owned(), kind, texts: None }
    }

    pub(super) fn stale(path: &str, old: &str, new: &str) -> Self {
        let texts = Some((old.to_owned(), new.to_owned()));
        Self { path: path.to_owned(), kind: Kind::Stale, texts }
    }
}

impl Drift {
    /// Whether the disk is as it should be.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// How many files a run writes to mend this.
    pub fn count_written(&self) -> usize {
        self.count(Kind::Stale) + self.count(Kind::Missing)
    }

    /// How many files a run removes to mend this.
    pub fn count_orphaned(&self) -> usize {
        self.count(Kind::Orphaned)
    }

    /// `3 stale, 1 missing, 1 orphaned`
    pub fn counts(&self) -> String {
        let kinds =
            [(Kind::Stale, "stale"), (Kind::Missing, "missing"), (Kind::Orphaned, "orphaned")];
        let parts: Vec<String> = kinds
            .into_iter()
            .map(|(kind, word)| (self.count(kind), word))
            .filter(|(count, _)| *count > 0)
            .map(|(count, word)| format!("{count} {word}"))
            .collect();
        parts.join(", ")
    }

    /// Every file by name, the first stale ones with what is different; `prefix` goes before each path.
    pub fn text(&self, prefix: &str) -> String {
        let mut text = String::new();
        let mut n_diffs = 0;
        for Change { path, kind, texts } in &self.changes {
            let word = match kind {
                Kind::Stale => "stale   ",
                Kind::Missing => "missing ",
                Kind::Orphaned => "orphaned",
            };
            text.push_str(&format!("{word} {prefix}{path}\n"));
            if let Some((old, new)) = texts.as_ref().filter(|_| n_diffs < DIFFS_SHOWN) {
                n_diffs += 1;
                push_difference(&mut text, old, new);
            }
        }
        text
    }

    fn count(&self, kind: Kind) -> usize {
        self.changes.iter().filter(|it| it.kind == kind).count()
    }
}

/// A short unified diff: what is on disk, and what was generated.
fn push_difference(text: &mut String, old: &str, new: &str) {
    let diff = TextDiff::configure().timeout(PATIENCE).diff_lines(old, new);
    let mut shown = 0;
    let mut hidden = 0;
    for hunk in diff.unified_diff().context_radius(1).iter_hunks() {
        if shown < LINES_SHOWN {
            text.push_str(&format!("    {}\n", hunk.header()));
        }
        for change in hunk.iter_changes() {
            if shown >= LINES_SHOWN {
                hidden += usize::from(change.tag() != ChangeTag::Equal);
                continue;
            }
            shown += 1;
            let line: String = change.value().trim_end().chars().take(WIDTH).collect();
            text.push_str(&format!("    {}{line}\n", change.tag()));
        }
    }
    if hidden > 0 {
        text.push_str(&format!("    … {hidden} more changed lines\n"));
    }
}
