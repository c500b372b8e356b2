//! `schemathesis`: what a tester of other people's makes of our servers.
//!
//! It is a program in Python, which is installed below the target folder once. It runs on demand and not in CI: it takes
//! minutes, and what it tries differs from release to release.

use std::io::{BufRead as _, BufReader};
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context as _, bail, ensure};
use clap::Args;
use meshwright::Exit;

use crate::kitchen_sink::program;
use crate::say;

/// The release that the reasons in the configurations are about.
const RELEASE: &str = "schemathesis==4.32.5";

/// `schemathesis`
#[derive(Debug, Args)]
pub(crate) struct Schemathesis {
    /// Only documents with this in their names: kitchen-sink, meshery, events, management
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// How many cases there are at most for each operation, in each phase
    #[arg(long, default_value_t = 100)]
    cases: u32,
    /// What the cases come from
    #[arg(long, default_value_t = 1)]
    seed: u32,
}

/// A document with the server that serves it, and how it is tried.
struct Target {
    name: &'static str,
    schema: &'static str,
    config: &'static str,
    is_reference: bool,
    /// How many times the cases that are asked for: a document with few operations is tried as much as others.
    times: u32,
}

const TARGETS: &[Target] = &[
    Target {
        name: "kitchen-sink",
        schema: "tests/kitchen-sink/openapi.yaml",
        config: "tests/kitchen-sink/schemathesis.toml",
        is_reference: false,
        times: 1,
    },
    Target {
        name: "meshery",
        schema: "schemas/meshery/openapi.yaml",
        config: "server/schemathesis/meshery.toml",
        is_reference: true,
        times: 1,
    },
    Target {
        name: "events",
        schema: "schemas/meshes/events.yaml",
        config: "server/schemathesis/meshes.toml",
        is_reference: true,
        times: 10,
    },
    Target {
        name: "management",
        schema: "schemas/meshes/management.yaml",
        config: "server/schemathesis/meshes.toml",
        is_reference: true,
        times: 1,
    },
];

/// A server that ends with this.
struct Server {
    child: Child,
    url: String,
    /// Variables that it has printed.
    variables: Vec<(String, String)>,
    _folder: tempfile::TempDir,
}

impl Drop for Server {
    fn drop(&mut self) {
        // One that has ended already cannot be stopped again.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// Tries each document with a server of its own.
pub(crate) fn run(root: &Path, args: &Schemathesis) -> Exit {
    match try_all(root, args) {
        Ok(failed) if failed.is_empty() => {
            say("schemathesis: nothing to complain of");
            Exit::Fine
        }
        Ok(failed) => {
            say(&format!("schemathesis: failures in {}", failed.join(", ")));
            Exit::Findings
        }
        Err(error) => {
            say(&format!("schemathesis: {error:#}"));
            Exit::CouldNotRun
        }
    }
}

fn try_all(root: &Path, args: &Schemathesis) -> anyhow::Result<Vec<&'static str>> {
    let tester = install()?;
    let mut failed = Vec::new();
    let wanted = |it: &&Target| args.only.as_ref().is_none_or(|only| it.name.contains(only));
    for target in TARGETS.iter().filter(wanted) {
        let mut server = if target.is_reference { reference(root)? } else { sink(root)? };
        say(&format!("{} at {}", target.name, server.url));
        let mut command = Command::new(&tester);
        command.current_dir(root).arg("--config-file").arg(target.config);
        command.args(["run", target.schema, "--url", &server.url, "--workers", "1"]);
        command.args(["--max-examples", &(args.cases * target.times).to_string()]);
        command.args(["--seed", &args.seed.to_string(), "--request-timeout", "20"]);
        command.envs(server.variables.iter().cloned());
        let status = command.status().context("cannot run the tester")?;
        if let Some(status) = server.child.try_wait()? {
            say(&format!("{}: the server ended: {status}", target.name));
            failed.push(target.name);
        } else if !status.success() {
            failed.push(target.name);
        }
    }
    Ok(failed)
}

/// Installs the tester where it is not, and gives where it is.
fn install() -> anyhow::Result<PathBuf> {
    let folder = tests::target().join("schemathesis/venv");
    let tester = folder.join("bin/schemathesis");
    if tester.is_file() {
        return Ok(tester);
    }
    say("schemathesis: installing it");
    let made = Command::new("python3").args(["-m", "venv"]).arg(&folder).status();
    ensure!(made.context("cannot run python3")?.success(), "no virtual environment was made");
    let pip = Command::new(folder.join("bin/pip")).args(["install", "--quiet", RELEASE]).status();
    ensure!(pip.context("cannot run pip")?.success(), "it cannot be installed");
    Ok(tester)
}

fn sink(root: &Path) -> anyhow::Result<Server> {
    let folder = tempfile::tempdir()?;
    let mut child = Command::new(program(root, "kitchen-sink-server")?)
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the server")?;
    let out = child.stdout.take().context("the server has no output")?;
    let url = BufReader::new(out).lines().next().context("the server says nothing")??;
    Ok(Server { child, url, variables: Vec::new(), _folder: folder })
}

/// The reference server, with a database in a temporary folder.
fn reference(root: &Path) -> anyhow::Result<Server> {
    let folder = tempfile::tempdir()?;
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let url = format!("http://127.0.0.1:{port}");
    let mut child = Command::new(program(root, "meshwright-server")?)
        .args(["--dev", "--log", "error,tower_http=off", "--listen", &format!("127.0.0.1:{port}")])
        .args(["--public-url", &url, "--database"])
        .arg(format!("sqlite://{}", folder.path().join("tried.db").display()))
        .current_dir(root)
        // Whom it is told to call is as arbitrary as all else: nobody is reached.
        .envs([("HTTP_PROXY", "http://127.0.0.1:9"), ("HTTPS_PROXY", "http://127.0.0.1:9")])
        .stdout(Stdio::piped())
        .spawn()
        .context("cannot run the server")?;
    let out = child.stdout.take().context("the server has no output")?;
    let lines = BufReader::new(out).lines().take(3).map_while(Result::ok);
    let variables = lines
        .filter_map(|it| it.split_once('=').map(|it| (it.0.to_owned(), it.1.to_owned())))
        .collect();
    let server = Server { child, url, variables, _folder: folder };
    let begun = Instant::now();
    while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
        if begun.elapsed() > Duration::from_secs(30) {
            bail!("the server does not listen");
        }
        std::thread::sleep(Duration::from_millis(100));
    }
    Ok(server)
}
