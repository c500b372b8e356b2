//! The schema as a server holds it: parsed once, asked many times.

use std::collections::BTreeSet;
use std::sync::{Arc, Mutex};

use super::cache::Cache;
use super::call::Root;
use super::context::Context;
use super::cost::Costs;
use super::document::{Condition, Document, Selection, Test};
use super::documents::{Documents, Found, Trusted};
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
pub struct Schema {
    served: Arc<Served>,
    documents: Arc<Documents>,
}

pub(crate) struct Served {
    pub(crate) engine: Engine,
    pub(crate) types: TypeSystem,
    pub(crate) costs: Costs,
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
        let costs = engine.lower_costs(tables)?;
        let operations = Cache::new(limits.cached_documents);
        let documents = Arc::new(Documents::new(limits.persisted_queries));
        let root = Box::new(root);
        let served = Arc::new(Served { engine, types, costs, root, limits, operations });
        Ok(Self { served, documents })
    }

    /// Serves the documents of a manifest and no others, by their ids and by their text.
    ///
    /// The manifest is JSON in the form of Apollo's persisted query manifest: `format`
    /// `apollo-persisted-query-manifest`, `version` 1, and `operations` with `id`, `name`, `type` and `body`. A
    /// request names a document by `documentId`, by `extensions.documentId`, or by
    /// `extensions.persistedQuery.sha256Hash`; a `sha256:` before the id makes no difference. All limits hold on.
    ///
    /// # Errors
    /// If it is no such manifest, or if a document does not fit the schema or the limits: each that does not is named.
    pub fn trust(self, manifest: &str) -> Result<Self, SchemaError> {
        let trusted = Trusted::from_json(manifest)?;
        let mut wrong = Vec::new();
        for (name, body) in trusted.operations() {
            if let Err(refusal) = self.parse(body, Some(name)) {
                let errors: Vec<&str> = refusal.errors.iter().map(|it| &*it.message).collect();
                wrong.push(format!("trusted documents: `{name}`: {}", errors.join("; ")));
            }
        }
        if !wrong.is_empty() {
            return Err(SchemaError(wrong.join("\n")));
        }
        let documents = Arc::new(Documents::trusted(trusted));
        Ok(Self { documents, ..self })
    }

    /// The bounds it was made with.
    pub fn limits(&self) -> &Limits {
        &self.served.limits
    }

    /// Parses, validates and chooses the operation, or finds all that in the cache.
    ///
    /// # Errors
    /// The response, without `data`, that says what is wrong with the document.
    pub fn prepare(&self, request: Request) -> Result<Prepared, Response> {
        let found = self.documents.find(&request).map_err(|it| Response::refused(vec![it]))?;
        let Request { query: sent, operation_name, variables, .. } = request;
        let (query, hash) = match found {
            Found::Sent => (sent, None),
            Found::Known(text) => (text, None),
            Found::New { hash } => (sent, Some(hash)),
        };
        // No text of a document has this character.
        let key = operation_name.as_deref().map(|name| format!("{query}\0{name}"));
        let operation = match self.served.operations.get(key.as_deref().unwrap_or(&query)) {
            Some(operation) => operation,
            None => {
                let operation = Arc::new(self.parse(&query, operation_name.as_deref())?);
                self.served
                    .operations
                    .insert(key.unwrap_or_else(|| query.clone()), Arc::clone(&operation));
                operation
            }
        };
        // Only what is valid is worth keeping.
        if let Some(hash) = hash {
            self.documents.keep(hash, query);
        }
        Ok(Prepared { schema: Arc::clone(&self.served), operation, variables })
    }

    /// Executes a query or a mutation from text to response; [`Limits::time`] is for those who call it to keep.
    pub async fn execute(&self, request: Request, context: Context) -> Response {
        match self.prepare(request) {
            Ok(prepared) => prepared.execute(context).await,
            Err(refusal) => refusal,
        }
    }

    fn parse(&self, query: &str, operation_name: Option<&str>) -> Result<Operation, Response> {
        let Served { engine, types, costs, limits, .. } = &*self.served;
        let executable = engine.parse_document(query, limits).map_err(Response::refused)?;
        let document = engine.lower_document(types, &executable, operation_name);
        let document = document.map_err(|error| Response::refused(vec![error]))?;
        let measured = limits.check(costs, &document, None);
        let measured = measured.map_err(|error| Response::refused(vec![error]))?;
        let condition_variables = condition_variables(&document);
        let plans = Mutex::default();
        Ok(Operation { document, executable, measured, condition_variables, plans })
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
