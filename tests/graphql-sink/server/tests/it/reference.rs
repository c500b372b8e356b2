//! graphql-js: what it answers, and to which requests (`reference/main.mjs`).

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use serde_json::Value;

/// One request, with what is known of its answer.
pub(crate) struct Case {
    /// The line as it came, for messages.
    pub(crate) line: Value,
    /// How the document was spoiled, if it was.
    pub(crate) spoiled: Option<String>,
}

impl Case {
    pub(crate) fn text(&self, name: &str) -> String {
        self.line[name].as_str().unwrap_or_default().to_owned()
    }
}

/// Requests by the seed, so many of them valid and so many not; none, said aloud, where graphql-js cannot run.
pub(crate) fn cases(seed: u32, n_valid: u32, n_invalid: u32) -> Option<Vec<Case>> {
    let folder = install()?;
    let schema = Path::new(env!("CARGO_MANIFEST_DIR")).join("../schema.graphql");
    let numbers = [seed, n_valid, n_invalid].map(|it| it.to_string());
    let mut node = Command::new("node");
    let output = output_of(node.arg("main.mjs").arg(schema).args(numbers).current_dir(folder))?;
    let lines = output.lines().map(|line| {
        let line: Value = serde_json::from_str(line).expect("a line of JSON");
        let spoiled = line["spoiled"].as_str().map(str::to_owned);
        Case { line, spoiled }
    });
    Some(lines.collect())
}

/// The programs with graphql-js beside them, below the target folder.
fn install() -> Option<PathBuf> {
    for program in ["node", "npm"] {
        let found = Command::new(program).arg("--version").stdout(Stdio::null()).status();
        if !found.is_ok_and(|it| it.success()) {
            skip(&format!("{program} is not installed"));
            return None;
        }
    }
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../reference");
    let folder = tests::target().join("meshwright/graphql-sink");
    fs::create_dir_all(&folder).expect("a folder");
    let mut is_new = !folder.join("node_modules/graphql").exists();
    for entry in fs::read_dir(from).expect("the reference") {
        let file = entry.expect("an entry").path();
        let name = file.file_name().expect("a name").to_owned();
        let text = fs::read(&file).expect("a file");
        let target = folder.join(&name);
        is_new |= name == "package-lock.json" && fs::read(&target).ok().as_ref() != Some(&text);
        fs::write(target, text).expect("a file");
    }
    if is_new {
        let mut npm = Command::new("npm");
        output_of(npm.args(["ci", "--silent", "--no-audit", "--no-fund"]).current_dir(&folder))?;
    }
    Some(folder)
}

fn output_of(command: &mut Command) -> Option<String> {
    let output = command.output().expect("it runs");
    let stderr = String::from_utf8_lossy(&output.stderr);
    if command.get_program() == "npm" && !output.status.success() {
        skip(&format!("npm cannot install graphql-js: {stderr}"));
        return None;
    }
    assert!(output.status.success(), "{stderr}");
    Some(String::from_utf8(output.stdout).expect("text"))
}

fn skip(why: &str) {
    tests::skipped(&format!("nothing was compared with graphql-js: {why}"));
}
