//! OpenAPI documents: text to one value tree per API, and typed views of its nodes.
//!
//! References are still names here; `lower` follows them.

mod bundle;
mod check;
mod document;
mod find;
mod foreign;
mod node;
mod overlay;
mod resources;
mod rules;
mod schema;
mod shape;
mod suggest;
mod tree;
mod words;

pub use document::{Document, Version, parse_document};
pub use foreign::referenced_files;
pub use node::Node;
pub use schema::{Schema, TypeName, is_annotation};
pub use tree::title;
