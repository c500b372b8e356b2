//! The reference server of the Meshery and Meshes APIs.
//!
//! Routes, wire types and documents come from the schemas, by way of the generated crates. What is
//! here: handlers and resolvers, storage, and policy.
//!
//! * [`app`] puts everything together; [`config`] says what can be set.
//! * [`meshery`](mod@meshery) and [`meshes`] implement the REST APIs, [`graphql`] the GraphQL API.
//! * [`cluster`] hears from MeshSync what clusters have.
//! * [`store`] keeps things, [`bus`] tells who watches what has changed.
//! * [`pages`] is what no schema describes.

pub mod app;
pub mod bus;
pub mod clock;
pub mod cluster;
pub mod config;
pub mod graphql;
pub mod meshery;
pub mod meshes;
pub mod pages;
pub mod refusal;
pub mod secret;
pub mod store;
pub mod token;
