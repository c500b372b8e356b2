//! Checks generated crates with the real compiler.
//!
//! All of them share one workspace, one lock file (a copy of the repository's, so that nothing is looked up)
//! and one target folder, so that what they stand on is compiled once.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

/// A workspace of generated crates below the target folder.
#[derive(Debug)]
pub struct Workspace {
    folder: PathBuf,
}

impl Workspace {
    /// Makes (or takes over) the workspace of this name.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn new(name: &str) -> Self {
        let folder = crate::target().join(name);
        fs::create_dir_all(&folder).expect("a folder");
        let (ours, lock) = (crate::root().join("Cargo.lock"), folder.join("Cargo.lock"));
        if changed(&lock) < changed(&ours) {
            fs::copy(ours, lock).expect("a lock file");
        }
        Self { folder }
    }

    /// Where its crates are.
    pub fn folder(&self) -> &Path {
        &self.folder
    }

    /// Names its members; each must be there.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub fn members(&self, names: &[&str]) {
        let list: Vec<String> = names.iter().map(|it| format!("    {it:?},\n")).collect();
        let text = format!("[workspace]\nresolver = \"3\"\nmembers = [\n{}]\n", list.concat());
        let file = self.folder.join("Cargo.toml");
        if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
            fs::write(file, text).expect("a manifest");
        }
    }

    /// `cargo check` with warnings as errors; the features of client and server, without TLS.
    ///
    /// # Panics
    ///
    /// When Cargo cannot run.
    pub fn check(&self, args: &[&str]) -> Output {
        self.command("check", &crate::target().join("corpus/target"))
            .args(args)
            .env("RUSTFLAGS", "-Dwarnings")
            .output()
            .expect("cargo runs")
    }

    /// Cargo over this workspace; what it builds goes into that folder.
    pub fn command(&self, subcommand: &str, target: &Path) -> Command {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            // What the lock file names may have to be fetched: this workspace asks for other features.
            .args([subcommand, "--quiet", "--manifest-path"])
            .arg(self.folder.join("Cargo.toml"))
            .env("CARGO_TARGET_DIR", target)
            // Here, so that the repository's toolchain is taken.
            .current_dir(crate::root());
        command
    }
}

/// When a file was written last; none where it is not there.
fn changed(file: &Path) -> Option<SystemTime> {
    fs::metadata(file).and_then(|it| it.modified()).ok()
}
