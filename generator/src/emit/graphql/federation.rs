//! What a gateway asks of a subgraph.

use proc_macro2::TokenStream;
use quote::quote;

use super::inputs::emit_field;
use crate::rust::graphql::{Entity, Gateway, InputField, Key, KeyChoice, Reference};

/// `pub enum ProductKey { Id(ProductIdKey), … }` and `Input`.
pub(super) fn emit_key(it: &Key) -> TokenStream {
    let Key { docs, ident, choices } = it;
    let variants =
        choices.iter().map(|KeyChoice { docs, ident, ty, .. }| quote!(#docs #ident(#ty)));
    let reads = choices.iter().map(|KeyChoice { ident, names, .. }| {
        quote! {
            if graphql::has_members(value, &[#(#names),*]) {
                return graphql::Input::read(value).map(Self::#ident);
            }
        }
    });
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident { #(#variants),* }

        impl graphql::Input for #ident {
            fn read(value: &meshwright_runtime::Value) -> Result<Self, graphql::InputError> {
                #(#reads)*
                Err(graphql::InputError::new("it has none of the keys"))
            }
        }
    }
}

/// `pub struct ProductReference { pub key: ProductKey, … }` and `Input`.
pub(super) fn emit_reference(it: &Reference) -> TokenStream {
    let Reference { docs, ident, key, key_field, fields } = it;
    let reads =
        fields.iter().map(|InputField { ident, name, .. }| quote!(#ident: fields.read(#name)?));
    let fields = fields.iter().map(emit_field);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #ident {
            /// What identifies it.
            pub #key_field: #key,
            #(#fields),*
        }

        impl graphql::Input for #ident {
            fn read(value: &meshwright_runtime::Value) -> Result<Self, graphql::InputError> {
                let fields = graphql::Fields::of(value)?;
                Ok(Self { #key_field: graphql::Input::read(value)?, #(#reads),* })
            }
        }
    }
}

/// `pub trait Entities: Send + Sync { … }`
pub(super) fn emit_entities(list: &[Entity]) -> TokenStream {
    let methods = list.iter().map(|Entity { docs, ident, reference, ty, .. }| {
        quote! {
            #docs
            fn #ident(
                &self,
                context: &graphql::Context,
                references: Vec<#reference>,
            ) -> impl Future<Output = Result<Vec<Option<#ty>>, graphql::Error>> + Send;
        }
    });
    quote! {
        /// Finds the entities of this subgraph that others refer to.
        pub trait Entities: Send + Sync { #(#methods)* }
    }
}

/// `pub(crate) async fn entities<S: Entities>(service: &S, …) -> …`
pub(super) fn emit_gateway(it: &Gateway) -> TokenStream {
    let Gateway { union, entities } = it;
    let resolves =
        entities.iter().map(|Entity { ident, name, variant: (variant, is_boxed), .. }| {
            let entity = match is_boxed {
                true => quote!(|it| #union::#variant(Box::new(it))),
                false => quote!(#union::#variant),
            };
            quote! {
                found
                    .resolve(#name, |references| service.#ident(context, references), #entity)
                    .await;
            }
        });
    quote! {
        pub(crate) async fn entities<S: Entities>(
            service: &S,
            context: &graphql::Context,
            args: graphql::Arguments<'_>,
        ) -> Result<Vec<graphql::Found<#union>>, graphql::Error> {
            let mut found = graphql::Representations::new(args);
            #(#resolves)*
            Ok(found.finish())
        }
    }
}
