//! `gen`: read, generate, format, then write or compare.

use anyhow::ensure;
use meshwright_generator::diagnostics::Diagnostics;

use super::{Gen, stubs};
use crate::format::Formatter;
use crate::progress::Progress;
use crate::project::{self, Loaded};
use crate::report::{self, counted};
use crate::sync::{self, Drift, Mode};
use crate::{Exit, FrontEnd};

/// Runs the whole pipeline; nothing is written unless all of it succeeded.
pub(super) fn generate(args: &Gen, front_end: &FrontEnd) -> anyhow::Result<Exit> {
    let one_schema = !args.input.schema.is_empty();
    ensure!(
        !one_schema || (args.out.is_some() && args.name.is_some()),
        "`--schema` needs `--out DIR` and `--name CRATE`"
    );
    let title = if args.check { "gen --check" } else { "gen" };
    let progress = Progress::start(title, "reading the schemas");
    let Loaded { project, sources, root, shown_root, cache, stubs: homes } = project::load(args)?;
    ensure!(
        !args.stubs || !homes.is_empty(),
        "no crate of the manifest says where its service is: `stubs = {{ path = \"src/resolvers\", service = \"crate::App\" }}`"
    );
    progress.stage("generating");
    let mut diagnostics = Diagnostics::default();
    // Without rustfmt there is nothing kept; whether that matters shows when there is Rust to format.
    let formatter = Formatter::new(&root, cache.as_deref());
    let kept = |path: &str, print| formatter.as_ref().ok()?.kept(path, print);
    let tree = meshwright_generator::generate_anew(&project, &sources, &mut diagnostics, &kept);
    report::diagnostics(&diagnostics, &sources, args.all_warnings, front_end);
    let counts = report::counts(&diagnostics);
    let Some(mut tree) = tree else {
        let why = counts.unwrap_or_else(|| "the generator gave no reason".to_owned());
        report::say(&format!("{title}: {why}; nothing was written"));
        return Ok(Exit::Findings);
    };
    progress.stage("formatting");
    let formatter = formatter?;
    formatter.format(&mut tree)?;
    progress.stage("comparing with the disk");
    let mode = if args.check { Mode::Check } else { Mode::Write };
    let drift = sync::sync(&root, &tree, mode)?;
    if mode == Mode::Write {
        formatter.remember(&tree);
    }
    if args.stubs {
        stubs::complete(&project, &homes, &tree, &root, &formatter)?;
    }

    let also = counts.map(|it| format!(" ({it})")).unwrap_or_default();
    let said = if drift.is_empty() {
        let n_crates = counted(project.crates.len(), "crate");
        format!("{n_crates}, {}, all up to date", counted(drift.n_files, "file"))
    } else if args.check {
        report::say(drift.text(&shown_root).trim_end());
        format!("{}; run `{}` and commit the result", drift.counts(), mend(args, front_end))
    } else {
        written(&drift)
    };
    report::say(&format!("{title}: {said}{also}"));
    let findings = diagnostics.has_errors() || (args.check && !drift.is_empty());
    Ok(if findings { Exit::Findings } else { Exit::Fine })
}

fn written(drift: &Drift) -> String {
    let written = counted(drift.count_written(), "file");
    match drift.count_orphaned() {
        0 => format!("{written} written"),
        removed => format!("{written} written, {removed} removed"),
    }
}

/// The command that mends what a check found: the same without `--check`.
fn mend(args: &Gen, front_end: &FrontEnd) -> String {
    let mut command = format!("{} gen", front_end.name);
    let mut add = |flag: &str, value: &dyn std::fmt::Display| {
        command.push_str(&format!(" {flag} {value}"));
    };
    if let Some(manifest) = &args.input.manifest {
        add("--manifest", &manifest.display());
    }
    for schema in &args.input.schema {
        add("--schema", &schema.display());
    }
    for document in &args.documents {
        add("--documents", &document.display());
    }
    if let Some(out) = &args.out {
        add("--out", &out.display());
    }
    if let Some(name) = &args.name {
        add("--name", name);
    }
    if let Some(parts) = &args.emit {
        let parts: Vec<_> = parts.iter().map(|it| format!("{it:?}").to_lowercase()).collect();
        add("--emit", &parts.join(","));
    }
    if let Some(runtime) = &args.runtime_path {
        add("--runtime-path", &runtime.display());
    }
    if args.eq {
        command.push_str(" --eq");
    }
    if args.strict {
        command.push_str(" --strict");
    }
    command
}
