//! The traits that a service implements.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::Ident;
use crate::rust::graphql::{Directive, Method, Note, Resolver};

/// `pub trait AuthorResolver: Send + Sync { … }`
pub(super) fn emit_resolver(it: &Resolver) -> TokenStream {
    let Resolver { docs, ident, parent, methods } = it;
    let parent_type = parent.as_ref().map(|(_, ty)| ty);
    let parent = parent.as_ref().map(|(name, ty)| quote!(, #name: &#ty));
    let methods = methods.iter().map(|it| match it.is_batched {
        true => emit_batched(it, parent_type),
        false => emit_method(it, parent.as_ref()),
    });
    quote! {
        #docs
        pub trait #ident: Send + Sync { #(#methods)* }
    }
}

/// `fn books(&self, context: &graphql::Context, author: &Author, args: AuthorBooksArgs) -> …;`
fn emit_method(it: &Method, parent: Option<&TokenStream>) -> TokenStream {
    let Method { docs, ident, arguments, gives, is_stream, is_batched: _ } = it;
    let arguments = arguments.as_ref().map(|it| quote!(, args: #it));
    let gives = if *is_stream { quote!(graphql::EventStream<#gives>) } else { quote!(#gives) };
    quote! {
        #docs
        fn #ident(
            &self,
            context: &graphql::Context
            #parent
            #arguments
        ) -> impl Future<Output = Result<#gives, graphql::Error>> + Send;
    }
}

/// `fn author(&self, context: &graphql::Context, parents: &[&Post], args: PostAuthorArgs) -> …;`
fn emit_batched(it: &Method, parent: Option<&Ident>) -> TokenStream {
    let Method { docs, ident, arguments, gives, is_stream: _, is_batched: _ } = it;
    let arguments = arguments.as_ref().map(|it| quote!(, args: #it));
    quote! {
        #docs
        ///
        /// Called once for all sibling parents; answers as many values, in their order. An error in place of the list
        /// is one of all their fields.
        fn #ident(
            &self,
            context: &graphql::Context,
            parents: &[&#parent]
            #arguments
        ) -> impl Future<Output = graphql::Answers<#gives>> + Send;
    }
}

/// `pub trait Directives: Send + Sync { … }`
pub(super) fn emit_directives(methods: &[Directive]) -> TokenStream {
    let methods = methods.iter().map(|it| {
        let Directive { docs, ident, arguments, is_input } = it;
        let arguments = arguments.as_ref().map(|it| quote!(args: #it,));
        let value = quote!(meshwright_runtime::Value);
        let (life, more, gives) = match is_input {
            true => (None, quote!(value: #value), value),
            false => {
                (Some(quote!(<'a>)), quote!(next: graphql::Next<'a>), quote!(graphql::Answer<'a>))
            }
        };
        quote! {
            #docs
            fn #ident #life(
                &self,
                context: &graphql::Context,
                coordinate: &str,
                #arguments
                #more,
            ) -> impl Future<Output = Result<#gives, graphql::Error>> + Send;
        }
    });
    quote! {
        /// What directives do where they are applied; `coordinate` is the place in the schema: `Query.books`,
        /// `Query.books(first:)` or `BookFilter.genre`.
        ///
        /// Around a field, `next.run().await` answers it: what is done before and after is up to the directive, and so
        /// is the answer. A method that ends in `_input` gets a value that a request gives, and gives the one that is
        /// used instead.
        pub trait Directives: Send + Sync { #(#methods)* }
    }
}

/// `pub const APPLIED: &[(&str, &str, &str)] = &[…];`
pub(super) fn emit_notes(notes: &[Note]) -> TokenStream {
    let notes = notes.iter().map(
        |Note { coordinate, directive, arguments }| quote!((#coordinate, #directive, #arguments)),
    );
    quote! {
        /// The directives that stand where nothing is called for them: the place in the schema, the directive's name,
        /// and its arguments as a JSON object.
        pub const APPLIED: &[(&str, &str, &str)] = &[#(#notes),*];
    }
}

/// `pub trait Service: AuthorResolver + … + 'static {}`
pub(super) fn emit_service(traits: &[Ident]) -> TokenStream {
    // A service of nothing can still be shared by threads.
    let alone = [Ident::new("Send"), Ident::new("Sync")];
    let traits = if traits.is_empty() { &alone[..] } else { traits };
    quote! {
        /// Everything that a service implements; whoever does so is one.
        pub trait Service: #(#traits +)* 'static {}

        impl<S> Service for S where S: #(#traits +)* 'static {}
    }
}
