//! The commands around the pure generator: everything that touches files, processes and terminals.
//!
//! [`run`] is what the `meshwright` binary and `cargo xtask` call;
//! the modules below it are the steps, each usable alone.

pub mod command;
pub mod exit;
pub mod format;
pub mod manifest;
#[cfg(feature = "mock")]
pub mod mock;
mod progress;
pub mod project;
pub mod read;
pub mod report;
pub mod sync;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::{Command as Parser, FromArgMatches as _, Subcommand as _};

pub use command::Command;
pub use exit::Exit;

/// Who runs the commands, as people type it: `meshwright` or `cargo xtask`.
#[derive(Debug, Clone, Copy)]
pub struct FrontEnd {
    /// The words before the command, in help and in what messages tell people to run.
    pub name: &'static str,
}

/// Parses the arguments (the program's name first), runs the command and says how it ended.
pub fn run(args: impl IntoIterator<Item = OsString>, front_end: &FrontEnd) -> ExitCode {
    let parser = Parser::new(front_end.name)
        .bin_name(front_end.name)
        .version(env!("CARGO_PKG_VERSION"))
        .about("Turns OpenAPI and GraphQL schemas into Rust, and keeps the two in step")
        .subcommand_required(true)
        .arg_required_else_help(true);
    let mut parser = Command::augment_subcommands(parser);
    let parsed = parser
        .try_get_matches_from_mut(args)
        .and_then(|matches| Command::from_arg_matches(&matches));
    match parsed {
        Ok(command) => execute(&command, front_end).into(),
        // Help and version come this way too, and are no failure: clap knows which is which.
        Err(error) => error.format(&mut parser).exit(),
    }
}

/// Runs one command; what keeps it from running is printed, not returned.
pub fn execute(command: &Command, front_end: &FrontEnd) -> Exit {
    command.execute(front_end).unwrap_or_else(|error| {
        report::failure(&error);
        Exit::CouldNotRun
    })
}
