//! What generated code costs at run time, next to the same API written by hand (`xtask/bench`).
//!
//! The crates are made below the target folder: the generated one, the one by hand, a server of another generator where
//! that is installed, and the program that runs all of them in turns. Each row is one thing done in several ways in one
//! run; the ratios are to ours.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, ensure};
use tests::cargo::Workspace;

use super::rivals::Rival;
use crate::usage::measure;
use crate::{markdown, say};

/// The crate by hand; what it stands on is here and nowhere else.
const HAND: &str = r#"
[dependencies]
axum = { version = "0.8", default-features = false, features = ["http1", "json", "query", "tokio"] }
chrono = { version = "0.4", default-features = false, features = ["std", "clock", "serde"] }
regex = { version = "1", default-features = false, features = ["std", "unicode", "perf"] }
serde = { version = "1", features = ["derive"] }
serde_json = { version = "1", features = ["float_roundtrip"] }
uuid = { version = "1", features = ["serde", "v4"] }
validator = { version = "=0.21.0", features = ["derive"] }
"#;

/// The program that measures.
const LOAD: &str = r#"
[dependencies]
async-trait = { version = "0.1", optional = true }
axum = { version = "0.8", default-features = false, features = ["http1", "tokio"] }
bytes = "1"
futures-util = { version = "0.3", default-features = false }
hand = { path = "../hand" }
http = "1"
http-body-util = "0.1"
jsonschema = { version = "0.61", default-features = false }
serde = "1"
serde_json = "1"
serde_yaml = { package = "yaml_serde", version = "0.10" }
storefront = { path = "../storefront", default-features = false, features = ["server"] }
tokio = { version = "1", features = ["rt", "net", "time"] }
tower = { version = "0.5", default-features = false, features = ["make", "util"] }
tower-http = { version = "0.7", default-features = false, features = ["decompression-gzip", "request-id", "timeout"] }
validator = "=0.21.0"
"#;

/// The operations that the other generator's server is asked for: those that are measured.
const OPERATIONS: &[&str] = &[
    "place_order",
    "list_orders",
    "echo_reference",
    "read_line",
    "list_refunds",
    "read_supplier_history",
];

/// Makes the crates, runs the program, and gives its tables.
pub(super) fn tables(root: &Path, rivals: &[Rival], only: &str) -> anyhow::Result<String> {
    let workspace = Workspace::new("meshwright/rest");
    let folder = workspace.folder();
    let sources = root.join("xtask/bench");
    let schema = sources.join("storefront.yaml");
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let (out, runtime) = (path(&folder.join("storefront")), path(&root.join("runtime")));
    let args = ["gen", "--schema", &path(&schema), "--out", &out, "--name", "storefront"];
    // This program generates too; how quickly it does is not what is asked here.
    let mut generate = Command::new(std::env::current_exe()?);
    generate.args(args).args(["--runtime-path", &runtime]).current_dir(root);
    let ended = measure(&generate)?;
    ensure!(ended.status.success(), "{}", ended.complaint());
    manifest(folder, "hand", &sources.join("hand/src/lib.rs"), "lib", HAND)?;
    let made = |it: &Rival| it.generate_server(&schema, &folder.join("rival"), OPERATIONS);
    let rival = rivals.iter().find_map(made).transpose().unwrap_or_else(|error| {
        say(&format!("bench: the other generator gives no server: {error:#}"));
        None
    });
    let mut load = format!("{LOAD}meshwright-runtime = {{ path = {runtime:?} }}\n");
    load.push_str(match rival {
        Some(()) => {
            "rival = { path = \"../rival\" }\n\n[features]\nrival = [\"dep:async-trait\"]\n"
        }
        None => "\n[features]\nrival = []\n",
    });
    manifest(folder, "load", &sources.join("load/src/main.rs"), "bin", &load)?;
    let mut members = vec!["storefront", "hand", "load"];
    members.extend(rival.map(|()| "rival"));
    workspace.members(&members);
    let target = folder.join("target");
    let mut cargo = workspace.command("build", &target);
    cargo.args(["--release", "--package", "load"]);
    cargo.args(rival.map(|()| "--features=rival"));
    say("bench: compiling what runs");
    ensure!(cargo.status()?.success(), "what runs cannot be compiled");
    let program = target.join("release").join(format!("load{}", std::env::consts::EXE_SUFFIX));
    let calls = calls(&program, only)?;
    let http = over_http(&program, only)?;
    Ok(format!("{calls}\n{http}"))
}

