//! `init`: a manifest for the schemas that are there; then everything that it asks for.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, ensure};
use meshwright_generator::is_executable;
use meshwright_generator::openapi::title;

use super::{Gen, Init, Input, generate};
use crate::manifest::{self, FILE_NAME, is_graphql};
use crate::{Exit, FrontEnd, report};

/// How deep schemas are looked for.
const DEEPEST: usize = 4;

/// Writes a manifest where there is none, and generates; stubs too, where the manifest says where they go.
pub(super) fn init(args: &Init, front_end: &FrontEnd) -> anyhow::Result<Exit> {
    let folder = args.folder.clone().unwrap_or_else(|| PathBuf::from("."));
    let file = folder.join(FILE_NAME);
    if !file.exists() {
        let text = manifest_of(&folder)?;
        fs::write(&file, text).with_context(|| format!("cannot write `{}`", file.display()))?;
        report::say(&format!("init: `{}` is written; look at it", file.display()));
    }
    let stubs = manifest::load(&file)?.crates.iter().any(|it| it.stubs.is_some());
    let input = Input { manifest: Some(file), schema: Vec::new() };
    generate::generate(&Gen { input, stubs, ..Gen::default() }, front_end)
}

/// The GraphQL files of one folder and extension: those of a schema, and those with operations.
#[derive(Default)]
struct Group {
    schema: Vec<String>,
    operations: Vec<String>,
}

/// The text of a manifest with a crate for each OpenAPI document, and for each folder with a GraphQL schema.
fn manifest_of(folder: &Path) -> anyhow::Result<String> {
    let mut graphql: BTreeMap<String, Group> = BTreeMap::new();
    let mut documents = Vec::new();
    for path in files(folder) {
        let (parent, name) = path.rsplit_once('/').unwrap_or(("", &path));
        if is_graphql(name) {
            let extension = name.rsplit_once('.').map_or("graphql", |(_, it)| it);
            let parent = if parent.is_empty() { String::new() } else { format!("{parent}/") };
            let group = graphql.entry(format!("{parent}*.{extension}")).or_default();
            let text = fs::read_to_string(folder.join(&path)).unwrap_or_default();
            match is_executable(&text) {
                true => group.operations.push(path),
                false => group.schema.push(path),
            }
        } else if is_document(&folder.join(&path)) {
            documents.push(path);
        }
    }
    let operations: Vec<String> =
        graphql.iter().flat_map(|(all, it)| named(all, &it.operations, &it.schema)).collect();
    graphql.retain(|_, it| !it.schema.is_empty());
    ensure!(
        !graphql.is_empty() || !documents.is_empty(),
        "there is no OpenAPI document and no GraphQL schema in `{}`",
        folder.display()
    );
    let mut text = "# What is generated from what. `gen` reads this.\n".to_owned();
    let mut names: Vec<String> = Vec::new();
    let project = fs::canonicalize(folder).unwrap_or_default();
    let project = project.file_name().unwrap_or_default().to_string_lossy();
    let mut add = |all: &str, schema: &[String], more: &str| {
        let document = fs::read_to_string(folder.join(all)).unwrap_or_default();
        let title = title(all, &document).unwrap_or_default();
        let name = name_of(all, &title, &project, &names);
        let schema = match schema {
            [one] => format!("{one:?}"),
            several => format!("{several:?}"),
        };
        text.push_str(&format!("\n[[crate]]\nname = {name:?}\nschema = {schema}\n{more}"));
        text.push_str(
            "# Where the service is written by hand: `gen --stubs` puts in what it lacks.\n",
        );
        text.push_str("# stubs = { path = \"src/service\", service = \"crate::App\" }\n");
        names.push(name);
    };
    for document in &documents {
        add(document, std::slice::from_ref(document), "");
    }
    // With several schemas, nobody but their author knows which one the operations are for.
    let sign = if graphql.len() == 1 { "" } else { "# " };
    let client = match operations.as_slice() {
        [] => String::new(),
        all => {
            format!("{sign}emit = [\"server\", \"client\"]\n{sign}graphql.documents = {all:?}\n")
        }
    };
    for (all, group) in &graphql {
        add(all, &named(all, &group.schema, &group.operations), &client);
    }
    Ok(text)
}

/// A pattern for all files of a kind, or their names where others lie beside them.
fn named(all: &str, files: &[String], others: &[String]) -> Vec<String> {
    match (files, others) {
        ([], _) => Vec::new(),
        (_, []) => vec![all.to_owned()],
        (files, _) => files.to_vec(),
    }
}

/// Names of files and folders that say what is in them, and not whose it is.
const GENERAL: &[&str] = &[
    "api", "apis", "docs", "graphql", "openapi", "schema", "schemas", "spec", "specs", "src",
    "swagger",
];

