//! What a manifest must satisfy beyond its syntax.

use std::ops::Range;
use std::path::Path;

use meshwright_generator::Emit;
use meshwright_generator::diagnostics::similar;
use toml::Spanned;

use super::graphql::check_graphql;
use super::paths::{clean, expand, overlaps};
use super::{
    Crate, Docs, Manifest, Mistakes, OneOrMany, Stubs, Typed, TypedCrate, TypedDocs, TypedStubs,
};

/// File names that hold GraphQL.
const GRAPHQL: &[&str] = &[".graphql", ".graphqls", ".gql"];

/// Checks everything and goes on after a mistake, so that one run tells them all.
pub(super) fn check(typed: Typed, root: &Path, mistakes: &mut Mistakes) -> Manifest {
    let Typed { crates: typed_crates, docs, runtime_path, strict } = typed;
    if typed_crates.is_empty() {
        let help = "a crate is `[[crate]]` with a `name` and a `schema`".to_owned();
        mistakes.add(0..0, "the manifest names no crate".to_owned(), Some(help));
    }
    let mut crates: Vec<Crate> = Vec::new();
    // The folders that are written, with who claims them.
    let mut folders: Vec<(String, String)> = Vec::new();
    for typed in typed_crates {
        let span = typed.span();
        let name = typed.get_ref().name.clone();
        let path_span = typed.get_ref().path.as_ref().map_or(span, Spanned::span);
        let it = check_crate(typed.into_inner(), root, mistakes);
        if crates.iter().any(|other| other.name.replace('-', "_") == it.name.replace('-', "_")) {
            mistakes.add(name.span(), format!("crate `{}` is named twice", it.name), None);
        }
        claim(&mut folders, &it.path, format!("crate `{}`", it.name), path_span, mistakes);
        crates.push(it);
    }
    let docs = docs.map(|TypedDocs { path, title }| {
        let span = path.as_ref().map_or(0..0, Spanned::span);
        let path = folder(path, "generated/docs", mistakes);
        claim(&mut folders, &path, "the docs".to_owned(), span, mistakes);
        Docs { path, title: title.unwrap_or_else(|| "API reference".to_owned()) }
    });
    let runtime_path = runtime_path.map(|path| folder(Some(path), "", mistakes));
    Manifest { crates, docs, runtime_path, strict }
}

fn check_crate(typed: TypedCrate, root: &Path, mistakes: &mut Mistakes) -> Crate {
    let TypedCrate { name, path, schema, overlay, emit, eq, unimplemented, graphql, stubs } = typed;
    if let Some(message) = name_mistake(name.get_ref()) {
        mistakes.add(name.span(), message, None);
    }
    let name = name.into_inner();
    let path = folder(path, &format!("generated/{name}"), mistakes);
    let schema_span = schema.span();
    let written = match schema.into_inner() {
        OneOrMany::One(path) => vec![(schema_span.clone(), path)],
        OneOrMany::Many(list) => list.into_iter().map(|it| (it.span(), it.into_inner())).collect(),
    };
    if written.is_empty() {
        mistakes.add(schema_span.clone(), format!("crate `{name}` has no schema"), None);
    }
    let schemas = files(written, root, mistakes);
    let n_graphql = schemas.iter().filter(|it| is_graphql(it)).count();
    if n_graphql < schemas.len() && schemas.len() > 1 {
        let message = format!("crate `{name}` has {} root documents", schemas.len());
        let help = "only a GraphQL schema may be spread over files; \
                    name the root OpenAPI document, its references are followed";
        mistakes.add(schema_span.clone(), message, Some(help.to_owned()));
    }
    let written = overlay.into_iter().map(|it| (it.span(), it.into_inner())).collect::<Vec<_>>();
    if let Some((span, _)) = written.first().filter(|_| n_graphql > 0) {
        mistakes.add(span.clone(), "overlays apply to OpenAPI documents only".to_owned(), None);
    }
    let overlays = files(written, root, mistakes);
    let emit_span = emit.as_ref().and_then(|it| client_span(it));
    let emit = Emit { eq, ..parts(emit, mistakes) };
    let is_introspection = schemas.iter().all(|it| it.ends_with(".json"));
    if let Some(table) = graphql.as_ref().filter(|_| n_graphql == 0 && !is_introspection) {
        let message = format!("`graphql` is for GraphQL schemas, and crate `{name}` has none");
        mistakes.add(table.span(), message, None);
    }
    let table = graphql.map(Spanned::into_inner).unwrap_or_default();
    let (graphql, documents) = check_graphql(table, root, mistakes);
    if let Some(span) = emit_span.filter(|_| n_graphql > 0 && documents.is_empty()) {
        let message = format!("crate `{name}` names no operations for its client");
        let help =
            "name the documents that hold them: `graphql.documents = [\"operations/*.graphql\"]`";
        mistakes.add(span, message, Some(help.to_owned()));
    }
    let stubs = stubs.map(|it| check_stubs(it, mistakes));
    Crate { name, path, schemas, overlays, emit, unimplemented, graphql, documents, stubs }
}