pub(super) fn manifest(
    folder: &Path,
    name: &str,
    source: &Path,
    kind: &str,
    rest: &str,
) -> anyhow::Result<()> {
    fs::create_dir_all(folder.join(name))?;
    let kind = if kind == "lib" { "[lib]".to_owned() } else { format!("[[bin]]\nname = {name:?}") };
    let text = format!(
        "[package]\nname = {name:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n{kind}\npath = {source:?}\n{rest}"
    );
    let file = folder.join(name).join("Cargo.toml");
    if fs::read_to_string(&file).ok().as_ref() != Some(&text) {
        fs::write(file, text)?;
    }
    Ok(())
}

/// What runs in one process: nanoseconds, and instructions where valgrind is installed.
fn calls(program: &Path, only: &str) -> anyhow::Result<String> {
    say("bench: measuring by the clock");
    let lines = lines(Command::new(program).args(["time", only]))?;
    let has_valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    if !has_valgrind {
        say("bench: skipped instructions: valgrind is not installed");
    }
    let (mut rows, mut base) = (Vec::new(), BTreeMap::new());
    for line in &lines {
        let [name, who, time] = line.as_slice() else { continue };
        let time: f64 = time.parse()?;
        let count = match has_valgrind {
            // Enough of them that what a run costs once does not matter.
            true => {
                let times = (2e6_f64 / time).clamp(4.0, 200.0) as u32;
                Some(instructions(program, &["count", name, who], times)?)
            }
            false => None,
        };
        let (first_time, first_count) = *base.entry(name.clone()).or_insert((time, count));
        let ratio = |one: f64, first: f64| format!("{:.2}", one / first);
        let mut row =
            vec![name.clone(), who.clone(), format!("{time:.0}"), ratio(time, first_time)];
        if let (Some(count), Some(first)) = (count, first_count) {
            row.extend([format!("{count:.0}"), ratio(count, first)]);
        }
        rows.push(row);
    }
    let head = ["at run time", "by", "ns", "ns ÷ ours", "instructions", "instructions ÷ ours"];
    Ok(markdown::table(&head.map(str::to_owned), &rows))
}

/// How many instructions one run of a row takes: what more of them add.
pub(super) fn instructions(program: &Path, args: &[&str], times: u32) -> anyhow::Result<f64> {
    let count = |times: u32| -> anyhow::Result<f64> {
        let file = tempfile::NamedTempFile::new()?;
        let mut command = Command::new("valgrind");
        command
            .args(["--tool=callgrind", &format!("--callgrind-out-file={}", file.path().display())]);
        command.arg(program).args(args).arg(times.to_string());
        let ended = measure(&command)?;
        ensure!(ended.status.success(), "{}", ended.complaint());
        let line = ended.stderr.lines().find(|it| it.contains("Collected :"));
        let number = line.and_then(|it| it.split(':').nth(1));
        number.context("valgrind tells no number")?.trim().parse().map_err(anyhow::Error::from)
    };
    Ok((count(times + 4)? - count(4)?) / f64::from(times))
}

/// What goes over HTTP on loopback.
fn over_http(program: &Path, only: &str) -> anyhow::Result<String> {
    say("bench: measuring over HTTP");
    let (mut rows, mut base) = (Vec::new(), BTreeMap::new());
    for line in lines(Command::new(program).args(["http", only]))? {
        let [name, who, rate, cpu] = line.as_slice() else { continue };
        let (rate, cpu): (f64, f64) = (rate.parse()?, cpu.parse()?);
        let (first_rate, first_cpu) = *base.entry(name.clone()).or_insert((rate, cpu));
        rows.push(vec![
            name.clone(),
            who.clone(),
            format!("{rate:.0}"),
            format!("{:.2}", first_rate / rate),
            format!("{cpu:.0}"),
            format!("{:.2}", cpu / first_cpu),
        ]);
    }
    let head = ["over HTTP", "by", "requests/s", "ours ÷ it", "server's cpu ns", "cpu ÷ ours"];
    Ok(markdown::table(&head.map(str::to_owned), &rows))
}

/// What a program prints, as cells.
pub(super) fn lines(command: &mut Command) -> anyhow::Result<Vec<Vec<String>>> {
    let out = command.output()?;
    ensure!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    let text = String::from_utf8(out.stdout)?;
    Ok(text.lines().map(|it| it.split('\t').map(str::to_owned).collect()).collect())
}
