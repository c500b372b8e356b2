//! Every diagnostic's code is explained in the documents.

use super::{Files, Finding};

const MESSAGES: &str = "generator/src/diagnostics/messages.rs";
const FOLDER: &str = "generator/src/diagnostics/messages/";
const DOCUMENT: &str = "docs/diagnostics.md";

/// What a code stands behind.
const BEFORE: &[&str] = &["code: ", ".error(", ".warning("];

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let document = files.get(DOCUMENT).map_or("", String::as_str);
    let mut findings = Vec::new();
    let messages = files.iter().filter(|(path, _)| *path == MESSAGES || path.starts_with(FOLDER));
    for (path, text) in messages {
        let found = BEFORE.iter().flat_map(|before| text.match_indices(before));
        for (at, before) in found {
            // The code may stand on a line of its own.
            let rest = text[at + before.len()..].trim_start();
            let Some((code, _)) = rest.strip_prefix('"').and_then(|it| it.split_once('"')) else {
                continue;
            };
            if !document.contains(&format!("`{code}`")) {
                let line = text[..text.len() - rest.len()].matches('\n').count() + 1;
                findings.push(Finding::new(path, line, format!("`{code}` is not in `{DOCUMENT}`")));
            }
        }
    }
    findings
}
