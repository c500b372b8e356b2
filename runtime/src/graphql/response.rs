//! A GraphQL response: the executor's bytes, and errors.

use serde_json::Value;

use super::error::ResponseError;

/// What an operation, or one event of a subscription, answers (specification, section 7.1).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Response {
    /// The `data` entry as JSON text; absent when the request failed before execution.
    pub data: Option<Vec<u8>>,
    /// The errors, in the order of the document as far as execution decides it.
    pub errors: Vec<ResponseError>,
}

impl Response {
    /// A request that failed before execution: no `data` key at all.
    pub fn refused(errors: Vec<ResponseError>) -> Self {
        Self { data: None, errors }
    }

    /// The response as JSON text: `errors` first, as the specification advises, then `data`.
    pub fn to_bytes(&self) -> Vec<u8> {
        let Some(data) = &self.data else {
            return format!("{{\"errors\":{}}}", self.errors_json()).into_bytes();
        };
        let mut text = Vec::with_capacity(data.len() + 16);
        text.push(b'{');
        if !self.errors.is_empty() {
            text.extend_from_slice(b"\"errors\":");
            text.extend_from_slice(self.errors_json().to_string().as_bytes());
            text.push(b',');
        }
        text.extend_from_slice(b"\"data\":");
        text.extend_from_slice(data);
        text.push(b'}');
        text
    }

    /// The errors as a JSON list.
    pub fn errors_json(&self) -> Value {
        self.errors.iter().map(ResponseError::to_json).collect()
    }
}
