//! The first line of generated Rust, and of no other file.

use meshwright::sync::HEADER;

use super::{Files, Finding, is_generated};

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let has = text.starts_with(HEADER);
        let src = is_generated(path) && path.contains("/src/");
        if src && path.ends_with(".rs") && !has {
            let message = format!("this folder belongs to the tool, and the file lacks `{HEADER}`");
            findings.push(Finding::new(path, 1, message));
        } else if has && !is_generated(path) {
            findings.push(Finding::new(path, 1, "generated code outside `generated/`"));
        }
    }
    findings
}
