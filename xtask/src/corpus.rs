//! `corpus`: every real OpenAPI document through the whole pipeline, and the compiler, against budgets.
//!
//! The documents stay outside of the repository; where they are absent, nothing is run.

mod budget;
mod column;
mod count;
mod examine;
mod row;
mod table;

use std::cell::Cell;
use std::collections::VecDeque;
use std::fs;
use std::path::Path;
use std::sync::Mutex;
use std::thread;

use anyhow::{Context as _, ensure};
use clap::Args;
use meshwright::Exit;
use tests::corpus::root_documents;

use crate::say;
use crate::tool::Tool;
use crate::yardstick::yardstick;
use budget::{Budgets, FILE};
use examine::{Examiner, examine};
use row::Row;

/// `corpus`
#[derive(Debug, Default, Args)]
pub(crate) struct Corpus {
    /// Only what takes seconds: count what comes out of each document, and check a few crates
    #[arg(long)]
    pub(crate) quick: bool,
    /// Only documents with this in their paths
    #[arg(long, value_name = "NAME")]
    pub(crate) only: Option<String>,
    /// Generate and measure without compiling
    #[arg(long)]
    pub(crate) no_check: bool,
    /// Make the budgets as strict as this run allows, never looser
    #[arg(long)]
    pub(crate) update_budgets: bool,
}

/// Runs the corpus and prints what comes of it.
pub(crate) fn run(root: &Path, args: &Corpus) -> Exit {
    // The folder says itself when it is absent.
    let Some(folder) = tests::corpus::folder() else { return Exit::Fine };
    run_in(root, &folder.join("openapi"), args).unwrap_or_else(|error| {
        say(&format!("corpus: {error:#}"));
        Exit::CouldNotRun
    })
}

fn run_in(root: &Path, folder: &Path, args: &Corpus) -> anyhow::Result<Exit> {
    let mut budgets = Budgets::load(root)?;
    let only = args.only.as_deref().unwrap_or_default();
    let mut documents = root_documents(folder);
    documents.retain(|it| it.contains(only));
    ensure!(!documents.is_empty(), "no document has `{only}` in its path");
    let rows = if args.quick {
        quick(folder, documents, &budgets.quick)?
    } else {
        let examiner = Examiner {
            folder,
            tool: Tool::build(root)?,
            yardstick: yardstick(root)?,
            workspace: tests::cargo::Workspace::new("meshwright/corpus"),
            check: !args.no_check,
            warm: Cell::new(false),
        };
        say(&format!(
            "corpus: generator in release, crates checked in dev; the yardstick is {:.2} s",
            examiner.yardstick
        ));
        documents.iter().map(|it| examine(&examiner, it)).collect::<anyhow::Result<_>>()?
    };
    show(&rows, args)?;
    judge(root, &rows, &mut budgets, args.update_budgets)
}

/// Counts on all processors, then checks the crates that are small.
fn quick(folder: &Path, documents: Vec<String>, small: &[String]) -> anyhow::Result<Vec<Row>> {
    let workspace = tests::cargo::Workspace::new("meshwright/corpus");
    let queue = Mutex::new(VecDeque::from(documents));
    let done = Mutex::new(Vec::new());
    let work = || -> anyhow::Result<()> {
        // The lock is free again before the work begins.
        while let Some(document) = { queue.lock().ok().and_then(|mut it| it.pop_front()) } {
            let name = examine::crate_name(&document);
            let (row, tree) = count::count(folder, &document, &name);
            let small = small.contains(&document);
            if let Some(tree) = tree.filter(|_| small) {
                meshwright::sync::sync(workspace.folder(), &tree, meshwright::sync::Mode::Write)?;
            }
            if let Ok(mut done) = done.lock() {
                done.push(row);
            }
        }
        Ok(())
    };
    thread::scope(|scope| -> anyhow::Result<()> {
        let threads: Vec<_> = (0..thread::available_parallelism().map_or(2, usize::from))
            .map(|_| scope.spawn(work))
            .collect();
        for thread in threads {
            thread.join().map_err(|_| anyhow::anyhow!("a thread panicked"))??;
        }
        Ok(())
    })?;
    let mut rows = done.into_inner().unwrap_or_default();
    rows.sort_by(|a: &Row, b| a.document.cmp(&b.document));
    for row in rows.iter_mut().filter(|it| small.contains(&it.document) && it.faults.is_empty()) {
        let name = examine::crate_name(&row.document);
        examine::check(&workspace, &name, None, row)?;
    }
    Ok(rows)
}

/// Prints the table and keeps it.
#[expect(clippy::print_stdout, reason = "the table is the result")]
fn show(rows: &[Row], args: &Corpus) -> anyhow::Result<()> {
    let table = table::markdown(rows);
    println!("{table}");
    // A part of the corpus does not replace the table of all of it.
    let kind = match (args.quick, &args.only) {
        (true, _) => "quick",
        (false, Some(_)) => "only",
        (false, None) => "corpus",
    };
    let folder = tests::target().join("meshwright/corpus");
    for (extension, text) in [("md", table), ("json", table::json(rows))] {
        let file = folder.join(format!("{kind}.{extension}"));
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    }
    say(&format!("corpus: the table is in `{}`", folder.join(kind).with_extension("md").display()));
    Ok(())
}

/// Says what is wrong and what is better, and how it ends.
fn judge(root: &Path, rows: &[Row], budgets: &mut Budgets, update: bool) -> anyhow::Result<Exit> {
    let mut wrong = Vec::new();
    let mut n_stricter = 0;
    for row in rows {
        wrong.extend(row.faults.iter().map(|it| format!("{}: {it}", row.document)));
        let verdict = budgets.judge(row);
        wrong.extend(verdict.behind);
        n_stricter += verdict.stricter.len();
        if update {
            budgets.tighten(&row.document, &verdict.stricter);
        }
    }
    for line in &wrong {
        say(line);
    }
    if update {
        fs::write(root.join(FILE), budgets.text())?;
        say(&format!("corpus: {n_stricter} budgets are stricter now, in `{FILE}`"));
    } else if n_stricter > 0 {
        let advice = "`cargo xtask corpus --update-budgets` keeps that";
        say(&format!(
            "corpus: {n_stricter} numbers are better than their budgets or have none; {advice}"
        ));
    }
    let n_documents = rows.len();
    if wrong.is_empty() {
        say(&format!("corpus: {n_documents} documents, nothing to complain of"));
        return Ok(Exit::Fine);
    }
    say(&format!("corpus: {} complaints about {n_documents} documents", wrong.len()));
    Ok(Exit::Findings)
}
