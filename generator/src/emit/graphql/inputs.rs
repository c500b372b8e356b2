//! Input objects and arguments.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::graphql::{Input, InputField, OneOf, OneOfMember};

/// `pub struct BookFilter { pub genre: graphql::Nullable<Genre>, … }` and `Input`.
pub(super) fn emit_input(it: &Input) -> TokenStream {
    let Input { docs, ident, fields, is_read } = it;
    let read = is_read.then(|| emit_read(it));
    let fields = fields.iter().map(emit_field);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #ident { #(#fields),* }
        #read
    }
}

/// `pub genre: graphql::Nullable<Genre>`
pub(super) fn emit_field(it: &InputField) -> TokenStream {
    let InputField { docs, ident, name: _, ty, is_nullable } = it;
    let ty = if *is_nullable { quote!(graphql::Nullable<#ty>) } else { quote!(#ty) };
    quote!(#docs pub #ident: #ty)
}

/// `impl graphql::Input for BookFilter`
fn emit_read(it: &Input) -> TokenStream {
    let Input { ident, fields, .. } = it;
    let reads =
        fields.iter().map(|InputField { ident, name, .. }| quote!(#ident: fields.read(#name)?));
    quote! {
        impl graphql::Input for #ident {
            fn read(value: &meshwright_runtime::Value) -> Result<Self, graphql::InputError> {
                let fields = graphql::Fields::of(value)?;
                Ok(Self { #(#reads),* })
            }
        }
    }
}

/// `pub enum Selector { Id(String), … }` and `Input`.
pub(super) fn emit_one_of(it: &OneOf) -> TokenStream {
    let OneOf { docs, ident, name, members } = it;
    let variants =
        members.iter().map(|OneOfMember { docs, ident, name: _, ty }| quote!(#docs #ident(#ty)));
    let arms = members.iter().map(|OneOfMember { ident, name, .. }| quote!((#name, value) => graphql::Input::read(value).map(Self::#ident)));
    let expected = format!("expected a `{name}`");
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident { #(#variants),* }

        impl graphql::Input for #ident {
            fn read(value: &meshwright_runtime::Value) -> Result<Self, graphql::InputError> {
                match graphql::Fields::of(value)?.only()? {
                    #(#arms,)*
                    _ => Err(graphql::InputError::new(#expected)),
                }
            }
        }
    }
}
