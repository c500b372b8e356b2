//! Operations, their methods and the client.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Docs;
use crate::rust::graphql_client::{Method, Operation};

/// `pub static GET_PET: graphql_client::Operation = …;`
pub(super) fn emit_operation(it: &Operation) -> TokenStream {
    let Operation { docs, constant, kind, name, text, hash } = it;
    let kind = crate::rust::Ident::new(*kind);
    let text = raw(text);
    quote! {
        #docs
        pub static #constant: graphql_client::Operation =
            graphql_client::Operation::#kind(#name, #text, #hash);
    }
}

/// A text as people write it: a raw string with as many signs around it as it takes.
fn raw(text: &str) -> TokenStream {
    let longest = text.split('"').skip(1).map(|it| it.len() - it.trim_start_matches('#').len());
    let signs = "#".repeat(longest.max().unwrap_or_default() + 1);
    let literal = format!("r{signs}\"{text}\"{signs}");
    // A carriage return alone cannot stand in a raw string.
    match literal.parse::<proc_macro2::Literal>() {
        Ok(literal) if !text.contains('\r') => quote!(#literal),
        _ => quote!(#text),
    }
}

/// `pub fn get_pet(&self, variables: GetPetVariables) -> graphql_client::Call<GetPetData>`
pub(super) fn emit_method(it: &Method) -> TokenStream {
    let Method { docs, ident, constant, variables, data, is_subscription } = it;
    let argument = variables.as_ref().map(|it| quote!(, variables: #it));
    let value = match variables {
        Some(_) => quote!(variables),
        None => quote!(json::Null),
    };
    let (gives, make) = match is_subscription {
        true => (quote!(graphql_client::Subscription<#data>), quote!(subscribe)),
        false => (quote!(graphql_client::Call<#data>), quote!(call)),
    };
    quote! {
        impl crate::client::Client {
            #docs
            pub fn #ident(&self #argument) -> #gives {
                self.endpoint.#make(&#constant, #value)
            }
        }
    }
}

/// The client itself, and what it may send.
pub(super) fn emit_client(docs: &Docs, persisted: &str) -> TokenStream {
    quote! {
        /// All operations of this crate as a manifest of persisted queries
        /// (`apollo-persisted-query-manifest`), for a server that takes no others.
        pub const PERSISTED_OPERATIONS: &str = include_str!(#persisted);

        #docs
        #[derive(Debug, Clone)]
        pub struct Client {
            pub(crate) endpoint: graphql_client::Endpoint,
        }

        impl Client {
            /// Calls go to this endpoint: a connection whose base URL is that of the endpoint, or one with
            /// settings of its own.
            pub fn new(endpoint: impl Into<graphql_client::Endpoint>) -> Self {
                Self { endpoint: endpoint.into() }
            }
        }
    }
}
