//! A GraphQL request, apart from the transport that brought it.

use serde_json::{Map, Value};

use super::error::ResponseError;

/// A request: document, operation name, variables and extensions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Request {
    /// The text of the document; empty where the request names a document instead of sending it.
    pub query: String,
    /// Which of its operations to execute; needed only if there are several.
    pub operation_name: Option<String>,
    /// Values of the variables, not yet coerced.
    pub variables: Map<String, Value>,
    /// Anything a client and a server agreed upon; `persistedQuery` and `documentId` name documents.
    pub extensions: Map<String, Value>,
    /// The name of a document that the server knows (GraphQL over HTTP, appendix on persisted documents).
    pub document_id: Option<String>,
}

impl Request {
    /// A request with a document and nothing else.
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }

    /// Reads the JSON body that GraphQL over HTTP and both WebSocket protocols share.
    ///
    /// # Errors
    /// One request error if any member has the wrong type, or if there is neither `query` nor anything that names a
    /// document; unknown members are ignored.
    pub fn from_json(json: Value) -> Result<Self, ResponseError> {
        let Value::Object(mut members) = json else {
            return Err(refuse("the request must be a JSON object"));
        };
        let query = text(&mut members, "query")?;
        let operation_name = text(&mut members, "operationName")?;
        let document_id = text(&mut members, "documentId")?;
        let variables = map(&mut members, "variables")?;
        let extensions = map(&mut members, "extensions")?;
        let names_document = document_id.is_some()
            || ["persistedQuery", "documentId"].iter().any(|it| extensions.contains_key(*it));
        let query = match query {
            Some(query) => query,
            None if names_document => String::new(),
            None => return Err(refuse("`query` is missing")),
        };
        Ok(Self { query, operation_name, variables, extensions, document_id })
    }
}

fn text(members: &mut Map<String, Value>, name: &str) -> Result<Option<String>, ResponseError> {
    match members.remove(name) {
        Some(Value::String(text)) => Ok(Some(text)),
        Some(Value::Null) | None => Ok(None),
        Some(_) => Err(refuse(&format!("`{name}` must be a string"))),
    }
}

fn map(members: &mut Map<String, Value>, name: &str) -> Result<Map<String, Value>, ResponseError> {
    match members.remove(name) {
        Some(Value::Object(map)) => Ok(map),
        Some(Value::Null) | None => Ok(Map::new()),
        Some(_) => Err(refuse(&format!("`{name}` must be an object"))),
    }
}

fn refuse(message: &str) -> ResponseError {
    ResponseError::request(message, None)
}
