//! What lies formatted on the disk already: by its path, what a file was printed from and what its text is.
//!
//! The texts themselves are not kept: they are where they were written, and whoever changed one there gets it formatted
//! anew. The index only saves time: whatever goes wrong with it, everything is formatted anew.

use std::collections::BTreeMap;
use std::fs;
use std::hash::{DefaultHasher, Hash, Hasher as _};
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use meshwright_generator::output::OutputTree;

/// How many indexes are kept; beyond, the older half goes.
const MOST: usize = 200;

/// What one build of the tool, with one formatter, wrote to one place.
#[derive(Debug)]
pub(super) struct Index {
    file: PathBuf,
    root: PathBuf,
    known: BTreeMap<String, Known>,
}

#[derive(Debug, Clone, Copy, PartialEq)]
struct Known {
    print: u128,
    text: u128,
}

impl Index {
    /// The index in a folder for output below `root`; none where this build cannot be told from others.
    pub(super) fn read(folder: &Path, root: &Path, identity: &str) -> Option<Self> {
        let name = format!("{:032x}", digest(&(build()?, identity, root)));
        let file = folder.join(name);
        let text = fs::read_to_string(&file).unwrap_or_default();
        // Written last, so that an index cut short is not taken for whole.
        let lines = text.strip_suffix(END).unwrap_or_default().lines();
        let known = lines.filter_map(parse).collect();
        Some(Self { file, root: root.to_owned(), known })
    }

    /// The text of a file, if it was printed from the same and is as it was written.
    pub(super) fn kept(&self, path: &str, print: u128) -> Option<String> {
        let known = self.known.get(path).filter(|it| it.print == print)?;
        let text = fs::read_to_string(self.root.join(path)).ok()?;
        (digest(&text) == known.text).then_some(text)
    }

    /// Remembers a tree whose texts are all formatted; files of other crates below the same root stay known.
    pub(super) fn remember(&self, tree: &OutputTree) {
        let mut known = self.known.clone();
        known.retain(|path, _| !tree.owned().iter().any(|it| is_below(path, it)));
        for (path, text) in tree.files() {
            if let Some((print, _)) = tree.print(path) {
                known.insert(path.clone(), Known { print, text: digest(text) });
            }
        }
        if known == self.known {
            return;
        }
        let lines =
            known.iter().map(|(path, it)| format!("{:032x} {:032x} {path}\n", it.print, it.text));
        let text: String = lines.chain([END.to_owned()]).collect();
        let folder = self.file.parent().unwrap_or(&self.file);
        // An index that cannot be written costs time, nothing else.
        let _ = fs::create_dir_all(folder).and_then(|()| fs::write(&self.file, text));
        forget_old(folder);
    }
}

fn is_below(path: &str, folder: &str) -> bool {
    path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

fn parse(line: &str) -> Option<(String, Known)> {
    let (print, rest) = line.split_once(' ')?;
    let (text, path) = rest.split_once(' ')?;
    let number = |digits| u128::from_str_radix(digits, 16).ok();
    Some((path.to_owned(), Known { print: number(print)?, text: number(text)? }))
}

/// 128 bits, so that no two values ever meet.
fn digest(value: &(impl Hash + ?Sized)) -> u128 {
    let half = |salt: u8| {
        let mut hasher = DefaultHasher::new();
        salt.hash(&mut hasher);
        value.hash(&mut hasher);
        u128::from(hasher.finish())
    };
    half(0) << 64 | half(1)
}

/// Drops the older half when there are too many.
fn forget_old(folder: &Path) {
    let Ok(entries) = fs::read_dir(folder) else { return };
    let mut files: Vec<PathBuf> = entries.filter_map(|it| Some(it.ok()?.path())).collect();
    if files.len() <= MOST {
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

/// The program's version, size and age: another build may print the same module in another way.
fn build() -> Option<String> {
    let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
    let age = program.modified().ok()?.duration_since(SystemTime::UNIX_EPOCH).ok()?;
    Some(format!("{} {} {}", env!("CARGO_PKG_VERSION"), program.len(), age.as_nanos()))
}

/// What follows an index that was written whole.
const END: &str = "whole\n";
