//! Prints what `plan` decided, and decides nothing.

mod assertions;
mod client;
mod contract;
mod enum_;
pub mod graphql;
mod graphql_client;
mod input;
mod krate;
mod output;
pub mod pages;
pub mod print;
mod rules;
mod server;
mod struct_;
mod table;
mod ty;
mod union;

pub use krate::{Kept, emit_crate};
