//! Runs rustfmt over what was generated, so that it passes `cargo fmt --check` where it lands.
//!
//! Every file is formatted as if alone, so that any can go to any number of processes; what lies on the disk as it was
//! formatted before stays.

mod batch;
mod index;

use std::ffi::OsString;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::Context as _;
use meshwright_generator::output::OutputTree;

use index::Index;

/// rustfmt, and what it made in earlier runs.
#[derive(Debug)]
pub struct Formatter {
    rustfmt: Rustfmt,
    index: Option<Index>,
}

impl Formatter {
    /// The formatter of what is generated below `root`: the `rustfmt.toml` there applies, and the toolchain.
    /// `cache` is a folder that outlives the run.
    ///
    /// # Errors
    ///
    /// When there is no rustfmt.
    pub fn new(root: &Path, cache: Option<&Path>) -> anyhow::Result<Self> {
        let rustfmt = Rustfmt::find(root)?;
        let index = cache.and_then(|folder| Index::read(folder, root, &rustfmt.identity()));
        Ok(Self { rustfmt, index })
    }

    /// The formatted text of a module that this very build of the tool printed and wrote before.
    pub fn kept(&self, path: &str, print: u128) -> Option<String> {
        self.index.as_ref()?.kept(path, print)
    }

    /// Formats the tree's Rust files in place, but those that are formatted already.
    ///
    /// # Errors
    ///
    /// When rustfmt does not take a file.
    pub fn format(&self, tree: &mut OutputTree) -> anyhow::Result<()> {
        // What has no print is no module of ours; another Rust file is formatted all the same.
        let is_formatted = |path: &str| tree.print(path).is_some_and(|it| it.1);
        let is_missed = |path: &str| path.ends_with(".rs") && !is_formatted(path);
        let paths: Vec<String> = tree.files().keys().filter(|it| is_missed(it)).cloned().collect();
        if !paths.is_empty() {
            let texts: Vec<(&str, &str)> =
                paths.iter().map(|it| (it.as_str(), tree.files()[it].as_str())).collect();
            let formatted = batch::format(&self.rustfmt, &texts)?;
            for (path, formatted) in paths.into_iter().zip(formatted) {
                tree.files_mut().insert(path, formatted);
            }
        }
        Ok(())
    }

    /// Remembers what was formatted and written, for the next run.
    pub fn remember(&self, tree: &OutputTree) {
        if let Some(index) = &self.index {
            index.remember(tree);
        }
    }
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
    /// Where that is; an empty file where there is none, so that no other is looked for.
    config_path: PathBuf,
    /// Keeps the empty file.
    _empty: Option<tempfile::NamedTempFile>,
}

impl Rustfmt {
    fn find(root: &Path) -> anyhow::Result<Self> {
        let root = std::path::absolute(root)?;
        let config = root
            .ancestors()
            .flat_map(|it| [it.join("rustfmt.toml"), it.join(".rustfmt.toml")])
            .find(|it| it.is_file());
        let (config_path, config, _empty) = match config {
            Some(file) => {
                let text = std::fs::read_to_string(&file)
                    .with_context(|| format!("cannot read `{}`", file.display()))?;
                (file, text, None)
            }
            None => {
                let file = tempfile::Builder::new().suffix(".toml").tempfile();
                let file = file.context("cannot make a temporary file")?;
                (file.path().to_owned(), String::new(), Some(file))
            }
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
        Ok(Self { program, folder, version, config, config_path, _empty })
    }

    /// What decides how a text comes out.
    fn identity(&self) -> String {
        format!("{}\n{}\n{}", batch::EDITION, self.version, self.config)
    }

    /// Formats one text; where that fails, gives what rustfmt said.
    fn run(&self, text: &str) -> Result<String, String> {
        let failed = |error: std::io::Error| format!("cannot be run: {error}");
        let mut command = Command::new(&self.program);
        command.current_dir(&self.folder).args(["--edition", batch::EDITION, "--config-path"]);
        command.arg(&self.config_path);
        let (input, output) = (Stdio::piped(), Stdio::piped());
        let child = command.stdin(input).stdout(output).stderr(Stdio::piped()).spawn();
        let mut child = child.map_err(failed)?;
        let input = child.stdin.take();
        let out = std::thread::scope(|scope| {
            // It may write before it has read all.
            let writing =
                scope.spawn(move || input.map_or(Ok(()), |mut it| it.write_all(text.as_bytes())));
            let out = child.wait_with_output();
            // Whoever stops reading says why.
            let _ = writing.join();
            out
        });
        let out = out.map_err(failed)?;
        let said = String::from_utf8_lossy(&out.stderr);
        // Text that rustfmt cannot lay out (a long string, a blank at a line's end) it leaves as it is and complains,
        // but all is written; only what it cannot read is a failure.
        let mut errors = said.lines().filter(|line| line.starts_with("error")).peekable();
        let only_layout =
            errors.peek().is_some() && errors.all(|it| it.starts_with("error[internal]"));
        if !out.status.success() && !only_layout {
            return Err(said.trim().to_owned());
        }
        String::from_utf8(out.stdout).map_err(|_| "gave no UTF-8".to_owned())
    }
}

#[cfg(test)]
mod tests;
