//! What operations take.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::rules::{emit_chain, emit_rules};
use super::struct_::{argument, blank_argument, blank_field, value};
use super::ty::field_type;
use crate::rust::{Docs, Input, InputBody, InputBodyKind, InputContent, Presence, Ty};

/// The struct of an operation's parameters and body.
pub(super) fn emit_input(it: &Input) -> TokenStream {
    let Input { docs, ident, fields, body, has_default, has_new, is_data, has_eq } = it;
    let derives = match (is_data, has_eq) {
        (true, true) => quote!(, Clone, PartialEq),
        (true, false) => quote!(, Clone),
        (false, _) => quote!(),
    };
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
    let blank = emit_blank(it);
    let parts = emit_parts(it);
    let choice = body.as_ref().and_then(|it| emit_choice(it, &derives));
    quote! {
        #choice
        #docs
        #[derive(Debug #derives #default)]
        pub struct #ident { #(#declared),* }
        #new
        impl http::Input for #ident {
            fn blank() -> Self {
                #blank
            }

            #parts
        }
    }
}

fn emit_blank(it: &Input) -> TokenStream {
    if it.has_default {
        return quote!(Self::default());
    }
    let body_blank = |it: &InputBody| match (it.presence, &it.choice) {
        (Presence::Optional, _) => quote!(None),
        (Presence::Required, Some(_)) => quote!(http::Choice::blank(0)),
        (Presence::Required, None) => content_blank(&it.contents[0]),
    };
    if it.has_new {
        let required = it.fields.iter().filter(|it| it.presence == Presence::Required);
        let blanks = required.map(|it| blank_argument(&it.ty));
        let body = it.body.iter().filter(|it| it.presence == Presence::Required);
        let blanks = blanks.chain(body.map(|it| match it.ty {
            Ty::Prelude("String") | Ty::ByteStream => quote!(""),
            _ => body_blank(it),
        }));
        return quote!(Self::new(#(#blanks),*));
    }
    let fields = it.fields.iter().map(|it| blank_field(&it.ident, it.presence));
    let fields = fields.chain(it.body.iter().map(|it| {
        let (ident, blank) = (&it.ident, body_blank(it));
        quote!(#ident: #blank)
    }));
    quote!(Self { #(#fields),* })
}

fn content_blank(it: &InputContent) -> TokenStream {
    match it.kind {
        InputBodyKind::Bytes => quote!(http::ByteStream::default()),
        InputBodyKind::Items => quote!(http::Items::default()),
        _ => quote!(json::blank()),
    }
}

/// `fn parts`, if there is anything to list.
fn emit_parts(it: &Input) -> Option<TokenStream> {
    let parameters = it.fields.iter().map(|it| {
        let (ident, rules) = (&it.ident, emit_chain(&it.rules));
        match it.presence {
            Presence::Required => quote!(p.required(&mut self.#ident) #rules;),
            Presence::Optional => quote!(p.optional(&mut self.#ident) #rules;),
        }
    });
    let body = it.body.iter().map(|it| {
        let place = &it.ident;
        match &it.choice {
            Some(choice) => quote!(p.choice::<#choice>(&mut self.#place);),
            None => {
                let content = emit_content(&it.contents[0], &quote!(&mut self.#place));
                quote!(p.#content;)
            }
        }
    });
    let lines: TokenStream = parameters.chain(body).collect();
    (!lines.is_empty()).then(|| {
        quote! {
            fn parts(&mut self, p: &mut http::Parts<'_, '_>) {
                #lines
            }
        }
    })
}

/// `json(&mut self.body).max_items(3)`
fn emit_content(it: &InputContent, place: &TokenStream) -> TokenStream {
    let rules = emit_chain(&it.rules);
    let item_rules = emit_rules(&it.rules);
    match it.kind {
        InputBodyKind::Json => quote!(json(#place) #rules),
        InputBodyKind::Form => quote!(form(#place) #rules),
        InputBodyKind::Multipart => quote!(multipart(#place) #rules),
        InputBodyKind::Text => quote!(text(#place)),
        InputBodyKind::Items => quote!(items(#place, #item_rules)),
        InputBodyKind::Bytes => quote!(bytes(#place)),
    }
}

/// `pub enum ImportBody { Json(Import), Multipart(Upload) }`
fn emit_choice(it: &InputBody, derives: &TokenStream) -> Option<TokenStream> {
    let choice = it.choice.as_ref()?;
    let docs = &it.docs;
    let variants = it.contents.iter().map(|it| {
        let (ident, ty) = (&it.ident, &it.ty);
        let docs = Docs(vec![format!("`{}`", it.media_type)]);
        quote!(#docs #ident(#ty))
    });
    let last = it.contents.len() - 1;
    let blanks = it.contents.iter().enumerate().map(|(index, content)| {
        let (ident, blank) = (&content.ident, content_blank(content));
        let index = Literal::usize_unsuffixed(index);
        let index =
            if content.ident == it.contents[last].ident { quote!(_) } else { quote!(#index) };
        quote!(#index => Self::#ident(#blank))
    });
    let parts = it.contents.iter().enumerate().map(|(index, content)| {
        let ident = &content.ident;
        let index = Literal::usize_unsuffixed(index);
        let content = emit_content(content, &quote!(body));
        quote!(Self::#ident(body) => { p.at(#index).#content; })
    });
    Some(quote! {
        #docs
        #[derive(Debug #derives)]
        #[allow(clippy::large_enum_variant, reason = "a body is handed on once")]
        pub enum #choice { #(#variants),* }

        impl http::Choice for #choice {
            fn blank(media_type: usize) -> Self {
                match media_type { #(#blanks,)* }
            }

            fn parts(&mut self, p: &mut http::Parts<'_, '_>) {
                match self { #(#parts)* }
            }
        }
    })
}