/// Where a client is asked for.
fn client_span(emit: &[Spanned<String>]) -> Option<Range<usize>> {
    emit.iter().find(|it| it.get_ref() == "client").map(Spanned::span)
}

fn check_stubs(typed: TypedStubs, mistakes: &mut Mistakes) -> Stubs {
    let TypedStubs { path, service } = typed;
    let is_name = |it: &str| {
        it.starts_with(|it: char| it.is_ascii_alphabetic() || it == '_')
            && it.chars().all(|it| it.is_ascii_alphanumeric() || it == '_')
    };
    if !service.get_ref().split("::").all(is_name) {
        let message = format!("`{}` is no path of a type", service.get_ref());
        let help = "write it as the module names it: `crate::App`".to_owned();
        mistakes.add(service.span(), message, Some(help));
    }
    Stubs { path: folder(Some(path), "", mistakes), service: service.into_inner() }
}

/// What a crate's name must be, for Cargo to take it.
pub(crate) fn name_mistake(name: &str) -> Option<String> {
    const TAKEN: &[&str] =
        &["test", "core", "std", "alloc", "proc_macro", "self", "super", "crate"];
    let first = name.chars().next()?;
    let good = (first.is_ascii_alphabetic() || first == '_')
        && name.chars().all(|it| it.is_ascii_alphanumeric() || matches!(it, '-' | '_'));
    if !good || name.len() > 64 {
        return Some(format!(
            "`{name}` is no crate name: letters, digits, `-` and `_`, a letter first, at most 64"
        ));
    }
    TAKEN
        .contains(&name)
        .then(|| format!("`{name}` cannot be a crate's name: Rust has one already"))
}

/// The folder that is written, or its default.
fn folder(path: Option<Spanned<String>>, default: &str, mistakes: &mut Mistakes) -> String {
    let Some(path) = path else { return default.to_owned() };
    match clean(path.get_ref()) {
        Ok(clean) if clean.is_empty() => {
            let message = "this is the project's root; it cannot belong to the tool".to_owned();
            mistakes.add(path.span(), message, None);
            default.to_owned()
        }
        Ok(clean) => clean,
        Err(message) => {
            mistakes.add(path.span(), message, None);
            path.into_inner()
        }
    }
}

/// The files that paths and patterns name.
pub(super) fn files(
    written: Vec<(Range<usize>, String)>,
    root: &Path,
    mistakes: &mut Mistakes,
) -> Vec<String> {
    let mut files: Vec<String> = Vec::new();
    for (span, path) in written {
        match clean(&path).and_then(|path| expand(root, &path)) {
            Ok(found) => files.extend(found),
            Err(message) => mistakes.add(span, message, None),
        }
    }
    let mut seen = std::collections::BTreeSet::new();
    files.retain(|file| seen.insert(file.clone()));
    files
}

fn parts(emit: Option<Vec<Spanned<String>>>, mistakes: &mut Mistakes) -> Emit {
    let Some(emit) = emit else { return Emit::default() };
    let mut parts = Emit { server: false, client: false, ..Emit::default() };
    for part in emit {
        match part.get_ref().as_str() {
            "types" => {}
            "server" => parts.server = true,
            "client" => parts.client = true,
            "contract" => parts.contract = true,
            other => mistakes.add(
                part.span(),
                format!("`{other}` is no part of a crate"),
                Some(match similar(other, ["types", "server", "client", "contract"].into_iter()) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => "the parts are `types`, `server`, `client` and `contract`".to_owned(),
                }),
            ),
        }
    }
    parts
}

/// Notes who writes a folder; two may not write one, nor one inside the other's.
fn claim(
    folders: &mut Vec<(String, String)>,
    path: &str,
    who: String,
    span: Range<usize>,
    mistakes: &mut Mistakes,
) {
    if let Some((_, other)) = folders.iter().find(|(other, _)| overlaps(other, path)) {
        mistakes.add(span, format!("{who} and {other} are both written to `{path}`"), None);
    }
    folders.push((path.to_owned(), who));
}

/// Whether a file is part of a GraphQL schema, by its name.
pub(crate) fn is_graphql(path: &str) -> bool {
    GRAPHQL.iter().any(|end| path.ends_with(end))
}
