//! What a project says about a GraphQL schema that the schema does not say itself.

use crate::source::FileId;

/// The `graphql` table of a crate in the manifest.
#[derive(Debug, Default, Clone, PartialEq)]
pub struct GraphqlSettings {
    /// Fields that need work besides those that have arguments, by coordinate: `User.posts`.
    pub resolvers: Vec<String>,
    /// The documents with the operations that the client makes.
    pub documents: Vec<FileId>,
}
