//! Decides every name, type, file and page. Cannot fail: what could is decided before.

mod assertions;
mod bodies;
mod contract;
pub mod docs;
mod encodings;
pub mod graphql;
mod graphql_client;
mod graphql_crate;
mod group_modules;
mod krate;
mod manifest;
mod mock;
pub mod names;
mod operation_files;
mod operations;
mod outputs;
pub mod pages;
mod pagination;
mod recursion;
mod rules;
mod service;
mod sizes;
mod subjects;
mod type_files;
mod types;
mod unions;

pub use graphql_crate::plan_graphql_crate;
pub use krate::{Wanted, plan_crate};
pub use mock::plan_mock;