/// A crate's name: after its schema's file or title, the folders around it, or the project; the first that says
/// something.
fn name_of(schema: &str, title: &str, project: &str, taken: &[String]) -> String {
    let (folder, file) = schema.rsplit_once('/').unwrap_or(("", schema));
    let stem = file.split('.').next().unwrap_or_default();
    let words = [stem, title].into_iter().chain(folder.rsplit('/')).chain([project]);
    let mut names = words.map(|it| {
        let plain = |c: char| if c.is_ascii_alphanumeric() { c } else { '-' };
        let name: String = it.to_lowercase().chars().map(plain).collect();
        name.split('-').filter(|it| !it.is_empty()).collect::<Vec<_>>().join("-")
    });
    let name = names.find(|it| !it.is_empty() && !GENERAL.contains(&it.as_str()));
    let name = name.unwrap_or_else(|| "api".to_owned());
    let is_good = manifest::name_mistake(&name).is_none();
    let name = if is_good { name } else { format!("api-{name}") };
    let mut names = [name.clone()].into_iter().chain((2..).map(|n| format!("{name}-{n}")));
    names.find(|it| !taken.contains(it)).unwrap_or(name)
}

/// Files that may be schemas, by path, in order.
fn files(folder: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![(String::new(), 0)];
    while let Some((inner, depth)) = folders.pop() {
        for entry in fs::read_dir(folder.join(&inner)).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let path = if inner.is_empty() { name.clone() } else { format!("{inner}/{name}") };
            let is_left_out = name.starts_with('.') || matches!(&*name, "target" | "node_modules");
            match entry.file_type() {
                Ok(kind) if kind.is_dir() && depth < DEEPEST && !is_left_out => {
                    folders.push((path, depth + 1));
                }
                Ok(kind) if kind.is_file() && !is_left_out => found.push(path),
                _ => {}
            }
        }
    }
    found.sort();
    found
}

/// Whether a file starts like an OpenAPI document.
fn is_document(file: &Path) -> bool {
    let is_data = file.extension().is_some_and(|it| it == "yaml" || it == "yml" || it == "json");
    let text = if is_data { fs::read_to_string(file).unwrap_or_default() } else { String::new() };
    let mut lines = text.lines().take(20).map(|it| it.trim_start_matches(['{', ' ', '"', '\t']));
    lines.any(|it| it.starts_with("openapi") || it.starts_with("swagger"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(files: &[(&str, &str)], want: &[&str]) {
        let folder = tempfile::tempdir().expect("a folder");
        for (file, text) in files {
            let file = folder.path().join(file);
            fs::create_dir_all(file.parent().expect("a parent")).expect("folders");
            fs::write(file, text).expect("a file");
        }
        let text = manifest_of(folder.path()).expect("a manifest");
        let lines = text.lines().filter(|it| {
            let it = it.trim_start_matches("# ");
            ["schema =", "emit =", "graphql."].iter().any(|start| it.starts_with(start))
        });
        assert_eq!(lines.collect::<Vec<_>>(), want, "{text}");
    }

    const SDL: &str = "type Query { a: Int }";
    const QUERY: &str = "query A { a }";

    #[test]
    fn names_say_whose_schema_it_is() {
        let pets = "openapi: 3.1.0\ninfo: { title: Pet Store, version: '1' }";
        for (schema, text, name) in [
            ("pets.yaml", pets, "pets"),
            ("schemas/openapi.yaml", pets, "pet-store"),
            ("openapi.yaml", "tags: [{name: title}]\ninfo: {title: \"Toys\"}", "toys"),
            ("shop/openapi.json", r#"{"openapi":"3.1.0","info":{"title":"API"}}"#, "shop"),
            ("shop/schemas/*.graphql", "", "shop"),
            ("schemas/*.graphql", "", "our-project"),
            ("api.yaml", "info:\n  title: '2 pets!'", "api-2-pets"),
        ] {
            let title = title(schema, text).unwrap_or_default();
            assert_eq!(name_of(schema, &title, "Our Project", &[]), name, "{schema}");
        }
        assert_eq!(name_of("pets.yaml", "", "/", &["pets".to_owned()]), "pets-2");
        assert_eq!(name_of("schemas/*.graphql", "", "/", &[]), "api");
    }

    #[test]
    fn operations_are_no_schema() {
        check(
            &[("s/a.graphql", SDL), ("s/b.graphql", SDL), ("ops/a.graphql", QUERY)],
            &[
                r#"schema = "s/*.graphql""#,
                r#"emit = ["server", "client"]"#,
                r#"graphql.documents = ["ops/*.graphql"]"#,
            ],
        );
        check(
            &[("a.graphql", SDL), ("b.graphql", QUERY), ("api.yaml", "openapi: 3.0.3")],
            &[
                r#"schema = "api.yaml""#,
                r#"schema = "a.graphql""#,
                r#"emit = ["server", "client"]"#,
                r#"graphql.documents = ["b.graphql"]"#,
            ],
        );
        check(
            &[("s/a.graphql", SDL), ("t/a.graphql", SDL), ("ops/a.graphql", QUERY)],
            &[
                r#"schema = "s/*.graphql""#,
                r#"# emit = ["server", "client"]"#,
                r#"# graphql.documents = ["ops/*.graphql"]"#,
                r#"schema = "t/*.graphql""#,
                r#"# emit = ["server", "client"]"#,
                r#"# graphql.documents = ["ops/*.graphql"]"#,
            ],
        );
    }
}
