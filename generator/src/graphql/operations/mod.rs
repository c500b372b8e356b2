//! Operation documents: many files with operations and fragments, to one document that fits its schema.
//!
//! All files of one client are one document, so that a fragment of one serves the operations of the others.

mod report;
mod typename;
mod unused;

pub use typename::always_applies;

use apollo_compiler::ExecutableDocument;
use apollo_compiler::Node;
use apollo_compiler::ast;
use apollo_compiler::collections::IndexSet;
use apollo_compiler::diagnostic::ToCliReport;
use apollo_compiler::executable::{Operation, Selection, SelectionSet};
use apollo_compiler::parser::{Parser, SourceSpan};
use apollo_compiler::validation::{DiagnosticList, WithErrors};
use apollo_compiler::{Name, Schema};

use self::report::{Report, Whose};
use super::document::{Document, Files};
use super::{MAX_DEPTH, ast as names};
use crate::diagnostics::Diagnostics;
use crate::source::{FileId, Place, SourceMap};

/// The operations and fragments of one client, which fit the schema.
#[derive(Debug, Clone)]
pub struct Operations {
    document: ExecutableDocument,
    /// The same, with `__typename` wherever a client needs it.
    sent: ExecutableDocument,
    files: Files,
    root: FileId,
}

impl Operations {
    /// The operations, each with its name.
    pub fn operations(&self) -> impl Iterator<Item = (&Name, &Node<Operation>)> {
        self.document.operations.named.iter()
    }

    /// The fragment of this name.
    pub fn fragment(&self, name: &str) -> Option<&Node<names::executable::Fragment>> {
        self.document.fragments.get(name)
    }

    /// The fragments that an operation needs, those of other fragments too, in the order of the documents.
    pub fn fragments_of(&self, operation: &Operation) -> Vec<&Node<names::executable::Fragment>> {
        let mut found = IndexSet::default();
        spread_in(&self.document, &operation.selection_set, &mut found);
        let all = self.document.fragments.iter();
        all.filter(|(name, _)| found.contains(*name)).map(|(_, it)| it).collect()
    }

    /// What is sent for an operation: itself and the fragments that it needs, without descriptions, which are for
    /// those who read the documents and which servers of older editions refuse.
    pub fn text(&self, operation: &Operation) -> String {
        let mut document = ExecutableDocument::new();
        let sent = operation.name.as_ref().and_then(|name| self.sent.operations.named.get(name));
        let mut sent = sent.map_or_else(|| operation.clone(), |it| Operation::clone(it));
        sent.description = None;
        for variable in &mut sent.variables {
            variable.make_mut().description = None;
        }
        document.operations.insert(sent);
        for fragment in self.fragments_of(operation) {
            let Some(fragment) = self.sent.fragments.get(&fragment.name) else { continue };
            let mut fragment = fragment.clone();
            fragment.make_mut().description = None;
            document.fragments.insert(fragment.name.clone(), fragment);
        }
        document.serialize().to_string().trim_end().to_owned()
    }

    /// Where something is written.
    pub fn place(&self, span: Option<SourceSpan>) -> Place {
        self.files.place(span).unwrap_or(Place::File(self.root))
    }
}

/// The names of the fragments in a selection set, those of other fragments too.
fn spread_in(document: &ExecutableDocument, set: &SelectionSet, found: &mut IndexSet<Name>) {
    for selection in &set.selections {
        match selection {
            Selection::Field(it) => {
                if let Some(set) = &it.selection_set {
                    spread_in(document, set, found);
                }
            }
            Selection::InlineFragment(it) => spread_in(document, &it.selection_set, found),
            Selection::FragmentSpread(it) => {
                if found.insert(it.fragment_name.clone())
                    && let Some(fragment) = document.fragments.get(&it.fragment_name)
                {
                    spread_in(document, &fragment.selection_set, found);
                }
            }
        }
    }
}

