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
/// # Errors
///
/// As [`Formatter::new`] and [`Formatter::format`].
pub fn format(tree: &mut OutputTree, root: &Path, cache: Option<&Path>) -> anyhow::Result<()> {
    Formatter::new(root, cache)?.format(tree)
}

/// rustfmt, and what it made in earlier runs.
#[derive(Debug)]
pub struct Formatter {
    rustfmt: Rustfmt,
    cache: Option<Cache>,
}

impl Formatter {
    /// The formatter of a project: its `rustfmt.toml` applies, and its toolchain.
    ///
    /// # Errors
    ///
    /// When there is no rustfmt.
    pub fn new(root: &Path, cache: Option<&Path>) -> anyhow::Result<Self> {
        let rustfmt = Rustfmt::find(root)?;
        let cache = cache.map(|folder| Cache::new(folder, &rustfmt.identity()));
        Ok(Self { rustfmt, cache })
    }

    /// The formatted text of a module that this very build of the tool printed before.
    pub fn kept(&self, print: u128) -> Option<String> {
        let cache = self.cache.as_ref()?;
        cache.get(&cache.key_of_print(print)?)
    }

    /// Formats the tree's Rust files in place, but those that are formatted already.
    ///
    /// # Errors
    ///
    /// When rustfmt does not take a file.
    pub fn format(&self, tree: &mut OutputTree) -> anyhow::Result<()> {
        // What has no print is no module of ours; another Rust file is formatted all the same.
        let prints: Vec<_> = tree.files().keys().map(|path| tree.print(path)).collect();
        let mut missed: Vec<Missed<'_>> = Vec::new();
        for ((path, text), print) in tree.files_mut().iter_mut().zip(prints) {
            if !path.ends_with(".rs") || print.is_some_and(|(_, is_formatted)| is_formatted) {
                continue;
            }
            let print = print.map(|it| it.0);
            let by_text = self.cache.as_ref().map(|cache| cache.key(text));
            let formatted = by_text.as_ref().and_then(|key| self.cache.as_ref()?.get(key));
            match formatted {
                Some(formatted) => {
                    self.keep(None, print, &formatted);
                    *text = formatted;
                }
                None => missed.push(Missed { path, text, by_text, print }),
            }
        }
        if missed.is_empty() {
            return Ok(());
        }
        let texts: Vec<(&str, &str)> =
            missed.iter().map(|it| (it.path, it.text.as_str())).collect();
        let formatted = stage::format(&self.rustfmt, &texts)?;
        for (it, formatted) in missed.into_iter().zip(formatted) {
            self.keep(it.by_text.as_deref(), it.print, &formatted);
            *it.text = formatted;
        }
        if let Some(cache) = &self.cache {
            cache.forget_old();
        }
        Ok(())
    }

    fn keep(&self, by_text: Option<&str>, print: Option<u128>, formatted: &str) {
        let Some(cache) = &self.cache else { return };
        let by_print = print.and_then(|it| cache.key_of_print(it));
        for key in by_text.into_iter().chain(by_print.as_deref()) {
            cache.put(key, formatted);
        }
    }
}

/// A file that is not in the cache.
struct Missed<'a> {
    path: &'a str,
    text: &'a mut String,
    by_text: Option<String>,
    print: Option<u128>,
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
