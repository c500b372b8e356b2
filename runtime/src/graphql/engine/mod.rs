//! The only folder that knows `apollo-compiler`: parsing, validation and introspection.
//!
//! Everything it gives away is lowered into our own types first.
use std::collections::BTreeSet;

use apollo_compiler::collections::HashMap;
use apollo_compiler::parser::Parser;
use apollo_compiler::response::{GraphQLError, JsonMap, serde_json_bytes};
use apollo_compiler::schema::Implementers;
use apollo_compiler::validation::{DiagnosticList, Valid};
use apollo_compiler::{ExecutableDocument, Name, introspection, request};
use serde_json::{Map, Value};

use super::document::{Document, OperationKind, Selection};
use super::error::{Location, ResponseError, SchemaError};
use super::limits::{Limits, coded};
use scan::scan;

mod lower_cost;
mod lower_document;
mod lower_schema;
mod scan;

/// Rules that real schemas break and that do no harm to a server: diagnostics with these words are let pass.
const SOFT: &[&str] = &["is deprecated but implements the non-deprecated"];

/// How many mistakes of one document are reported; as many as graphql-js does.
const MAX_ERRORS: usize = 100;

pub(crate) struct Engine {
    schema: Valid<apollo_compiler::Schema>,
    implementers: HashMap<Name, Implementers>,
}

/// A validated document.
pub(crate) struct Executable(Valid<ExecutableDocument>);

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
        let ast = parser.parse_ast(text, "query.graphql").map_err(|broken| {
            over_limit(&parser, limits).unwrap_or_else(|| lower_diagnostics(&broken.errors))
        })?;
        scan(&ast, limits).map_err(|error| vec![error])?;
        let document = ast.to_executable(&self.schema);
        let document = document.map_err(|broken| lower_diagnostics(&broken.errors))?;
        let document =
            document.validate(&self.schema).map_err(|broken| lower_diagnostics(&broken.errors))?;
        Ok(Executable(document))
    }

    /// Answers `__schema` and `__type` of the query root, by response key.
    pub(crate) fn introspect(
        &self,
        executable: &Executable,
        document: &Document,
        variables: &Map<String, Value>,
    ) -> Result<Map<String, Value>, ResponseError> {
        if document.kind != OperationKind::Query
            || !asks_schema(document, &document.selections, &mut BTreeSet::new())
        {
            return Ok(Map::new());
        }
        let sources = &executable.0.sources;
        let refuse = |error: request::RequestError| lower_error(error.to_graphql_error(sources));
        let operation = executable.0.operations.get(document.name.as_deref()).map_err(refuse)?;
        introspection::check_max_depth(&executable.0, operation).map_err(refuse)?;
        let variables: JsonMap = variables
            .iter()
            .map(|(name, value)| (name.as_str().into(), value.clone().into()))
            .collect();
        let variables =
            request::coerce_variable_values(&self.schema, operation, &variables).map_err(refuse)?;
        let response = introspection::partial_execute(
            &self.schema,
            &self.implementers,
            &executable.0,
            operation,
            &variables,
        )
        .map_err(refuse)?;
        if let Some(error) = response.errors.into_iter().next() {
            return Err(lower_error(error));
        }
        let data = response.data.unwrap_or_default();
        Ok(data.into_iter().map(|(name, value)| (name.as_str().to_owned(), json(value))).collect())
    }
}

fn json(value: serde_json_bytes::Value) -> Value {
    serde_json::to_value(value).unwrap_or_default()
}

fn asks_schema<'d>(
    document: &'d Document,
    selections: &'d [Selection],
    visited: &mut BTreeSet<&'d str>,
) -> bool {
    selections.iter().any(|selection| match selection {
        Selection::Field(field) => matches!(field.name.as_str(), "__schema" | "__type"),
        Selection::Inline(inline) => asks_schema(document, &inline.selections, visited),
        Selection::Spread(spread) => {
            visited.insert(&spread.fragment)
                && document
                    .fragment(&spread.fragment)
                    .is_some_and(|it| asks_schema(document, &it.selections, visited))
        }
    })
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

fn lower_diagnostics(diagnostics: &DiagnosticList) -> Vec<ResponseError> {
    let lowered = diagnostics.iter().map(|it| lower_error(it.unstable_to_json_compat()));
    let mut errors: Vec<ResponseError> = lowered.take(MAX_ERRORS + 1).collect();
    if errors.len() > MAX_ERRORS {
        errors.truncate(MAX_ERRORS);
        let message = "Too many validation errors, error limit reached. Validation aborted.";
        errors.push(ResponseError::request(message, None));
    }
    errors
}

fn lower_error(error: GraphQLError) -> ResponseError {
    let mut locations =
        error.locations.iter().map(|it| Location { line: it.line, column: it.column });
    let mut lowered = ResponseError::request(error.message, locations.next());
    lowered.locations.extend(locations);
    lowered
}
