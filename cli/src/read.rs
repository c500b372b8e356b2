//! Fills a [`SourceMap`]: the schema files asked for, then whatever they refer to.
//!
//! Nothing outside the fence is read, links included, and no URL is fetched:
//! the generator reports both where they are written.

use std::collections::VecDeque;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use meshwright_generator::diagnostics::similar;
use meshwright_generator::source::{FileId, SourceMap, normalize};

/// More files than any API has; a guard against references that never end.
const MOST_FILES: usize = 20_000;
/// The largest file that is read.
const LARGEST_FILE: u64 = 256 << 20;
/// The most that is read in one run.
const MOST_BYTES: u64 = 1 << 30;

/// The folder that paths start from, and the one that none may leave.
#[derive(Debug, Clone)]
pub struct Reader {
    /// What the paths in the [`SourceMap`] are relative to.
    pub base: PathBuf,
    /// Files are read below this folder only; without symbolic links in it.
    pub fence: PathBuf,
    /// The most bytes that are read in one run.
    pub most_bytes: u64,
}

impl Reader {
    /// A reader of one folder.
    ///
    /// # Errors
    ///
    /// When the folder is not there.
    pub fn new(base: &Path, fence: &Path) -> io::Result<Self> {
        Ok(Self { base: base.to_owned(), fence: fence.canonicalize()?, most_bytes: MOST_BYTES })
    }

    /// Reads these files, and then what they refer to, and so on.
    ///
    /// A file that cannot be read is in the map with the reason.
    pub fn read(&self, roots: &[String]) -> SourceMap {
        let mut sources = SourceMap::default();
        let mut left = self.most_bytes;
        let mut queue: VecDeque<String> = roots.iter().map(|path| normalize(path)).collect();
        while let Some(path) = queue.pop_front() {
            if sources.find(&path).is_some() {
                continue;
            }
            if sources.files().count() >= MOST_FILES {
                sources.add_unreadable(&path, format!("more than {MOST_FILES} files"));
                break;
            }
            match self.read_one(&path, left) {
                Ok(text) => {
                    left = left.saturating_sub(text.len() as u64);
                    let id = sources.add(&path, text);
                    queue.extend(references(&sources, id));
                }
                Err(reason) => {
                    sources.add_unreadable(&path, reason);
                }
            }
        }
        sources
    }

    /// The text of one file, or why there is none, without any path of this machine.
    fn read_one(&self, path: &str, left: u64) -> Result<String, String> {
        let file = self.base.join(path);
        let file = match file.canonicalize() {
            Ok(file) if file.starts_with(&self.fence) => file,
            Ok(_) => return Err(OUTSIDE.to_owned()),
            // Whether a file outside exists is not ours to tell.
            Err(_) if leaves(path, &self.base, &self.fence) => return Err(OUTSIDE.to_owned()),
            Err(error) => return Err(reason(&error) + &self.nearby(&file)),
        };
        let metadata = fs::metadata(&file).map_err(|error| reason(&error))?;
        if !metadata.is_file() {
            return Err(no_file(&metadata).to_owned());
        }
        if metadata.len() > LARGEST_FILE.min(left) {
            return Err(format!("too large ({} MB)", metadata.len() >> 20));
        }
        let bytes = fs::read(&file).map_err(|error| reason(&error))?;
        let text = String::from_utf8(bytes)
            .map_err(|error| format!("not UTF-8 (byte {})", error.utf8_error().valid_up_to()))?;
        // A byte order mark is no part of the text.
        Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
    }
}

impl Reader {
    /// `; did you mean …?`, for a file that is not there and one beside it with nearly the same name.
    fn nearby(&self, file: &Path) -> String {
        let inside =
            |folder: &Path| folder.canonicalize().is_ok_and(|it| it.starts_with(&self.fence));
        match file.parent() {
            Some(folder) if inside(folder) => nearby(file),
            _ => String::new(),
        }
    }
}

/// `; did you mean …?`, where a file of nearly the same name is in the same folder.
pub(crate) fn nearby(file: &Path) -> String {
    let (Some(folder), Some(name)) = (file.parent(), file.file_name().and_then(|it| it.to_str()))
    else {
        return String::new();
    };
    let entries = fs::read_dir(folder.join(".")).into_iter().flatten().flatten();
    let files = entries.filter(|it| it.path().is_file());
    let mut names: Vec<String> =
        files.take(MOST_FILES).filter_map(|it| it.file_name().into_string().ok()).collect();
    names.sort();
    // Endings are much alike in any folder; names must be so without them.
    let near = similar(stem(name), names.iter().map(|it| stem(it)));
    let found = names.iter().find(|it| Some(stem(it)) == near);
    found.map(|it| format!("; did you mean `{it}`?")).unwrap_or_default()
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |it| it.0)
}

/// What is there instead of a file.
pub(crate) fn no_file(metadata: &fs::Metadata) -> &'static str {
    if metadata.is_dir() { "a folder, not a file" } else { "not a file" }
}

const OUTSIDE: &str = "outside the project";

/// Whether a path leads out of the fence, as far as its words tell.
fn leaves(path: &str, base: &Path, fence: &Path) -> bool {
    let Ok(base) = base.canonicalize() else { return true };
    let Some(base) = base.to_str() else { return false };
    let whole = if path.starts_with('/') { path.to_owned() } else { format!("{base}/{path}") };
    !Path::new(&normalize(&whole)).starts_with(fence)
}

/// The files that this one refers to, as paths of the map.
fn references(sources: &SourceMap, id: FileId) -> Vec<String> {
    let file = sources.file(id);
    meshwright_generator::referenced_files(&file.path, sources.text(id))
}

/// The operating system's words, without its number and capital.
pub(crate) fn reason(error: &io::Error) -> String {
    let text = error.to_string();
    let words = text.split(" (os error").next().unwrap_or(&text);
    let mut letters = words.chars();
    letters.next().into_iter().flat_map(char::to_lowercase).chain(letters).collect()
}
