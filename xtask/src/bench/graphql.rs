//! What GraphQL servers cost: ours, and those of other engines with the same resolvers by hand.
//!
//! The crates are made below the target folder, in a workspace of their own: one schema of many types, the crate that
//! is generated from it, and a crate for each engine (`forms.rs`) that answers the same queries.

mod forms;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context as _, ensure};
use serde_json::Value;
use tests::cargo::Workspace;

use self::forms::{FORMS, Form};
use super::rest::{instructions, lines, manifest};
use crate::compile::{compile, prepare};
use crate::usage::measure;
use crate::{markdown, say};

const ROWS: &[&str] =
    &["small", "small, cached", "list of 100", "list of 100, cached", "nested", "nested, cached"];

/// Ways to compile.
const WAYS: &[(&str, &[&str])] = &[
    ("cargo check", &["check"]),
    ("debug build", &["build"]),
    ("release build", &["build", "--release"]),
];

const HARNESS: &str = r#"
[dependencies]
futures-util = { version = "0.3", default-features = false }
tokio = { version = "1", features = ["rt"] }
"#;

/// Subscribers of one event, and how many events there are.
const FAN: [&str; 2] = ["10000", "10"];

/// Makes the crates, compiles and runs them, and gives the tables.
pub(super) fn tables(
    root: &Path,
    only: &str,
    n_types: usize,
    no_compile: bool,
) -> anyhow::Result<String> {
    let workspace = Workspace::new("meshwright/graphql");
    make(root, &workspace, n_types)?;
    let target = workspace.folder().join("target");
    let mut text = String::new();
    if !no_compile {
        text = compiling(&workspace, &target, n_types)? + "\n";
    }
    say("bench: compiling what runs");
    let status = workspace.command("build", &target).arg("--release").status()?;
    ensure!(status.success(), "what runs cannot be compiled");
    let programs: Vec<(&str, PathBuf)> =
        FORMS.iter().map(|it| (it.name, program(&target, "release", it))).collect();
    agree(&programs)?;
    text += &running(&programs, only)?;
    text += "\n";
    text += &fanning(&programs)?;
    Ok(text)
}

fn program(target: &Path, profile: &str, form: &Form) -> PathBuf {
    target.join(profile).join(format!("{}{}", form.name, std::env::consts::EXE_SUFFIX))
}

fn make(root: &Path, workspace: &Workspace, n_types: usize) -> anyhow::Result<()> {
    let folder = workspace.folder();
    let path = |path: &Path| path.to_string_lossy().into_owned();
    let schema = folder.join("wide.graphql");
    fs::write(&schema, forms::sdl(n_types))?;
    let (out, runtime) = (path(&folder.join("wide")), path(&root.join("runtime")));
    let mut generate = Command::new(std::env::current_exe()?);
    generate.args(["gen", "--schema", &path(&schema), "--out", &out, "--name", "wide"]);
    let ended = measure(generate.args(["--runtime-path", &runtime]).current_dir(root))?;
    ensure!(ended.status.success(), "{}", ended.complaint());
    manifest(folder, "harness", &root.join("xtask/bench/graphql/harness.rs"), "lib", HARNESS)?;
    for form in FORMS {
        let sources = folder.join(form.name).join("src");
        fs::create_dir_all(&sources)?;
        write(&sources.join("lib.rs"), &form.library(n_types))?;
        let name = form.name.replace('-', "_");
        write(
            &sources.join("main.rs"),
            &format!("fn main() {{\n    harness::run(&{name}::server());\n}}\n"),
        )?;
        let text = format!(
            "[package]\nname = {:?}\nversion = \"0.1.0\"\nedition = \"2024\"\n\n[dependencies]\n{}\
             futures-util = {{ version = \"0.3\", default-features = false, features = [\"std\"] }}\n\
             harness = {{ path = \"../harness\" }}\n\
             serde_json = \"1\"\ntokio = {{ version = \"1\", features = [\"rt\", \"sync\"] }}\n",
            form.name,
            form.dependencies.replace("@runtime", &runtime)
        );
        write(&folder.join(form.name).join("Cargo.toml"), &text)?;
    }
    let mut members = vec!["wide", "harness"];
    members.extend(FORMS.iter().map(|it| it.name));
    workspace.members(&members);
    Ok(())
}

