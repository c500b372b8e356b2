//! Requests (GraphQL over HTTP, section 5.1), which all transports share.

use bytes::Bytes;

use super::{Documents, Operation};
use crate::http::Request;
use crate::http::style::encode;
#[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
use crate::json::Writer;
use crate::json::into_vec;

/// How much of a document a request carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Carries {
    /// The text alone.
    Text,
    /// The text, and its hash for a server that remembers it.
    Both,
    /// The hash alone.
    Hash,
}

impl Documents {
    /// What the first request carries.
    pub(super) fn carries(self) -> Carries {
        match self {
            Self::Text => Carries::Text,
            Self::Automatic | Self::Trusted => Carries::Hash,
        }
    }
}

/// A URL with a longer query than this is none that every server takes.
const LONGEST_QUERY: usize = 4096;

/// The members of a request, each as JSON text, in the order of the specification.
fn members(
    operation: &Operation,
    variables: &[u8],
    carries: Carries,
) -> Vec<(&'static str, String)> {
    let string = |text: &str| String::from_utf8_lossy(&into_vec(text.to_owned())).into_owned();
    let mut members = Vec::new();
    match carries {
        Carries::Text | Carries::Both => members.push(("query", string(operation.text))),
        Carries::Hash => {
            members.push(("documentId", string(&format!("sha256:{}", operation.hash))))
        }
    }
    members.push(("operationName", string(operation.name)));
    if !matches!(variables, b"null" | b"{}") {
        members.push(("variables", String::from_utf8_lossy(variables).into_owned()));
    }
    if carries != Carries::Text {
        let hash = operation.hash;
        let extension = format!(r#"{{"persistedQuery":{{"version":1,"sha256Hash":"{hash}"}}}}"#);
        members.push(("extensions", extension));
    }
    members
}

/// The request as a JSON object.
pub(super) fn json(operation: &Operation, variables: &[u8], carries: Carries) -> Vec<u8> {
    let mut out = String::from("{");
    for (index, (name, value)) in members(operation, variables, carries).iter().enumerate() {
        let comma = if index == 0 { "" } else { "," };
        out.push_str(&format!("{comma}\"{name}\":{value}"));
    }
    out.push('}');
    out.into_bytes()
}

/// A POST of this operation.
pub(super) fn post(
    http: &'static crate::http::Operation,
    operation: &Operation,
    variables: &[u8],
    carries: Carries,
) -> Request {
    let mut request = Request::new(http);
    request.bytes("application/json", Bytes::from(json(operation, variables, carries)));
    request
}

/// A GET of this operation; `None` where its URL would be too long.
pub(super) fn get(
    operation: &'static Operation,
    variables: &[u8],
    carries: Carries,
) -> Option<Request> {
    let mut request = Request::new(&operation.get);
    for (name, value) in members(operation, variables, carries) {
        // Texts travel as they are, objects as JSON (GraphQL over HTTP, section 5.3).
        let value = match name {
            "query" => operation.text.to_owned(),
            "operationName" => operation.name.to_owned(),
            "documentId" => value.trim_matches('"').to_owned(),
            _ => value,
        };
        request.query.push(format!("{name}={}", encode(&value)));
    }
    let length: usize = request.query.iter().map(|it| it.len() + 1).sum();
    (length <= LONGEST_QUERY).then_some(request)
}

/// The text of a message of a WebSocket.
#[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
pub(super) fn message(kind: &str, payload: Option<&[u8]>, id: Option<&str>) -> String {
    let mut w = Writer::default();
    w.begin_object();
    if let Some(id) = id {
        w.member("id", &mut id.to_owned());
    }
    w.member("type", &mut kind.to_owned());
    if let Some(payload) = payload {
        let mut payload: crate::json::Value = serde_json::from_slice(payload).unwrap_or_default();
        w.member("payload", &mut payload);
    }
    w.end_object();
    String::from_utf8_lossy(&w.into_bytes()).into_owned()
}
