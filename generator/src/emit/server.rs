//! The server's traits, rows and router.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Handler, HandlerAccess, Ident, ServerModule};

/// What the file of a trait imports.
pub(super) fn uses(it: &ServerModule) -> TokenStream {
    let module = &it.module;
    quote! {
        use meshwright_runtime::server::{Context, Fault, Guard, Routes};
        use crate::operations::#module::*;
    }
}

/// The trait, and the function that adds its operations to a table.
pub(super) fn emit_server(it: &ServerModule) -> TokenStream {
    let ServerModule { docs, trait_ident, module: _, handlers } = it;
    let methods = handlers.iter().map(emit_handler);
    let rows = handlers.iter().map(emit_row);
    let row_docs = format!(" Adds the operations of [`{}`] to a table.", trait_ident.0);
    quote! {
        #docs
        pub trait #trait_ident: Guard {
            #(#methods)*
        }

        #[doc = #row_docs]
        pub fn routes<S: #trait_ident>(table: &mut Routes<S>) {
            #(#rows)*
        }
    }
}

fn emit_handler(it: &Handler) -> TokenStream {
    let Handler { docs, ident, input, output, constant: _, access, is_left_out } = it;
    let left_out = is_left_out.then(|| {
        let unused = match input {
            Some(_) => quote!((context, input)),
            None => quote!(context),
        };
        quote!({
            let _ = #unused;
            std::future::ready(Err(Fault::not_implemented()))
        })
    });
    let end = (!is_left_out).then(|| quote!(;));
    let input = input.as_ref().map(|it| quote!(input: #it,));
    let principal = match access {
        HandlerAccess::Principal => quote!(Self::Principal),
        HandlerAccess::Optional => quote!(Option<Self::Principal>),
        HandlerAccess::Public => quote!(()),
    };
    quote! {
        #docs
        fn #ident(
            &self,
            context: Context<#principal>,
            #input
        ) -> impl Future<Output = Result<#output, Fault>> + Send #left_out #end
    }
}

fn emit_row(it: &Handler) -> TokenStream {
    let Handler { ident, input, constant, access, .. } = it;
    let (pattern, argument) = match input {
        Some(_) => (quote!(input), quote!(, input)),
        None => (quote!(()), quote!()),
    };
    let add = match access {
        HandlerAccess::Principal => quote!(add),
        HandlerAccess::Optional => quote!(add_optional),
        HandlerAccess::Public => quote!(add_public),
    };
    quote! {
        table.#add(&#constant, |it, context, #pattern| async move { it.#ident(context #argument).await });
    }
}

/// The router of one trait alone.
pub(super) fn emit_receiver(it: &Ident) -> TokenStream {
    quote! {
        /// A router for these alone: who serves the API need not receive them.
        pub fn router<S: #it>(service: impl Into<std::sync::Arc<S>>) -> meshwright_runtime::server::Router {
            let mut table = Routes::new(service.into());
            routes(&mut table);
            table.into_router()
        }
    }
}

/// What the file of the router imports.
pub(super) fn router_uses() -> TokenStream {
    quote! {
        use std::sync::Arc;
        use meshwright_runtime::server::{Router, Routes};
    }
}

/// The trait of all traits, and the router.
pub(super) fn emit_router(traits: &[(Ident, Ident)]) -> TokenStream {
    let bounds: Vec<TokenStream> = match traits {
        [] => vec![quote!(meshwright_runtime::server::Guard)],
        list => list.iter().map(|(module, ident)| quote!(#module::#ident)).collect(),
    };
    let rows = traits.iter().map(|(module, _)| quote!(#module::routes(&mut table);));
    let table = if traits.is_empty() { quote!(table) } else { quote!(mut table) };
    quote! {
        /// Everything that a server of this API can do.
        pub trait Service: #(#bounds)+* {}

        impl<S: #(#bounds)+*> Service for S {}

        /// A router for every operation of the API.
        pub fn router<S: Service>(service: impl Into<Arc<S>>) -> Router {
            routes(service).into_router()
        }

        /// The table of every operation, to set limits before it becomes a router.
        pub fn routes<S: Service>(service: impl Into<Arc<S>>) -> Routes<S> {
            let #table = Routes::new(service.into());
            #(#rows)*
            table
        }
    }
}
