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
use super::limits::{Limits, coded};
use places::Places;
use scan::scan;

mod introspect;
mod lower_cost;
mod lower_document;
mod lower_schema;
mod places;
mod scan;
mod unique;

/// Rules that real schemas break and that do no harm to a server: diagnostics with these words are let pass.
const SOFT: &[&str] = &["is deprecated but implements the non-deprecated"];

/// How many mistakes of one document are reported; as many as graphql-js does.
const MAX_ERRORS: usize = 100;

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
        let places = Places::new(text);
        let ast = parser.parse_ast(text, "query.graphql").map_err(|broken| {
            over_limit(&parser, limits)
                .unwrap_or_else(|| lower_diagnostics(&broken.errors, &places))
        })?;
        scan(&ast, limits).map_err(|error| vec![error])?;
        let document = ast.to_executable(&self.schema);
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

/// What the parser gave up at, if it did.
fn over_limit(parser: &Parser, limits: &Limits) -> Option<Vec<ResponseError>> {
    let (code, message) = if parser.tokens_reached() > limits.tokens {
        ("LIMIT_TOKENS", format!("the document has more than {} tokens", limits.tokens))
    } else if parser.recursion_reached() > limits.recursion {
        let limit = limits.recursion;
        ("LIMIT_RECURSION", format!("the document is nested more than {limit} times"))
    } else {
        return None;
    };
    Some(vec![coded(code, message, None)])
}

fn lower_diagnostics(diagnostics: &DiagnosticList, places: &Places) -> Vec<ResponseError> {
    let lowered = diagnostics.iter().map(|it| lower_error(it.unstable_to_json_compat(), places));
    let mut errors: Vec<ResponseError> = lowered.take(MAX_ERRORS + 1).collect();
    if errors.len() > MAX_ERRORS {
        errors.truncate(MAX_ERRORS);
        let message = "Too many validation errors, error limit reached. Validation aborted.";
        errors.push(ResponseError::request(message, None));
    }
    errors
}

fn lower_error(error: GraphQLError, places: &Places) -> ResponseError {
    let mut locations = error.locations.iter().map(|it| places.of_bytes(it.line, it.column));
    let mut lowered = ResponseError::request(error.message, locations.next());
    lowered.locations.extend(locations);
    lowered
}