/// Whether a text holds operations or fragments, and nothing of a schema.
pub fn is_executable(text: &str) -> bool {
    let parsed = Parser::new().recursion_limit(MAX_DEPTH).parse_ast(text, "document");
    let document = parsed.unwrap_or_else(|broken| broken.partial);
    let is_executable = |it: &ast::Definition| {
        matches!(
            it,
            ast::Definition::OperationDefinition(_) | ast::Definition::FragmentDefinition(_)
        )
    };
    !document.definitions.is_empty() && document.definitions.iter().all(is_executable)
}

/// Reads all operation documents of one client together.
///
/// Every mistake is reported at its place; the answer is `None` if one of them is an error.
pub fn parse_operations(
    sources: &SourceMap,
    schema: &Document,
    files: &[FileId],
    diagnostics: &mut Diagnostics,
) -> Option<Operations> {
    let root = *files.first()?;
    let mut origins = schema.files().clone();
    let mut errors = DiagnosticList::new(schema.schema().sources.clone());
    let mut builder = ExecutableDocument::builder(Some(schema.valid()), &mut errors);
    let (mut is_complete, mut anonymous) = (true, Vec::new());
    for &file in files {
        let Some(mut parsed) = parse_file(sources, file, &mut origins, diagnostics) else {
            is_complete = false;
            continue;
        };
        name_all(&mut parsed, &mut anonymous);
        builder.add_ast_document(&parsed, true);
    }
    let document = builder.build();
    origins.number(&document.sources);
    anonymous.iter().for_each(|it| {
        diagnostics.anonymous_operation(origins.place(*it).unwrap_or(Place::File(root)));
    });
    if !is_complete {
        // What was not read is missing, and everything that needs it would be reported too.
        return None;
    }
    let places = errors.iter().filter_map(|it| origins.place(it.error.location()));
    let left_out: Vec<Place> = places.collect();
    let report = Report { schema, document: &document, files: &origins, root, left_out };
    let mut is_valid = report.all(&errors, Whose::Documents, diagnostics);
    if let Err(WithErrors { partial: _, errors }) = document.clone().validate(schema.valid()) {
        is_valid &= report.all(&errors, Whose::Documents, diagnostics);
    }
    is_valid &= unused::check(schema, &report, diagnostics);
    let schema = schema.schema();
    if !is_valid || !anonymous.is_empty() {
        return None;
    }
    let mut sent = document.clone();
    add_typename(schema, &mut sent);
    Some(Operations { document, sent, files: origins, root })
}

/// The syntax of one file; `None`, and diagnostics, if it has none.
fn parse_file(
    sources: &SourceMap,
    file: FileId,
    origins: &mut Files,
    diagnostics: &mut Diagnostics,
) -> Option<ast::Document> {
    let source = sources.file(file);
    let text = match &source.text {
        Ok(text) => text.replace('\u{feff}', "   "),
        Err(reason) => {
            diagnostics.unreadable(Place::File(file), &source.path, reason);
            return None;
        }
    };
    // Files are told apart by path: the engine numbers them anew in each run.
    let key = format!("{}:{}", file.0, source.path);
    origins.add(key.clone(), file, false);
    match Parser::new().recursion_limit(MAX_DEPTH).parse_ast(text, key) {
        Ok(parsed) => Some(parsed),
        Err(WithErrors { partial, errors }) => {
            origins.number(&partial.sources);
            report::syntax(&errors, origins, file, diagnostics);
            None
        }
    }
}

/// Names operations that have none, so that the rest of what is wrong with them is found too.
fn name_all(document: &mut ast::Document, anonymous: &mut Vec<Option<SourceSpan>>) {
    for definition in &mut document.definitions {
        let span = definition.location();
        let ast::Definition::OperationDefinition(operation) = definition else { continue };
        if operation.name.is_none() {
            anonymous.push(span);
            operation.make_mut().name =
                Name::new(&format!("__withoutName{}", anonymous.len())).ok();
        }
    }
}

fn add_typename(schema: &Schema, document: &mut ExecutableDocument) {
    for operation in document.operations.named.values_mut() {
        typename::add(schema, &document.fragments.clone(), &mut operation.make_mut().selection_set);
    }
    let fragments = document.fragments.clone();
    for fragment in document.fragments.values_mut() {
        typename::add(schema, &fragments, &mut fragment.make_mut().selection_set);
    }
}
