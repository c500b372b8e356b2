//! Runs the generator over texts and over files.

use std::path::Path;

use meshwright::read::Reader;
use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::output::OutputTree;
use meshwright_generator::settings::GraphqlSettings;
use meshwright_generator::source::SourceMap;
use meshwright_generator::{CrateJob, Emit, Project, generate};

use crate::fixture::Block;

/// What a run gave.
#[derive(Debug)]
pub struct Outcome {
    /// What was read.
    pub sources: SourceMap,
    /// What was said about it.
    pub diagnostics: Diagnostics,
    /// The output; none where there was an error.
    pub tree: Option<OutputTree>,
}

/// Reads a schema as the command line does and generates one crate from it, into `out`.
///
/// # Panics
///
/// When the folder is not there.
pub fn crate_of(
    folder: &Path,
    schemas: &[String],
    overlays: &[String],
    name: &str,
    out: &str,
) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let paths: Vec<String> = schemas.iter().chain(overlays).cloned().collect();
    let sources = reader.read(&paths);
    of_sources(sources, schemas, overlays, &[], name, out, Emit::default())
}

/// Generates the client of a GraphQL schema for the operations of these documents.
///
/// # Panics
///
/// When the folder is not there.
pub fn client_of(
    folder: &Path,
    schemas: &[String],
    documents: &[String],
    name: &str,
    out: &str,
) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let paths: Vec<String> = schemas.iter().chain(documents).cloned().collect();
    client_of_sources(reader.read(&paths), schemas, documents, name, out)
}

/// As [`client_of`], for documents with these texts instead of their own.
///
/// # Panics
///
/// When the folder is not there.
pub fn client_of_texts(
    folder: &Path,
    schema: &str,
    documents: &[(String, String)],
    name: &str,
) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let mut sources = reader.read(&[schema.to_owned()]);
    for (path, text) in documents {
        sources.add(path, text.clone());
    }
    let paths: Vec<String> = documents.iter().map(|it| it.0.clone()).collect();
    client_of_sources(sources, &[schema.to_owned()], &paths, name, name)
}

fn client_of_sources(
    sources: SourceMap,
    schemas: &[String],
    documents: &[String],
    name: &str,
    out: &str,
) -> Outcome {
    let emit = Emit { server: false, client: true, ..Emit::default() };
    of_sources(sources, schemas, &[], documents, name, out, emit)
}

/// As [`crate_of`], with a change to the document before it is read.
///
/// # Panics
///
/// When the folder is not there, or the document cannot be read.
pub fn crate_of_changed(
    folder: &Path,
    path: &str,
    name: &str,
    change: impl FnOnce(&mut serde_json::Value),
) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let mut sources = reader.read(&[path.to_owned()]);
    let text = sources.text(sources.find(path).expect("the document"));
    let mut document = serde_yaml::from_str(text).expect("a document");
    change(&mut document);
    let before = path.rsplit_once('/').map_or(String::new(), |it| format!("{}/", it.0));
    let root = format!("{before}{name}.openapi.json");
    sources.add(&root, document.to_string());
    of_sources(sources, &[root], &[], &[], name, name, Emit::default())
}

/// As [`crate_of`], from a text.
pub fn crate_of_text(path: &str, text: &str, name: &str) -> Outcome {
    let mut sources = SourceMap::default();
    sources.add(path, text.to_owned());
    of_sources(sources, &[path.to_owned()], &[], &[], name, name, Emit::default())
}

/// As [`crate_of`], with these parts of a crate.
///
/// # Panics
///
/// When the folder is not there.
pub fn parts_of(folder: &Path, path: &str, name: &str, emit: Emit) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let sources = reader.read(&[path.to_owned()]);
    of_sources(sources, &[path.to_owned()], &[], &[], name, name, emit)
}

/// Generates one crate from the schemas in a file, which are no API: each becomes a component.
///
/// # Panics
///
/// When the folder is not there.
pub fn crate_of_schemas(
    folder: &Path,
    path: &str,
    schemas: &[(String, String)],
    name: &str,
) -> Outcome {
    let reader = Reader::new(folder, folder).expect("a folder to read from");
    let mut sources = reader.read(&[path.to_owned()]);
    let (before, file) = path.rsplit_once('/').unwrap_or(("", path));
    let file: String = file.replace('%', "%25").replace('#', "%23");
    let components: serde_json::Map<String, serde_json::Value> = schemas
        .iter()
        .map(|(name, pointer)| {
            (name.clone(), serde_json::json!({ "$ref": format!("{file}#{pointer}") }))
        })
        .collect();
    let document = serde_json::json!({
        "openapi": "3.1.0",
        "info": { "title": path, "version": "1" },
        "paths": {},
        "components": { "schemas": components },
    });
    let root = format!("{before}/{name}.openapi.json");
    let root = root.trim_start_matches('/').to_owned();
    sources.add(&root, document.to_string());
    of_sources(sources, &[root], &[], &[], name, name, Emit::default())
}

fn of_sources(
    sources: SourceMap,
    schemas: &[String],
    overlays: &[String],
    documents: &[String],
    name: &str,
    out: &str,
    emit: Emit,
) -> Outcome {
    let ids = |paths: &[String]| -> Vec<_> {
        paths.iter().filter_map(|path| sources.find(path)).collect()
    };
    let job = CrateJob {
        name: name.to_owned(),
        out: out.to_owned(),
        schemas: ids(schemas),
        overlays: ids(overlays),
        emit,
        unimplemented: Vec::new(),
        graphql: GraphqlSettings { documents: ids(documents), ..GraphqlSettings::default() },
        runtime_path: Some(crate::root().join("runtime").display().to_string()),
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    let mut diagnostics = Diagnostics::default();
    let tree = generate(&project, &sources, &mut diagnostics);
    Outcome { sources, diagnostics, tree }
}

/// Generates from the input blocks of a fixture: the first is the schema, with every other GraphQL file;
/// what is below `operations/` is a document of operations, and then a client is generated;
/// what calls itself an overlay is one; the rest must be referred to.
///
/// # Panics
///
/// When a block is read by nobody.
pub fn of_blocks(inputs: &[Block], name: &str, out: &str) -> Outcome {
    let folder = tempfile::tempdir().expect("a folder");
    let (mut schemas, mut overlays, mut documents) = (Vec::new(), Vec::new(), Vec::new());
    for (index, Block { name, text, .. }) in inputs.iter().enumerate() {
        let file = folder.path().join(name);
        std::fs::create_dir_all(file.parent().expect("a folder")).expect("a folder");
        std::fs::write(&file, text).expect("a file");
        if text.starts_with("overlay:") || name.starts_with("overlay") {
            overlays.push(name.clone());
        } else if name.starts_with("operations/") {
            documents.push(name.clone());
        } else if index == 0 || name.ends_with(".graphql") {
            schemas.push(name.clone());
        }
    }
    let outcome = match documents.is_empty() {
        true => crate_of(folder.path(), &schemas, &overlays, name, out),
        false => client_of(folder.path(), &schemas, &documents, name, out),
    };
    for Block { name, .. } in inputs {
        assert!(outcome.sources.find(name).is_some(), "nothing refers to the input `{name}`");
    }
    outcome
}
