//! What a run gives: paths and texts, nothing written yet.

use std::collections::BTreeMap;

/// The text of a module of Rust.
#[derive(Debug, Clone, PartialEq)]
pub enum Text {
    /// As it is printed: rustfmt has not laid it out.
    Printed(String),
    /// As rustfmt lays it out: kept from an earlier run.
    Formatted(String),
}

/// The files of one run, by path relative to the project's root, with `/` between folders.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct OutputTree {
    files: BTreeMap<String, String>,
    scaffold: BTreeMap<String, String>,
    owned: Vec<String>,
    /// Rust files by what they were printed from, and whether their text is formatted already.
    prints: BTreeMap<String, (u128, bool)>,
}

impl OutputTree {
    /// Adds a file that the tool owns.
    ///
    /// Rust files come as they are printed, unless [`Self::print`] says otherwise: whoever
    /// writes them runs rustfmt first.
    ///
    /// # Panics
    ///
    /// When two writers claim one path, or the path leaves the root: bugs of the generator.
    pub fn insert(&mut self, path: impl Into<String>, text: String) {
        let path = path.into();
        assert!(
            !path.split('/').any(|part| matches!(part, "" | "." | "..")),
            "`{path}` is no clean relative path"
        );
        let before = self.files.insert(path.clone(), text);
        assert!(before.is_none(), "two writers for `{path}`");
    }

    /// As [`Self::insert`], for a module of Rust with this print.
    ///
    /// # Panics
    ///
    /// As [`Self::insert`].
    pub fn insert_module(&mut self, path: String, print: u128, text: Text) {
        let is_formatted = matches!(text, Text::Formatted(_));
        self.prints.insert(path.clone(), (print, is_formatted));
        let (Text::Printed(text) | Text::Formatted(text)) = text;
        self.insert(path, text);
    }

    /// What a module of Rust was printed from, and whether its text is formatted already.
    pub fn print(&self, path: &str) -> Option<(u128, bool)> {
        self.prints.get(path).copied()
    }

    /// Adds a file that people own once it exists: it is written only where it is absent.
    pub fn scaffold(&mut self, path: impl Into<String>, text: String) {
        self.scaffold.insert(path.into(), text);
    }

    /// Claims a folder: every file in it that is not in this tree is an orphan.
    pub fn own(&mut self, folder: impl Into<String>) {
        self.owned.push(folder.into());
    }

    /// Adds all of another tree.
    ///
    /// # Panics
    ///
    /// As [`Self::insert`].
    pub fn merge(&mut self, other: Self) {
        for (path, text) in other.files {
            self.insert(path, text);
        }
        self.scaffold.extend(other.scaffold);
        self.prints.extend(other.prints);
        self.owned.extend(other.owned);
    }

    /// The files that the tool owns, by path.
    pub fn files(&self) -> &BTreeMap<String, String> {
        &self.files
    }

    /// As [`Self::files`], to change texts in place (the caller formats Rust).
    pub fn files_mut(&mut self) -> &mut BTreeMap<String, String> {
        &mut self.files
    }

    /// The files that are written only where they are absent.
    pub fn scaffolds(&self) -> &BTreeMap<String, String> {
        &self.scaffold
    }

    /// The folders that belong to the tool, whole.
    pub fn owned(&self) -> &[String] {
        &self.owned
    }
}
