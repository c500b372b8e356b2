//! Runs rustfmt over what was generated, so that it passes `cargo fmt --check` where it lands.
//!
//! Every file is formatted as if alone: it lies in a folder of its own, with an empty file for each module it declares,
//! so that rustfmt, which follows `mod` declarations, finds nothing else. Then any files can go to any number of processes,
//! and what was formatted before is taken from the cache.

mod cache;
mod stage;

use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use meshwright_generator::output::OutputTree;

use cache::Cache;

/// Formats the tree's Rust files in place; `cache` is a folder that outlives the run.
///
/// The project's `rustfmt.toml` applies, and its toolchain.
///
/// # Errors
///
/// When there is no rustfmt, or it does not take a file.
pub fn format(tree: &mut OutputTree, root: &Path, cache: Option<&Path>) -> anyhow::Result<()> {
    let mut files: Vec<(&str, &mut String)> = tree
        .files_mut()
        .iter_mut()
        .filter(|(path, _)| path.ends_with(".rs"))
        .map(|(path, text)| (path.as_str(), text))
        .collect();
    if files.is_empty() {
        return Ok(());
    }
    let rustfmt = Rustfmt::find(root)?;
    let cache = cache.map(|folder| Cache::new(folder, &rustfmt.identity()));
    let keys: Vec<String> = match &cache {
        Some(cache) => files.iter().map(|(_, text)| cache.key(text)).collect(),
        None => Vec::new(),
    };
    let mut missed: Vec<(usize, &str, &mut String)> = Vec::new();
    for (index, (path, text)) in files.iter_mut().enumerate() {
        match cache.as_ref().and_then(|cache| cache.get(&keys[index])) {
            Some(formatted) => **text = formatted,
            None => missed.push((index, path, text)),
        }
    }
    let texts: Vec<(&str, &str)> =
        missed.iter().map(|(_, path, text)| (*path, text.as_str())).collect();
    let formatted = stage::format(&rustfmt, &texts)?;
    for ((index, _, text), formatted) in missed.into_iter().zip(formatted) {
        if let Some(cache) = &cache {
            cache.put(&keys[index], &formatted);
        }
        *text = formatted;
    }
    if let Some(cache) = &cache {
        cache.forget_old();
    }
    Ok(())
}

/// The formatter and what it is told.
#[derive(Debug)]
struct Rustfmt {
    program: OsString,
    /// Where it runs, so that rustup picks the project's toolchain.
    folder: PathBuf,
    version: String,
    /// The text of the project's `rustfmt.toml`; empty where there is none.
    config: String,
}

impl Rustfmt {
    fn find(root: &Path) -> anyhow::Result<Self> {
        let root = std::path::absolute(root)?;
        let config = root
            .ancestors()
            .flat_map(|it| [it.join("rustfmt.toml"), it.join(".rustfmt.toml")])
            .find(|it| it.is_file());
        let config = match config {
            Some(file) => std::fs::read_to_string(&file)
                .with_context(|| format!("cannot read `{}`", file.display()))?,
            None => String::new(),
        };
        // The crate's folder may not be there yet.
        let folder = root.ancestors().find(|it| it.is_dir()).unwrap_or(Path::new("/")).to_owned();
        // As Cargo does: whoever has another rustfmt says so.
        let program = std::env::var_os("RUSTFMT").unwrap_or_else(|| "rustfmt".into());
        let out = Command::new(&program)
            .arg("--version")
            .current_dir(&folder)
            .output()
            .ok()
            .filter(|out| out.status.success());
        let help = "cannot run rustfmt, which formats what is generated; `rustup component add rustfmt` installs it";
        let version = String::from_utf8_lossy(&out.context(help)?.stdout).trim().to_owned();
        Ok(Self { program, folder, version, config })
    }

    /// What decides how a text comes out.
    fn identity(&self) -> String {
        format!("{}\n{}\n{}", stage::EDITION, self.version, self.config)
    }

    /// Formats these files in place.
    fn run(&self, config: &Path, files: &[PathBuf]) -> anyhow::Result<()> {
        let out = Command::new(&self.program)
            .current_dir(&self.folder)
            .args(["--edition", stage::EDITION, "--config-path"])
            .arg(config)
            .args(files)
            .output()
            .context("cannot run rustfmt")?;
        let said = String::from_utf8_lossy(&out.stderr);
        // Text that rustfmt cannot lay out (a long string, a blank at a line's end) it leaves as it is and complains,
        // but the file is written; only what it cannot read is a failure.
        let mut errors = said.lines().filter(|line| line.starts_with("error")).peekable();
        let only_layout =
            errors.peek().is_some() && errors.all(|it| it.starts_with("error[internal]"));
        ensure!(out.status.success() || only_layout, "rustfmt: {}", said.trim());
        Ok(())
    }
}

#[cfg(test)]
mod tests;
