//! Schemas in SDL that others wrote: each becomes a server that compiles, or is refused for what is wrong with it.
//!
//! Disagreements are named in `suites/graphql.toml`, with their reasons.
//! Passed over, with a line that says so, where the corpus is not present.

use std::time::Instant;

use meshwright_generator::diagnostics::{Severity, render::render};
use meshwright_generator::output::OutputTree;
use tests::cargo::Workspace;
use tests::exceptions::Exceptions;
use tests::generate::{Outcome, crate_of, crate_of_text};
use tests::merged::{self, TOGETHER};
use tests::sdl::{Expected, Part, Whole};

#[test]
fn parts_are_judged_as_their_suites_say() {
    let Some(corpus) = tests::corpus::folder() else { return };
    let mut exceptions = Exceptions::read("graphql.toml");
    let parts = Part::all(&corpus);
    let mut counts = [0; 4];
    for Part { name, text, expected } in &parts {
        counts[*expected as usize] += 1;
        let outcome = crate_of_text("schema.graphql", text, "part");
        if !agrees(&outcome, *expected) {
            let said = render(&outcome.diagnostics, &outcome.sources, false);
            exceptions.disagrees(name, &format!("expected {expected:?}:\n{text}\n{said}"));
        }
    }
    let [parse, broken, valid, invalid] = counts;
    print(&format!(
        "{} texts: {parse} parse, {broken} do not, {valid} are valid, {invalid} are not; disagreements: {:?}",
        parts.len(),
        exceptions.reasons()
    ));
    exceptions.finish();
}

fn agrees(outcome: &Outcome, expected: Expected) -> bool {
    let errors = || outcome.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let has_syntax_error = errors().any(|it| it.code == "syntax");
    match expected {
        Expected::Parses => !has_syntax_error,
        Expected::DoesNotParse => has_syntax_error,
        Expected::Valid => errors().all(|it| it.message.contains("query root")),
        Expected::Invalid => errors().any(|it| !it.message.contains("query root")),
    }
}

#[test]
fn what_schemas_give_compiles() {
    let Some(corpus) = tests::corpus::folder() else { return };
    let workspace = Workspace::new("graphql-suites");
    let mut exceptions = Exceptions::read("graphql_servers.toml");
    let (mut modules, mut n_large) = (Vec::new(), 0);
    for (index, whole) in Whole::all(&corpus).iter().enumerate() {
        let start = Instant::now();
        let outcome = crate_of(&corpus, &whole.files, &[], "suite", "suite");
        let Some(tree) = outcome.tree else {
            let said = render(&outcome.diagnostics, &outcome.sources, false);
            exceptions.disagrees(&whole.name, &said);
            continue;
        };
        if whole.is_large() {
            print(&format!("{}: generated in {:.2?}", whole.name, start.elapsed()));
            if !tests::all() {
                n_large += 1;
                continue;
            }
        }
        if !whole.is_large() {
            serves(&tree, &whole.name);
        }
        modules.push((format!("s{index}"), tree));
    }
    let members: Vec<String> =
        (0..modules.len().div_ceil(TOGETHER)).map(|index| format!("graphql-{index}")).collect();
    for (member, modules) in members.iter().zip(modules.chunks(TOGETHER)) {
        merged::write(&workspace, member, modules);
    }
    workspace.members(&members.iter().map(String::as_str).collect::<Vec<_>>());
    if n_large > 0 {
        tests::skipped(&format!("the compiler for {n_large} large GraphQL schemas"));
    }
    let start = Instant::now();
    let out = workspace.check(&["--workspace", "--keep-going"]);
    print(&format!("{} GraphQL schemas compiled in {:.0?}", modules.len(), start.elapsed()));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    exceptions.finish();
}

/// What the crate serves is a schema that stands for itself: merged, and with what federation leaves out.
fn serves(tree: &OutputTree, name: &str) {
    let sdl = tree.files().get("suite/src/schema.graphql").expect("the schema");
    let outcome = crate_of_text("served.graphql", sdl, "served");
    let said = render(&outcome.diagnostics, &outcome.sources, false);
    assert!(!outcome.diagnostics.has_errors(), "{name}:\n{said}\n{sdl}");
}

#[expect(clippy::print_stdout, reason = "the numbers are the result")]
fn print(line: &str) {
    println!("{line}");
}
