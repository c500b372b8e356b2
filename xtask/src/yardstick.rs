//! How fast this machine is right now: what a piece of work costs that nobody here ever changes.
//!
//! Times are compared as multiples of it, so that a budget means the same on every machine and on a busy one.

use std::path::Path;
use std::process::Command;

use anyhow::ensure;

use crate::usage::measure;

/// The crate that is checked: without dependencies of its own, pinned by the lock file, and of some size.
const PACKAGE: &str = "regex-syntax";

/// Seconds of processor time that `cargo check` of the yardstick takes.
pub(crate) fn yardstick(root: &Path) -> anyhow::Result<f64> {
    let cargo = |subcommand: &str| {
        let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        command
            .args([subcommand, "--quiet", "--offline", "--package", PACKAGE, "--target-dir"])
            .arg(tests::target().join("meshwright/yardstick"))
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .current_dir(root);
        command
    };
    measure(&cargo("clean"))?;
    let ended = measure(&cargo("check"))?;
    ensure!(ended.status.success(), "cargo check of `{PACKAGE}`: {}", ended.complaint());
    Ok(ended.usage.cpu)
}
