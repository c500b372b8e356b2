//! The reference server of the Meshery and Meshes APIs.
pub mod bus;
pub mod clock;
pub mod config;
pub mod meshery;
pub mod meshes;
pub mod refusal;
pub mod secret;
pub mod store;
pub mod token;
