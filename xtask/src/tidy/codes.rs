//! Every diagnostic's code is declared once, used, explained, indexed and shown in a fixture.

use super::{Files, Finding};

const CODES: &str = "generator/src/diagnostics/code.rs";
const MESSAGES: &str = "generator/src/diagnostics/messages";
const PAGES: &str = "generator/explanations/";
const INDEX: &str = "docs/diagnostics.md";
const FIXTURES: &str = "tests/fixtures/diagnostics/";
/// Mistakes in a manifest are not the generator's, so no fixture of it shows them.
const WITHOUT_FIXTURE: &[&str] = &["manifest"];

/// What a code stands behind where a message is built.
const BEFORE: &[&str] = &["code: ", ".error(", ".warning("];

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    let text = |path: &str| files.get(path).map_or("", String::as_str);
    let declared: Vec<(usize, &str, &str)> = declared(text(CODES)).collect();
    let messages: Vec<_> = files.iter().filter(|(path, _)| path.starts_with(MESSAGES)).collect();
    for &(line, ident, name) in &declared {
        let mut lacks = |what: String| findings.push(Finding::new(CODES, line, what));
        if !files.contains_key(&format!("{PAGES}{name}.md")) {
            lacks(format!("`{name}` has no page in `{PAGES}`"));
        }
        if !text(INDEX).contains(&format!("`{name}`")) {
            lacks(format!("`{name}` is not in `{INDEX}`"));
        }
        if WITHOUT_FIXTURE.contains(&name) {
            continue;
        }
        if !files.contains_key(&format!("{FIXTURES}{}.md", name.replace('-', "_"))) {
            lacks(format!("`{name}` has no fixture in `{FIXTURES}`"));
        }
        if !messages.iter().any(|(_, text)| text.contains(&format!("code::{ident}"))) {
            lacks(format!("`{name}` is the code of no message"));
        }
    }
    for (path, text) in &messages {
        for (line, code) in literals(text) {
            let message = format!("`{code}` is written out; declare it in `{CODES}`");
            findings.push(Finding::new(path, line, message));
        }
    }
    let is_code = |name: &str| declared.iter().any(|it| it.2 == name);
    for path in files.keys() {
        let page = path.strip_prefix(PAGES).map(str::to_owned);
        let fixture = path.strip_prefix(FIXTURES).map(|it| it.replace('_', "-"));
        let name = page.or(fixture).and_then(|it| it.strip_suffix(".md").map(str::to_owned));
        if name.is_some_and(|it| !is_code(&it)) {
            findings.push(Finding::new(path, 1, "named after no code"));
        }
    }
    findings
}

/// The lines `IDENT "name"`: each line's number, the constant and the code.
fn declared(text: &str) -> impl Iterator<Item = (usize, &str, &str)> {
    text.lines().enumerate().filter_map(|(index, line)| {
        let (ident, name) = line.trim().split_once(" \"")?;
        let name = name.strip_suffix('"')?;
        let good = |it: char| it.is_ascii_uppercase() || it == '_';
        ident.chars().all(good).then_some((index + 1, ident, name))
    })
}

/// Codes as text, which may stand on a line of their own.
fn literals(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let found = BEFORE.iter().flat_map(move |before| text.match_indices(before));
    found.filter_map(move |(at, before)| {
        let rest = text[at + before.len()..].trim_start();
        let (code, _) = rest.strip_prefix('"')?.split_once('"')?;
        Some((text[..text.len() - rest.len()].matches('\n').count() + 1, code))
    })
}
