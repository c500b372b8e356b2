//! What a process costs: its processor time and its memory, as the system counted them.

use std::ffi::OsString;
use std::fs;
use std::path::PathBuf;
use std::process::{Command, ExitCode, ExitStatus, Stdio};

use anyhow::{Context as _, bail};
use clap::Args;
use serde::{Deserialize, Serialize};
use tempfile::NamedTempFile;
use wait4::Wait4 as _;

use crate::say;

/// The cost of a process and of those that it waited for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
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
///
/// Systems count what a process had before it became another program, and that is ours; so a small process of our own
/// goes between, [`launch`].
pub(crate) fn measure(command: &Command) -> anyhow::Result<Ended> {
    // Files, not pipes: nobody has to read while we wait.
    let [out, err, usage] = [NamedTempFile::new()?, NamedTempFile::new()?, NamedTempFile::new()?];
    let mut launcher = Command::new(std::env::current_exe()?);
    launcher.arg("launch").arg(usage.path()).arg("--");
    launcher.arg(command.get_program()).args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => launcher.env(name, value),
            None => launcher.env_remove(name),
        };
    }
    if let Some(folder) = command.get_current_dir() {
        launcher.current_dir(folder);
    }
    let status =
        launcher.stdin(Stdio::null()).stdout(out.reopen()?).stderr(err.reopen()?).status()?;
    let text = |file: &NamedTempFile| -> anyhow::Result<String> {
        Ok(String::from_utf8_lossy(&fs::read(file.path())?).into_owned())
    };
    let stderr = text(&err)?;
    let usage = serde_json::from_str(&text(&usage)?)
        .with_context(|| format!("cannot run {:?}: {stderr}", command.get_program()))?;
    Ok(Ended { status, usage, stdout: text(&out)?, stderr })
}

/// `launch`
#[derive(Debug, Args)]
pub(crate) struct Launch {
    /// Where the cost is written, as JSON
    usage: PathBuf,
    /// The program and its arguments
    #[arg(last = true, required = true)]
    command: Vec<OsString>,
}

/// Runs a command in place of this process, but for one thing: it writes down what that cost.
pub(crate) fn launch(args: &Launch) -> ExitCode {
    match launch_and_write(args) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            say(&format!("{error:#}"));
            ExitCode::from(127)
        }
    }
}

fn launch_and_write(Launch { usage, command }: &Launch) -> anyhow::Result<u8> {
    let [program, args @ ..] = command.as_slice() else { bail!("nothing to run") };
    let (code, cost) = run(Command::new(program).args(args))?;
    fs::write(usage, serde_json::to_string(&cost)?)?;
    Ok(code)
}

fn run(command: &mut Command) -> anyhow::Result<(u8, Usage)> {
    let wait4::ResUse { status, rusage } = command.spawn()?.wait4()?;
    let cpu = (rusage.utime + rusage.stime).as_secs_f64();
    let code = status.code().and_then(|it| u8::try_from(it).ok()).unwrap_or(1);
    Ok((code, Usage { cpu, memory: mebibytes(rusage.maxrss) }))
}

fn mebibytes(bytes: u64) -> f64 {
    bytes as f64 / f64::from(1 << 20)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_process_costs_something() {
        let rustc = |argument: &str| {
            let (out, err) = (Stdio::null(), Stdio::null());
            run(Command::new("rustc").arg(argument).stdout(out).stderr(err)).expect("rustc runs")
        };
        let (code, usage) = rustc("--version");
        assert_eq!(code, 0);
        assert!(usage.memory > 1.0 && usage.cpu < 60.0, "{usage:?}");
        assert_eq!(rustc("no-such-file.rs").0, 1);
    }

    #[test]
    fn complaints_begin_with_the_error() {
        let status = ExitStatus::default();
        let stderr = "warning: old\n\nerror: no such thing\n --> a.rs\n".to_owned();
        let ended = Ended { status, usage: Usage::default(), stdout: String::new(), stderr };
        assert_eq!(ended.complaint(), "error: no such thing\n --> a.rs");
    }
}
