//! What leads from numbers of types and fields to methods that take all sibling parents.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::Ident;
use crate::rust::graphql::{BatchArm, Batches};

/// The method of `Root`: `fn resolve_all<'a>(&'a self, batch: graphql::Batch<'a>) -> …`
pub(super) fn emit_resolve_all(types: &[(Ident, Ident)]) -> Option<TokenStream> {
    let arms = types
        .iter()
        .map(|(constant, module)| quote!(#constant => #module::resolve_all(&self.0, batch)));
    (!types.is_empty()).then(|| {
        quote! {
            fn resolve_all<'a>(&'a self, batch: graphql::Batch<'a>) -> graphql::PendingBatch<'a> {
                match batch.type_index() {
                    #(#arms,)*
                    _ => batch.unknown(),
                }
            }
        }
    })
}

/// `pub(crate) fn resolve_all<'a, S: PostResolver>(service: &'a S, batch: graphql::Batch<'a>) -> …`
pub(super) fn emit_batches(it: &Batches) -> TokenStream {
    let Batches { resolver, parent, arms } = it;
    let arms = arms.iter().map(|it| emit_arm(it, parent));
    quote! {
        pub(crate) fn resolve_all<'a, S: #resolver>(
            service: &'a S,
            batch: graphql::Batch<'a>,
        ) -> graphql::PendingBatch<'a> {
            match batch.field_index() {
                #(#arms,)*
                _ => batch.unknown(),
            }
        }
    }
}

/// `3 => batch.run(async move |parents: Vec<&Post>, context, args| …)`
fn emit_arm(it: &BatchArm, parent: &Ident) -> TokenStream {
    let BatchArm { index, method, has_arguments } = it;
    let index = Literal::u16_unsuffixed(*index);
    let (args, read) = match has_arguments {
        true => (quote!(args), Some(quote!(, args.read()?))),
        false => (quote!(_), None),
    };
    quote! {
        #index => batch.run(async move |parents: Vec<&#parent>, context, #args| {
            service.#method(context, &parents #read).await
        })
    }
}
