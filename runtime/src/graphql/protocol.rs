//! Messages of the two WebSocket subprotocols.
//!
//! `graphql-transport-ws` is the one of the graphql-ws library; `graphql-ws`, confusingly, the older one
//! of subscriptions-transport-ws.

use serde_json::{Map, Value};

use super::error::ResponseError;
use super::response::Response;

/// A subprotocol.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Protocol {
    Transport,
    Legacy,
}

/// The names for the handshake, the preferred one first.
pub(crate) const NAMES: [&str; 2] = ["graphql-transport-ws", "graphql-ws"];

/// What a client says.
#[derive(Debug, PartialEq)]
pub(crate) enum Incoming {
    Init(Map<String, Value>),
    Ping(Option<Value>),
    Pong,
    Subscribe { id: String, payload: Value },
    Complete { id: String },
    Terminate,
}

/// A WebSocket close code with its reason.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Close(pub(crate) u16, pub(crate) String);

impl Protocol {
    pub(crate) fn named(name: Option<&str>) -> Option<Self> {
        match name? {
            "graphql-transport-ws" => Some(Self::Transport),
            "graphql-ws" => Some(Self::Legacy),
            _ => None,
        }
    }

    pub(crate) fn parse(self, text: &str) -> Result<Incoming, Close> {
        let invalid = |what: &str| Close(4400, format!("invalid message: {what}"));
        let Ok(Value::Object(mut message)) = serde_json::from_str(text) else {
            return Err(invalid("expected a JSON object"));
        };
        let payload = message.remove("payload").filter(|payload| !payload.is_null());
        let id = match message.remove("id") {
            Some(Value::String(id)) if !id.is_empty() => Ok(id),
            _ => Err(invalid("`id` must be a string that is not empty")),
        };
        let kind = message.get("type").and_then(Value::as_str).unwrap_or_default();
        match (self, kind) {
            (_, "connection_init") => match payload {
                Some(Value::Object(payload)) => Ok(Incoming::Init(payload)),
                None => Ok(Incoming::Init(Map::new())),
                Some(_) => Err(invalid("`payload` must be an object")),
            },
            (Self::Transport, "ping") => Ok(Incoming::Ping(payload)),
            (Self::Transport, "pong") => Ok(Incoming::Pong),
            (Self::Transport, "subscribe") | (Self::Legacy, "start") => {
                let payload = payload.ok_or_else(|| invalid("`payload` is missing"))?;
                Ok(Incoming::Subscribe { id: id?, payload })
            }
            (Self::Transport, "complete") | (Self::Legacy, "stop") => {
                Ok(Incoming::Complete { id: id? })
            }
            (Self::Legacy, "connection_terminate") => Ok(Incoming::Terminate),
            _ => Err(invalid("unknown `type`")),
        }
    }

    pub(crate) fn next(self, id: &str, response: &Response) -> String {
        let kind = match self {
            Self::Transport => "next",
            Self::Legacy => "data",
        };
        let payload = response.to_bytes();
        format!(
            r#"{{"id":{},"type":"{kind}","payload":{}}}"#,
            Value::from(id),
            String::from_utf8_lossy(&payload)
        )
    }

    /// A refusal before execution. The older protocol has room for one error only.
    pub(crate) fn error(self, id: &str, errors: &[ResponseError]) -> String {
        let payload: Value = match self {
            Self::Transport => errors.iter().map(ResponseError::to_json).collect(),
            Self::Legacy => errors.first().map(ResponseError::to_json).unwrap_or_default(),
        };
        format!(r#"{{"id":{},"type":"error","payload":{payload}}}"#, Value::from(id))
    }

    pub(crate) fn complete(self, id: &str) -> String {
        format!(r#"{{"id":{},"type":"complete"}}"#, Value::from(id))
    }
}
