//! `test`: what a fresh checkout must pass.

use std::path::Path;
use std::process::Command;
use std::time::Instant;

use meshwright::command::{Gen, Input};
use meshwright::manifest::FILE_NAME;
use meshwright::{Exit, FrontEnd};

use crate::{say, tidy};

/// One thing that must succeed.
struct Step<'a> {
    /// What people type to run it alone.
    rerun: &'a str,
    run: &'a dyn Fn() -> bool,
}

/// Runs every step in order and stops at the first failure.
pub(crate) fn test(root: &Path, front_end: &FrontEnd) -> Exit {
    let cargo = |args: &[&str]| run_cargo(root, args);
    let steps = [
        Step { rerun: "cargo xtask gen --check", run: &|| gen_check(root, front_end) },
        Step { rerun: "cargo xtask tidy", run: &|| tidy::run(root) == Exit::Fine },
        Step { rerun: "cargo fmt --all --check", run: &|| cargo(&["fmt", "--all", "--check"]) },
        Step {
            rerun: "cargo clippy --workspace --all-targets -- -D warnings",
            run: &|| cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        },
        Step { rerun: "cargo test --workspace", run: &|| cargo(&["test", "--workspace"]) },
        Step {
            rerun: "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps",
            run: &|| cargo(&["doc", "--workspace", "--no-deps"]),
        },
    ];
    let begun = Instant::now();
    for (index, Step { rerun, run }) in steps.iter().enumerate() {
        say(&format!("[{}/{}] {rerun}", index + 1, steps.len()));
        if !run() {
            say(&format!("test: failed; run `{rerun}` to see it alone"));
            return Exit::Findings;
        }
    }
    say(&format!("test: all {} steps passed in {} s", steps.len(), begun.elapsed().as_secs()));
    Exit::Fine
}

fn gen_check(root: &Path, front_end: &FrontEnd) -> bool {
    let input = Input { manifest: Some(root.join(FILE_NAME)), schema: Vec::new() };
    let command = Gen { check: true, input, ..Gen::default() };
    meshwright::execute(&meshwright::Command::Gen(command), front_end) == Exit::Fine
}

fn run_cargo(root: &Path, args: &[&str]) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(args)
        .current_dir(root)
        .envs(args.contains(&"doc").then_some(("RUSTDOCFLAGS", "-D warnings")))
        .status();
    match status {
        Ok(status) => status.success(),
        Err(error) => {
            say(&format!("cannot run cargo: {error}"));
            false
        }
    }
}
