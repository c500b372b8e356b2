//! Real documents that nobody in this project wrote; they stay outside of the repository, and may be absent.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// The folder of the corpus; says so and gives none where it is absent.
pub fn folder() -> Option<PathBuf> {
    let folder = crate::root().join("../shared/corpus");
    if folder.is_dir() {
        return folder.canonicalize().ok();
    }
    crate::skipped("corpus not present");
    None
}

/// A document as plain data, by readers of its own.
///
/// # Panics
///
/// When it cannot be read.
pub fn value(file: &Path) -> Value {
    let text = fs::read_to_string(file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
    let value = match file.extension().is_some_and(|it| it == "json") {
        true => serde_json::from_str(&text).map_err(|it| it.to_string()),
        false => serde_yaml::from_str(&text).map_err(|it| it.to_string()),
    };
    value.unwrap_or_else(|it| panic!("{}: {it}", file.display()))
}

/// How many operations the paths of an OpenAPI document have, references among path items followed.
pub fn count_operations(document: &Value) -> usize {
    const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];
    let paths = document["paths"].as_object().into_iter().flatten();
    let items = paths.filter(|(path, _)| !path.starts_with("x-")).map(|(_, item)| {
        let pointer = item["$ref"].as_str().and_then(|it| it.strip_prefix('#'));
        pointer.and_then(|it| document.pointer(it)).unwrap_or(item)
    });
    items.map(|item| METHODS.iter().filter(|it| item.get(**it).is_some()).count()).sum()
}

/// Every document below a folder that says it is an OpenAPI one, by path relative to `folder`.
pub fn root_documents(folder: &Path) -> Vec<String> {
    let mut found = files(folder);
    found.retain(|it| is_root(&folder.join(it)));
    found
}

/// Every file below a folder, by path relative to it.
pub fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(inner) = folders.pop() {
        for path in crate::fixture::list(&inner) {
            if path.is_dir() {
                folders.push(path);
            } else {
                let path = path.strip_prefix(folder).unwrap_or(&path);
                found.push(path.to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

fn is_root(path: &Path) -> bool {
    let name = path.to_string_lossy();
    if ![".json", ".yaml", ".yml"].iter().any(|it| name.ends_with(it)) {
        return false;
    }
    let Ok(text) = fs::read_to_string(path) else { return false };
    let mut lines = text.lines().take(400).flat_map(|it| it.split(['{', ',']));
    lines.any(|line| {
        let line = line.trim_start().trim_start_matches('"');
        ["openapi", "swagger"].iter().any(|word| {
            let rest = line.strip_prefix(word).map(|it| it.trim_start_matches('"').trim_start());
            rest.is_some_and(|it| it.starts_with(':'))
        })
    })
}
