//! `bench`: what generating and compiling costs, next to others' generators on the same documents in the same run;
//! and what generated code costs where it runs, next to code by hand.
//!
//! Nothing of it is committed: numbers of one machine mean nothing on another, only their ratios do.

mod compiling;
mod generating;
mod graphql;
mod rest;
mod rivals;

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use meshwright::Exit;

use crate::say;
use crate::tool::Tool;
use rivals::Rival;

/// `bench`
#[derive(Debug, Args)]
#[command(args_conflicts_with_subcommands = true)]
pub(crate) struct Bench {
    #[command(subcommand)]
    part: Option<Part>,
    /// Only documents with this in their names
    #[arg(long, value_name = "NAME")]
    only: Option<String>,
    /// Generate without compiling
    #[arg(long)]
    no_compile: bool,
    /// Compile with `cargo check` alone, which takes minutes less
    #[arg(long)]
    no_release: bool,
}

#[derive(Debug, Subcommand)]
enum Part {
    /// Measure GraphQL servers, next to other engines with the same resolvers: compiling, queries, subscriptions
    Graphql {
        /// Only queries with this in their names
        #[arg(long, value_name = "NAME", default_value = "")]
        only: String,
        /// How many object types the schema has; few of them compile quickly, and run as many do
        #[arg(long, value_name = "NUMBER", default_value_t = 60)]
        types: usize,
        /// Run without measuring what compiling costs
        #[arg(long)]
        no_compile: bool,
    },
    /// Measure generated codecs and servers at run time, next to others and to the same by hand
    Rest {
        /// Only rows with this in their names
        #[arg(long, value_name = "NAME", default_value = "")]
        only: String,
    },
}

/// A document of the corpus that is measured.
#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) name: &'static str,
    /// Below the corpus' OpenAPI documents.
    pub(crate) path: &'static str,
    /// Whether what comes of it is compiled too.
    pub(crate) compile: bool,
}

const DOCUMENTS: &[Document] = &[
    Document { name: "petstore", path: "oai-examples/v3.0/petstore.yaml", compile: false },
    Document { name: "nexus", path: "oxide-nexus/nexus.json", compile: true },
    Document { name: "box", path: "box/openapi.json", compile: true },
    Document { name: "stripe", path: "stripe/spec3.yaml", compile: true },
];

/// Measures and prints tables.
pub(crate) fn run(root: &Path, args: &Bench) -> Exit {
    match &args.part {
        Some(Part::Rest { only }) => {
            return ended(print("rest.md", || rest::tables(root, &rivals::find(), only)));
        }
        Some(Part::Graphql { only, types, no_compile }) => {
            return ended(print("graphql.md", || graphql::tables(root, only, *types, *no_compile)));
        }
        None => {}
    }
    // The folder says itself when it is absent.
    let Some(folder) = tests::corpus::folder() else { return Exit::Fine };
    ended(measure(root, &folder.join("openapi"), args))
}

fn ended(outcome: anyhow::Result<()>) -> Exit {
    match outcome {
        Ok(()) => Exit::Fine,
        Err(error) => {
            say(&format!("bench: {error:#}"));
            Exit::CouldNotRun
        }
    }
}

#[expect(clippy::print_stdout, reason = "the tables are the result")]
fn measure(root: &Path, corpus: &Path, args: &Bench) -> anyhow::Result<()> {
    let only = args.only.as_deref().unwrap_or_default();
    let documents: Vec<&Document> = DOCUMENTS.iter().filter(|it| it.name.contains(only)).collect();
    let tool = Tool::build(root)?;
    let folder = tests::target().join("meshwright/bench");
    fs::create_dir_all(&folder)?;
    let rivals: Vec<Rival> = rivals::find();
    let mut text = generating::table(&tool, &rivals, corpus, &folder, &documents)?;
    println!("{text}");
    if !args.no_compile {
        let compiled = compiling::table(&rivals, &folder, &documents, !args.no_release)?;
        println!("{compiled}");
        text.push_str(&format!("\n{compiled}"));
    }
    save(&folder.join("bench.md"), &text)
}

#[expect(clippy::print_stdout, reason = "the tables are the result")]
fn print(file: &str, tables: impl FnOnce() -> anyhow::Result<String>) -> anyhow::Result<()> {
    let text = tables()?;
    println!("{text}");
    let folder = tests::target().join("meshwright/bench");
    fs::create_dir_all(&folder)?;
    save(&folder.join(file), &text)
}

fn save(file: &Path, text: &str) -> anyhow::Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
    say(&format!("bench: the tables are in `{}`", file.display()));
    Ok(())
}
