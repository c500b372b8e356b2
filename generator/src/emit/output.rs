//! What operations give.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::ty::field_type;
use crate::rust::{
    AnswerBody, AnswerHeader, AnswerVariant, Docs, Ident, Output, OutputStatus, Presence,
};

/// The enum of an operation's answers.
pub(super) fn emit_output(it: &Output) -> TokenStream {
    let Output { docs, ident, variants, is_data, has_eq, is_uneven } = it;
    let derives = match (is_data, has_eq) {
        (true, true) => quote!(Debug, Clone, PartialEq),
        (true, false) => quote!(Debug, Clone),
        (false, _) => quote!(Debug),
    };
    let members = variants.iter().map(emit_variant);
    let blanks = variants.iter().map(|it| emit_blank(it, variants));
    let unknown = (!variants.iter().any(|it| it.status == OutputStatus::Default))
        .then(|| quote!(_ => return None,));
    let parts = variants.iter().map(emit_parts);
    let uneven = is_uneven.then(
        || quote!(#[allow(clippy::large_enum_variant, reason = "an answer is handed on once")]),
    );
    let choices = variants.iter().map(|it| emit_choice(it, &derives));
    quote! {
        #(#choices)*
        #docs
        #[derive(#derives)]
        #uneven
        pub enum #ident { #(#members),* }

        impl http::Output for #ident {
            fn blank(received: &http::Received) -> Option<Self> {
                Some(match received.code() { #(#blanks)* #unknown })
            }

            fn parts(&mut self, p: &mut http::AnswerParts<'_>) {
                match self { #(#parts)* }
            }
        }
    }
}

/// Variants without headers are tuples; `status` comes first where it is not fixed.
fn emit_variant(it: &AnswerVariant) -> TokenStream {
    let AnswerVariant { docs, ident, status, headers, body } = it;
    let body = body_type(body);
    let is_open = !matches!(status, OutputStatus::Code(_));
    if headers.is_empty() {
        let status = is_open.then(|| quote!(http::StatusCode));
        let parts: Vec<_> = status.into_iter().chain(body).collect();
        return match parts.is_empty() {
            true => quote!(#docs #ident),
            false => quote!(#docs #ident(#(#parts),*)),
        };
    }
    let status = is_open.then(|| {
        quote! {
            /// The status.
            status: http::StatusCode
        }
    });
    let headers = headers.iter().map(|it| {
        let (docs, ident, ty) = (&it.docs, &it.ident, field_type(&it.ty, it.presence));
        quote!(#docs #ident: #ty)
    });
    let body = body.map(|ty| {
        quote! {
            /// The body.
            body: #ty
        }
    });
    let fields = status.into_iter().chain(headers).chain(body);
    quote!(#docs #ident { #(#fields),* })
}

fn body_type(body: &AnswerBody) -> Option<TokenStream> {
    match body {
        AnswerBody::Empty => None,
        AnswerBody::Json(_, ty) => Some(quote!(#ty)),
        AnswerBody::Text(_) => Some(quote!(String)),
        AnswerBody::Items(_, ty) => Some(quote!(http::Items<#ty>)),
        AnswerBody::Bytes(_) => Some(quote!(http::ByteStream)),
        AnswerBody::Events => Some(quote!(http::Events)),
        AnswerBody::Several(ident, _) => Some(quote!(#ident)),
    }
}

/// `pub enum DownloadOkBody { Json(Design), Bytes(http::ByteStream) }`
fn emit_choice(it: &AnswerVariant, derives: &TokenStream) -> Option<TokenStream> {
    let AnswerBody::Several(choice, contents) = &it.body else { return None };
    let docs = &it.docs;
    let variants = contents.iter().map(|(ident, media_type, body)| {
        let docs = Docs(vec![format!("`{media_type}`")]);
        let ty = body_type(body);
        quote!(#docs #ident(#ty))
    });
    Some(quote! {
        #docs
        #[derive(#derives)]
        #[allow(clippy::large_enum_variant, reason = "a body is handed on once")]
        pub enum #choice { #(#variants),* }
    })
}

/// `p.json(200, "application/json", body)`
fn body_parts(status: &TokenStream, body: &AnswerBody) -> TokenStream {
    match body {
        AnswerBody::Empty => quote!(p.empty(#status)),
        AnswerBody::Json(media_type, _) => quote!(p.json(#status, #media_type, body)),
        AnswerBody::Text(media_type) => quote!(p.text(#status, #media_type, body)),
        AnswerBody::Items(media_type, _) => quote!(p.items(#status, #media_type, body)),
        AnswerBody::Bytes(media_type) => quote!(p.bytes(#status, #media_type, body)),
        AnswerBody::Events => quote!(p.events(#status, body)),
        AnswerBody::Several(choice, contents) => {
            let arms = contents.iter().map(|(ident, _, body)| {
                let parts = body_parts(status, body);
                quote!(#choice::#ident(body) => #parts)
            });
            quote!(match body { #(#arms),* })
        }
    }
}

/// `json::blank()`
fn blank_body(body: &AnswerBody) -> Option<TokenStream> {
    match body {
        AnswerBody::Empty => None,
        AnswerBody::Json(..) => Some(quote!(json::blank())),
        AnswerBody::Text(_) => Some(quote!(String::new())),
        AnswerBody::Items(..) => Some(quote!(http::Items::default())),
        AnswerBody::Bytes(_) => Some(quote!(http::ByteStream::default())),
        AnswerBody::Events => Some(quote!(http::Events::default())),
        AnswerBody::Several(choice, contents) => {
            let arms = contents.iter().map(|(ident, media_type, body)| {
                let blank = blank_body(body);
                quote!(#media_type => #choice::#ident(#blank))
            });
            Some(quote! {
                match received.media_type().as_str() {
                    #(#arms,)*
                    _ => return None,
                }
            })
        }
    }
}

/// `Self::Ok(body) => p.json(200, "application/json", body),`
fn emit_parts(it: &AnswerVariant) -> TokenStream {
    let AnswerVariant { ident, status, headers, body, .. } = it;
    let is_open = !matches!(status, OutputStatus::Code(_));
    let has_body = *body != AnswerBody::Empty;
    let status_name = is_open.then(|| quote!(status));
    let body_name = has_body.then(|| quote!(body));
    let header_names = headers.iter().map(|it| {
        let ident = &it.ident;
        quote!(#ident)
    });
    let pattern = if headers.is_empty() {
        let parts: Vec<_> = status_name.into_iter().chain(body_name).collect();
        if parts.is_empty() { quote!(Self::#ident) } else { quote!(Self::#ident(#(#parts),*)) }
    } else {
        let parts = status_name.into_iter().chain(header_names).chain(body_name);
        quote!(Self::#ident { #(#parts),* })
    };
    let status = match status {
        OutputStatus::Code(code) => {
            let code = Literal::u16_unsuffixed(*code);
            quote!(#code)
        }
        _ => quote!(status.as_u16()),
    };
    let header_parts = headers.iter().map(|it| {
        let (name, ident) = (&it.name, &it.ident);
        let is_usual = it.shape.is_none() && it.style.is_none();
        match (it.presence, (!is_usual).then(|| header_row(it))) {
            (Presence::Required, None) => quote!(p.header(#name, #ident);),
            (Presence::Optional, None) => quote!(p.optional_header(#name, #ident);),
            (Presence::Required, Some(row)) => quote!(p.header_by(&#row, #ident);),
            (Presence::Optional, Some(row)) => quote!(p.optional_header_by(&#row, #ident);),
        }
    });
    let body_parts = body_parts(&status, body);
    if headers.is_empty() {
        return quote!(#pattern => #body_parts,);
    }
    quote!(#pattern => { #body_parts; #(#header_parts)* })
}

/// `http::Parameter::header("x-words").shape(http::Shape::List)`
fn header_row(it: &AnswerHeader) -> TokenStream {
    let name = &it.name;
    let shape = it.shape.map(|it| {
        let shape = Ident::new(it);
        quote!(.shape(http::Shape::#shape))
    });
    let style = it.style.map(|(style, explode)| {
        let style = Ident::new(style);
        quote!(.style(http::Style::#style, #explode))
    });
    quote!(http::Parameter::header(#name) #shape #style)
}

/// `200 => Self::Ok(json::blank()),`
///
/// `variants` are all of the operation: one with a single status may be inside of another's range.
fn emit_blank(it: &AnswerVariant, variants: &[AnswerVariant]) -> TokenStream {
    let AnswerVariant { ident, status, headers, body, .. } = it;
    let code = match status {
        OutputStatus::Code(code) => {
            let code = Literal::u16_unsuffixed(*code);
            quote!(#code)
        }
        OutputStatus::Range(class)
            if variants.iter().any(
                |it| matches!(it.status, OutputStatus::Code(code) if code / 100 == u16::from(*class)),
            ) =>
        {
            let class = Literal::u8_unsuffixed(*class);
            quote!(code if code / 100 == #class)
        }
        OutputStatus::Range(class) => {
            let low = Literal::u16_unsuffixed(u16::from(*class) * 100);
            let high = Literal::u16_unsuffixed(u16::from(*class) * 100 + 99);
            quote!(#low..=#high)
        }
        OutputStatus::Default => quote!(_),
    };
    let is_open = !matches!(status, OutputStatus::Code(_));
    let body = blank_body(body);
    let value = if headers.is_empty() {
        let status = is_open.then(|| quote!(received.status));
        let parts: Vec<_> = status.into_iter().chain(body).collect();
        if parts.is_empty() { quote!(Self::#ident) } else { quote!(Self::#ident(#(#parts),*)) }
    } else {
        let status = is_open.then(|| quote!(status: received.status));
        let headers = headers.iter().map(|it| {
            let ident = &it.ident;
            match it.presence {
                Presence::Required => quote!(#ident: json::blank()),
                Presence::Optional => quote!(#ident: None),
            }
        });
        let body = body.map(|it| quote!(body: #it));
        let parts = status.into_iter().chain(headers).chain(body);
        quote!(Self::#ident { #(#parts),* })
    };
    quote!(#code => #value,)
}
