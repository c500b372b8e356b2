//! `cargo xtask …`: the tool's own commands, and those that look after this repository.

mod bench;
mod compile;
mod corpus;
mod counts;
mod kitchen_sink;
mod markdown;
mod schemathesis;
mod steps;
mod tidy;
mod tool;
mod usage;
mod yardstick;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use meshwright::command::Input;
use meshwright::{Exit, FrontEnd};

/// This repository's commands
#[derive(Debug, Parser)]
#[command(name = "xtask", bin_name = "cargo xtask")]
struct Arguments {
    #[command(subcommand)]
    command: Xtask,
}

#[derive(Debug, Subcommand)]
enum Xtask {
    #[command(flatten)]
    Tool(meshwright::Command),
    /// Check everything that the README promises, in order, up to the first failure
    #[command(alias = "ci")]
    Test,
    /// Check the house rules that no other tool knows
    Tidy,
    /// Generate and compile every real document there is, against budgets
    Corpus(corpus::Corpus),
    /// Measure generating and compiling, next to other generators where they are installed
    Bench(bench::Bench),
    /// Let a tester of other people's try the servers, which takes minutes
    Schemathesis(schemathesis::Schemathesis),
    /// Load the kitchen sink's server from many connections for a while
    Soak(kitchen_sink::Soak),
    /// Run a command and write down what it cost
    #[command(hide = true)]
    Launch(usage::Launch),
}

fn main() -> ExitCode {
    if tool::is_formatter() {
        return tool::format_nothing();
    }
    let front_end = FrontEnd { name: "cargo xtask" };
    let exit = match Arguments::parse().command {
        Xtask::Tool(command) => match (meshwright::execute(&command, &front_end), &command) {
            (Exit::Fine, meshwright::Command::Gen(it)) if is_of_repository(&it.input) => {
                kitchen_sink::generate(&root(), it.check, &front_end)
            }
            (exit, _) => exit,
        },
        Xtask::Test => steps::test(&root(), &front_end),
        Xtask::Tidy => tidy::run(&root()),
        Xtask::Corpus(args) => corpus::run(&root(), &args),
        Xtask::Bench(args) => bench::run(&root(), &args),
        Xtask::Schemathesis(args) => schemathesis::run(&root(), &args),
        Xtask::Soak(args) => kitchen_sink::soak(&root(), &args),
        Xtask::Launch(args) => return usage::launch(&args),
    };
    exit.into()
}

/// Whether a command is about the repository's own manifest.
fn is_of_repository(input: &Input) -> bool {
    input.manifest.is_none() && input.schema.is_empty()
}

/// The folder of the repository, wherever it was called from.
fn root() -> PathBuf {
    let xtask = std::env::var_os("CARGO_MANIFEST_DIR").map_or_else(PathBuf::new, PathBuf::from);
    match xtask.parent() {
        Some(root) if !root.as_os_str().is_empty() => root.to_owned(),
        _ => Path::new(".").to_owned(),
    }
}

/// Prints a line for whoever waits.
#[expect(clippy::print_stderr, reason = "this is how commands talk to people")]
fn say(line: &str) {
    eprintln!("{line}");
}
