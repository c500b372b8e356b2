//! The GraphQL API of Meshery, on the same store and bus as its REST API.
//!
//! This server talks to no cluster: fields that list what clusters have are empty, statuses are
//! unknown, and what needs a cluster is an error that says so.

mod directives;
mod documents;
mod mutations;
mod page;
mod queries;
mod subscriptions;

use meshwright_runtime::graphql::{Error, Limits, Schema, SchemaError};

use crate::meshery::Meshery;

/// The resolvers.
#[derive(Debug, Clone)]
pub struct Resolvers {
    /// Whose data they show.
    pub meshery: Meshery,
}

/// The schema with its resolvers.
///
/// # Errors
///
/// When the generated crate does not fit its own schema.
pub fn schema(meshery: Meshery) -> Result<Schema, SchemaError> {
    meshery_graphql::schema(Resolvers { meshery }, Limits::default())
}

/// What needs a cluster.
fn no_cluster() -> Error {
    Error::new("not available: no cluster is connected").with("code", "NO_CLUSTER")
}

/// A failure whose reason is for the log, not for the caller.
fn failure(error: impl std::error::Error) -> Error {
    tracing::error!(%error, "a resolver failed");
    Error::new("the server failed to carry this out")
}
