//! What a run gives: paths and texts, nothing written yet.

use std::collections::BTreeMap;

/// The files of one run, by path relative to the project's root, with `/` between folders.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct OutputTree {
    files: BTreeMap<String, String>,
    scaffold: BTreeMap<String, String>,
    owned: Vec<String>,
}

impl OutputTree {
    /// Adds a file that the tool owns.
    ///
    /// Rust files come as `prettyplease` prints them: whoever writes them runs rustfmt first.
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
