//! Unions and their codecs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Decode, Ident, Union};

/// The enum of a union, and its codec.
pub(super) fn emit_union(it: &Union) -> TokenStream {
    let Union { docs, ident, variants, other, value, decode } = it;
    let members = variants.iter().map(|it| {
        let (docs, ident, ty) = (&it.docs, &it.ident, &it.ty);
        quote!(#docs #ident(#ty))
    });
    let idents: Vec<&Ident> = variants.iter().map(|it| &it.ident).collect();
    let read = emit_read(decode, &idents, other);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident {
            #(#members,)*
            /// A value that fits none of the schema's alternatives.
            #other(#value),
        }

        impl json::Json for #ident {
            fn blank() -> Self {
                Self::#other(json::Value::Null)
            }

            fn read(&mut self, r: &mut json::Reader<'_>) -> Result<(), json::Error> {
                #read
            }

            fn write(&self, w: &mut json::Writer) {
                match self {
                    #(Self::#idents(value) => json::Json::write(value, w),)*
                    Self::#other(value) => json::Json::write(value, w),
                }
            }
        }
    }
}

fn emit_read(decode: &[Decode], idents: &[&Ident], other: &Ident) -> TokenStream {
    let fallback = quote!(r.other(self, Self::#other));
    let (last, before) = match decode.split_last() {
        Some((last, before)) => (Some(last), before),
        None => (None, decode),
    };
    let mut out = TokenStream::new();
    for step in before {
        out.extend(emit_early(step, idents));
    }
    out.extend(match last {
        None => fallback,
        Some(Decode::Tag { member, texts }) => {
            let arms = texts.iter().map(|(text, index)| {
                let ident = idents[*index];
                quote!(Some(#text) => r.variant(self, Self::#ident))
            });
            quote!(match r.tag(#member)?.as_deref() { #(#arms,)* _ => #fallback })
        }
        Some(Decode::Kind(kinds)) => {
            let arms = kinds.iter().map(|(kind, index)| {
                let (kind, ident) = (Ident::new(*kind), idents[*index]);
                quote!(json::Kind::#kind => r.variant(self, Self::#ident))
            });
            quote!(match r.kind()? { #(#arms,)* _ => #fallback })
        }
        Some(Decode::Members(lists)) => {
            let early = emit_members(lists, idents);
            quote!(#early #fallback)
        }
        Some(Decode::Attempt(order)) => {
            let attempts = order.iter().map(|index| {
                let ident = idents[*index];
                quote!(r.attempt(self, Self::#ident)?)
            });
            quote! {
                if #(#attempts)||* {
                    return Ok(());
                }
                #fallback
            }
        }
    });
    out
}

fn emit_early(step: &Decode, idents: &[&Ident]) -> TokenStream {
    match step {
        Decode::Members(lists) => emit_members(lists, idents),
        // Only lists of members leave something to later steps.
        _ => TokenStream::new(),
    }
}

fn emit_members(lists: &[(Vec<String>, usize)], idents: &[&Ident]) -> TokenStream {
    let shapes = lists.iter().map(|(names, _)| quote!(&[#(#names),*]));
    let arms = lists.iter().enumerate().map(|(position, (_, index))| {
        let (position, ident) = (proc_macro2::Literal::usize_unsuffixed(position), idents[*index]);
        quote!(Some(#position) => return r.variant(self, Self::#ident))
    });
    quote!(match r.members_of(&[#(#shapes),*])? { #(#arms,)* _ => {} })
}
