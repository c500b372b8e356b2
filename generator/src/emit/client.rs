//! The client and its methods.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{ClientMethod, ClientModule, Docs, Ident, ItemsAt, Pages, Success};

/// What a file of methods imports.
pub(super) fn uses(it: &ClientModule) -> TokenStream {
    let module = &it.module;
    let pages = it.methods.iter().any(|it| it.pages.is_some()).then(|| quote!(, Pages));
    let (connection, holder) = match (&it.sender, it.is_part) {
        (Some(_), false) => (Some(quote!(, Connection)), None),
        (Some(sender), true) => (None, Some(quote!(use super::#sender;))),
        (None, false) => (
            None,
            Some(quote!(
                use super::Client;
            )),
        ),
        (None, true) => (
            None,
            Some(quote!(
                use crate::client::Client;
            )),
        ),
    };
    quote! {
        use meshwright_runtime::client::{Call #connection, Outcome #pages};
        #holder
        use crate::operations::#module::*;
    }
}

/// The methods of one tag.
pub(super) fn emit_client(it: &ClientModule) -> TokenStream {
    let (ident, call) = match &it.sender {
        Some(ident) => (quote!(#ident), Ident::new("deliver")),
        None => (quote!(Client), Ident::new("call")),
    };
    let methods = it.methods.iter().map(|it| emit_method(it, &call));
    let new = it.sender.as_ref().filter(|_| !it.is_part).map(|_| emit_new());
    quote!(impl #ident { #new #(#methods)* })
}

fn emit_method(it: &ClientMethod, call: &Ident) -> TokenStream {
    let ClientMethod { docs, ident, input, output, constant, success, pages } = it;
    let pages = pages.as_ref().map(|it| emit_pages(it, ident, input.as_ref(), output, constant));
    let (argument, value) = match input {
        Some(input) => (quote!(, input: #input), quote!(input)),
        None => (quote!(), quote!(())),
    };
    let (gives, success) = match success {
        Success::All => (quote!(#output), quote!(Outcome::Success)),
        Success::Some(variants) => {
            let patterns: Vec<TokenStream> = variants
                .iter()
                .map(|(ident, holds)| {
                    let rest = holds.then(|| quote!({ .. }));
                    quote!(#output::#ident #rest)
                })
                .collect();
            let pattern = match patterns.as_slice() {
                [one] => quote!(#one),
                several => quote!((#(#several)|*)),
            };
            let body = quote! {
                |it| match it {
                    it @ #pattern => Outcome::Success(it),
                    it => Outcome::Other(it),
                }
            };
            (quote!(#output), body)
        }
        Success::One { ident, ty, is_only } => {
            let (gives, pattern, value) = match ty {
                Some(ty) => (quote!(#ty), quote!(#output::#ident(body)), quote!(body)),
                None => (quote!(()), quote!(#output::#ident), quote!(())),
            };
            let rest = (!is_only).then(|| quote!(it => Outcome::Other(it),));
            (gives, quote!(|it| match it { #pattern => Outcome::Success(#value), #rest }))
        }
    };
    quote! {
        #docs
        pub fn #ident(&self #argument) -> Call<#gives, #output> {
            self.connection.#call(&#constant, #value, #success)
        }
        #pages
    }
}

/// The method that gives the items of all pages.
fn emit_pages(
    it: &Pages,
    first: &Ident,
    input: Option<&Ident>,
    output: &Ident,
    constant: &Ident,
) -> TokenStream {
    let Pages { ident, item, at, variant, has_headers, is_only } = it;
    let docs = Docs(vec![format!(
        "The items of all pages of [`Self::{}`], from the one on that the input says.",
        first.0
    )]);
    let (argument, value) = match input {
        Some(input) => (quote!(, input: #input), quote!(input)),
        None => (quote!(), quote!(())),
    };
    let pattern = match has_headers {
        true => quote!(#output::#variant { body, .. }),
        false => quote!(#output::#variant(body)),
    };
    let items = emit_items(at);
    let rest = (!is_only).then(|| quote!(it => Outcome::Other(it),));
    quote! {
        #docs
        pub fn #ident(&self #argument) -> Pages<#item, #output> {
            self.connection.pages(&#constant, #value, |it| match it {
                #pattern => Outcome::Success(#items),
                #rest
            })
        }
    }
}

/// `body.data.unwrap_or_default()`
fn emit_items(at: &ItemsAt) -> TokenStream {
    let (mut value, mut layers) = (quote!(body), at.layers);
    for step in &at.steps {
        let ident = &step.ident;
        (value, layers) = match (layers, step.layers) {
            (0, layers) => (quote!(#value.#ident), layers),
            (_, 0) => (quote!(#value.map(|it| it.#ident)), 1),
            (_, 1) => (quote!(#value.and_then(|it| it.#ident)), 1),
            (_, _) => (quote!(#value.and_then(|it| it.#ident).flatten()), 1),
        };
        if layers == 2 {
            (value, layers) = (quote!(#value.flatten()), 1);
        }
    }
    if layers == 0 { value } else { quote!(#value.unwrap_or_default()) }
}

/// What the file of the client imports.
pub(super) fn root_uses() -> TokenStream {
    quote!(
        use meshwright_runtime::client::Connection;
    )
}

/// How a sender is made.
fn emit_new() -> TokenStream {
    quote! {
        /// Calls go to the base URL of this connection, exactly: the receiver's whole address.
        pub fn new(connection: Connection) -> Self {
            Self { connection }
        }
    }
}

/// What calls operations elsewhere; where its methods are in other files, `new` is here.
pub(super) fn emit_sender(docs: &Docs, ident: &Ident, is_split: bool) -> TokenStream {
    let new = is_split.then(emit_new).map(|new| quote!(impl #ident { #new }));
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct #ident {
            connection: Connection,
        }

        #new
    }
}

/// The client itself.
pub(super) fn emit_client_root(docs: &Docs) -> TokenStream {
    quote! {
        #docs
        #[derive(Debug, Clone)]
        pub struct Client {
            connection: Connection,
        }

        impl Client {
            /// Calls go over this connection: a base URL with credentials, retries and limits.
            pub fn new(connection: Connection) -> Self {
                Self { connection }
            }
        }
    }
}
