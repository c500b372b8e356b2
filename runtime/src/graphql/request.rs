//! A GraphQL request, apart from the transport that brought it.
use serde_json::{Map, Value};

use super::error::ResponseError;

/// A request: document, operation name, variables and extensions.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Request {
    /// The text of the document.
    pub query: String,
    /// Which of its operations to execute; needed only if there are several.
    pub operation_name: Option<String>,
    /// Values of the variables, not yet coerced.
    pub variables: Map<String, Value>,
    /// Anything a client and a server agreed upon; not used by the executor.
    pub extensions: Map<String, Value>,
}

impl Request {
    /// A request with a document and nothing else.
    pub fn new(query: impl Into<String>) -> Self {
        Self { query: query.into(), ..Self::default() }
    }

    /// Reads the JSON body that GraphQL over HTTP and both WebSocket protocols share.
    ///
    /// # Errors
    /// One request error if `query` is missing or any member has the wrong type; unknown members are ignored.
    pub fn from_json(json: Value) -> Result<Self, ResponseError> {
        let Value::Object(mut members) = json else {
            return Err(refuse("the request must be a JSON object"));
        };
        let query = match members.remove("query") {
            Some(Value::String(query)) => query,
            Some(_) => return Err(refuse("`query` must be a string")),
            None => return Err(refuse("`query` is missing")),
        };
        let operation_name = match members.remove("operationName") {
            Some(Value::String(name)) => Some(name),
            Some(Value::Null) | None => None,
            Some(_) => return Err(refuse("`operationName` must be a string")),
        };
        let variables = map(&mut members, "variables")?;
        let extensions = map(&mut members, "extensions")?;
        Ok(Self { query, operation_name, variables, extensions })
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
