//! The API of `storefront.yaml`, written by hand: what the generated crate is measured against.

pub mod server;
pub mod types;
