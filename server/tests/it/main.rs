//! The real server on a port of its own with a database of its own, over HTTP.

#![allow(clippy::unwrap_used, reason = "a test says what failed by panicking")]

mod contract;
mod graphql;
mod meshery_api;
mod meshes_api;
mod nats;
mod pages;
mod support;
