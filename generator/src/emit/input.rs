//! What operations take.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rules::{arms, emit_value};
use super::struct_::{argument, value};
use super::ty::field_type;
use crate::rust::{Input, InputBody, InputBodyKind, Presence};

/// The struct of an operation's parameters and body.
pub(super) fn emit_input(it: &Input) -> TokenStream {
    let Input { docs, ident, fields, body, has_default, has_new } = it;
    let default = has_default.then(|| quote!(, Default));
    let members = fields.iter().map(|it| (&it.docs, &it.ident, &it.ty, it.presence));
    let members: Vec<_> =
        members.chain(body.iter().map(|it| (&it.docs, &it.ident, &it.ty, it.presence))).collect();
    let declared = members.iter().map(|(docs, ident, ty, presence)| {
        let ty = field_type(ty, *presence);
        quote!(#docs pub #ident: #ty)
    });
    let new = has_new.then(|| {
        let required = members.iter().filter(|it| it.3 == Presence::Required);
        let arguments = required.map(|it| argument(it.1, it.2));
        let values = members.iter().map(|it| value(it.1, it.2, it.3));
        quote! {
            impl #ident {
                /// With what is required, and nothing else.
                pub fn new(#(#arguments),*) -> Self {
                    Self { #(#values),* }
                }
            }
        }
    });
    let blanks = fields.iter().map(|it| {
        let ident = &it.ident;
        quote!(#ident: json::Json::blank())
    });
    let blanks = blanks.chain(body.iter().map(|it| {
        let ident = &it.ident;
        match (it.kind, it.presence) {
            (InputBodyKind::Bytes, Presence::Required) => quote!(#ident: Default::default()),
            (_, Presence::Required) => quote!(#ident: json::Json::blank()),
            (_, Presence::Optional) => quote!(#ident: None),
        }
    }));
    let read = emit_read(it);
    let read_body = body.as_ref().map(emit_read_body);
    let write = emit_write(it);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #ident { #(#declared),* }
        #new
        impl http::Input for #ident {
            fn blank() -> Self {
                Self { #(#blanks),* }
            }
            #read
            #read_body
            #write
        }
    }
}

fn emit_read(it: &Input) -> Option<TokenStream> {
    if it.fields.is_empty() {
        return None;
    }
    let reads: Vec<_> =
        it.fields.iter().map(|it| emit_value(&it.ident, it.presence, &it.rules)).collect();
    let (name, body) = match reads.as_slice() {
        [one] => (quote!(_), quote!(#one)),
        _ => {
            let arms = arms(reads);
            (quote!(parameter), quote!(match parameter { #arms }))
        }
    };
    Some(quote! {
        fn read(&mut self, #name: usize, r: &mut json::Reader<'_>) -> Result<(), json::Error> {
            #body
        }
    })
}

fn emit_read_body(it: &InputBody) -> TokenStream {
    let ident = &it.ident;
    let read = emit_value(ident, it.presence, &it.rules);
    let place = match it.presence {
        Presence::Required => quote!(&mut self.#ident),
        Presence::Optional => quote!(self.#ident.get_or_insert_default()),
    };
    let body = match it.kind {
        InputBodyKind::Json => quote!(payload.json(&mut |r| #read)),
        InputBodyKind::Form | InputBodyKind::Multipart => quote!(payload.form(&mut |r| #read)),
        InputBodyKind::Text => quote!(payload.text(#place)),
        InputBodyKind::Bytes => quote!(payload.bytes(#place)),
    };
    quote! {
        fn read_body(&mut self, _: usize, payload: &http::Payload) -> Result<(), json::DecodeError> {
            #body
        }
    }
}

fn emit_write(it: &Input) -> TokenStream {
    let parameters = it.fields.iter().enumerate().map(|(index, it)| {
        let (index, ident) = (Literal::usize_unsuffixed(index), &it.ident);
        match it.presence {
            Presence::Required => quote!(request.parameter(#index, &self.#ident);),
            Presence::Optional => quote!(request.optional(#index, &self.#ident);),
        }
    });
    let body = it.body.as_ref().map(|it| {
        let (ident, media_type) = (&it.ident, &it.media_type);
        let value = match it.presence {
            Presence::Required => quote!(&self.#ident),
            Presence::Optional => quote!(#ident),
        };
        let write = match it.kind {
            InputBodyKind::Json => quote!(request.json(#media_type, #value);),
            InputBodyKind::Form => quote!(request.form(#value);),
            InputBodyKind::Multipart => quote!(request.multipart(#value);),
            InputBodyKind::Text => quote!(request.text(#media_type, #value);),
            InputBodyKind::Bytes => quote!(request.bytes(#media_type, #value);),
        };
        match it.presence {
            Presence::Required => write,
            Presence::Optional => quote!(if let Some(#ident) = &self.#ident { #write }),
        }
    });
    quote! {
        fn write(&self, request: &mut http::Request) {
            #(#parameters)*
            #body
        }
    }
}
