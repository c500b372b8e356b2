//! What operations take.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rules::{arms, emit_value, own};
use super::struct_::{argument, value};
use super::ty::field_type;
use crate::rust::{Docs, Input, InputBody, InputBodyKind, InputContent, Presence};

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
        let blank = match it.presence {
            Presence::Required => emit_blank(it),
            Presence::Optional => quote!(None),
        };
        quote!(#ident: #blank)
    }));
    let blank = match it.has_default {
        true => quote!(Self::default()),
        false => quote!(Self { #(#blanks),* }),
    };
    let read = emit_read(it);
    let read_body = body.as_ref().map(emit_read_body);
    let write = emit_write(it);
    let choice = body.as_ref().and_then(emit_choice);
    quote! {
        #choice
        #docs
        #[derive(Debug, Clone, PartialEq #default)]
        pub struct #ident { #(#declared),* }
        #new
        impl http::Input for #ident {
            fn blank() -> Self {
                #blank
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
        it.fields.iter().map(|it| emit_value(&own(&it.ident), it.presence, &it.rules)).collect();
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

/// `pub enum ImportBody { Json(Import), Multipart(Upload) }`
fn emit_choice(it: &InputBody) -> Option<TokenStream> {
    let choice = it.choice.as_ref()?;
    let docs = &it.docs;
    let variants = it.contents.iter().map(|it| {
        let (ident, ty) = (&it.ident, &it.ty);
        let docs = Docs(vec![format!("`{}`", it.media_type)]);
        quote!(#docs #ident(#ty))
    });
    Some(quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "a body is handed on once")]
        pub enum #choice { #(#variants),* }
    })
}

fn emit_blank(it: &InputBody) -> TokenStream {
    let first = &it.contents[0];
    let blank = match first.kind {
        InputBodyKind::Bytes => quote!(Default::default()),
        _ => quote!(json::Json::blank()),
    };
    match &it.choice {
        Some(choice) => {
            let variant = &first.ident;
            quote!(#choice::#variant(#blank))
        }
        None => blank,
    }
}

fn emit_read_body(it: &InputBody) -> TokenStream {
    let ident = &it.ident;
    let (name, body) = match &it.choice {
        None => {
            let place = match (it.contents[0].kind, it.presence) {
                (InputBodyKind::Text | InputBodyKind::Bytes, Presence::Optional) => {
                    quote!(self.#ident.get_or_insert_default())
                }
                (InputBodyKind::Text | InputBodyKind::Bytes, _) => quote!(&mut self.#ident),
                _ => own(ident),
            };
            (quote!(_), emit_payload(&it.contents[0], &place, it.presence))
        }
        Some(choice) => {
            let reads = it.contents.iter().map(|content| {
                let variant = &content.ident;
                let (place, blank) = match content.kind {
                    InputBodyKind::Bytes => (quote!(&mut body), quote!(Default::default())),
                    InputBodyKind::Text => (quote!(&mut body), quote!(String::new())),
                    _ => (quote!(body), quote!(json::Json::blank())),
                };
                let read = emit_payload(content, &place, Presence::Required);
                let value = match it.presence {
                    Presence::Required => quote!(#choice::#variant(body)),
                    Presence::Optional => quote!(Some(#choice::#variant(body))),
                };
                quote!({ let mut body = #blank; #read?; self.#ident = #value; })
            });
            let arms = arms(reads.collect());
            (quote!(media_type), quote!(match media_type { #arms } Ok(())))
        }
    };
    quote! {
        fn read_body(
            &mut self,
            #name: usize,
            payload: &http::Payload,
        ) -> Result<(), json::DecodeError> {
            #body
        }
    }
}

fn emit_payload(it: &InputContent, place: &TokenStream, presence: Presence) -> TokenStream {
    let read = || emit_value(place, presence, &it.rules);
    match it.kind {
        InputBodyKind::Json => {
            let read = read();
            quote!(payload.json(&mut |r| #read))
        }
        InputBodyKind::Form | InputBodyKind::Multipart => {
            let read = read();
            quote!(payload.form(&mut |r| #read))
        }
        InputBodyKind::Text => quote!(payload.text(#place)),
        InputBodyKind::Bytes => quote!(payload.bytes(#place)),
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
        let ident = &it.ident;
        let value = match it.presence {
            Presence::Required => quote!(&self.#ident),
            Presence::Optional => quote!(#ident),
        };
        let write = match &it.choice {
            None => {
                let write = emit_write_content(&it.contents[0], &value);
                quote!(#write;)
            }
            Some(choice) => {
                let arms = it.contents.iter().map(|content| {
                    let variant = &content.ident;
                    let write = emit_write_content(content, &quote!(body));
                    quote!(#choice::#variant(body) => #write,)
                });
                quote!(match #value { #(#arms)* })
            }
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

fn emit_write_content(it: &InputContent, value: &TokenStream) -> TokenStream {
    let media_type = &it.media_type;
    match it.kind {
        InputBodyKind::Json => quote!(request.json(#media_type, #value)),
        InputBodyKind::Form => quote!(request.form(#value)),
        InputBodyKind::Multipart => quote!(request.multipart(#value)),
        InputBodyKind::Text => quote!(request.text(#media_type, #value)),
        InputBodyKind::Bytes => quote!(request.bytes(#media_type, #value)),
    }
}
