//! Prints the items of GraphQL clients; decides nothing.

mod inputs;
mod object;
mod operation;

use proc_macro2::TokenStream;
use quote::quote;

use super::graphql::bound::path_of;
use crate::rust::GraphqlClient;
use crate::rust::Ident;
use crate::rust::graphql::{Scalar, Target};

/// One item, with everything that belongs to it.
pub(super) fn emit_graphql_client(item: &GraphqlClient) -> TokenStream {
    match item {
        GraphqlClient::Use { module, names } => match names.as_slice() {
            [name] => quote!(use crate::client::#module::#name;),
            names => quote!(use crate::client::#module::{#(#names),*};),
        },
        GraphqlClient::Scalar(Scalar { docs, ident, target }) => {
            let target = match target {
                Target::Runtime(name) => {
                    let name = Ident::new(*name);
                    quote!(meshwright_runtime::#name)
                }
                Target::Prelude(name) => {
                    let name = Ident::new(*name);
                    quote!(#name)
                }
                Target::Own { path, .. } => path_of(path),
            };
            quote!(#docs pub type #ident = #target;)
        }
        GraphqlClient::Object(it) => object::emit_object(it),
        GraphqlClient::Choice(it) => object::emit_choice(it),
        GraphqlClient::OneOf(it) => inputs::emit_one_of(it),
        GraphqlClient::Operation(it) => operation::emit_operation(it),
        GraphqlClient::Method(it) => operation::emit_method(it),
        GraphqlClient::Client { docs, persisted } => operation::emit_client(docs, persisted),
    }
}

/// The modules of the runtime that an item names.
pub(super) fn uses(item: &GraphqlClient) -> &'static [&'static str] {
    match item {
        GraphqlClient::Use { .. } | GraphqlClient::Scalar(_) => &[],
        GraphqlClient::Object(_) | GraphqlClient::Choice(_) | GraphqlClient::OneOf(_) => &["json"],
        GraphqlClient::Operation(_) | GraphqlClient::Client { .. } => &["graphql_client"],
        GraphqlClient::Method(it) if it.variables.is_none() => &["graphql_client", "json"],
        GraphqlClient::Method(_) => &["graphql_client"],
    }
}

/// `, PartialEq`
fn eq(has_eq: bool) -> Option<TokenStream> {
    has_eq.then(|| quote!(, PartialEq))
}
