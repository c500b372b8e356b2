//! Tables: operations and security schemes.

use proc_macro2::TokenStream;
use quote::quote;

use crate::rust::{Docs, Ident, SchemeRow, SchemeRowKind, Table};

/// `pub static LIST_EVENTS: http::Operation = http::Operation { … };`
pub(super) fn emit_table(it: &Table) -> TokenStream {
    let Table { operation, parameters, body, produces, security } = it;
    let (id, method, path, constant) =
        (&operation.id, operation.method, &operation.path, &operation.constant);
    let docs = Docs(vec![format!("`{method} {}`", path.replace('`', "'"))]);
    let parameters = parameters.iter().map(|it| {
        let (name, explode, required) = (&it.name, it.explode, it.required);
        let location = Ident::new(it.location);
        let (style, shape) = (Ident::new(it.style), Ident::new(it.shape));
        quote! {
            http::Parameter {
                name: #name,
                location: http::Location::#location,
                style: http::Style::#style,
                explode: #explode,
                required: #required,
                shape: http::Shape::#shape,
            }
        }
    });
    let body = match body {
        Some((required, media_types)) => {
            quote!(Some(http::Body { required: #required, media_types: &[#(#media_types),*] }))
        }
        None => quote!(None),
    };
    let security = security.iter().map(|requirement| {
        let uses = requirement.iter().map(|(scheme, scopes)| {
            quote!(http::SchemeUse { scheme: &#scheme, scopes: &[#(#scopes),*] })
        });
        quote!(&[#(#uses),*])
    });
    quote! {
        #docs
        pub static #constant: http::Operation = http::Operation {
            id: #id,
            method: #method,
            path: #path,
            parameters: &[#(#parameters),*],
            body: #body,
            produces: &[#(#produces),*],
            security: &[#(#security),*],
        };
    }
}

/// `pub static MACHINE_TOKEN: http::Scheme = http::Scheme { … };`
pub(super) fn emit_scheme(it: &SchemeRow) -> TokenStream {
    let SchemeRow { docs, constant, name, kind } = it;
    let kind = match kind {
        SchemeRowKind::With(variant, text) => {
            let variant = Ident::new(*variant);
            quote!(http::SchemeKind::#variant(#text))
        }
        SchemeRowKind::MutualTls => quote!(http::SchemeKind::MutualTls),
    };
    quote! {
        #docs
        pub static #constant: http::Scheme = http::Scheme { name: #name, kind: #kind };
    }
}
