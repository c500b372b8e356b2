//! GraphQL items.

/// Not planned yet.
#[derive(Debug, Clone, PartialEq)]
pub struct Graphql;
