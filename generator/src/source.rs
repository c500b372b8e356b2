//! The texts that a run works on, and addresses inside them.
//!
//! Nothing here reads a file: whoever calls the generator fills the [`SourceMap`].

use std::collections::BTreeMap;

/// The files of one run, by the path that messages and references use.
///
/// Paths are relative to the project's root and use `/` on every platform.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct SourceMap {
    files: Vec<SourceFile>,
    by_path: BTreeMap<String, FileId>,
}

/// One file of a [`SourceMap`].
#[derive(Debug, Clone, PartialEq)]
pub struct SourceFile {
    /// Relative to the project's root, normalised, with `/` between folders.
    pub path: String,
    /// The text, or why there is none (`No such file or directory`, `outside the project`).
    pub text: Result<String, String>,
}

/// The number of a file in its [`SourceMap`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FileId(pub u32);

/// Where something is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Place {
    /// A whole file.
    File(FileId),
    /// The value that a JSON pointer names in a JSON or YAML file.
    Value(FileId, String),
    /// The key of the member that a JSON pointer names in a JSON or YAML file.
    Key(FileId, String),
    /// A range of bytes, as the readers that keep positions give it.
    Span(FileId, usize, usize),
}

impl Place {
    /// The file that the place is in.
    pub fn file(&self) -> FileId {
        match self {
            Self::File(file) | Self::Value(file, _) | Self::Key(file, _) | Self::Span(file, ..) => {
                *file
            }
        }
    }

    /// The value of a member of the value here; any other place stays as it is.
    #[must_use]
    pub fn member(&self, key: &str) -> Self {
        match self {
            Self::Value(file, pointer) => Self::Value(*file, format!("{pointer}/{key}")),
            place => place.clone(),
        }
    }
}

impl SourceMap {
    /// Adds a file that was read, or replaces the one of the same path.
    pub fn add(&mut self, path: &str, text: String) -> FileId {
        self.insert(path, Ok(text))
    }

    /// Adds a file that could not be read; whatever refers to it is reported with `reason`.
    pub fn add_unreadable(&mut self, path: &str, reason: String) -> FileId {
        self.insert(path, Err(reason))
    }

    fn insert(&mut self, path: &str, text: Result<String, String>) -> FileId {
        let path = normalize(path);
        if let Some(&id) = self.by_path.get(&path) {
            self.files[id.0 as usize].text = text;
            return id;
        }
        let id = FileId(self.files.len() as u32);
        self.by_path.insert(path.clone(), id);
        self.files.push(SourceFile { path, text });
        id
    }

    /// The file with this path, normalised first.
    pub fn find(&self, path: &str) -> Option<FileId> {
        self.by_path.get(&normalize(path)).copied()
    }

    /// The file with this number.
    ///
    /// # Panics
    ///
    /// When `id` comes from another map: a bug of the caller.
    pub fn file(&self, id: FileId) -> &SourceFile {
        &self.files[id.0 as usize]
    }

    /// The file's text; empty where it could not be read.
    pub fn text(&self, id: FileId) -> &str {
        self.file(id).text.as_deref().unwrap_or_default()
    }

    /// Every file, in the order added.
    pub fn files(&self) -> impl Iterator<Item = (FileId, &SourceFile)> {
        self.files.iter().enumerate().map(|(index, file)| (FileId(index as u32), file))
    }
}

/// Resolves `.` and `..` in a path with `/` between folders.
///
/// A path that climbs out of its root keeps the leading `..`, so that it can be told and refused.
pub fn normalize(path: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in path.split('/') {
        match part {
            "" | "." => {}
            ".." if parts.last().is_some_and(|last| *last != "..") => {
                parts.pop();
            }
            part => parts.push(part),
        }
    }
    let joined = parts.join("/");
    if path.starts_with('/') { format!("/{joined}") } else { joined }
}

/// The path of a file that `reference` names, seen from the file at `base`.
pub fn join(base: &str, reference: &str) -> String {
    if reference.starts_with('/') {
        return normalize(reference);
    }
    let folder = base.rsplit_once('/').map_or("", |(folder, _)| folder);
    match (folder, base.starts_with('/')) {
        ("", true) => normalize(&format!("/{reference}")),
        ("", false) => normalize(reference),
        (folder, _) => normalize(&format!("{folder}/{reference}")),
    }
}
