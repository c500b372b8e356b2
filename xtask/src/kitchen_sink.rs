//! The kitchen sink: an API of our own that uses all that schemas can say (`tests/kitchen-sink`), and what is tried
//! with its server on demand.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use clap::Args;
use meshwright::command::{Gen, Input};
use meshwright::{Exit, FrontEnd};

use crate::say;

/// Its manifest, and those of its like for GraphQL: the crates belong to no product, so that they are in no
/// documentation of theirs.
const MANIFESTS: &[&str] = &[
    "tests/aviary/meshwright.toml",
    "tests/graphql-sink/meshwright.toml",
    "tests/kitchen-sink/meshwright.toml",
    "tests/shelf/meshwright.toml",
];

/// `soak`
#[derive(Debug, Args)]
pub(crate) struct Soak {
    /// How long, in seconds
    #[arg(long, default_value_t = 300, value_parser = clap::value_parser!(u32).range(5..=3600))]
    seconds: u32,
    /// How many connections there are at once
    #[arg(long, default_value_t = 200, value_parser = clap::value_parser!(u32).range(1..=1000))]
    connections: u32,
}

/// Generates these crates, or checks that they are as they would be generated.
pub(crate) fn generate(root: &Path, check: bool, front_end: &FrontEnd) -> Exit {
    let mut exits = MANIFESTS.iter().map(|manifest| {
        let input = Input { manifest: Some(root.join(manifest)), schema: Vec::new() };
        let command = Gen { check, input, ..Gen::default() };
        meshwright::execute(&meshwright::Command::Gen(command), front_end)
    });
    exits.find(|it| *it != Exit::Fine).unwrap_or(Exit::Fine)
}

/// Loads its server from many connections for a while.
pub(crate) fn soak(root: &Path, args: &Soak) -> Exit {
    let run = || -> anyhow::Result<bool> {
        let (server, soak) = (program(root, "kitchen-sink-server")?, program(root, "soak")?);
        let mut command = Command::new(soak);
        command.arg(server).arg(args.seconds.to_string()).arg(args.connections.to_string());
        Ok(command.status().context("cannot run the soak")?.success())
    };
    match run() {
        Ok(true) => Exit::Fine,
        Ok(false) => Exit::Findings,
        Err(error) => {
            say(&format!("soak: {error:#}"));
            Exit::CouldNotRun
        }
    }
}

/// Builds a program of this workspace, and gives where it is.
pub(crate) fn program(root: &Path, name: &str) -> anyhow::Result<PathBuf> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["build", "--quiet", "--bin", name])
        .current_dir(root)
        .status()
        .context("cannot run cargo")?;
    ensure!(status.success(), "`{name}` does not compile");
    Ok(tests::target().join("debug").join(name))
}
