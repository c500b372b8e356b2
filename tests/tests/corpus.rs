//! Real GraphQL schemas that nobody here wrote: what is generated from them compiles.
//!
//! Passed over, with a line that says so, where the corpus is not present.
//! The OpenAPI documents of the corpus are `cargo xtask corpus`.

use std::path::Path;
use std::time::Instant;

use meshwright::format::Formatter;
use meshwright::sync::{Mode, sync};
use meshwright_generator::output::OutputTree;
use tests::cargo::Workspace;
use tests::generate::crate_of;
use tests::{corpus, root};

/// The name of the crate, and the schema.
const SCHEMAS: &[(&str, &str)] = &[
    ("swapi", "graphql/swapi/schema.graphql"),
    ("countries", "graphql/countries/countries_schema.json"),
    ("saleor", "graphql/saleor/schema.graphql"),
    ("github", "graphql/github-2021/schema.graphql"),
];

#[test]
fn graphql_schemas_compile() {
    let Some(folder) = corpus::folder() else { return };
    let workspace = Workspace::new("corpus");
    let mut crates = Vec::new();
    for (name, path) in SCHEMAS {
        let start = Instant::now();
        let mut tree = generate(&folder, path, name);
        let time = start.elapsed();
        crates.push((*name, write(&workspace, &mut tree), time));
    }
    workspace.members(&crates.iter().map(|it| it.0).collect::<Vec<_>>());
    let mut table = "schema          lines  generated    checked".to_owned();
    for (name, n_lines, generated) in crates {
        let start = Instant::now();
        let out = workspace.check(&["--package", name]);
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        let (generated, checked) = (generated.as_millis(), start.elapsed().as_millis());
        table.push_str(&format!("\n{name:12} {n_lines:8} {generated:7} ms {checked:7} ms"));
    }
    print(&table);
}

fn generate(folder: &Path, path: &str, name: &str) -> OutputTree {
    let outcome = crate_of(folder, &[path.to_owned()], &[], name, name);
    outcome.tree.unwrap_or_else(|| panic!("`{path}` was refused"))
}

/// Formats and writes a crate; the answer is how many lines of Rust it has.
fn write(workspace: &Workspace, tree: &mut OutputTree) -> usize {
    let formatter = Formatter::new(root(), None).expect("rustfmt");
    formatter.format(tree).expect("formatted");
    sync(workspace.folder(), tree, Mode::Write).expect("the crate is written");
    let rust = tree.files().iter().filter(|(path, _)| path.ends_with(".rs"));
    rust.map(|(_, text)| text.lines().count()).sum()
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
