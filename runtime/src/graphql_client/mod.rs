//! Operations of GraphQL documents: over HTTP, with persisted queries, and subscriptions as streams.
//!
//! Calls are made by the machinery of [`client`](crate::client): one connection, with its credentials, retries, limits
//! and hooks, serves REST and GraphQL alike.

mod body;
mod call;
mod endpoint;
mod error;
mod events;
mod operation;
mod response;
mod subscription;
#[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
mod websocket;

pub use call::Call;
pub use endpoint::{Documents, Endpoint, Initialiser, Subscriptions};
pub use error::Error;
pub use operation::{Operation, OperationKind};
pub use response::{Extensions, GraphqlError, Location, PathSegment, Response};
pub use subscription::Subscription;

use crate::http::{Scheme, SchemeKind};

/// What most GraphQL servers take: a token behind `Bearer` in the `Authorization` header (RFC 6750).
///
/// For [`Connection::with_credential`](crate::client::Connection::with_credential) and
/// [`with_provider`](crate::client::Connection::with_provider). A GraphQL schema does not say which credentials there
/// are, so every one that the connection has is presented; a scheme of another kind is a [`Scheme`] of your own.
pub static BEARER: Scheme = Scheme { name: "bearer", kind: SchemeKind::Authorization("Bearer") };
