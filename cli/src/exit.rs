//! How a command ends.

use std::process::ExitCode;

/// What a command found, as its exit code tells it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Exit {
    /// 0: nothing to complain of.
    Fine,
    /// 1: the schema has errors, or files on disk are not what they should be.
    Findings,
    /// 2: bad arguments, no manifest, no rustfmt, or a file that could not be read or written.
    CouldNotRun,
}

impl From<Exit> for ExitCode {
    fn from(exit: Exit) -> Self {
        match exit {
            Exit::Fine => Self::SUCCESS,
            Exit::Findings => Self::from(1),
            Exit::CouldNotRun => Self::from(2),
        }
    }
}
