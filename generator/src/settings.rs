//! What a project says about a GraphQL schema that the schema does not say itself.

pub use crate::api::graphql::FieldCost;
use crate::source::FileId;

/// The `graphql` table of a crate in the manifest.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct GraphqlSettings {
    /// Fields that need work besides those that have arguments, by coordinate: `User.posts`.
    pub resolvers: Vec<String>,
    /// Fields that one call answers for all sibling parents, by coordinate, besides those with `@batch`.
    pub batch: Vec<String>,
    /// What calling fields costs, and how long lists get.
    pub costs: Vec<FieldCost>,
    /// The documents with the operations that the client makes.
    pub documents: Vec<FileId>,
}
