//! Unions and their codecs.

use proc_macro2::{Literal, TokenStream};
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
    let shapes = variants.iter().map(|UnionVariant { ident, rules, .. }| {
        let rules = emit_rules(rules);
        quote!(Self::#ident(it) => json::Shape::Variant(it, #rules))
    });
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
                Self::#other(json::blank())
            }

            #read

            fn shape(&mut self) -> json::Shape<'_> {
                match self {
                    #(#shapes,)*
                    Self::#other(it) => json::Shape::Other(it),
                }
            }
        }
    }
}

fn emit_decode(decode: &Decode, variants: &[UnionVariant], other: &Ident) -> TokenStream {
    let start = |index: usize| emit_start(&variants[index].ident);
    let fallback = emit_start(other);
    match decode {
        Decode::Tag { member, texts } => {
            let arms = texts.iter().map(|(text, index)| {
                let start = start(*index);
                quote!(Some(#text) => #start)
            });
            quote! {
                *self = match r.tag(#member)?.as_deref() { #(#arms,)* _ => #fallback };
                r.variant(self)
            }
        }
        Decode::Kind(kinds) => {
            let arms = kinds.iter().map(|(kind, index)| {
                let (kind, start) = (Ident::new(*kind), start(*index));
                quote!(json::Kind::#kind => #start)
            });
            let kind = plain_kind(kinds).map_or_else(
                || quote!(r.kind()?),
                |plain| {
                    let plain = Ident::new(plain);
                    quote!(r.kind_or(json::Kind::#plain)?)
                },
            );
            quote! {
                *self = match #kind { #(#arms,)* _ => #fallback };
                r.variant(self)
            }
        }
        Decode::Choice { variants: order, is_exclusive } => {
            let needs = order.iter().map(|(_, members)| quote!(&[#(#members),*]));
            let arms = order.iter().enumerate().map(|(place, (index, _))| {
                let (place, start) = (Literal::usize_unsuffixed(place), start(*index));
                quote!(#place => #start)
            });
            let choice = if *is_exclusive { quote!(One) } else { quote!(Any) };
            quote! {
                r.choose(json::Choice::#choice, &[#(#needs),*], &mut |r, index| {
                    *self = match index { #(#arms,)* _ => #fallback };
                    r.variant(self)
                })
            }
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

/// `Self::Cat(json::blank())`, which reading goes on from.
fn emit_start(variant: &Ident) -> TokenStream {
    quote!(Self::#variant(json::blank()))
}
