//! A schema that passed validation, and where its parts are written.

use std::collections::BTreeMap;

use apollo_compiler::Schema;
use apollo_compiler::executable::SelectionSet;
use apollo_compiler::parser::{self, Parser, SourceSpan};
use apollo_compiler::schema::{DirectiveList, ExtendedType};
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{Name, Node};

use super::federation::Federation;
use crate::source::{FileId, Place};

/// All files of one schema, merged and valid.
#[derive(Debug, Clone)]
pub struct Document {
    schema: Valid<Schema>,
    files: Files,
    /// The first file.
    pub file: FileId,
    federation: Option<(Federation, String)>,
}

impl Document {
    pub(super) fn new(
        schema: Valid<Schema>,
        files: Files,
        file: FileId,
        federation: Option<(Federation, String)>,
    ) -> Self {
        Self { schema, files, file, federation }
    }

    /// What is federated, if anything is.
    pub fn federation(&self) -> Option<&Federation> {
        self.federation.as_ref().map(|(it, _)| it)
    }

    /// The documents as they were written, of a federated subgraph.
    pub fn subgraph_sdl(&self) -> Option<&str> {
        let (federation, text) = self.federation.as_ref()?;
        federation.is_subgraph.then_some(text.as_str())
    }

    /// The fields that a key or a requirement selects on a type.
    ///
    /// # Errors
    ///
    /// What is wrong with the selection.
    pub fn field_set(&self, ty: &str, fields: &str) -> Result<SelectionSet, String> {
        let name = Name::new(ty).map_err(|it| it.to_string())?;
        let mut parser = Parser::new().recursion_limit(50);
        let parsed = parser.parse_field_set(&self.schema, name, fields, "fields");
        let parsed = parsed.map_err(|it| first(&it.errors))?;
        parsed.validate(&self.schema).map_err(|it| first(&it))?;
        Ok(parsed.selection_set)
    }

    /// The schema; its built-in types and directives come first.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// As [`Self::schema`], with the engine's word for it that it is valid.
    pub(super) fn valid(&self) -> &Valid<Schema> {
        &self.schema
    }

    pub(super) fn files(&self) -> &Files {
        &self.files
    }

    /// Where something is written.
    pub fn place(&self, span: Option<SourceSpan>) -> Place {
        self.files.place(span).unwrap_or(Place::File(self.file))
    }

    /// Whether something is in none of the files, but known of federation.
    pub fn is_added(&self, span: Option<SourceSpan>) -> bool {
        self.federation.is_some() && self.files.place(span).is_none()
    }

    /// The schema as one text: extensions merged, what is built in left out.
    pub fn to_sdl(&self) -> String {
        let mut schema = Schema::clone(&self.schema);
        let definition = schema.schema_definition.make_mut();
        merge_directives(&mut definition.directives);
        let roots = [&mut definition.query, &mut definition.mutation, &mut definition.subscription];
        roots.into_iter().flatten().for_each(merge);
        for ty in schema.types.values_mut() {
            merge_extensions(ty);
        }
        schema.to_string()
    }
}

fn first(errors: &DiagnosticList) -> String {
    errors.iter().next().map(|it| it.error.to_string()).unwrap_or_default()
}

/// Which file of ours each file of the engine is.
#[derive(Debug, Default, Clone)]
pub(super) struct Files {
    by_path: BTreeMap<String, Origin>,
    by_number: BTreeMap<parser::FileId, Origin>,
}

#[derive(Debug, Clone, Copy)]
struct Origin {
    file: FileId,
    /// Whether offsets mean nothing, because the SDL was derived from something else.
    is_derived: bool,
}

impl Files {
    pub(super) fn add(&mut self, path: String, file: FileId, is_derived: bool) {
        self.by_path.insert(path, Origin { file, is_derived });
    }

    pub(super) fn number(&mut self, sources: &parser::SourceMap) {
        for (number, source) in sources.iter() {
            let path = source.path().to_string_lossy();
            if let Some(origin) = self.by_path.get(path.as_ref()) {
                self.by_number.insert(*number, *origin);
            }
        }
    }

    pub(super) fn place(&self, span: Option<SourceSpan>) -> Option<Place> {
        let span = span?;
        let Origin { file, is_derived } = *self.by_number.get(&span.file_id())?;
        Some(match is_derived {
            true => Place::File(file),
            false => Place::Span(file, span.offset(), span.end_offset()),
        })
    }

    /// As [`Self::place`], with the number as the engine prints it.
    pub(super) fn place_of(&self, number: &str, start: usize, end: usize) -> Option<Place> {
        let found = self.by_number.iter().find(|(it, _)| format!("{it:?}") == number);
        let (_, Origin { file, is_derived }) = found?;
        Some(if *is_derived { Place::File(*file) } else { Place::Span(*file, start, end) })
    }
}

/// Forgets which parts of a type came with extensions.
fn merge_extensions(ty: &mut ExtendedType) {
    match ty {
        ExtendedType::Scalar(it) => merge_directives(&mut it.make_mut().directives),
        ExtendedType::Object(it) => {
            let it = it.make_mut();
            merge_directives(&mut it.directives);
            it.fields.values_mut().for_each(merge);
            it.implements_interfaces = it.implements_interfaces.iter().map(merged).collect();
        }
        ExtendedType::Interface(it) => {
            let it = it.make_mut();
            merge_directives(&mut it.directives);
            it.fields.values_mut().for_each(merge);
            it.implements_interfaces = it.implements_interfaces.iter().map(merged).collect();
        }
        ExtendedType::Union(it) => {
            let it = it.make_mut();
            merge_directives(&mut it.directives);
            it.members = it.members.iter().map(merged).collect();
        }
        ExtendedType::Enum(it) => {
            let it = it.make_mut();
            merge_directives(&mut it.directives);
            it.values.values_mut().for_each(merge);
        }
        ExtendedType::InputObject(it) => {
            let it = it.make_mut();
            merge_directives(&mut it.directives);
            it.fields.values_mut().for_each(merge);
        }
    }
}

fn merge_directives(directives: &mut DirectiveList) {
    directives.0.iter_mut().for_each(merge);
}

fn merge<T: Clone>(node: &mut Node<T>) {
    if node.extension_id().is_some() {
        *node = node.same_location(T::clone(node));
    }
}

fn merged(name: &Node<Name>) -> Node<Name> {
    let mut name = name.clone();
    merge(&mut name);
    name
}
