//! What callers make: variables and input objects.

use proc_macro2::TokenStream;
use quote::quote;

use super::eq;
use crate::emit::struct_::argument;
use crate::rust::graphql_client::{Field, OneOf, OneOfMember, Presence};
use crate::rust::{Ident, Ty};

/// `pub fn new(id: impl Into<String>) -> Self`
pub(super) fn emit_new(ident: &Ident, fields: &[Field]) -> TokenStream {
    let required = fields.iter().filter(|it| it.presence == Presence::Required);
    let arguments = required.map(|it| argument(&it.ident, &it.ty));
    let values = fields.iter().map(|it| {
        let ident = &it.ident;
        match it.presence {
            Presence::Required if it.ty == Ty::Prelude("String") => quote!(#ident: #ident.into()),
            Presence::Required => quote!(#ident),
            Presence::Optional => quote!(#ident: None),
            Presence::Nullable => quote!(#ident: json::Nullable::Absent),
        }
    });
    quote! {
        impl #ident {
            /// With what is required, and nothing else.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// `pub enum Selector { Id(String), … }` and its codec.
pub(super) fn emit_one_of(it: &OneOf) -> TokenStream {
    let OneOf { docs, ident, members, first, has_eq } = it;
    let eq = eq(*has_eq);
    let variants = members
        .iter()
        .map(|OneOfMember { docs, ident, wire_name: _, ty }| quote!(#docs #ident(#ty)));
    let reads = members.iter().map(
        |OneOfMember { ident, wire_name, .. }| quote!(#wire_name => Self::#ident(json::blank())),
    );
    let shapes = members
        .iter()
        .map(|OneOfMember { ident, .. }| quote!(Self::#ident(it) => json::Shape::Variant(it, &[])));
    let names = members
        .iter()
        .map(|OneOfMember { ident, wire_name, .. }| quote!(Self::#ident(_) => #wire_name));
    let first = members.get(*first).map(|it| &it.ident);
    quote! {
        #docs
        #[derive(Debug, Clone #eq)]
        pub enum #ident { #(#variants),* }

        impl json::Json for #ident {
            fn blank() -> Self {
                Self::#first(json::blank())
            }

            fn read(&mut self, r: &mut json::Reader<'_>) -> Result<json::Form, json::Error> {
                r.only(&mut |name, r| {
                    *self = match name {
                        #(#reads,)*
                        _ => return r.pass(),
                    };
                    r.variant(self)
                })
            }

            fn shape(&mut self) -> json::Shape<'_> {
                match self {
                    #(#shapes,)*
                }
            }

            fn write(&mut self, w: &mut json::Writer) -> json::Form {
                let name = match self {
                    #(#names,)*
                };
                w.only(name, self)
            }
        }
    }
}
