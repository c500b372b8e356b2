//! `test`: what a fresh checkout must pass.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use meshwright::command::{Gen, Input};
use meshwright::manifest::FILE_NAME;
use meshwright::{Exit, FrontEnd};

use crate::corpus::{self, Corpus};
use crate::counts::Counts;
use crate::{kitchen_sink, say, tidy};

/// One thing that must succeed.
struct Step<'a> {
    /// What people type to run it alone.
    rerun: &'a str,
    run: &'a dyn Fn(&mut Counts) -> bool,
}

/// Runs every step in order and stops at the first failure.
pub(crate) fn test(root: &Path, front_end: &FrontEnd) -> Exit {
    let cargo = |args: &[&str]| run_cargo(root, args, &mut Counts::default());
    let steps = [
        Step { rerun: "cargo xtask gen --check", run: &|_| gen_check(root, front_end) },
        Step { rerun: "cargo xtask tidy", run: &|_| tidy::run(root) == Exit::Fine },
        Step { rerun: "cargo fmt --all --check", run: &|_| cargo(&["fmt", "--all", "--check"]) },
        Step {
            rerun: "cargo clippy --workspace --all-targets -- -D warnings",
            run: &|_| cargo(&["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"]),
        },
        Step {
            rerun: "RUSTDOCFLAGS='-D warnings' cargo doc --workspace --no-deps",
            run: &|_| cargo(&["doc", "--workspace", "--no-deps"]),
        },
        Step {
            rerun: "cargo test --workspace",
            run: &|counts| run_cargo(root, &["test", "--workspace"], counts),
        },
        Step { rerun: "cargo xtask corpus --quick", run: &|_| quick_corpus(root) },
    ];
    let begun = Instant::now();
    let mut counts = Counts::default();
    for (index, Step { rerun, run }) in steps.iter().enumerate() {
        say(&format!("[{}/{}] {rerun}", index + 1, steps.len()));
        if !run(&mut counts) {
            say(&format!("test: failed; run `{rerun}` to see it alone"));
            counts.print();
            return Exit::Findings;
        }
    }
    say(&format!("test: all {} steps passed in {} s", steps.len(), begun.elapsed().as_secs()));
    counts.print();
    Exit::Fine
}

fn gen_check(root: &Path, front_end: &FrontEnd) -> bool {
    let input = Input { manifest: Some(root.join(FILE_NAME)), schema: Vec::new() };
    let command = Gen { check: true, input, ..Gen::default() };
    meshwright::execute(&meshwright::Command::Gen(command), front_end) == Exit::Fine
        && kitchen_sink::generate(root, true, front_end) == Exit::Fine
}

fn quick_corpus(root: &Path) -> bool {
    corpus::run(root, &Corpus { quick: true, ..Corpus::default() }) == Exit::Fine
}

/// Runs cargo, hands on what it prints, and counts the tests that it tells of.
fn run_cargo(root: &Path, args: &[&str], counts: &mut Counts) -> bool {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let child = Command::new(cargo)
        .args(args)
        .current_dir(root)
        .envs(args.contains(&"doc").then_some(("RUSTDOCFLAGS", "-D warnings")))
        .stdout(Stdio::piped())
        .spawn();
    let mut child = match child {
        Ok(child) => child,
        Err(error) => {
            say(&format!("cannot run cargo: {error}"));
            return false;
        }
    };
    if let Some(out) = child.stdout.take() {
        for line in BufReader::new(out).lines().map_while(Result::ok) {
            counts.read(&line);
            hand_on(&line);
        }
    }
    child.wait().is_ok_and(|status| status.success())
}

#[expect(clippy::print_stdout, reason = "what cargo prints belongs where cargo prints it")]
fn hand_on(line: &str) {
    println!("{line}");
}
