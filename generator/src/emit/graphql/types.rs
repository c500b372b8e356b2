//! Scalars, enums, objects, interfaces and unions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::Ident;
use crate::rust::graphql::{Abstract, Enum, EnumValue, Member, Object, ObjectField, Scalar};

/// `pub type Time = meshwright_runtime::DateTime;`
pub(super) fn emit_scalar(it: &Scalar) -> TokenStream {
    let Scalar { docs, ident, target } = it;
    let target = Ident::new(*target);
    quote! {
        #docs
        pub type #ident = meshwright_runtime::#target;
    }
}

/// `pub enum Genre { Fiction, … }`, its names, `Input` and `Output`.
pub(super) fn emit_enum(it: &Enum) -> TokenStream {
    let Enum { docs, ident, name, values } = it;
    let variants = values.iter().map(|EnumValue { docs, ident, name: _ }| quote!(#docs #ident));
    let texts = values.iter().map(|EnumValue { ident, name, .. }| quote!(Self::#ident => #name));
    let reads =
        values.iter().map(|EnumValue { ident, name, .. }| quote!(#name => Ok(Self::#ident)));
    let expected = format!("expected a `{name}`");
    quote! {
        #docs
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub enum #ident { #(#variants),* }

        impl #ident {
            /// The name in the schema.
            pub fn as_str(self) -> &'static str {
                match self { #(#texts),* }
            }
        }

        impl graphql::Input for #ident {
            fn read(value: &meshwright_runtime::Value) -> Result<Self, graphql::InputError> {
                match graphql::enum_name(value)? {
                    #(#reads,)*
                    _ => Err(graphql::InputError::new(#expected)),
                }
            }
        }

        impl graphql::Output for #ident {
            fn write<'a>(&'a self, out: &mut graphql::Writer<'a>) {
                out.string(self.as_str());
            }
        }
    }
}

/// `pub struct Author { pub id: String, … }` and `Output`.
pub(super) fn emit_object(it: &Object) -> TokenStream {
    let Object { docs, ident, constant, fields } = it;
    let body = (!fields.is_empty()).then(|| {
        let fields = fields.iter().map(emit_field);
        quote!({ #(#fields),* })
    });
    let body = body.unwrap_or_else(|| quote!(;));
    let write = emit_write(fields);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub struct #ident #body

        impl graphql::Output for #ident {
            fn write<'a>(&'a self, out: &mut graphql::Writer<'a>) {
                out.object(#constant, self, &#write);
            }
        }
    }
}

/// `pub id: String`
fn emit_field(it: &ObjectField) -> TokenStream {
    let ObjectField { docs, ident, ty, index: _ } = it;
    quote!(#docs pub #ident: #ty)
}

/// `|field, out| match field { 0 => self.id.write(out), … }`
fn emit_write(fields: &[ObjectField]) -> TokenStream {
    match fields {
        [] => quote!(|_, out| out.null()),
        [ObjectField { ident, .. }] => quote!(|_, out| self.#ident.write(out)),
        [fields @ .., ObjectField { ident: last, .. }] => {
            let arms = fields.iter().map(|ObjectField { ident, index, .. }| {
                let index = Literal::u16_unsuffixed(*index);
                quote!(#index => self.#ident.write(out))
            });
            quote!(|field, out| match field { #(#arms,)* _ => self.#last.write(out) })
        }
    }
}

/// `pub enum Node { Author(Author), … }` and `Output`.
pub(super) fn emit_abstract(it: &Abstract) -> TokenStream {
    let Abstract { docs, ident, members } = it;
    let variants = members.iter().map(|Member { docs, ident, ty }| quote!(#docs #ident(#ty)));
    let arms =
        members.iter().map(|Member { ident, .. }| quote!(Self::#ident(value) => value.write(out)));
    let (out, body) = match members.as_slice() {
        [] => (quote!(_), quote!(match *self {})),
        _ => (quote!(out), quote!(match self { #(#arms),* })),
    };
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq)]
        pub enum #ident { #(#variants),* }

        impl graphql::Output for #ident {
            fn write<'a>(&'a self, #out: &mut graphql::Writer<'a>) {
                #body
            }
        }
    }
}
