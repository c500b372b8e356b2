//! Types as tokens.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};

use crate::rust::{Ident, Presence, Ty};

impl ToTokens for Ty {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Prelude(name) => Ident::new(*name).to_token_stream(),
            Self::Runtime { name, qualified } => runtime(name, *qualified),
            Self::Local(ident) | Self::Own(ident) => quote!(#ident),
            Self::Beside(ident) => quote!(super::#ident),
            Self::Vec(inner) => quote!(Vec<#inner>),
            Self::Option(inner) => quote!(Option<#inner>),
            Self::Map { value, qualified } => {
                let map = runtime("Map", *qualified);
                quote!(#map<#value>)
            }
            Self::Boxed(inner) => quote!(Box<#inner>),
            Self::ByteStream => quote!(http::ByteStream),
            Self::Events => quote!(http::Events),
            Self::Items(inner) => quote!(http::Items<#inner>),
        });
    }
}

fn runtime(name: &str, qualified: bool) -> TokenStream {
    let ident = Ident::new(name);
    match name {
        _ if qualified => quote!(meshwright_runtime::#ident),
        _ => quote!(#ident),
    }
}

/// The type of a field: an `Option` where the value may be absent.
pub(super) fn field_type(ty: &Ty, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote!(#ty),
        Presence::Optional => quote!(Option<#ty>),
    }
}
