//! What a process costs: its processor time and its memory, as the system counted them.

use std::fs;
use std::process::{Command, ExitStatus, Stdio};

use anyhow::Context as _;
use serde::Serialize;
use wait4::Wait4 as _;

/// The cost of a process and of those that it waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize)]
pub(crate) struct Usage {
    /// Seconds of processor time, for itself and in the system.
    pub(crate) cpu: f64,
    /// The most memory that one of its processes had at a time, in MiB.
    pub(crate) memory: f64,
}

/// A process that ended.
#[derive(Debug)]
pub(crate) struct Ended {
    pub(crate) status: ExitStatus,
    pub(crate) usage: Usage,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Ended {
    /// The first lines of what went wrong.
    pub(crate) fn complaint(&self) -> String {
        let lines: Vec<&str> = self.stderr.lines().filter(|it| !it.trim().is_empty()).collect();
        let worst = lines.iter().position(|it| it.contains("error")).unwrap_or(0);
        lines.iter().skip(worst).take(6).copied().collect::<Vec<_>>().join("\n")
    }
}

/// Runs a command to its end.
pub(crate) fn measure(command: &mut Command) -> anyhow::Result<Ended> {
    // Files, not pipes: nobody has to read while we wait.
    let out = tempfile::NamedTempFile::new()?;
    let err = tempfile::NamedTempFile::new()?;
    let child = command
        .stdin(Stdio::null())
        .stdout(out.reopen()?)
        .stderr(err.reopen()?)
        .spawn()
        .with_context(|| format!("cannot run {:?}", command.get_program()))?;
    let wait4::ResUse { status, rusage } = child.wait4()?;
    let text = |file: &tempfile::NamedTempFile| -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(file.path())?).into_owned())
    };
    let usage = Usage {
        cpu: (rusage.utime + rusage.stime).as_secs_f64(),
        memory: mebibytes(rusage.maxrss),
    };
    Ok(Ended { status, usage, stdout: text(&out)?, stderr: text(&err)? })
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_costs_something() {
        let ended = measure(Command::new("rustc").arg("--version")).expect("rustc runs");
        assert!(ended.status.success() && ended.stdout.starts_with("rustc "));
        assert!(ended.usage.memory > 1.0, "{:?}", ended.usage);
        let ended = measure(Command::new("rustc").arg("no-such-file.rs")).expect("rustc runs");
        assert!(!ended.status.success());
        assert!(ended.complaint().starts_with("error"), "{}", ended.complaint());
    }
}
