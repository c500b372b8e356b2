//! Formatted texts, by what they were made of.
//!
//! The cache only saves time: whatever goes wrong with it, the text is formatted anew.

use std::fs;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

/// How many texts are kept; beyond, the older half goes.
const MOST_TEXTS: usize = 16_000;

/// A folder of formatted texts.
#[derive(Debug)]
pub(super) struct Cache {
    folder: PathBuf,
    identity: String,
    /// What tells this build of the tool from others; none where that cannot be found out.
    build: Option<String>,
}

impl Cache {
    /// A cache for what one formatter with one configuration makes.
    pub(super) fn new(folder: &Path, identity: &str) -> Self {
        Self { folder: folder.to_owned(), identity: identity.to_owned(), build: build() }
    }

    /// As [`Self::key`], for what this build of the tool makes of a module with this print.
    pub(super) fn key_of_print(&self, print: u128) -> Option<String> {
        let build = self.build.as_ref()?;
        Some(self.key(&format!("{build}\n{print:032x}")))
    }

    /// The name of a text's formatted form: 128 bits, so that no two texts ever meet.
    pub(super) fn key(&self, text: &str) -> String {
        let half = |salt: u8| {
            let mut hasher = DefaultHasher::new();
            (salt, &self.identity, text).hash(&mut hasher);
            hasher.finish()
        };
        format!("{:016x}{:016x}", half(0), half(1))
    }

    /// The formatted form, if it is kept.
    pub(super) fn get(&self, key: &str) -> Option<String> {
        let text = fs::read_to_string(self.folder.join(key)).ok()?;
        // Written last, so that a text cut short by a kill is not taken for whole.
        text.strip_suffix(END).map(str::to_owned)
    }

    /// Keeps a formatted form.
    pub(super) fn put(&self, key: &str, formatted: &str) {
        let kept = fs::create_dir_all(&self.folder)
            .and_then(|()| fs::write(self.folder.join(key), format!("{formatted}{END}")));
        // A cache that cannot be written costs time, nothing else.
        let _ = kept;
    }

    /// Drops the older half when there is too much.
    pub(super) fn forget_old(&self) {
        let Ok(entries) = fs::read_dir(&self.folder) else { return };
        let mut files: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
        if files.len() <= MOST_TEXTS {
            return;
        }
        let age = |file: &PathBuf| {
            let modified = fs::metadata(file).and_then(|it| it.modified());
            modified.unwrap_or(SystemTime::UNIX_EPOCH)
        };
        files.sort_by_cached_key(age);
        for file in files.iter().take(files.len() / 2) {
            let _ = fs::remove_file(file);
        }
    }
}

/// The program's version, size and age: another build may print the same module in another way.
fn build() -> Option<String> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let age = program.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), program.len(), age.as_nanos()))
}

/// What follows a text that was written whole.
const END: &str = "\n// kept whole\n";
