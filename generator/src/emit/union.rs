//! Unions and their codecs.

use proc_macro2::TokenStream;
use quote::quote;

use super::assertions::emit_read;
use super::rules::emit_rules;
use crate::rust::{Decode, Ident, Union, UnionVariant};

/// The enum of a union, and its codec.
pub(super) fn emit_union(it: &Union) -> TokenStream {
    let Union { docs, ident, variants, other, value, decode, has_eq, assertion } = it;
    let eq = has_eq.then(|| quote!(, PartialEq));
    let members = variants.iter().map(|it| {
        let (docs, ident, ty) = (&it.docs, &it.ident, &it.ty);
        quote!(#docs #ident(#ty))
    });
    let idents: Vec<&Ident> = variants.iter().map(|it| &it.ident).collect();
    let body = emit_decode(decode, variants, other);
    let (read, beside) = emit_read(ident, assertion.as_ref(), &body);
    quote! {
        #docs
        #[derive(Debug, Clone #eq)]
        pub enum #ident {
            #(#members,)*
            /// A value that fits none of the schema's alternatives.
            #other(#value),
        }

        #beside

        impl json::Json for #ident {
            fn blank() -> Self {
                Self::#other(json::Value::Null)
            }

            #read

            fn write(&mut self, w: &mut json::Writer) {
                match self {
                    #(Self::#idents(value) => w.value(value),)*
                    Self::#other(value) => w.value(value),
                }
            }
        }
    }
}

fn emit_decode(decode: &Decode, variants: &[UnionVariant], other: &Ident) -> TokenStream {
    let own = quote!(self);
    let fallback = quote!(r.other(self, Self::#other));
    match decode {
        Decode::Tag { member, texts } => {
            let arms = texts.iter().map(|(text, index)| {
                let read = emit_variant(&own, &variants[*index]);
                quote!(Some(#text) => #read)
            });
            quote!(match r.tag(#member)?.as_deref() { #(#arms,)* _ => #fallback })
        }
        Decode::Kind(kinds) => {
            let arms = kinds.iter().map(|(kind, index)| {
                let (kind, read) = (Ident::new(*kind), emit_variant(&own, &variants[*index]));
                quote!(json::Kind::#kind => #read)
            });
            let kind = plain_kind(kinds).map_or_else(
                || quote!(r.kind()?),
                |plain| {
                    let plain = Ident::new(plain);
                    quote!(r.kind_or(json::Kind::#plain)?)
                },
            );
            quote!(match #kind { #(#arms,)* _ => #fallback })
        }
        Decode::Choice { variants: order, is_exclusive } => {
            let rows = order.iter().map(|(index, members)| {
                let read = emit_variant(&quote!(it), &variants[*index]);
                quote!((&[#(#members),*], |r, it| #read))
            });
            let choice = if *is_exclusive { quote!(One) } else { quote!(Any) };
            quote!(r.choose(self, json::Choice::#choice, &[#(#rows),*], Self::#other))
        }
    }
}

/// What the text of a parameter is, where no variant is text: the only scalar, or else a list of one.
fn plain_kind(kinds: &[(&'static str, usize)]) -> Option<&'static str> {
    let find = |names: &[&str]| kinds.iter().map(|it| it.0).find(|it| names.contains(it));
    match find(&["String"]) {
        Some(_) => None,
        None => find(&["Number", "Boolean"]).or_else(|| find(&["Array"])),
    }
}

/// `r.variant(self, Self::Cat)`
fn emit_variant(place: &TokenStream, it: &UnionVariant) -> TokenStream {
    let ident = &it.ident;
    if it.rules.0.is_empty() {
        return quote!(r.variant(#place, Self::#ident));
    }
    let rules = emit_rules(&it.rules);
    quote!(r.variant_checked(#place, Self::#ident, #rules))
}