fn write(file: &Path, text: &str) -> anyhow::Result<()> {
    if fs::read_to_string(file).ok().as_deref() != Some(text) {
        fs::write(file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    Ok(())
}

/// Processor time of compiling the schema's crates, what they stand on aside; and the size of the program.
fn compiling(workspace: &Workspace, target: &Path, n_types: usize) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for (way, args) in WAYS {
        let mut base = None;
        for form in FORMS {
            say(&format!("bench: {way}: {}", form.name));
            let folder = workspace.folder();
            let cargo = || {
                let mut cargo = workspace.command(args[0], target);
                cargo.args(&args[1..]).args(["--package", form.name]);
                cargo.env("CARGO_INCREMENTAL", "0").env("CARGO_BUILD_JOBS", "1");
                cargo
            };
            let lib = folder.join(form.name).join("src/lib.rs");
            let main = folder.join(form.name).join("src/main.rs");
            // The program is empty while what it stands on is compiled.
            let text = fs::read_to_string(&main)?;
            fs::write(&main, "fn main() {}\n")?;
            let prepared = prepare(&mut cargo(), &lib);
            fs::write(&main, text)?;
            prepared?;
            if form.name == FORMS[0].name {
                // The generated crate is part of what is compiled.
                let wide = folder.join("wide/src/lib.rs");
                fs::File::options()
                    .append(true)
                    .open(wide)?
                    .set_modified(std::time::SystemTime::now())?;
            }
            let compiled = compile(&mut cargo(), &lib)?;
            ensure!(compiled.errors == 0, "{}: {}", form.name, compiled.first.unwrap_or_default());
            let base = *base.get_or_insert(compiled.usage.cpu);
            let profile = if args.contains(&"--release") { "release" } else { "debug" };
            let size = fs::metadata(program(target, profile, form)).map(|it| it.len()).ok();
            let size = size.filter(|_| args[0] == "build");
            rows.push(vec![
                (*way).to_owned(),
                form.name.to_owned(),
                format!("{:.2}", compiled.usage.cpu),
                format!("{:.2}", compiled.usage.cpu / base),
                format!("{:.0}", compiled.usage.memory),
                size.map_or_else(String::new, |it| format!("{:.1}", it as f64 / 1e6)),
            ]);
        }
    }
    let head: [&str; 6] = [
        &format!("{n_types} types, {} fields", n_types * 8),
        "by",
        "cpu s",
        "cpu ÷ ours",
        "MiB",
        "program, MB",
    ];
    Ok(markdown::table(&head.map(|it| it.to_owned()), &rows))
}

/// All of them must answer alike, or there is nothing to compare.
fn agree(programs: &[(&str, PathBuf)]) -> anyhow::Result<()> {
    for row in ROWS {
        let mut answers = Vec::new();
        for (name, program) in programs {
            let lines = lines(Command::new(program).args(["answer", row]))?;
            let text = lines.concat().concat();
            let answer: Value = serde_json::from_str(&text)?;
            answers.push((name, by_value(&answer["data"])));
        }
        let first = answers[0].1.clone();
        let other = answers.iter().find(|(_, it)| *it != first);
        ensure!(other.is_none(), "{row}: `{}` answers otherwise", other.map_or("", |it| it.0));
    }
    Ok(())
}

/// JSON with every number as a float: `1` and `1.0` are one.
fn by_value(value: &Value) -> Value {
    match value {
        Value::Number(number) => number.as_f64().map_or(Value::Null, Value::from),
        Value::Array(items) => items.iter().map(by_value).collect(),
        Value::Object(members) => {
            members.iter().map(|(name, it)| (name.clone(), by_value(it))).collect()
        }
        other => other.clone(),
    }
}

fn running(programs: &[(&str, PathBuf)], only: &str) -> anyhow::Result<String> {
    let has_valgrind = Command::new("valgrind").arg("--version").output().is_ok();
    let mut rows = Vec::new();
    for row in ROWS.iter().filter(|it| it.contains(only)) {
        let mut base = None;
        for (name, program) in programs {
            say(&format!("bench: {row}: {name}"));
            let time: f64 = number(Command::new(program).args(["time", row]))?;
            let times = (2e6_f64 / time).clamp(4.0, 200.0) as u32;
            let count = match has_valgrind {
                true => Some(instructions(program, &["count", row], times)?),
                false => None,
            };
            let (first_time, first_count) = *base.get_or_insert((time, count));
            let mut cells = vec![
                (*row).to_owned(),
                (*name).to_owned(),
                format!("{:.2}", time / 1e3),
                format!("{:.2}", time / first_time),
            ];
            if let (Some(count), Some(first)) = (count, first_count) {
                cells.extend([format!("{count:.0}"), format!("{:.2}", count / first)]);
            }
            rows.push(cells);
        }
    }
    let head = ["query", "by", "µs", "µs ÷ ours", "instructions", "instructions ÷ ours"];
    Ok(markdown::table(&head.map(str::to_owned), &rows))
}

fn fanning(programs: &[(&str, PathBuf)]) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    let mut base = None;
    for (name, program) in programs {
        say(&format!("bench: fan-out: {name}"));
        let mut command = Command::new(program);
        let time: f64 = number(command.arg("fan").args(FAN))?;
        let ended = measure(Command::new(program).arg("fan").args(FAN))?;
        let base = *base.get_or_insert(time);
        rows.push(vec![
            (*name).to_owned(),
            format!("{time:.0}"),
            format!("{:.2}", time / base),
            format!("{:.0}", ended.usage.memory),
        ]);
    }
    let head: [&str; 4] = [
        &format!("one event for {} subscribers, by", FAN[0]),
        "ns a subscriber",
        "ns ÷ ours",
        "MiB",
    ];
    Ok(markdown::table(&head.map(|it| it.to_owned()), &rows))
}

fn number(command: &mut Command) -> anyhow::Result<f64> {
    let lines = lines(command)?;
    lines.concat().concat().trim().parse().context("no number")
}
