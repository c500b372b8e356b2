//! Real operation documents that nobody here wrote: what fits its schema becomes a client that compiles without
//! warnings, and what does not is reported with its place.
//!
//! Passed over, with a line that says so, where the corpus is not present. Three clients are compiled;
//! `MESHWRIGHT_ALL=1` compiles all.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use meshwright::format::Formatter;
use meshwright::sync::{Mode, sync};
use meshwright_generator::diagnostics::Severity;
use tests::cargo::Workspace;
use tests::generate::{Outcome, client_of, client_of_texts};
use tests::{corpus, root};

/// One client: its schema, its documents, and what is said about those that do not fit.
struct Row {
    name: &'static str,
    schema: &'static str,
    /// Folders, or files.
    documents: &'static [&'static str],
    /// How many mistakes there are of each code.
    wrong: &'static [(&'static str, usize)],
    /// What is left out then: documents by their names, and operations by their first words.
    without: &'static [&'static str],
    /// How many operations there are when what is left is generated, and operations without a name have one.
    operations: usize,
}

const GITHUB: &str = "graphql/github-2021/schema.graphql";
const SUITE: &str = "suites/graphql-client";

const ROWS: &[Row] = &[
    Row {
        name: "saleor-client",
        schema: "graphql/saleor/schema.graphql",
        documents: &["graphql/saleor/operations"],
        wrong: &[("invalid-operation", 1)],
        without: &["mutation checkoutLineDelete("],
        operations: 59,
    },
    Row {
        name: "swapi-client",
        schema: "graphql/swapi/schema.graphql",
        documents: &["graphql/swapi/operations"],
        wrong: &[("anonymous-operation", 8), ("invalid-operation", 1)],
        without: &["07_fragments.graphql"],
        operations: 7,
    },
    Row {
        name: "contentful-client",
        schema: "graphql/contentful-ecommerce/schema.graphql",
        documents: &["graphql/contentful-ecommerce/operations"],
        wrong: &[],
        without: &[],
        operations: 5,
    },
    Row {
        name: "buildkite-client",
        schema: "graphql/buildkite/schema.graphql",
        documents: &["graphql/buildkite/operations"],
        wrong: &[],
        without: &[],
        operations: 13,
    },
    Row {
        name: "github-client",
        schema: GITHUB,
        documents: &["graphql/github-2021/operations"],
        wrong: &[],
        without: &[],
        operations: 2,
    },
    Row {
        name: "github-querygen",
        schema: GITHUB,
        documents: &["suites/cynic-parser/cynic-querygen/tests/queries/github"],
        wrong: &[("anonymous-operation", 5), ("invalid-operation", 4)],
        without: &[
            "input-object-literals.graphql",
            "issue-786.graphql",
            "literal-enums.graphql",
            "query-with-all-derives.graphql",
        ],
        operations: 10,
    },
    Row {
        name: "starwars-querygen",
        schema: "graphql/swapi/schema.graphql",
        documents: &["suites/cynic-parser/cynic-querygen/tests/queries/starwars"],
        wrong: &[("anonymous-operation", 3), ("invalid-operation", 1)],
        without: &["multiple-queries.graphql"],
        operations: 8,
    },
    Row {
        name: "hasura-client",
        schema: "suites/graphql-client/examples/hasura/examples/schema.graphql",
        documents: &["suites/graphql-client/examples/hasura/examples/query_1.graphql"],
        wrong: &[],
        without: &[],
        operations: 1,
    },
    Row {
        name: "web-client",
        schema: "suites/graphql-client/examples/web/schema.json",
        documents: &["suites/graphql-client/examples/web/src/puppy_smiles.graphql"],
        wrong: &[],
        without: &[],
        operations: 1,
    },
];

/// The folder, the schema in it, the mistakes in its documents, each code with how often, and the operations.
type Folder = (&'static str, &'static str, &'static [(&'static str, usize)], usize);

/// The suite of graphql-client: a schema and documents in each folder, what is wrong with them, and how many operations
/// there are.
const FOLDERS: &[Folder] = &[
    ("alias", "schema.graphql", &[], 1),
    ("custom_scalars", "schema.graphql", &[], 1),
    ("default", "schema.graphql", &[], 1),
    ("deprecation", "schema.graphql", &[], 3),
    ("extern_enums", "schema.graphql", &[], 2),
    ("fragment_chain", "schema.graphql", &[], 1),
    // A fragment that spreads itself.
    ("fragments", "schema.graphql", &[("invalid-operation", 1)], 0),
    // Variables that may be null where the schema says they may not, and a field without a selection.
    (
        "input_object_variables",
        "input_object_variables_schema.graphql",
        &[("invalid-operation", 4)],
        0,
    ),
    // A schema that defines what every schema has, and one whose types are not what they say.
    ("introspection", "introspection_schema.graphql", &[("invalid-graphql", 1)], 0),
    ("interfaces", "interface_schema.graphql", &[("invalid-graphql", 4)], 0),
];

/// Clients that are compiled in every run.
const COMPILED: &[&str] = &["contentful-client", "buildkite-client", "github-client"];

