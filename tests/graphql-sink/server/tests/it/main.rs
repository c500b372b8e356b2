//! The sink's server, held against graphql-js.

mod differential;
mod json;
mod reference;
