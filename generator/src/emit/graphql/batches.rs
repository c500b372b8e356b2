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
            fn resolve_all<'a>(&'a self, batch: &graphql::Batch<'a>) -> graphql::CalledBatch<'a> {
                match batch.type_index() {
                    #(#arms,)*
                    _ => batch.unknown(),
                }
            }
        }
    })
}

/// `pub(crate) fn resolve_all<'a, S: PostResolver>(service: &'a S, batch: &graphql::Batch<'a>) -> …`
pub(super) fn emit_batches(it: &Batches) -> TokenStream {
    let Batches { resolver, parent, arms } = it;
    let arms = arms.iter().map(|it| emit_arm(it, parent));
    quote! {
        pub(crate) fn resolve_all<'a, S: #resolver>(
            service: &'a S,
            batch: &graphql::Batch<'a>,
        ) -> graphql::CalledBatch<'a> {
            match batch.field_index() {
                #(#arms,)*
                _ => batch.unknown(),
            }
        }
    }
}

/// `3 => { let parents = batch.parents::<Post>()?; … }`
fn emit_arm(it: &BatchArm, parent: &Ident) -> TokenStream {
    let BatchArm { index, method, has_arguments } = it;
    let index = Literal::u16_unsuffixed(*index);
    let (read, args) = match has_arguments {
        true => (Some(quote!(let args = batch.read()?;)), Some(quote!(, args))),
        false => (None, None),
    };
    quote! {
        #index => {
            let (context, parents) = (batch.context(), batch.parents::<#parent>()?);
            #read
            batch.run(async move { service.#method(context, &parents #args).await })
        }
    }
}
