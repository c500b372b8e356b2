//! The GraphQL runtime under a hand-written "generated" crate.
#![cfg(feature = "graphql")]
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(unreachable_pub, reason = "a generated crate is public, and here it is a module")]

#[path = "graphql/batch.rs"]
mod batch;
#[path = "graphql/execution.rs"]
mod execution;
#[path = "graphql/generated.rs"]
mod generated;
#[path = "graphql/limits.rs"]
mod limits;
#[path = "graphql/loader.rs"]
mod loader;
#[path = "graphql/panics.rs"]
mod panics;
#[path = "graphql/service.rs"]
mod service;
#[path = "graphql/websocket.rs"]
mod websocket;
