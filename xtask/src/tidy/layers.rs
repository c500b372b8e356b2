//! Who may import whom in the generator, and what none of it may touch.

use super::{Files, Finding};

/// Which modules of `generator` each module may name. Anything absent is forbidden.
const LAYERS: &[(&str, &[&str])] = &[
    ("source", &[]),
    ("settings", &["api", "source"]),
    ("output", &[]),
    ("rust", &[]),
    ("docs", &[]),
    ("diagnostics", &["source"]),
    ("openapi", &["diagnostics", "source"]),
    ("graphql", &["diagnostics", "source"]),
    ("api", &["source"]),
    ("lower", &["openapi", "graphql", "api", "diagnostics", "settings", "source"]),
    ("validate", &["api", "diagnostics", "source"]),
    ("example", &["api", "validate"]),
    ("plan", &["api", "validate", "example", "rust", "docs"]),
    ("emit", &["rust", "docs", "output"]),
    ("stubs", &["output"]),
    ("dump", &["diagnostics", "source", "validate"]),
];

/// What the generator, being pure, never touches.
const IMPURE: &[&str] = &["fs", "env", "net", "time", "process"];

const SRC: &str = "generator/src/";

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let Some(inner) = path.strip_prefix(SRC).filter(|it| it.ends_with(".rs")) else {
            continue;
        };
        let module = inner.split(['/', '.']).next().unwrap_or_default();
        let allowed = LAYERS.iter().find(|(name, _)| *name == module).map(|(_, allowed)| *allowed);
        // The pipeline itself names every stage.
        if allowed.is_none() && inner != "lib.rs" {
            findings.push(Finding::new(path, 1, format!("`{module}` has no place in LAYERS")));
            continue;
        }
        for (line, code) in code_lines(text) {
            for name in names_after(code, "std") {
                if IMPURE.contains(&name) {
                    let message = format!("the generator is pure; it must not use `std::{name}`");
                    findings.push(Finding::new(path, line, message));
                }
            }
            let Some(allowed) = allowed.filter(|_| !path.ends_with("tests.rs")) else { continue };
            for name in names_after(code, "crate") {
                let layer = LAYERS.iter().any(|(layer, _)| *layer == name);
                if layer && name != module && !allowed.contains(&name) {
                    let message = format!("`{module}` must not import `{name}`");
                    findings.push(Finding::new(path, line, message));
                }
            }
        }
    }
    findings
}

/// The lines that are code, numbered from 1, without comments.
///
/// Unit tests at a file's end may reach further, as those in files of their own may: layers meet in them.
fn code_lines(text: &str) -> impl Iterator<Item = (usize, &str)> {
    text.lines()
        .enumerate()
        .take_while(|(_, line)| !line.starts_with("mod tests {"))
        .map(|(index, line)| (index + 1, line.split("//").next().unwrap_or_default()))
        .filter(|(_, line)| !line.trim().is_empty())
}

/// The names that follow `root::` in a line: one, or those in braces.
fn names_after<'a>(line: &'a str, root: &str) -> Vec<&'a str> {
    let mut names = Vec::new();
    let mut from = 0;
    while let Some(at) = line[from..].find(root).map(|at| at + from) {
        from = at + root.len();
        let whole = line[..at].chars().next_back().is_none_or(|it| !is_word(it) && it != '$');
        let Some(rest) = line[from..].strip_prefix("::").filter(|_| whole) else { continue };
        match rest.strip_prefix('{') {
            Some(list) => {
                let list = list.split_once("};").map_or(list, |(list, _)| list);
                names.extend(list.split(',').map(|it| first_word(it.trim())));
            }
            None => names.push(first_word(rest)),
        }
    }
    names
}

fn first_word(text: &str) -> &str {
    text.split(|it| !is_word(it)).next().unwrap_or_default()
}

fn is_word(it: char) -> bool {
    it.is_alphanumeric() || it == '_'
}
