//! Real documents that nobody in this project wrote; they stay outside of the repository, and may be absent.

mod declared;

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

pub use declared::{Declared, declared};

/// Where the corpus is, if not beside the repository.
const VARIABLE: &str = "MESHWRIGHT_CORPUS";

/// The folder of the corpus; says so and gives none where it is absent.
pub fn folder() -> Option<PathBuf> {
    let folder = match std::env::var_os(VARIABLE) {
        Some(folder) if !folder.is_empty() => crate::root().join(folder),
        _ => crate::root().join("../shared/corpus"),
    };
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

/// Whether a file says, at its top, which version of OpenAPI it is.
fn is_root(path: &Path) -> bool {
    const KEYS: &[&str] = &["openapi", "swagger"];
    let Some(extension) = path.extension().and_then(|it| it.to_str()) else { return false };
    let Ok(text) = fs::read_to_string(path) else { return false };
    // The key may come last, after megabytes.
    match extension {
        "json" => serde_json::from_str::<Value>(&text)
            .is_ok_and(|it| KEYS.iter().any(|key| it.get(*key).is_some())),
        "yaml" | "yml" if text.trim_start().starts_with('{') => {
            serde_yaml::from_str::<Value>(&text)
                .is_ok_and(|it| KEYS.iter().any(|key| it.get(*key).is_some()))
        }
        "yaml" | "yml" => top_keys(&text).any(|line| {
            let line = line.trim_start_matches(['"', '\'']);
            KEYS.iter().any(|key| {
                let rest = line.strip_prefix(key).map(|it| it.trim_start_matches(['"', '\'', ' ']));
                rest.is_some_and(|it| it.starts_with(':'))
            })
        }),
        _ => false,
    }
}

/// The lines of a YAML document that stand as far left as its first.
fn top_keys(text: &str) -> impl Iterator<Item = &str> {
    let indent = |line: &str| line.len() - line.trim_start_matches(' ').len();
    let says = |line: &&str| !line.trim().is_empty() && !line.starts_with(['-', '#', '%']);
    let first = text.lines().find(says).map_or(0, indent);
    text.lines().filter(move |line| indent(line) == first).map(str::trim_start)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn root_documents_say_their_version() {
        let folder = tempfile::tempdir().expect("a folder");
        let write = |name, text| fs::write(folder.path().join(name), text).expect("a file");
        write("a.json", "{\"info\": 1,\n \"openapi\": \"3.0.0\"}");
        write("b.yaml", "openapi_version: 3");
        write("c.yml", "swagger: '2.0'");
        write("d.yaml", "info: {}\npaths: {}\n\"openapi\" : 3.0.0\n");
        write("e.yaml", "example:\n  openapi: 3.0.0\n");
        write("f.json", "{\"example\": {\"openapi\": \"3.0.0\"}}");
        write("g.txt", "openapi: 3.0.0");
        write("h.yaml", "---\n  swagger: '2.0'\n  info:\n    title: A\n");
        assert_eq!(root_documents(folder.path()), ["a.json", "c.yml", "d.yaml", "h.yaml"]);
    }
}
