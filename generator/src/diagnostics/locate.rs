//! From places to ranges of bytes.
//!
//! Nothing on the way from text to crate keeps positions. Only when something is reported is its file
//! scanned again, here, by a parser that keeps them; and each file once, however much is reported.
//! Any text will do: what is broken is located as far as it can be read.

mod json;
mod tree;
mod yaml;

use std::collections::BTreeMap;
use std::ops::Range;

use crate::source::{FileId, Place, SourceMap};
use tree::Tree;

/// The bytes that a place names, or none where the file could not be read.
///
/// A value over several lines is cut to its first, or stands as its key where it only begins on the next line,
/// so that an excerpt stays short. Of a pointer that leads nowhere the part that exists is taken.
pub fn locate(sources: &SourceMap, place: &Place) -> Option<Range<usize>> {
    Scans::of([place]).locate(sources, place)
}

/// The files scanned so far; one for all diagnostics of a run.
pub(super) struct Scans {
    by_file: BTreeMap<FileId, Tree>,
    /// The pointers that will be asked for: a scan may end behind the last of them.
    wanted: BTreeMap<FileId, Vec<String>>,
}

impl Scans {
    /// For these places.
    pub(super) fn of<'a>(places: impl IntoIterator<Item = &'a Place>) -> Self {
        let mut wanted: BTreeMap<FileId, Vec<String>> = BTreeMap::new();
        for place in places {
            if let Place::Value(file, pointer) | Place::Key(file, pointer) = place {
                wanted.entry(*file).or_default().push(pointer.clone());
            }
        }
        Self { by_file: BTreeMap::new(), wanted }
    }

    /// As [`locate`], scanning each file at most once.
    pub(super) fn locate(&mut self, sources: &SourceMap, place: &Place) -> Option<Range<usize>> {
        let text = sources.file(place.file()).text.as_deref().ok()?;
        let (file, pointer, key) = match place {
            Place::File(_) => return Some(0..0),
            Place::Span(_, start, end) => return Some(clamp(text, *start..*end)),
            Place::Value(file, pointer) => (file, pointer, false),
            Place::Key(file, pointer) => (file, pointer, true),
        };
        let tree = self.by_file.entry(*file).or_insert_with(|| {
            let path = &sources.file(*file).path;
            scan(path, text, self.wanted.get(file).map_or(&[], Vec::as_slice))
        });
        Some(clamp(text, tree.find(text, pointer, key)))
    }
}

/// Reads JSON where the file looks like it and is it, else YAML.
fn scan(path: &str, text: &str, wanted: &[String]) -> Tree {
    let named_json = path.ends_with(".json");
    if named_json || text.trim_start_matches('\u{feff}').trim_start().starts_with(['{', '[']) {
        let (tree, whole) = json::scan(text);
        if whole || named_json {
            return tree;
        }
    }
    yaml::scan(text, wanted)
}

/// The range, moved to where characters begin and inside the text.
fn clamp(text: &str, range: Range<usize>) -> Range<usize> {
    let start = text.floor_char_boundary(range.start);
    let end = text.ceil_char_boundary(range.end).max(start);
    start..end
}

#[cfg(test)]
mod tests;
