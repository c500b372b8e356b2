//! What a project says about a GraphQL schema that the schema does not say itself.

use std::ops::Range;

pub use crate::api::graphql::FieldCost;
use crate::source::FileId;

/// The `graphql` table of a crate in the manifest.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct GraphqlSettings {
    /// The manifest, for the places of what is wrong in it.
    pub file: Option<FileId>,
    /// Fields that need work besides those that have arguments, by coordinate: `User.posts`,
    /// and `User.*` for all of a type.
    pub resolvers: Vec<Written>,
    /// Fields that one call answers for all sibling parents, by coordinate, besides those with `@batch`.
    pub batch: Vec<Written>,
    /// What directives do, by their names without `@`.
    pub directives: Vec<(Written, DirectiveUse)>,
    /// The Rust types of custom scalars: `Date` and `my_models::Date`.
    pub scalars: Vec<(Written, Written)>,
    /// Object types and enums whose values are of types of the application.
    pub models: Vec<Model>,
    /// What calling fields costs, and how long lists get, by coordinate.
    pub costs: Vec<(Written, FieldCost)>,
    /// The documents with the operations that the client makes.
    pub documents: Vec<FileId>,
}

/// A word of the manifest, and the bytes where it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// The word.
    pub text: String,
    /// Where it stands in the manifest.
    pub span: Range<usize>,
}

/// What a directive does in a server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DirectiveUse {
    /// A method of the service is called wherever it is applied.
    Run,
    /// Nothing: it is for people and other tools.
    Ignore,
}

/// A type of the application that stands for one of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Model {
    /// The object type or enum.
    pub name: Written,
    /// The path of the Rust type: `my_models::User`.
    pub path: Written,
    /// Where the values of fields are, if not in a field of the same name: a name, or a method with `()`, or several
    /// of them with dots between. Of an enum: the variants of its values.
    pub members: Vec<(Written, Written)>,
}
