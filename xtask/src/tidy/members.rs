//! The workspace's members: each is there, and each crate is one.

use super::{Files, Finding};

const MANIFEST: &str = "Cargo.toml";

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let Some(text) = files.get(MANIFEST) else {
        return vec![Finding::new(MANIFEST, 1, "there is no workspace")];
    };
    let table: toml::Table = match toml::from_str(text) {
        Ok(table) => table,
        Err(error) => return vec![Finding::new(MANIFEST, 1, error.message())],
    };
    let members = table
        .get("workspace")
        .and_then(|it| it.get("members"))
        .and_then(|it| it.as_array())
        .map_or(&[][..], Vec::as_slice);
    let members: Vec<&str> = members.iter().filter_map(|it| it.as_str()).collect();
    let mut findings = Vec::new();
    for member in &members {
        let line = text.lines().position(|it| it.contains(&format!("\"{member}\"")));
        let line = line.map_or(1, |it| it + 1);
        if member.contains('*') {
            let message =
                "members are listed one by one: a broken folder must not stop every command";
            findings.push(Finding::new(MANIFEST, line, message));
        } else if !files.contains_key(&format!("{member}/{MANIFEST}")) {
            findings.push(Finding::new(MANIFEST, line, format!("member `{member}` is not there")));
        }
    }
    for path in files.keys() {
        let Some(folder) = path.strip_suffix("/Cargo.toml") else { continue };
        // A crate inside another's folder is its data: a fixture, a template.
        let inner = members.iter().any(|it| folder.starts_with(&format!("{it}/")));
        if !members.contains(&folder) && !inner && !folder.starts_with("templates") {
            let message = format!("crate `{folder}` is no member of the workspace");
            findings.push(Finding::new(path, 1, message));
        }
    }
    findings
}
