//! Structs and their codecs.

use proc_macro2::TokenStream;
use quote::quote;

use super::rules::{emit_chain, emit_rules};
use super::ty::field_type;
use crate::rust::{Field, Ident, Presence, Struct, Ty};

/// The struct, its constructor and its codec.
pub(super) fn emit_struct(it: &Struct) -> TokenStream {
    let Struct { docs, ident, fields, rest, has_default, has_new, has_eq, .. } = it;
    let eq = has_eq.then(|| quote!(, PartialEq));
    let default = has_default.then(|| quote!(, Default));
    let members = fields.iter().map(|it| {
        let (docs, ident, ty) = (&it.docs, &it.ident, field_type(&it.ty, it.presence));
        quote!(#docs pub #ident: #ty)
    });
    let rest_member = rest.as_ref().map(|(ident, ty)| {
        quote! {
            /// Members that the schema does not name.
            pub #ident: Map<#ty>
        }
    });
    let members = members.chain(rest_member);
    let new = has_new.then(|| emit_new(ident, fields, rest.as_ref()));
    let codec = emit_codec(it);
    quote! {
        #docs
        #[derive(Debug, Clone #eq #default)]
        pub struct #ident { #(#members),* }
        #new
        #codec
    }
}

/// `pub fn new(id: Uuid, name: impl Into<String>) -> Self`
fn emit_new(ident: &Ident, fields: &[Field], rest: Option<&(Ident, Ty)>) -> TokenStream {
    let required = fields.iter().filter(|it| it.presence == Presence::Required);
    let arguments = required.map(|it| argument(&it.ident, &it.ty));
    let values = fields.iter().map(|it| value(&it.ident, &it.ty, it.presence));
    let rest = rest.map(|(ident, _)| quote!(#ident: Map::new()));
    let values = values.chain(rest);
    quote! {
        impl #ident {
            /// With what is required, and nothing else.
            pub fn new(#(#arguments),*) -> Self {
                Self { #(#values),* }
            }
        }
    }
}

/// `name: impl Into<String>`
pub(super) fn argument(ident: &Ident, ty: &Ty) -> TokenStream {
    match ty {
        ty if is_made_from(ty) => quote!(#ident: impl Into<#ty>),
        ty => quote!(#ident: #ty),
    }
}

/// Whether there are other types that a value is often made from.
fn is_made_from(ty: &Ty) -> bool {
    matches!(
        ty,
        Ty::Prelude("String") | Ty::Runtime { name: "Binary", .. } | Ty::ByteStream | Ty::Items(_)
    )
}

/// `name: name.into()`
pub(super) fn value(ident: &Ident, ty: &Ty, presence: Presence) -> TokenStream {
    match (presence, ty) {
        (Presence::Optional, _) => quote!(#ident: None),
        (Presence::Required, ty) if is_made_from(ty) => quote!(#ident: #ident.into()),
        (Presence::Required, _) => quote!(#ident),
    }
}

/// The codec: where reading starts from, and the one list of members.
fn emit_codec(it: &Struct) -> TokenStream {
    let ident = &it.ident;
    let (blank, members) = (emit_blank(it), emit_members(it));
    quote! {
        impl json::Json for #ident {
            fn blank() -> Self {
                #blank
            }

            #members
        }
    }
}

fn emit_blank(it: &Struct) -> TokenStream {
    if it.has_default {
        return quote!(Self::default());
    }
    if it.has_new {
        let required = it.fields.iter().filter(|it| it.presence == Presence::Required);
        let blanks = required.map(|it| blank_argument(&it.ty));
        return quote!(Self::new(#(#blanks),*));
    }
    let fields = it.fields.iter().map(|it| blank_field(&it.ident, it.presence));
    let rest = it.rest.as_ref().map(|(ident, _)| quote!(#ident: Map::new()));
    let fields = fields.chain(rest);
    quote!(Self { #(#fields),* })
}

/// A blank value for an argument of `new`.
pub(super) fn blank_argument(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Prelude("String") | Ty::Runtime { name: "Binary", .. } | Ty::ByteStream => quote!(""),
        _ => quote!(json::blank()),
    }
}

/// `name: json::blank()`
pub(super) fn blank_field(ident: &Ident, presence: Presence) -> TokenStream {
    match presence {
        Presence::Required => quote!(#ident: json::blank()),
        Presence::Optional => quote!(#ident: None),
    }
}

/// `fn members`, if there is anything to list.
fn emit_members(it: &Struct) -> Option<TokenStream> {
    let Struct { fields, rest, rest_rules, is_closed, assertion, .. } = it;
    let members = fields.iter().map(|it| {
        let (name, ident, rules) = (&it.wire_name, &it.ident, emit_chain(&it.rules));
        match it.presence {
            Presence::Required => quote!(m.required(#name, &mut self.#ident) #rules;),
            Presence::Optional if it.is_in_requests => {
                quote!(m.required_in_requests(#name, &mut self.#ident) #rules;)
            }
            Presence::Optional => quote!(m.optional(#name, &mut self.#ident) #rules;),
        }
    });
    let asserted = assertion.as_ref().map(|it| quote!(m.asserted(crate::assertions::#it);));
    let rest_member = rest.as_ref().map(|(ident, _)| {
        let rules = emit_rules(rest_rules);
        quote!(m.rest(&mut self.#ident, #rules);)
    });
    let closed = (rest.is_none() && *is_closed).then(|| quote!(m.closed();));
    let lines: TokenStream = members.chain(asserted).chain(rest_member).chain(closed).collect();
    (!lines.is_empty()).then(|| {
        quote! {
            fn members<'s>(&'s mut self, m: &mut json::Members<'_, 's, '_>) {
                #lines
            }
        }
    })
}
