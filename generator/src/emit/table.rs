//! Tables: operations and security schemes.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{
    Docs, EncodingRow, Host, HostRow, Ident, PaginationRow, ParameterRow, SchemeRow, SchemeRowKind,
    Table,
};

/// `pub static LIST_EVENTS: http::Operation = http::Operation { … };`
pub(super) fn emit_table(it: &Table) -> TokenStream {
    let Table {
        operation,
        parameters,
        body,
        produces,
        streams,
        encodings,
        conditional,
        ranges,
        pagination,
        security,
        query,
        servers,
    } = it;
    let (id, method, path, constant) =
        (&operation.id, &operation.method, &operation.path, &operation.constant);
    let docs = Docs(vec![format!("`{method} {}`", operation.key.replace('`', "'"))]);
    // What is not there is not said: the rest is that of the empty row.
    let rest = [
        !conditional,
        !ranges,
        pagination.is_none(),
        parameters.is_empty(),
        body.is_none(),
        produces.is_empty(),
        streams.is_empty(),
        encodings.is_empty(),
        security.is_empty(),
        query.is_empty(),
        servers.is_empty(),
    ];
    let rest = rest.contains(&true).then(|| quote!(..http::Operation::NEW));
    let parameters = (!parameters.is_empty()).then(|| {
        let parameters = parameters.iter().map(emit_parameter);
        quote!(parameters: &[#(#parameters),*],)
    });
    let body = body.as_ref().map(|(required, media_types)| {
        let constructor = Ident::new(if *required { "required" } else { "optional" });
        quote!(body: Some(http::Body::#constructor(&[#(#media_types),*])),)
    });
    let produces = (!produces.is_empty()).then(|| quote!(produces: &[#(#produces),*],));
    let streams = (!streams.is_empty()).then(|| quote!(streams: &[#(#streams),*],));
    let encodings = (!encodings.is_empty()).then(|| {
        let encodings = encodings.iter().map(emit_encoding);
        quote!(encodings: &[#(#encodings),*],)
    });
    let conditional = conditional.then(|| quote!(conditional: true,));
    let pagination = pagination.as_ref().map(|it| {
        let it = emit_pagination(it);
        quote!(pagination: Some(#it),)
    });
    let ranges = ranges.then(|| quote!(ranges: true,));
    let security = (!security.is_empty()).then(|| {
        let requirements = security.iter().map(|requirement| {
            let uses =
                requirement.iter().map(|(scheme, scopes)| quote!(#scheme.with(&[#(#scopes),*])));
            quote!(&[#(#uses),*])
        });
        quote!(security: &[#(#requirements),*],)
    });
    let query = (!query.is_empty()).then(|| {
        let conditions = query.iter().map(|(name, value)| match value {
            Some(value) => quote!((#name, Some(#value))),
            None => quote!((#name, None)),
        });
        quote!(query: &[#(#conditions),*],)
    });
    let servers = (!servers.is_empty()).then(|| {
        let servers = servers.iter().map(emit_server);
        quote!(servers: &[#(#servers),*],)
    });
    quote! {
        #docs
        pub static #constant: http::Operation = http::Operation {
            id: #id,
            method: #method,
            path: #path,
            #query
            #parameters
            #body
            #encodings
            #produces
            #streams
            #conditional
            #ranges
            #pagination
            #security
            #servers
            #rest
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

/// `pub static PRODUCTION: http::Server = http::Server::at("https://…");`
pub(super) fn emit_host(it: &HostRow) -> TokenStream {
    let HostRow { docs, constant, host } = it;
    let server = emit_server(host);
    quote! {
        #docs
        pub static #constant: http::Server = #server;
    }
}

/// `http::Pagination::cursor("/data", "cursor", "/next")`
fn emit_pagination(it: &PaginationRow) -> TokenStream {
    let PaginationRow { constructor, items, texts, first, more, total } = it;
    let constructor = Ident::new(*constructor);
    let first = first.map(Literal::i64_unsuffixed);
    let arguments = texts.iter().map(|it| quote!(#it)).chain(first.map(|it| quote!(#it)));
    let more = more.as_ref().map(|it| quote!(.more(#it)));
    let total = total.as_ref().map(|it| quote!(.total(#it)));
    quote!(http::Pagination::#constructor(#items #(, #arguments)*) #more #total)
}

/// `http::Server::at("https://{region}.example.com").variables(&[…])`
fn emit_server(it: &Host) -> TokenStream {
    let Host { url, description, variables } = it;
    let variables = (!variables.is_empty()).then(|| {
        let variables = variables
            .iter()
            .map(|(name, default, values)| quote!(http::ServerVariable::new(#name, #default, &[#(#values),*])));
        quote!(.variables(&[#(#variables),*]))
    });
    let description = (!description.is_empty()).then(|| quote!(.description(#description)));
    quote!(http::Server::at(#url) #description #variables)
}

/// `http::Encoding::indexed("tags")`, or
/// `http::Encoding::new("multipart/form-data", http::Parameter::query("logo")).media_types(&["image/png"])`
fn emit_encoding(it: &EncodingRow) -> TokenStream {
    let (form, field, media_types) = match it {
        EncodingRow::Indexed(name) => return quote!(http::Encoding::indexed(#name)),
        EncodingRow::Styled { form, field, media_types } => (form, field, media_types),
    };
    let field = emit_parameter(field);
    let media_types = (!media_types.is_empty()).then(|| quote!(.media_types(&[#(#media_types),*])));
    quote!(http::Encoding::new(#form, #field) #media_types)
}

/// `http::Parameter::query("limit").required()`
fn emit_parameter(it: &ParameterRow) -> TokenStream {
    let ParameterRow { name, constructor, style, required, shape, default } = it;
    let constructor = Ident::new(*constructor);
    let style = style.map(|(style, explode)| {
        let style = Ident::new(style);
        quote!(.style(http::Style::#style, #explode))
    });
    let required = required.then(|| quote!(.required()));
    let shape = shape.map(|it| {
        let shape = Ident::new(it);
        quote!(.shape(http::Shape::#shape))
    });
    let default = default.as_ref().map(|it| quote!(.default(#it)));
    quote!(http::Parameter::#constructor(#name) #required #shape #style #default)
}
