//! Compiles one generated crate and tells what that cost, what it stands on aside.

use std::fs::{self, File};
use std::path::Path;
use std::process::Command;
use std::time::SystemTime;

use anyhow::ensure;
use serde_json::Value;

use crate::usage::{Usage, measure};

/// What came of it.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) usage: Usage,
    pub(crate) errors: usize,
    pub(crate) warnings: usize,
    /// The first error or warning, or why Cargo did not get that far.
    pub(crate) first: Option<String>,
}

/// Compiles what `cargo` names, once all that it stands on is compiled.
///
/// `lib` is the crate's first file: it is touched, so that Cargo cannot say that nothing changed.
pub(crate) fn compile(cargo: &mut Command, lib: &Path) -> anyhow::Result<Compiled> {
    File::options().append(true).open(lib)?.set_modified(SystemTime::now())?;
    let cargo = cargo.arg("--message-format=json").env("CARGO_INCREMENTAL", "0");
    let ended = measure(cargo)?;
    let (mut errors, mut warnings, mut first) = (0, 0, None);
    for (level, text) in ended.stdout.lines().filter_map(message) {
        match level {
            Level::Error => errors += 1,
            Level::Warning => warnings += 1,
        }
        first = first.or(Some(text));
    }
    if !ended.status.success() && errors == 0 {
        errors = 1;
        first = Some(ended.complaint());
    }
    Ok(Compiled { usage: ended.usage, errors, warnings, first })
}

/// Compiles what a crate stands on: the crate itself is empty meanwhile.
pub(crate) fn prepare(cargo: &mut Command, lib: &Path) -> anyhow::Result<()> {
    let text = fs::read_to_string(lib)?;
    fs::write(lib, "")?;
    let ended = measure(cargo);
    fs::write(lib, text)?;
    let ended = ended?;
    ensure!(ended.status.success(), "{}", ended.complaint());
    Ok(())
}

#[derive(Debug, PartialEq)]
enum Level {
    Error,
    Warning,
}

/// A complaint of the compiler among what Cargo prints; its closing lines, which count the others, are none.
fn message(line: &str) -> Option<(Level, String)> {
    let line: Value = serde_json::from_str(line).ok()?;
    if line["reason"] != "compiler-message" {
        return None;
    }
    let message = &line["message"];
    let level = match message["level"].as_str()? {
        "warning" => Level::Warning,
        it if it.starts_with("error") => Level::Error,
        _ => return None,
    };
    let has_place = message["spans"].as_array().is_some_and(|it| !it.is_empty());
    let counts = ["aborting due to", "emitted"];
    let text = message["message"].as_str()?;
    if !has_place && counts.iter().any(|it| text.contains(it)) {
        return None;
    }
    let rendered = message["rendered"].as_str().unwrap_or(text);
    Some((level, rendered.lines().take(8).collect::<Vec<_>>().join("\n")))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(level: &str, message: &str, n_spans: usize) -> String {
        let message = serde_json::json!({
            "level": level,
            "message": message,
            "spans": vec![Value::Null; n_spans],
            "rendered": format!("{level}: {message}\n"),
        });
        serde_json::json!({ "reason": "compiler-message", "message": message }).to_string()
    }

    #[test]
    fn complaints_are_counted_and_their_sums_are_not() {
        let error = Some((Level::Error, "error: no such thing".to_owned()));
        assert_eq!(message(&line("error", "no such thing", 1)), error);
        let warning = Some((Level::Warning, "warning: unused".to_owned()));
        assert_eq!(message(&line("warning", "unused", 1)), warning);
        assert_eq!(message(&line("warning", "2 warnings emitted", 0)), None);
        assert_eq!(message(&line("error", "aborting due to 2 previous errors", 0)), None);
        assert_eq!(message(&line("failure-note", "see `rustc --explain`", 0)), None);
        assert_eq!(message(r#"{"reason":"build-finished","success":true}"#), None);
    }
}
