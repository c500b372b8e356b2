//! Paths as a manifest writes them: relative to it, with `/` between folders, never out of it.

use std::fs;
use std::path::Path;

use meshwright_generator::source::normalize;

use crate::read::{nearby, no_file, reason};

/// The path without `.` and `..`, or why it will not do.
pub(super) fn clean(path: &str) -> Result<String, String> {
    if path.is_empty() {
        return Err("a path cannot be empty".to_owned());
    }
    if path.contains('\\') {
        return Err(format!("`{path}` has a backslash; write `/` between folders"));
    }
    if path.chars().any(char::is_control) {
        return Err("a path cannot hold control characters".to_owned());
    }
    let drive = path.as_bytes().get(1) == Some(&b':');
    let clean = normalize(path);
    if drive || clean.starts_with('/') || clean == ".." || clean.starts_with("../") {
        return Err(format!("`{path}` leads out of the project"));
    }
    Ok(clean)
}

/// Whether one of two clean folders holds the other, or both are one.
pub(super) fn overlaps(a: &str, b: &str) -> bool {
    let within =
        |a: &str, b: &str| a == b || a.strip_prefix(b).is_some_and(|it| it.starts_with('/'));
    within(a, b) || within(b, a)
}

/// The file that a clean path names, or those that its pattern matches, sorted.
pub(super) fn expand(root: &Path, path: &str) -> Result<Vec<String>, String> {
    if !path.contains('*') {
        let file = root.join(path);
        return match fs::metadata(&file) {
            Ok(it) if it.is_file() => Ok(vec![path.to_owned()]),
            Ok(it) => Err(format!("`{path}` is {}", no_file(&it))),
            Err(error) => Err(format!("`{path}`: {}{}", reason(&error), nearby(&file))),
        };
    }
    let (folder, pattern) = path.rsplit_once('/').unwrap_or(("", path));
    let (folder, is_deep) = match folder.strip_suffix("**") {
        Some(outer) if outer.is_empty() || outer.ends_with('/') => {
            (outer.trim_end_matches('/'), true)
        }
        _ => (folder, false),
    };
    if folder.contains('*') {
        return Err(format!(
            "`{path}`: a `*` may stand in the last part only, and `**` before it for all folders"
        ));
    }
    let mut found = Vec::new();
    gather(root, folder, pattern, is_deep, &mut found)?;
    found.sort();
    if found.is_empty() {
        return Err(format!("`{path}` matches no file"));
    }
    Ok(found)
}

/// How deep folders may lie in one another; links may lead in circles.
const MAX_DEPTH: usize = 32;

/// The files of a folder whose names match, where `is_deep` also those of the folders in it.
fn gather(
    root: &Path,
    folder: &str,
    pattern: &str,
    is_deep: bool,
    found: &mut Vec<String>,
) -> Result<(), String> {
    let entries = fs::read_dir(root.join(folder).join("."))
        .map_err(|error| format!("`{folder}`: {}", reason(&error)))?;
    for entry in entries.filter_map(|entry| entry.ok()) {
        let Ok(name) = entry.file_name().into_string() else { continue };
        if name.starts_with('.') {
            continue;
        }
        let inside = if folder.is_empty() { name.clone() } else { format!("{folder}/{name}") };
        let path = entry.path();
        if path.is_file() && matches(pattern, &name) {
            found.push(inside);
        } else if is_deep && path.is_dir() && inside.matches('/').count() < MAX_DEPTH {
            gather(root, &inside, pattern, is_deep, found)?;
        }
    }
    Ok(())
}

/// Whether a name is made of the pattern's parts, in order, with anything where it has a `*`.
fn matches(pattern: &str, name: &str) -> bool {
    let Some((start, rest)) = pattern.split_once('*') else { return pattern == name };
    let (middle, end) = rest.rsplit_once('*').unwrap_or(("", rest));
    let Some(name) = name.strip_prefix(start) else { return false };
    let Some(mut name) = name.strip_suffix(end) else { return false };
    for part in middle.split('*') {
        let Some(at) = name.find(part) else { return false };
        name = &name[at + part.len()..];
    }
    true
}
