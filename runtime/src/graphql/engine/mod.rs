//! The only folder that knows `apollo-compiler`: parsing, validation and introspection.
//!
//! Everything it gives away is lowered into our own types first.
use std::sync::OnceLock;

use apollo_compiler::collections::HashMap;
use apollo_compiler::parser::Parser;
use apollo_compiler::response::GraphQLError;
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Name, executable};

use super::error::{ResponseError, SchemaError};
use super::limits::Limits;
use places::Places;

mod introspect;
mod lower_document;
mod lower_schema;
mod places;
mod unique;

/// Rules that real schemas break and that do no harm to a server: diagnostics with these words are let pass.
const SOFT: &[&str] = &["is deprecated but implements the non-deprecated"];

pub(crate) struct Engine {
    schema: Valid<apollo_compiler::Schema>,
    implementers: HashMap<Name, Implementers>,
}

/// A validated document.
pub(crate) struct Executable {
    document: Valid<ExecutableDocument>,
    places: Places,
    /// The operation with nothing but `__schema` and `__type`, if it asks for them.
    asked: OnceLock<Option<executable::Operation>>,
}

impl Engine {
    pub(crate) fn parse(sdl: &str) -> Result<Self, SchemaError> {
        let schema = apollo_compiler::Schema::parse(sdl, "schema.graphql");
        let schema = schema.map_err(|broken| SchemaError(broken.errors.to_string()))?;
        let schema = match schema.validate() {
            Ok(schema) => schema,
            Err(broken) if is_soft(&broken.errors) => Valid::assume_valid(broken.partial),
            Err(broken) => return Err(SchemaError(broken.errors.to_string())),
        };
        let implementers = schema.implementers_map();
        Ok(Self { schema, implementers })
    }

    pub(crate) fn parse_document(
        &self,
        text: &str,
        limits: &Limits,
    ) -> Result<Executable, Vec<ResponseError>> {
        let mut parser = Parser::new().token_limit(limits.tokens).recursion_limit(limits.recursion);
        let document = parser.parse_executable(&self.schema, text, "query.graphql");
        let places = Places::new(text);
        let document = document.map_err(|broken| lower_diagnostics(&broken.errors, &places))?;
        let document = document
            .validate(&self.schema)
            .map_err(|broken| lower_diagnostics(&broken.errors, &places))?;
        let errors = unique::check(&document, &places);
        if !errors.is_empty() {
            return Err(errors);
        }
        Ok(Executable { document, places, asked: OnceLock::new() })
    }
}

fn is_soft(diagnostics: &DiagnosticList) -> bool {
    diagnostics.iter().all(|it| {
        let text = it.error.to_string();
        SOFT.iter().any(|words| text.contains(words))
    })
}

fn lower_diagnostics(diagnostics: &DiagnosticList, places: &Places) -> Vec<ResponseError> {
    diagnostics.iter().map(|it| lower_error(it.unstable_to_json_compat(), places)).collect()
}

fn lower_error(error: GraphQLError, places: &Places) -> ResponseError {
    let mut locations = error.locations.iter().map(|it| places.of_bytes(it.line, it.column));
    let mut lowered = ResponseError::request(error.message, locations.next());
    lowered.locations.extend(locations);
    lowered
}