#[test]
fn clients_of_real_documents() {
    let Some(folder) = corpus::folder() else { return };
    let all = std::env::var_os("MESHWRIGHT_ALL").is_some();
    let workspace = Workspace::new("client-corpus");
    let (mut wrong, mut members) = (Vec::new(), Vec::new());
    let (mut n_operations, mut n_refused) = (0, 0);
    for client in clients(&folder) {
        let Client { name, schema, documents, expected, without, operations } = client;
        let outcome = client_of(&folder, std::slice::from_ref(&schema), &documents, name, name);
        let found = mistakes(&outcome);
        n_refused += found.values().sum::<usize>();
        if found != expected.into_iter().collect() {
            wrong.push(format!("{name}: {found:?}: {}", told(&outcome).join("; ")));
        }
        let outcome = match outcome.tree {
            None => client_of_texts(&folder, &schema, &amended(&folder, &documents, without), name),
            Some(_) => outcome,
        };
        let Some(mut tree) = outcome.tree else {
            if operations > 0 {
                wrong.push(format!("{name}: {}", told(&outcome).join("; ")));
            }
            continue;
        };
        let file = format!("{name}/src/client/persisted-operations.json");
        let text = tree.files().get(&file).cloned().unwrap_or_default();
        let manifest: serde_json::Value = serde_json::from_str(&text).expect("JSON");
        let count = manifest["operations"].as_array().map_or(0, Vec::len);
        n_operations += count;
        if count != operations {
            wrong.push(format!("{name}: {count} operations, and {operations} were expected"));
        }
        if all || COMPILED.contains(&name) {
            let formatter = Formatter::new(root(), None).expect("rustfmt");
            formatter.format(&mut tree).expect("formatted");
            sync(workspace.folder(), &tree, Mode::Write).expect("the crate is written");
            members.push(name);
        }
    }
    workspace.members(&members);
    let out = workspace.check(&[]);
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
    say(&format!(
        "{n_operations} operations of real documents, {n_refused} mistakes in others; {} clients compiled",
        members.len()
    ));
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

struct Client {
    name: &'static str,
    schema: String,
    documents: Vec<String>,
    expected: Vec<(&'static str, usize)>,
    without: &'static [&'static str],
    operations: usize,
}

fn clients(folder: &Path) -> Vec<Client> {
    let rows = ROWS.iter().map(|row| Client {
        name: row.name,
        schema: row.schema.to_owned(),
        documents: graphql_files(folder, row.documents),
        expected: row.wrong.to_vec(),
        without: row.without,
        operations: row.operations,
    });
    let suite = FOLDERS.iter().map(|(name, schema, wrong, operations)| {
        let inside = format!("{SUITE}/graphql_client/tests/{name}");
        let mut documents = graphql_files(folder, &[inside.as_str()]);
        documents.retain(|it| !it.contains("schema"));
        Client {
            name,
            schema: format!("{inside}/{schema}"),
            documents,
            expected: wrong.to_vec(),
            without: &[],
            operations: *operations,
        }
    });
    rows.chain(suite).collect()
}

/// The documents without what does not fit, and with names for operations that have none.
fn amended(folder: &Path, documents: &[String], without: &[&str]) -> Vec<(String, String)> {
    let kept = documents.iter().filter(|path| !without.iter().any(|it| path.ends_with(it)));
    let amended = kept.enumerate().map(|(index, path)| {
        let mut text = fs::read_to_string(folder.join(path)).expect("a document");
        for start in without.iter().filter_map(|it| text.find(it)).collect::<Vec<_>>() {
            let end = text[start..].find("\n}").expect("an end") + start + 2;
            text.replace_range(start..end, "");
        }
        let name = format!("query Nameless{index}");
        let lines: Vec<String> = text
            .lines()
            .map(|line| match line.split_at_checked(6) {
                Some(("query ", rest)) if rest.starts_with(['{', '(']) => format!("{name} {rest}"),
                _ if line == "{" => format!("{name} {{"),
                _ => line.to_owned(),
            })
            .collect();
        let text = lines.join("\n");
        (path.clone(), text)
    });
    amended.collect()
}

fn mistakes(outcome: &Outcome) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for it in outcome.diagnostics.iter().filter(|it| it.severity == Severity::Error) {
        *found.entry(it.code).or_default() += 1;
    }
    found
}

/// The mistakes, each with its file.
fn told(outcome: &Outcome) -> Vec<String> {
    let errors = outcome.diagnostics.iter().filter(|it| it.severity == Severity::Error);
    let told = errors.map(|it| {
        let path = &outcome.sources.file(it.place.file()).path;
        format!("{}: {}", path.rsplit('/').next().unwrap_or_default(), it.message)
    });
    told.collect()
}

/// The GraphQL files of these folders, and of those in them.
fn graphql_files(folder: &Path, paths: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut left: Vec<PathBuf> = paths.iter().map(|it| folder.join(it)).collect();
    while let Some(path) = left.pop() {
        if path.is_dir() {
            left.extend(fs::read_dir(&path).expect("a folder").flatten().map(|it| it.path()));
        } else if path.extension().is_some_and(|it| it == "graphql") {
            let inner = path.strip_prefix(folder).expect("inside");
            found.push(inner.to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn say(text: &str) {
    eprintln!("{text}");
}
