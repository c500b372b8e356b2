//! Scalars, enums, objects, interfaces and unions.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use super::bound::{emit_bound, emit_bound_enum, path_of};
use crate::rust::Ident;
use crate::rust::graphql::{
    Abstract, Enum, EnumValue, Member, Object, ObjectField, Scalar, Target,
};

/// `pub type Time = meshwright_runtime::DateTime;`
pub(super) fn emit_scalar(it: &Scalar) -> TokenStream {
    let Scalar { docs, ident, target } = it;
    match target {
        Target::Runtime(name) => {
            let target = Ident::new(*name);
            quote! {
                #docs
                pub type #ident = meshwright_runtime::#target;
            }
        }
        Target::Prelude(name) => {
            let target = Ident::new(*name);
            quote! {
                #docs
                pub type #ident = #target;
            }
        }
        Target::Own { path, mark } => {
            let path = path_of(path);
            let stands = format!(" Stands for `{}` where values are written.", ident.0);
            quote! {
                #docs
                pub type #ident = #path;

                #[doc = #stands]
                pub(crate) enum #mark {}

                impl<'a, const N: bool> graphql::Bound<'a, #mark, N> for &'a #ident {
                    fn write(self, out: &mut graphql::Writer<'a>) {
                        graphql::Output::write(self, out);
                    }
                }
            }
        }
    }
}

/// `pub enum Genre { Fiction, … }`, its names, `Input` and `Output`.
pub(super) fn emit_enum(it: &Enum) -> TokenStream {
    let Enum { docs, ident, name, values, bound } = it;
    let bound = bound.as_ref().map(|it| emit_bound_enum(it, ident, values));
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

        #bound
    }
}

/// `pub struct Author { pub id: String, … }` and `Output`.
pub(super) fn emit_object(it: &Object) -> TokenStream {
    let Object { docs, ident, constant, fields, derives } = it;
    let derives = derives.then(|| quote!(#[derive(Debug, Clone, PartialEq)]));
    let body = (!fields.is_empty()).then(|| {
        let fields = fields.iter().map(emit_field);
        quote!({ #(#fields),* })
    });
    let body = body.unwrap_or_else(|| quote!(;));
    let write = emit_write(fields);
    quote! {
        #docs
        #derives
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
    let ObjectField { docs, ident, ty, index: _, shape: _ } = it;
    quote!(#docs pub #ident: #ty)
}

/// `|field, out| match field { 0 => self.id.write(out), … }`
fn emit_write(fields: &[ObjectField]) -> TokenStream {
    let write = |ObjectField { ident, shape, .. }: &ObjectField| match shape {
        Some(shape) => emit_bound(shape, &quote!(&self.#ident)),
        None => quote!(self.#ident.write(out)),
    };
    match fields {
        [] => quote!(|_, out| out.null()),
        [only] => {
            let write = write(only);
            quote!(|_, out| #write)
        }
        [fields @ .., last] => {
            let arms = fields.iter().map(|it| {
                let index = Literal::u16_unsuffixed(it.index);
                let write = write(it);
                quote!(#index => #write)
            });
            let last = write(last);
            quote!(|field, out| match field { #(#arms,)* _ => #last })
        }
    }
}

/// `pub enum Node { Author(Author), … }` and `Output`.
pub(super) fn emit_abstract(it: &Abstract) -> TokenStream {
    let Abstract { docs, ident, members, derives } = it;
    let derives = derives.then(|| quote!(#[derive(Debug, Clone, PartialEq)]));
    let variants = members.iter().map(|Member { docs, ident, ty, .. }| quote!(#docs #ident(#ty)));
    let arms = members.iter().map(|Member { ident, is_boxed, mark, .. }| {
        let write = match (mark, is_boxed) {
            (None, _) => quote!(value.write(out)),
            (Some(mark), false) => quote!(graphql::Bound::<#mark, false>::write(value, out)),
            (Some(mark), true) => quote!(graphql::Bound::<#mark, false>::write(&**value, out)),
        };
        quote!(Self::#ident(value) => #write)
    });
    let (out, body) = match members.as_slice() {
        [] => (quote!(_), quote!(match *self {})),
        _ => (quote!(out), quote!(match self { #(#arms),* })),
    };
    quote! {
        #docs
        #derives
        pub enum #ident { #(#variants),* }

        impl graphql::Output for #ident {
            fn write<'a>(&'a self, #out: &mut graphql::Writer<'a>) {
                #body
            }
        }
    }
}
