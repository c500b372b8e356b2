//! GraphQL items.

use proc_macro2::TokenStream;

use crate::rust::Graphql;

/// Not planned yet.
pub fn emit_graphql(it: &Graphql) -> TokenStream {
    let Graphql = it;
    TokenStream::new()
}
