//! The schema as a server holds it: parsed once, asked many times.
use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::cache::Cache;
use super::call::Root;
use super::context::Context;
use super::document::{Condition, Document, Selection, Test};
use super::engine::Engine;
use super::error::SchemaError;
use super::limits::Limits;
use super::operation::{Operation, Prepared};
use super::request::Request;
use super::response::Response;
use super::table::Tables;
use super::type_system::TypeSystem;

/// A schema with the resolvers behind it. Clones are cheap and share everything.
#[derive(Clone)]
pub struct Schema(Arc<Served>);

pub(crate) struct Served {
    pub(crate) engine: Engine,
    pub(crate) types: TypeSystem,
    pub(crate) root: Box<dyn Root>,
    pub(crate) limits: Limits,
    operations: Cache<Operation>,
}

impl Schema {
    /// Parses the SDL and ties it to the generated tables and the glue around the service.
    ///
    /// # Errors
    /// If the SDL is invalid, or has an object type or field that the tables do not know.
    pub fn new(
        sdl: &str,
        tables: &Tables,
        root: impl Root,
        limits: Limits,
    ) -> Result<Self, SchemaError> {
        let engine = Engine::parse(sdl)?;
        let types = engine.lower_types(tables)?;
        let operations = Cache::new(limits.cached_documents);
        Ok(Self(Arc::new(Served { engine, types, root: Box::new(root), limits, operations })))
    }

    /// The bounds it was made with.
    pub fn limits(&self) -> &Limits {
        &self.0.limits
    }

    /// Parses, validates and chooses the operation, or finds all that in the cache.
    ///
    /// # Errors
    /// The response, without `data`, that says what is wrong with the document.
    pub fn prepare(&self, request: Request) -> Result<Prepared, Response> {
        let Request { query, operation_name, variables, extensions: _ } = request;
        // No text of a document has this character.
        let key = operation_name.as_deref().map(|name| format!("{query}\0{name}"));
        let operation = match self.0.operations.get(key.as_deref().unwrap_or(&query)) {
            Some(operation) => operation,
            None => {
                let operation = Arc::new(self.parse(&query, operation_name.as_deref())?);
                self.0.operations.insert(key.unwrap_or(query), Arc::clone(&operation));
                operation
            }
        };
        Ok(Prepared { schema: Arc::clone(&self.0), operation, variables })
    }

    /// Executes a query or a mutation from text to response.
    pub async fn execute(&self, request: Request, context: Context) -> Response {
        match self.prepare(request) {
            Ok(prepared) => prepared.execute(context).await,
            Err(refusal) => refusal,
        }
    }

    fn parse(&self, query: &str, operation_name: Option<&str>) -> Result<Operation, Response> {
        let Served { engine, types, limits, .. } = &*self.0;
        let executable = engine.parse_document(query, limits).map_err(Response::refused)?;
        let document = engine.lower_document(types, &executable, operation_name);
        let document = document.map_err(|error| Response::refused(vec![error]))?;
        limits.check(&document).map_err(|error| Response::refused(vec![error]))?;
        let condition_variables = condition_variables(&document);
        Ok(Operation { document, executable, condition_variables, plans: Mutex::default() })
    }
}

fn condition_variables(document: &Document) -> Vec<String> {
    let mut found = BTreeSet::new();
    visit(&document.selections, &mut found);
    for fragment in document.fragments.values() {
        visit(&fragment.selections, &mut found);
    }
    found.into_iter().cloned().collect()
}

fn visit<'d>(selections: &'d [Selection], found: &mut BTreeSet<&'d String>) {
    for selection in selections {
        let conditions = match selection {
            Selection::Field(field) => {
                visit(&field.selections, found);
                &field.conditions
            }
            Selection::Inline(inline) => {
                visit(&inline.selections, found);
                &inline.conditions
            }
            Selection::Spread(spread) => &spread.conditions,
        };
        for Condition { test, .. } in conditions {
            if let Test::Variable(name) = test {
                found.insert(name);
            }
        }
    }
}
