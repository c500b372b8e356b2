//! Fixtures: `tests/fixtures/<area>/<case>.md`, each with its input and what is expected of it.

use super::{Files, Finding};

const FIXTURES: &str = "tests/fixtures/";

pub(super) fn check(files: &Files) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (path, text) in files {
        let Some(inner) = path.strip_prefix(FIXTURES).filter(|it| it.ends_with(".md")) else {
            continue;
        };
        // What explains a folder is no case.
        if inner.ends_with("README.md") {
            continue;
        }
        let expected = text.lines().position(|line| line.trim_end() == "## Expected");
        let input = text.lines().position(|line| line.starts_with("```"));
        match (input, expected) {
            (_, None) => {
                findings.push(Finding::new(path, 1, "a fixture without an `## Expected` section"));
            }
            (Some(input), Some(expected)) if input < expected => {}
            (_, Some(expected)) => {
                let message = "an expectation without an input block before it";
                findings.push(Finding::new(path, expected + 1, message));
            }
        }
    }
    findings
}
