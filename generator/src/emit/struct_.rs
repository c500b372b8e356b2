//! Structs and their codecs.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::assertions::emit_read;
use super::rules::{arms, emit_rules, emit_value, own};
use super::ty::field_type;
use crate::rust::{Field, Ident, Presence, Struct, Ty};

/// The struct, its constructor and its codec.
pub(super) fn emit_struct(it: &Struct) -> TokenStream {
    let Struct { docs, ident, fields, rest, has_default, has_new, .. } = it;
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
        #[derive(Debug, Clone, PartialEq #default)]
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
        Ty::Prelude("String") => quote!(#ident: impl Into<String>),
        ty => quote!(#ident: #ty),
    }
}

/// `name: name.into()`
pub(super) fn value(ident: &Ident, ty: &Ty, presence: Presence) -> TokenStream {
    match (presence, ty) {
        (Presence::Optional, _) => quote!(#ident: None),
        (Presence::Required, Ty::Prelude("String")) => quote!(#ident: #ident.into()),
        (Presence::Required, _) => quote!(#ident),
    }
}

fn emit_codec(it: &Struct) -> TokenStream {
    let Struct { ident, fields, rest, rest_rules, is_closed, assertion, .. } = it;
    let blanks = fields.iter().map(|it| &it.ident).chain(rest.iter().map(|it| &it.0));
    let names = fields.iter().map(|it| &it.wire_name);
    let required = fields.iter().enumerate().filter(|it| it.1.presence == Presence::Required);
    let required = required.map(|it| Literal::usize_unsuffixed(it.0));
    let extra = match (rest, is_closed) {
        (Some(_), _) => quote!(Keep),
        (None, true) => quote!(Refuse),
        (None, false) => quote!(Ignore),
    };
    let mut reads: Vec<TokenStream> =
        fields.iter().map(|it| emit_value(&own(&it.ident), it.presence, &it.rules)).collect();
    reads.extend(rest.as_ref().map(|(ident, _)| match rest_rules.0.is_empty() {
        true => quote!(r.insert(&mut self.#ident)),
        false => {
            let rules = emit_rules(rest_rules);
            quote!(r.insert_checked(&mut self.#ident, #rules))
        }
    }));
    let body = match reads.len() {
        0 => quote!(r.object(&MEMBERS, &mut |_, r| r.skip())),
        1 => {
            let read = &reads[0];
            quote!(r.object(&MEMBERS, &mut |_, r| #read))
        }
        _ => {
            let arms = arms(reads);
            quote!(r.object(&MEMBERS, &mut |member, r| match member { #arms }))
        }
    };
    let clear = rest.as_ref().map(|(ident, _)| quote!(self.#ident.clear();));
    let writes = fields.iter().map(|it| {
        let (name, ident) = (&it.wire_name, &it.ident);
        match it.presence {
            Presence::Required => quote!(w.member(#name, &self.#ident);),
            Presence::Optional => quote!(w.optional(#name, &self.#ident);),
        }
    });
    let write_rest = rest.as_ref().map(|(ident, _)| quote!(w.entries(&self.#ident);));
    let body = quote! {
        const MEMBERS: json::Object = json::Object {
            names: &[#(#names),*],
            required: &[#(#required),*],
            extra: json::Extra::#extra,
        };
        #clear
        #body
    };
    let (read, beside) = emit_read(ident, assertion.as_ref(), &body);
    quote! {
        #beside

        impl json::Json for #ident {
            fn blank() -> Self {
                Self { #(#blanks: json::Json::blank()),* }
            }

            #read

            fn write(&self, w: &mut json::Writer) {
                w.begin_object();
                #(#writes)*
                #write_rest
                w.end_object();
            }
        }
    }
}
