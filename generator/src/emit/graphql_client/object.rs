//! Structs and the enums of what depends on types.

use proc_macro2::TokenStream;
use quote::quote;

use super::eq;
use super::inputs::emit_new;
use crate::emit::struct_::blank_argument;
use crate::rust::graphql_client::{Choice, Field, Fragment, Object, Presence, Variant};

/// The struct, its constructor and its codec.
pub(super) fn emit_object(it: &Object) -> TokenStream {
    let Object { docs, ident, fields, fragments, is_input, has_eq } = it;
    let eq = eq(*has_eq);
    let has_default = *is_input && fields.iter().all(|it| it.presence != Presence::Required);
    let default = has_default.then(|| quote!(, Default));
    let new = is_input.then(|| emit_new(ident, fields));
    let members = fields.iter().map(emit_field).chain(fragments.iter().map(emit_fragment));
    let codec = emit_codec(it, has_default);
    quote! {
        #docs
        #[derive(Debug, Clone #eq #default)]
        pub struct #ident { #(#members),* }
        #new
        #codec
    }
}

/// `pub name: Option<String>`
fn emit_field(it: &Field) -> TokenStream {
    let Field { docs, ident, wire_name: _, ty, presence } = it;
    let ty = match presence {
        Presence::Required => quote!(#ty),
        Presence::Optional => quote!(Option<#ty>),
        Presence::Nullable => quote!(json::Nullable<#ty>),
    };
    quote!(#docs pub #ident: #ty)
}

/// `pub user_fields: UserFields`
fn emit_fragment(it: &Fragment) -> TokenStream {
    let Fragment { docs, ident, ty, only_with } = it;
    let ty = if only_with.is_some() { quote!(Option<#ty>) } else { quote!(#ty) };
    quote!(#docs pub #ident: #ty)
}

fn emit_codec(it: &Object, has_default: bool) -> TokenStream {
    let Object { ident, fields, fragments, is_input, .. } = it;
    let blank = match (has_default, is_input) {
        (true, _) => quote!(Self::default()),
        (false, true) => {
            let required = fields.iter().filter(|it| it.presence == Presence::Required);
            let blanks = required.map(|it| blank_argument(&it.ty));
            quote!(Self::new(#(#blanks),*))
        }
        (false, false) => {
            let idents = fields.iter().map(|it| &it.ident);
            let idents = idents.chain(fragments.iter().map(|it| &it.ident));
            quote!(Self { #(#idents: json::blank()),* })
        }
    };
    let members = fields.iter().map(|Field { ident, wire_name, presence, .. }| match presence {
        Presence::Required => quote!(m.required(#wire_name, &mut self.#ident);),
        Presence::Optional | Presence::Nullable => {
            quote!(m.optional(#wire_name, &mut self.#ident);)
        }
    });
    let members = (!fields.is_empty()).then(|| {
        quote! {
            fn members<'s>(&'s mut self, m: &mut json::Members<'_, 's, '_>) {
                #(#members)*
            }
        }
    });
    let spread = (!fragments.is_empty()).then(|| emit_spread(fragments));
    quote! {
        impl json::Json for #ident {
            fn blank() -> Self {
                #blank
            }

            #members
            #spread
        }
    }
}

/// `fn read` and `fn write` of a struct with fragments.
fn emit_spread(fragments: &[Fragment]) -> TokenStream {
    let reads = fragments.iter().map(|Fragment { ident, only_with, .. }| match only_with {
        Some(keys) => quote!(r.spread_if(&[#(#keys),*], &mut self.#ident)?;),
        None => quote!(r.spread(&mut self.#ident)?;),
    });
    let idents = fragments.iter().map(|it| &it.ident);
    quote! {
        fn read(&mut self, r: &mut json::Reader<'_>) -> Result<json::Form, json::Error> {
            #(#reads)*
            Ok(json::Form::Members)
        }

        fn write(&mut self, w: &mut json::Writer) -> json::Form {
            let own = json::members(self);
            w.merged(own, &mut [#(&mut self.#idents),*])
        }
    }
}

/// The enum of what depends on the type, and its codec.
pub(super) fn emit_choice(it: &Choice) -> TokenStream {
    let Choice { docs, ident, variants, other, has_eq } = it;
    let eq = eq(*has_eq);
    let members =
        variants.iter().map(|Variant { docs, ident, ty, types: _ }| quote!(#docs #ident(#ty)));
    let reads = variants
        .iter()
        .map(|Variant { ident, types, .. }| quote!(#(#types)|* => Self::#ident(json::blank())));
    let shapes = variants
        .iter()
        .map(|Variant { ident, .. }| quote!(Self::#ident(it) => json::Shape::Variant(it, &[])));
    let writes = variants.iter().map(|Variant { ident, types, .. }| match types.as_slice() {
        [ty] => quote!(Self::#ident(it) => w.typed(#ty, it)),
        _ => quote!(Self::#ident(_) => json::Form::Members),
    });
    quote! {
        #docs
        #[derive(Debug, Clone #eq)]
        pub enum #ident {
            #(#members,)*
            /// Of another type, with this name.
            #other(String),
        }

        impl json::Json for #ident {
            fn blank() -> Self {
                Self::#other(String::new())
            }

            fn read(&mut self, r: &mut json::Reader<'_>) -> Result<json::Form, json::Error> {
                let name = r.tag("__typename")?.unwrap_or_default();
                *self = match name.as_str() {
                    #(#reads,)*
                    _ => Self::#other(name),
                };
                r.variant(self)
            }

            fn shape(&mut self) -> json::Shape<'_> {
                match self {
                    #(#shapes,)*
                    Self::#other(_) => json::Shape::Own,
                }
            }

            fn write(&mut self, w: &mut json::Writer) -> json::Form {
                match self {
                    #(#writes,)*
                    Self::#other(name) => w.typed(name, &mut json::Null),
                }
            }
        }
    }
}
