//! GraphQL schema documents: SDL files, or the answer to an introspection query, to one valid schema.
//!
//! The only module that names `apollo-compiler`, which parses, merges extensions and validates.
//! [`ast`] passes on the names that `lower` needs to walk the schema.

mod document;
mod federation;
mod introspection;
pub mod operations;
mod report;

/// The nodes of a schema, as the engine has them.
pub mod ast {
    pub use apollo_compiler::ast::Value;
    pub use apollo_compiler::executable::{self, Selection, SelectionSet};
    pub use apollo_compiler::parser::SourceSpan;
    pub use apollo_compiler::schema::{
        Directive, DirectiveDefinition, DirectiveList, ExtendedType, FieldDefinition,
        InputValueDefinition, Type,
    };
    pub use apollo_compiler::{Name, Node};
}

pub use document::Document;
pub use federation::Federation;

use apollo_compiler::Schema;
use apollo_compiler::parser::Parser;
use apollo_compiler::validation::{DiagnosticList, Valid, WithErrors};

use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place, SourceMap};
use document::Files;

/// How deep SDL may nest before it is refused; what nests in real schemas stays below ten.
const MAX_DEPTH: usize = 200;

/// Reads all files of one schema together, so that each may extend what another defines.
///
/// Every mistake is reported at its place; the answer is `None` if one of them is an error.
pub fn parse_schema(
    sources: &SourceMap,
    files: &[FileId],
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let root = *files.first()?;
    let mut origins = Files::default();
    let mut texts = Vec::new();
    let mut is_complete = true;
    for &file in files {
        let Some(sdl) = sdl_of(sources, file, diagnostics) else {
            is_complete = false;
            continue;
        };
        let path = &sources.file(file).path;
        // Files are told apart by path: the engine numbers them anew in each run.
        let key = format!("{}:{path}", file.0);
        origins.add(key.clone(), file, sdl.is_derived);
        // One of several files may be empty as yet.
        if files.len() == 1 || !is_blank(&sdl.text) {
            texts.push((key, sdl.text));
        }
    }
    let federation = federation_of(&texts);
    let subgraph = texts.iter().map(|(_, text)| text.trim_end()).collect::<Vec<_>>().join("\n\n");
    let (federation, known) = federation.unzip();
    texts.extend(known.filter(|it| !it.is_empty()).map(|it| (KNOWN.to_owned(), it)));
    // A subgraph extends what other subgraphs define.
    let (mut schema, mut build_errors) = build(&texts, federation.is_some());
    origins.number(&schema.sources);
    let mut is_valid = true;
    if federation.is_none() && build_errors.as_ref().is_some_and(report::has_orphans) {
        // Extensions are what they extend, if nothing else is; they are reported and taken.
        report::report_orphans(&build_errors, &origins, root, diagnostics);
        (schema, build_errors) = build(&texts, true);
        origins.number(&schema.sources);
    }
    if let Some(errors) = &build_errors {
        is_valid &= report::report(errors, &schema, &origins, root, diagnostics);
        is_complete &= !report::has_syntax_error(errors);
    }
    if !is_complete {
        // What was not read is missing, and everything that needs it would be reported too.
        return None;
    }
    let schema = match schema.validate() {
        Ok(schema) => schema,
        Err(WithErrors { partial, errors }) => {
            is_valid &= report::report(&errors, &partial, &origins, root, diagnostics);
            Valid::assume_valid(partial)
        }
    };
    let federation = federation.map(|it| (it, subgraph + "\n"));
    is_valid.then(|| Document::new(schema, origins, root, federation))
}

/// Merges texts into one schema; `adopts`: extensions of what is not defined define it.
fn build(texts: &[(String, String)], adopts: bool) -> (Schema, Option<DiagnosticList>) {
    let mut builder = Schema::builder().ignore_builtin_redefinitions();
    if adopts {
        builder = builder.adopt_orphan_extensions();
    }
    for (key, text) in texts {
        let mut parser = Parser::new().recursion_limit(MAX_DEPTH);
        parser.parse_into_schema_builder(text.clone(), key, &mut builder);
    }
    match builder.build() {
        Ok(schema) => (schema, None),
        Err(WithErrors { partial, errors }) => (partial, Some(errors)),
    }
}

/// Whether a text says nothing.
fn is_blank(text: &str) -> bool {
    let says_nothing = |line: &str| line.starts_with('#') || line.is_empty();
    text.lines().all(|line| says_nothing(line.trim_matches([' ', '\t', ','])))
}

/// The name of the text with what is known of federation.
const KNOWN: &str = "federation";

/// Reads the documents once more where they may be those of a subgraph.
fn federation_of(texts: &[(String, String)]) -> Option<(Federation, String)> {
    if !texts.iter().any(|(_, text)| text.contains("@link") || text.contains("@key")) {
        return None;
    }
    let read = |(key, text): &(String, String)| {
        let mut parser = Parser::new().recursion_limit(MAX_DEPTH);
        parser.parse_ast(text.clone(), key).unwrap_or_else(|it| it.partial)
    };
    federation::known(&texts.iter().map(read).collect::<Vec<_>>())
}

/// SDL of a file, and whether it was derived from an introspection result.
struct Sdl {
    text: String,
    is_derived: bool,
}

fn sdl_of(sources: &SourceMap, file: FileId, diagnostics: &mut Diagnostics) -> Option<Sdl> {
    let source = sources.file(file);
    let text = match &source.text {
        Ok(text) => text,
        Err(reason) => {
            diagnostics.unreadable(Place::File(file), &source.path, reason);
            return None;
        }
    };
    // A byte order mark is no part of the schema; replaced so that offsets stay as they are.
    let text = text.replace('\u{feff}', "   ");
    if !source.path.ends_with(".json") {
        return Some(Sdl { text, is_derived: false });
    }
    let text = introspection::parse_introspection(&text, file, diagnostics)?;
    Some(Sdl { text, is_derived: true })
}
