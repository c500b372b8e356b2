//! What servers and clients share: operations as tables, parameters, bodies, answers.

#[cfg(any(feature = "graphql", feature = "server"))]
pub(crate) mod accept;
pub(crate) mod answer;
mod encoding;
mod events;
pub(crate) mod input;
mod items;
mod operation;
mod output;
mod pagination;
pub(crate) mod parts;
mod secret;
mod server;
#[cfg(any(feature = "graphql", feature = "server"))]
mod spool;
mod stream;
pub(crate) mod style;

pub use answer::AnswerParts;
pub use encoding::Encoding;
#[cfg(feature = "server")]
pub(crate) use encoding::is_json;
pub use events::{Event, Events};
pub use input::{Input, Payload, Request, RequestBody};
pub use items::{ItemError, Items};
pub use operation::{
    Body, Location, Operation, Parameter, Scheme, SchemeKind, SchemeUse, Shape, Style,
};
pub use output::{Answer, AnswerBody, Output, Received, Unexpected};
pub use pagination::Pagination;
#[cfg(feature = "client")]
pub(crate) use pagination::Turn;
pub use parts::{Choice, Parts, Whole};
pub use secret::Secret;
pub use server::{Server, ServerError, ServerVariable};
#[cfg(any(feature = "graphql", feature = "server"))]
pub(crate) use spool::Spool;
pub use stream::{ByteStream, StreamError};

pub use http::{HeaderMap, Method, StatusCode};

/// The media type that headers say their body has, in lower case and without parameters.
#[cfg_attr(
    not(any(feature = "client", feature = "server")),
    allow(dead_code, reason = "for servers and clients")
)]
pub(crate) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(http::header::CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or(text).trim().to_ascii_lowercase())
}
