//! The sink's server, held against graphql-js.

mod batches;
mod differential;
mod json;
mod reference;
