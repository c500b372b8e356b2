//! What compiling the crates costs that were generated, what they stand on aside.

use std::path::{Path, PathBuf};
use std::process::Command;

use tests::cargo::Workspace;

use super::Document;
use super::rivals::Rival;
use crate::compile::{Compiled, compile, prepare};
use crate::usage::Usage;
use crate::{markdown, say};

/// How a crate is compiled.
const WAYS: &[(&str, &[&str])] =
    &[("cargo check", &["check"]), ("cargo build --release", &["build", "--release"])];

/// Compiles what [`super::generating`] left in the folder.
pub(super) fn table(
    rivals: &[Rival],
    folder: &Path,
    documents: &[&Document],
    release: bool,
) -> anyhow::Result<String> {
    let mut rows = Vec::new();
    for Document { name, .. } in documents.iter().filter(|it| it.compile) {
        for (way, args) in WAYS.iter().take(if release { 2 } else { 1 }) {
            let workspace = Workspace::new("meshwright/bench");
            workspace.members(&[name]);
            let ours = || {
                let mut cargo = cargo(args, &workspace.folder().join("Cargo.toml"), folder, "ours");
                cargo.args(["--package", name]);
                cargo.args(["--no-default-features", "--features", "client,server"]);
                cargo
            };
            let ours = measured(&ours, &folder.join(name).join("src/lib.rs"));
            let base = ours.as_ref().map_or((0.0, 0.0), |it| (it.usage.cpu, it.usage.memory));
            rows.push(row(name, way, "meshwright, client and server", &ours, base));
            for rival in rivals {
                let krate = folder.join(format!("{name}-{}", rival.kind.name()));
                let lib = lib(&krate);
                if !lib.exists() {
                    continue;
                }
                let theirs = || cargo(args, &krate.join("Cargo.toml"), folder, "theirs");
                let theirs = measured(&theirs, &lib);
                let by = format!("{}, client", rival.kind.name());
                rows.push(row(name, way, &by, &theirs, base));
            }
        }
    }
    let head = ["compiling", "how", "by", "cpu s", "MiB", "cpu ÷ ours", "MiB ÷ ours", "errors"];
    Ok(markdown::table(&head.map(str::to_owned), &rows))
}

fn measured(cargo: &dyn Fn() -> Command, lib: &Path) -> anyhow::Result<Compiled> {
    say(&format!("bench: compiling `{}`", lib.display()));
    prepare(&mut cargo(), lib)?;
    let compiled = compile(&mut cargo(), lib)?;
    let Usage { cpu, memory } = compiled.usage;
    say(&format!("bench: {cpu:.2} s, {memory:.0} MiB, {} errors", compiled.errors));
    Ok(compiled)
}

fn cargo(args: &[&str], manifest: &Path, folder: &Path, target: &str) -> Command {
    let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    cargo
        .args(args)
        .args(["--quiet", "--lib", "--manifest-path"])
        .arg(manifest)
        .env("CARGO_TARGET_DIR", folder.join(format!("target-{target}")))
        .env_remove("RUSTFLAGS")
        // Here, so that the repository's toolchain is taken.
        .current_dir(tests::root());
    cargo
}

fn lib(krate: &Path) -> PathBuf {
    krate.join("src/lib.rs")
}

fn row(
    document: &str,
    way: &str,
    by: &str,
    compiled: &anyhow::Result<Compiled>,
    (cpu, memory): (f64, f64),
) -> Vec<String> {
    let mut row = vec![document.to_owned(), way.to_owned(), by.to_owned()];
    match compiled {
        Ok(Compiled { usage, errors, .. }) => row.extend([
            format!("{:.2}", usage.cpu),
            format!("{:.0}", usage.memory),
            format!("{:.2}", usage.cpu / cpu),
            format!("{:.2}", usage.memory / memory),
            errors.to_string(),
        ]),
        Err(error) => {
            say(&format!("bench: {document}: {by}: {error:#}"));
            row.push("fails".to_owned());
        }
    }
    row
}
