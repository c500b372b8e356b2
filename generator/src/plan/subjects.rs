//! Files by subject: what begins with the same word is together.

use std::collections::BTreeMap;

use super::names::module_name;

/// A file of about this many lines is split by the next word, where there is one.
pub(super) const LONG: usize = 2_000;

/// What is in one file in any case.
#[derive(Debug)]
pub(super) struct Part<T> {
    /// What it is about, from the general to the particular.
    pub(super) words: Vec<String>,
    /// About how many lines it takes.
    pub(super) lines: usize,
    pub(super) value: T,
}

/// Divides parts among files, by the names of their modules; in each they stay in their order.
///
/// A file depends on what is in it alone: one more part can split its own file, and leaves the others as they are.
pub(super) fn divide<T>(parts: Vec<Part<T>>) -> BTreeMap<String, Vec<T>> {
    let mut files = BTreeMap::new();
    divide_at(parts, 1, &mut files);
    files
}

fn divide_at<T>(parts: Vec<Part<T>>, n_words: usize, files: &mut BTreeMap<String, Vec<T>>) {
    let mut groups: BTreeMap<String, Vec<Part<T>>> = BTreeMap::new();
    for part in parts {
        let key = part.words[..n_words.min(part.words.len())].join("_");
        groups.entry(key).or_default().push(part);
    }
    for (key, group) in groups {
        let n_lines: usize = group.iter().map(|it| it.lines).sum();
        let can_split = group.iter().any(|it| it.words.len() > n_words) && group.len() > 1;
        if n_lines > LONG && can_split {
            divide_at(group, n_words + 1, files);
        } else {
            // Two keys may be one name, of one file then.
            let file = files.entry(module_name(&key)).or_default();
            file.extend(group.into_iter().map(|it| it.value));
        }
    }
}
