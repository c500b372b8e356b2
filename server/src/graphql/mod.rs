//! The GraphQL API of Meshery, on the same store and bus as its REST API.
//!
//! What fields say of clusters is what MeshSync reported over the broker ([`crate::cluster`]); a
//! status that cannot be known from that is unknown, and what cannot be done is an error that says
//! so.

mod clusters;
mod contexts;
mod controllers;
mod directives;
mod documents;
mod follow;
mod mutations;
mod page;
mod performance;
mod planes;
mod queries;
mod registry;
mod subscriptions;

use std::sync::Arc;

use meshwright_runtime::graphql::{Error, Limits, Nullable, Schema, SchemaError};

use crate::cluster::Broker;
use crate::meshery::Meshery;

/// The resolvers.
#[derive(Debug, Clone)]
pub struct Resolvers {
    /// Whose data they show.
    pub meshery: Meshery,
    /// Where clusters are heard of, if anywhere.
    pub broker: Option<Arc<Broker>>,
}

/// The schema with its resolvers.
///
/// # Errors
///
/// When the generated crate does not fit its own schema.
pub fn schema(meshery: Meshery, broker: Option<Arc<Broker>>) -> Result<Schema, SchemaError> {
    meshery_graphql::schema(Resolvers { meshery, broker }, Limits::default())
}

/// What needs a cluster, where none is known.
fn no_cluster() -> Error {
    Error::new("not available: no Kubernetes context is known").with("code", "NO_CLUSTER")
}

/// What needs the broker, where it is not connected.
fn no_broker() -> Error {
    Error::new("not available: no broker is connected").with("code", "NO_BROKER")
}

/// What this server does not have the means for.
fn not_supported(reason: &str) -> Error {
    Error::new(reason).with("code", "NOT_SUPPORTED")
}

/// An argument that cannot be meant like this.
fn bad_input(reason: impl Into<String>) -> Error {
    Error::new(reason).with("code", "BAD_INPUT")
}

/// A failure whose reason is for the log, not for the caller.
fn failure(error: impl std::error::Error) -> Error {
    tracing::error!(%error, "a resolver failed");
    Error::new("the server failed to carry this out")
}

/// A list that may be left out.
fn list<T>(list: Nullable<Vec<T>>) -> Vec<T> {
    match list {
        Nullable::Value(list) => list,
        _ => Vec::new(),
    }
}

/// A number of things as the schema has it.
fn count(n: i64) -> i32 {
    i32::try_from(n).unwrap_or(i32::MAX)
}
