//! Lengths and words: files that grew too long, promises without an issue, paths of somebody's machine.

use super::{Files, Finding, is_generated};

/// The most lines a hand-written file may have.
const MOST_LINES: usize = 800;

/// Folders that exist on one machine only; in two parts, so that this list does not find itself.
const MACHINE: &[(&str, &str)] = &[("/wor", "k/"), ("/roo", "t/"), ("/hom", "e/")];

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let code = path.ends_with(".rs") && !is_generated(path);
        let n_lines = text.lines().count();
        if code && n_lines > MOST_LINES {
            let message = format!("{n_lines} lines; at most {MOST_LINES} can be read");
            findings.push(Finding::new(path, MOST_LINES + 1, message));
        }
        for (index, line) in text.lines().enumerate() {
            if code && owes(line) {
                let message = "a promise without an issue number; write `(#123)` behind it";
                findings.push(Finding::new(path, index + 1, message));
            }
            if let Some(folder) = MACHINE.iter().find(|it| names_machine(line, it)) {
                let message = format!("`{}{}` is a path of one machine", folder.0, folder.1);
                findings.push(Finding::new(path, index + 1, message));
            }
        }
    }
    findings
}

/// Whether a line has the word in capitals and no number of an issue.
fn owes(line: &str) -> bool {
    let word = concat!("TO", "DO");
    let Some(at) = line.find(word) else { return false };
    let (before, after) = (&line[..at], &line[at + word.len()..]);
    let inside = |it: Option<char>| it.is_some_and(|it| it.is_alphanumeric() || it == '_');
    let whole = !inside(before.chars().next_back()) && !inside(after.chars().next());
    let issue = after.trim_start_matches([' ', '(']).strip_prefix('#');
    whole && !issue.is_some_and(|it| it.starts_with(|it: char| it.is_ascii_digit()))
}

/// Whether a path of the machine begins in the line; the same words inside a longer path or an address are fine.
fn names_machine(line: &str, (start, end): &(&str, &str)) -> bool {
    let folder = format!("{start}{end}");
    line.match_indices(&folder).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + folder.len()..].chars().next();
        let begins = before.is_none_or(|it| !(it.is_alphanumeric() || "._-/}~*".contains(it)));
        begins && after.is_some_and(|it| it.is_alphanumeric() || it == '.' || it == '_')
    })
}
