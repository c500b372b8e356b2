//! Hooks on what requests give.

use proc_macro2::TokenStream;
use quote::quote;

use super::glue::emit_call_arguments;
use crate::rust::graphql::{Applied, Check, Checks};

/// `pub(crate) fn new_user<'a, S: Directives>(service: &'a S, …) -> graphql::Checking<'a>` and so on.
pub(super) fn emit_checks(list: &[Checks]) -> TokenStream {
    let functions = list.iter().map(|Checks { docs, function, checks }| {
        let checks = checks.iter().map(|it| emit_check(it, &quote!(object), &quote!()));
        quote! {
            #docs
            pub(crate) fn #function<'a, S: Directives>(
                service: &'a S,
                context: &'a graphql::Context,
                object: &'a mut meshwright_runtime::Value,
            ) -> graphql::Checking<'a> {
                Box::pin(async move {
                    #(#checks)*
                    Ok(())
                })
            }
        }
    });
    quote!(#(#functions)*)
}

/// `if let Some(value) = graphql::given(object, "email") { … }`
pub(super) fn emit_check(it: &Check, object: &TokenStream, module: &TokenStream) -> TokenStream {
    let Check { name, within, hooks } = it;
    let within = within.as_ref().map(|function| {
        quote! {
            for object in graphql::objects(value) {
                #module #function(service, context, object).await?;
            }
        }
    });
    let hooks = hooks.iter().map(|it| {
        let Applied { method, coordinate, .. } = it;
        let arguments = emit_call_arguments(it);
        quote! {
            *value = service.#method(context, #coordinate #arguments, value.take()).await?;
        }
    });
    quote! {
        if let Some(value) = graphql::given(#object, #name) {
            #within
            #(#hooks)*
        }
    }
}
