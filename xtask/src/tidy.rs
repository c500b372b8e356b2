//! `tidy`: the house rules that neither the compiler nor a linter knows.
//!
//! Each rule is a function from files to findings, in a file of its own;
//! [`Files`] holds the texts, so that the rules touch no disk and tests need none.

mod codes;
mod fixtures;
mod headers;
mod layers;
mod members;
mod words;

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use meshwright::Exit;

use crate::say;

/// The repository's text files, by path with `/` between folders.
pub(crate) type Files = BTreeMap<String, String>;

/// Something that breaks a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Finding {
    path: String,
    /// From 1.
    line: usize,
    message: String,
}

impl Finding {
    fn new(path: &str, line: usize, message: impl Into<String>) -> Self {
        Self { path: path.to_owned(), line, message: message.into() }
    }
}

/// The rules.
const RULES: &[fn(&Files) -> Vec<Finding>] =
    &[layers::check, headers::check, words::check, members::check, fixtures::check, codes::check];

/// Checks the repository and prints what it finds.
pub(crate) fn run(root: &Path) -> Exit {
    let files = match files(root) {
        Ok(files) => files,
        Err(error) => {
            say(&format!("tidy: {error:#}"));
            return Exit::CouldNotRun;
        }
    };
    let findings = check(&files);
    for Finding { path, line, message } in &findings {
        say(&format!("{path}:{line}: {message}"));
    }
    let n_files = files.len();
    match findings.len() {
        0 => {
            say(&format!("tidy: {n_files} files, nothing to complain of"));
            Exit::Fine
        }
        n_findings => {
            say(&format!("tidy: {n_findings} findings in {n_files} files"));
            Exit::Findings
        }
    }
}

fn check(files: &Files) -> Vec<Finding> {
    let mut findings: Vec<Finding> = RULES.iter().flat_map(|rule| rule(files)).collect();
    findings.sort();
    findings
}

/// What git tracks, and what it would track if it were added; files that are not text are left out.
fn files(root: &Path) -> anyhow::Result<Files> {
    let out = Command::new("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"])
        .current_dir(root)
        .output()
        .context("cannot run git, which lists the files")?;
    ensure!(out.status.success(), "git: {}", String::from_utf8_lossy(&out.stderr).trim());
    let paths = String::from_utf8_lossy(&out.stdout).into_owned();
    let mut files = Files::new();
    for path in paths.split('\0').filter(|it| !it.is_empty()) {
        // Tracked and deleted, or a link that leads nowhere: nothing to check.
        let Ok(bytes) = fs::read(root.join(path)) else { continue };
        if let Ok(text) = String::from_utf8(bytes) {
            files.insert(path.to_owned(), text);
        }
    }
    Ok(files)
}

/// Whether a file was written by the tool.
fn is_generated(path: &str) -> bool {
    [
        "generated/",
        "tests/aviary/generated/",
        "tests/graphql-sink/generated/",
        "tests/kitchen-sink/generated/",
        "tests/shelf/generated/",
    ]
    .iter()
    .any(|it| path.starts_with(it))
}

#[cfg(test)]
mod tests;
