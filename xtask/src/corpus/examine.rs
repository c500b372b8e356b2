//! All that is known about one document: counted, measured, laid out, compiled.

use std::cell::Cell;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use ::tests::cargo::Workspace;
use anyhow::Context as _;

use super::column::Column;
use super::count::count;
use super::row::Row;
use crate::compile::{compile, prepare};
use crate::say;
use crate::tool::Tool;

/// What the documents of one run share.
#[derive(Debug)]
pub(crate) struct Examiner<'a> {
    /// Where the documents are.
    pub(crate) folder: &'a Path,
    pub(crate) tool: Tool,
    /// Seconds of processor time of the work that all times are compared with.
    pub(crate) yardstick: f64,
    /// Where the crates go.
    pub(crate) workspace: Workspace,
    /// Whether they are compiled.
    pub(crate) check: bool,
    /// Whether what the crates stand on is compiled.
    pub(crate) warm: Cell<bool>,
}

/// The row of one document.
pub(crate) fn examine(examiner: &Examiner<'_>, document: &str) -> anyhow::Result<Row> {
    let name = crate_name(document);
    let (mut row, tree) = count(examiner.folder, document, &name);
    let Some(_) = tree else {
        say(&format!("{document}: {}", row.faults.join("; ")));
        return Ok(row);
    };
    let Examiner { folder, tool, yardstick, workspace, check: wanted, warm } = examiner;
    let out = workspace.folder().join(&name);
    let (alone, rustfmt) = match tool.generate(&folder.join(document), &out, &name) {
        Ok(usages) => usages,
        Err(error) => {
            row.faults.push(format!("{error:#}"));
            return Ok(row);
        }
    };
    row.set(Column::Generation, alone.cpu);
    row.set(Column::GenerationRatio, alone.cpu / yardstick);
    row.set(Column::GenerationMemory, alone.memory);
    row.set(Column::Formatting, rustfmt.cpu);
    let files = rust_files(&out)?;
    let n_lines = files.iter().map(|it| Ok(fs::read_to_string(it)?.lines().count()));
    row.count(Column::Lines, n_lines.sum::<anyhow::Result<usize>>()?);
    row.count(Column::Unformatted, n_unformatted(&out.join("src/lib.rs"))?);
    if *wanted {
        if !warm.replace(true) {
            // What all of them stand on is compiled with the first, and not counted.
            workspace.members(&[&name]);
            prepare(&mut cargo_check(workspace, &name), &out.join("src/lib.rs"))?;
        }
        check(workspace, &name, Some(*yardstick), &mut row)?;
    }
    let faults = row.faults.join("; ");
    say(&format!("{document}: {}", if faults.is_empty() { "fine" } else { &faults }));
    Ok(row)
}

/// Checks a crate that is in the workspace; without a yardstick only its errors and warnings count.
pub(crate) fn check(
    workspace: &Workspace,
    name: &str,
    yardstick: Option<f64>,
    row: &mut Row,
) -> anyhow::Result<()> {
    workspace.members(&[name]);
    let compiled = compile(
        &mut cargo_check(workspace, name),
        &workspace.folder().join(name).join("src/lib.rs"),
    )?;
    if let Some(yardstick) = yardstick {
        row.set(Column::Check, compiled.usage.cpu);
        row.set(Column::CheckRatio, compiled.usage.cpu / yardstick);
        row.set(Column::CheckMemory, compiled.usage.memory);
    }
    row.count(Column::CheckErrors, compiled.errors);
    row.count(Column::CheckWarnings, compiled.warnings);
    row.faults.extend(compiled.first);
    Ok(())
}

/// Client and server, without what would encrypt.
fn cargo_check(workspace: &Workspace, name: &str) -> Command {
    let target = ::tests::target().join("meshwright/corpus/target");
    let mut cargo = workspace.command("check", &target);
    cargo.args(["--package", name, "--no-default-features", "--features", "client,server"]);
    cargo
}

/// The name of a document's crate: its path, with hyphens.
pub(crate) fn crate_name(document: &str) -> String {
    let path = document.rsplit_once('.').map_or(document, |it| it.0);
    let extension = if document.ends_with(".json") { "-json" } else { "" };
    let words = path.split(|it: char| !it.is_ascii_alphanumeric()).filter(|it| !it.is_empty());
    (words.collect::<Vec<_>>().join("-") + extension).to_lowercase()
}

fn rust_files(folder: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    let mut folders = vec![folder.to_owned()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder)? {
            let path = entry?.path();
            if path.is_dir() {
                folders.push(path);
            } else if path.extension().is_some_and(|it| it == "rs") {
                files.push(path);
            }
        }
    }
    Ok(files)
}

/// How many files of a crate rustfmt would change.
fn n_unformatted(lib: &Path) -> anyhow::Result<usize> {
    let rustfmt = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
    let out = Command::new(rustfmt)
        .args(["--check", "--edition", "2024", "--files-with-diff", "--config-path"])
        .arg(::tests::root())
        .arg(lib)
        .current_dir(::tests::root())
        .output()
        .context("cannot run rustfmt")?;
    let listed = String::from_utf8_lossy(&out.stdout).lines().count();
    Ok(if out.status.success() { 0 } else { listed.max(1) })
}

#[cfg(test)]
mod tests {
    use super::crate_name;

    #[test]
    fn crates_are_called_after_their_documents() {
        assert_eq!(crate_name("stripe/spec3.yaml"), "stripe-spec3");
        assert_eq!(crate_name("oai/v3.0/Pet_Store.json"), "oai-v3-0-pet-store-json");
    }
}
