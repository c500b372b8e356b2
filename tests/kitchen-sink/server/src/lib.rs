//! Kestrel Parcels by hand: the traits that were generated from `openapi.yaml`, kept in memory.
//!
//! What goes in comes out, wherever the schema says so. Tests and tools start it on a free port.

mod access;
mod answers;
mod documents;
mod kestrel;
mod listing;
mod methods;
mod parcels;
mod reflections;
mod streams;

pub use access::{COMMON_NAME, Visitors};
pub use kestrel::{Kestrel, Running, Settings, start};
pub use listing::Listed;

/// Why an operation gives none of its answers.
pub(crate) use meshwright_runtime::server::Fault;
