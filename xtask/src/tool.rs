//! The `meshwright` binary as a process of its own, so that what it costs can be measured.

use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};

use anyhow::ensure;

use crate::usage::{Ended, Usage, measure};

/// The tool, built as people install it.
#[derive(Debug)]
pub(crate) struct Tool {
    program: PathBuf,
}

impl Tool {
    /// Builds it; that takes minutes the first time.
    pub(crate) fn build(root: &Path) -> anyhow::Result<Self> {
        let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
        let status = Command::new(cargo)
            .args(["build", "--release", "--package", "meshwright"])
            .current_dir(root)
            .status()?;
        ensure!(status.success(), "`cargo build --release --package meshwright` failed");
        let name = format!("meshwright{}", std::env::consts::EXE_SUFFIX);
        Ok(Self { program: tests::target().join("release").join(name) })
    }

    /// The cost of generating a crate, rustfmt aside, and of rustfmt; the crate is then in `out`.
    pub(crate) fn generate(
        &self,
        schema: &Path,
        out: &Path,
        name: &str,
    ) -> anyhow::Result<(Usage, Usage)> {
        let scratch = tempfile::tempdir()?;
        let gen_with = |out: &Path, has_rustfmt: bool| -> anyhow::Result<Usage> {
            let mut command = Command::new(&self.program);
            command.args(["gen", "--schema"]).arg(schema);
            command.arg("--out").arg(out).args(["--name", name, "--runtime-path"]);
            command.arg(tests::root().join("runtime"));
            // Where the settings of rustfmt are.
            command.current_dir(tests::root());
            // Nothing is kept from the run before.
            command.env("XDG_CACHE_HOME", scratch.path().join("cache"));
            if !has_rustfmt {
                // One that changes nothing leaves the generator alone with itself.
                command.env("RUSTFMT", std::env::current_exe()?).env(FORMATTER, "1");
            }
            Ok(succeed(&mut command)?.usage)
        };
        let alone = gen_with(&scratch.path().join(name), false)?;
        let whole = gen_with(out, true)?;
        let rustfmt = Usage { cpu: (whole.cpu - alone.cpu).max(0.0), memory: whole.memory };
        Ok((alone, rustfmt))
    }

    /// Runs any command of it, in a folder.
    pub(crate) fn run(&self, folder: &Path, args: &[&str]) -> anyhow::Result<Ended> {
        succeed(Command::new(&self.program).args(args).current_dir(folder))
    }
}

/// Says that this program stands in for rustfmt.
const FORMATTER: &str = "MESHWRIGHT_XTASK_FORMATTER";

/// Whether this program stands in for rustfmt.
pub(crate) fn is_formatter() -> bool {
    // What it starts, it starts through itself, and all of them see the variable.
    let is_told = |it: String| it == "--version" || it == "--config-path";
    std::env::var_os(FORMATTER).is_some() && std::env::args().any(is_told)
}

/// Gives texts back as they came.
pub(crate) fn format_nothing() -> ExitCode {
    if std::env::args().any(|it| it == "--version") {
        return ExitCode::SUCCESS;
    }
    match std::io::copy(&mut std::io::stdin().lock(), &mut std::io::stdout().lock()) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

fn succeed(command: &mut Command) -> anyhow::Result<Ended> {
    let ended = measure(command)?;
    ensure!(ended.status.success(), "{}", ended.complaint());
    Ok(ended)
}
