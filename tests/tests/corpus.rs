//! Real documents that nobody here wrote: what is in them comes out, and it compiles; and nothing makes us panic.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use meshwright::sync::{Mode, sync};
use meshwright_generator::output::OutputTree;
use tests::cargo::Workspace;
use tests::corpus::{self, count_operations, root_documents, value};
use tests::generate::crate_of;
use tests::limits::run;
use tests::{root, target};

/// The name of the crate, the document, and how many operations it has as counted by hand once.
const DOCUMENTS: &[(&str, &str, usize)] = &[
    ("nexus", "openapi/oxide-nexus/nexus.json", 317),
    ("qdrant", "openapi/qdrant/openapi.json", 69),
    ("box-api", "openapi/box/openapi.json", 296),
    ("microcks", "openapi/microcks/microcks-openapi-v1.15.yaml", 50),
    ("docker", "openapi/docker-engine/swagger.yaml", 108),
    ("train-travel", "openapi/train-travel/openapi.yaml", 7),
    ("meilisearch", "openapi/meilisearch/open-api.json", 113),
];

/// GraphQL schemas.
const SCHEMAS: &[(&str, &str)] = &[
    ("swapi", "graphql/swapi/schema.graphql"),
    ("countries", "graphql/countries/countries_schema.json"),
    ("saleor", "graphql/saleor/schema.graphql"),
    ("github", "graphql/github-2021/schema.graphql"),
];

#[test]
fn operations_come_out_and_compile() {
    let Some(folder) = corpus::folder() else { return };
    let workspace = Workspace::new("corpus");
    let mut crates = Vec::new();
    for (name, path, counted) in DOCUMENTS {
        let (mut tree, time) = generate(&folder, path, name);
        let operations = count_operations(&value(&folder.join(path)));
        assert_eq!(operations, *counted, "`{path}` is not the document that was counted");
        let client = count(&tree, &format!("{name}/src/client/"), "    pub async fn ");
        let server = count(&tree, &format!("{name}/src/server/"), "    fn ");
        assert_eq!(client, operations, "methods of the client for `{path}`");
        assert_eq!(server, operations, "functions of the server's traits for `{path}`");
        let row =
            format!("{operations:4} {client:7} {server:7} {:8}", write(&workspace, &mut tree));
        crates.push((*name, row, time));
    }
    for (name, path) in SCHEMAS {
        let (mut tree, time) = generate(&folder, path, name);
        let row = format!("   -       -       - {:8}", write(&workspace, &mut tree));
        crates.push((*name, row, time));
    }
    workspace.members(&crates.iter().map(|it| it.0).collect::<Vec<_>>());
    let mut table = "document       in  client  server    lines  generated    checked".to_owned();
    for (name, row, generated) in crates {
        let start = Instant::now();
        let is_rest = DOCUMENTS.iter().any(|it| it.0 == name);
        let parts: &[&str] =
            if is_rest { &["--no-default-features", "--features", "client,server"] } else { &[] };
        let out = workspace.check(&[&["--package", name], parts].concat());
        assert!(out.status.success(), "{name}: {}", String::from_utf8_lossy(&out.stderr));
        let (generated, checked) = (generated.as_millis(), start.elapsed().as_millis());
        table.push_str(&format!("\n{name:12} {row} {generated:7} ms {checked:7} ms"));
    }
    print(&table);
}

/// The crate of a document, and how long it took to make.
fn generate(folder: &Path, path: &str, name: &str) -> (OutputTree, Duration) {
    let start = Instant::now();
    let outcome = crate_of(folder, &[path.to_owned()], &[], name, name);
    let time = start.elapsed();
    (outcome.tree.unwrap_or_else(|| panic!("`{path}` was refused")), time)
}

/// How many lines of the files in a folder begin with these words.
fn count(tree: &OutputTree, folder: &str, words: &str) -> usize {
    let files = tree.files().iter().filter(|(path, _)| path.starts_with(folder));
    files.flat_map(|(_, text)| text.lines()).filter(|line| line.starts_with(words)).count()
}

/// Formats and writes a crate; the answer is how many lines of Rust it has.
fn write(workspace: &Workspace, tree: &mut OutputTree) -> usize {
    let cache = target().join("meshwright/format");
    meshwright::format::format(tree, root(), Some(&cache)).expect("rustfmt");
    sync(workspace.folder(), tree, Mode::Write).expect("the crate is written");
    let rust = tree.files().iter().filter(|(path, _)| path.ends_with(".rs"));
    rust.map(|(_, text)| text.lines().count()).sum()
}

/// How long one document may take in a build without optimisation, on a busy machine.
const PATIENCE: Duration = Duration::from_secs(120);

#[test]
fn every_document_is_generated_or_refused() {
    let Some(folder) = corpus::folder() else { return };
    let documents = root_documents(&folder.join("openapi"));
    assert!(documents.len() > 100, "only {} documents", documents.len());
    let (mut n_generated, mut refused, mut wrong) = (0, Vec::new(), Vec::new());
    for path in documents {
        match run(&folder.join("openapi"), &path, PATIENCE).map(|it| it.outcome) {
            Ok(outcome) if outcome.tree.is_some() => n_generated += 1,
            Ok(outcome) => {
                assert!(outcome.diagnostics.has_errors(), "`{path}` was refused without a reason");
                refused.push(path);
            }
            Err(why) => wrong.push(format!("{path}: {why}")),
        }
    }
    print(&format!("{n_generated} generated, {} refused: {}", refused.len(), refused.join(", ")));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn counts_are_counted_well() {
    let document = serde_json::json!({
        "paths": {
            "/a": { "get": {}, "x-get": {}, "parameters": [], "trace": {} },
            "/b": { "$ref": "#/x-paths/b" },
            "x-internal": { "get": {} },
        },
        "x-paths": { "b": { "post": {} } },
    });
    assert_eq!(count_operations(&document), 3);
    let folder = tempfile::tempdir().expect("a folder");
    fs::write(folder.path().join("a.json"), "{\"info\": 1,\n \"openapi\": \"3.0.0\"}")
        .expect("a file");
    fs::write(folder.path().join("b.yaml"), "openapi_version: 3").expect("a file");
    fs::write(folder.path().join("c.yml"), "swagger: '2.0'").expect("a file");
    assert_eq!(root_documents(folder.path()), ["a.json", "c.yml"]);
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
