//! Values of the application's types.

use proc_macro2::{Literal, TokenStream};
use quote::{ToTokens, quote};

use crate::rust::Ident;
use crate::rust::graphql::{BoundEnum, BoundField, BoundObject, EnumValue, Shape, ShapeOf};

/// `pub type User = my_models::User;`, what stands for it, and how it is written.
pub(super) fn emit_bound_object(it: &BoundObject) -> TokenStream {
    let BoundObject { docs, ident, path, mark, constant, fields } = it;
    let path = path_of(path);
    let stands = format!(" Stands for `{}` where values are written.", ident.0);
    let write = emit_write(fields);
    quote! {
        #docs
        pub type #ident = #path;

        #[doc = #stands]
        pub(crate) enum #mark {}

        #[allow(
            clippy::needless_borrows_for_generic_args,
            reason = "some fit as they are, and most by reference: which it is, the compiler knows"
        )]
        impl<'a, const N: bool> graphql::Bound<'a, #mark, N> for &'a #ident {
            fn write(self, out: &mut graphql::Writer<'a>) {
                out.object(#constant, self, &#write);
            }
        }
    }
}

/// `|field, out| match field { 0 => graphql::Bound::<…>::write(&self.id, out), … }`
fn emit_write(fields: &[BoundField]) -> TokenStream {
    let write = |it: &BoundField| emit_bound(&it.shape, &value(it));
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

/// `&self.profile.name`, or `self.name()`.
fn value(it: &BoundField) -> TokenStream {
    let steps = it.steps.iter().map(|step| {
        let ident = &step.ident;
        let call = step.is_call.then(|| quote!(()));
        quote!(.#ident #call)
    });
    let borrow = it.steps.last().is_some_and(|it| !it.is_call).then(|| quote!(&));
    quote!(#borrow self #(#steps)*)
}

/// `graphql::Bound::<graphql::kind::Text, false>::write(&self.name, out)`
pub(super) fn emit_bound(shape: &Shape, value: &TokenStream) -> TokenStream {
    let Shape { of, is_nullable } = shape;
    quote!(graphql::Bound::<#of, #is_nullable>::write(#value, out))
}

/// `graphql::Binding::<UserType, _, false>`
pub(super) fn emit_binding(shape: &Shape) -> TokenStream {
    let Shape { of, is_nullable } = shape;
    quote!(graphql::Binding::<#of, _, #is_nullable>)
}

impl ToTokens for ShapeOf {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.extend(match self {
            Self::Known(name) => {
                let name = Ident::new(*name);
                quote!(graphql::kind::#name)
            }
            Self::Mark(ident) => quote!(#ident),
            Self::List(item) => {
                let Shape { of, is_nullable } = &**item;
                quote!(graphql::List<#of, #is_nullable>)
            }
        });
    }
}

/// From and to the enum of the application, and how its values are written.
pub(super) fn emit_bound_enum(it: &BoundEnum, ident: &Ident, values: &[EnumValue]) -> TokenStream {
    let BoundEnum { path, variants } = it;
    let path = path_of(path);
    let ours: Vec<&Ident> = values.iter().map(|it| &it.ident).collect();
    let names: Vec<&str> = values.iter().map(|it| it.name.as_str()).collect();
    quote! {
        impl From<#path> for #ident {
            fn from(value: #path) -> Self {
                match value { #(#path::#variants => Self::#ours),* }
            }
        }

        impl From<#ident> for #path {
            fn from(value: #ident) -> Self {
                match value { #(#ident::#ours => Self::#variants),* }
            }
        }

        impl<'a, const N: bool> graphql::Bound<'a, #ident, N> for &#path {
            fn write(self, out: &mut graphql::Writer<'a>) {
                out.string(match self { #(#path::#variants => #names),* });
            }
        }

        impl<'a, const N: bool> graphql::Bound<'a, #ident, N> for #path {
            fn write(self, out: &mut graphql::Writer<'a>) {
                out.string(match self { #(#path::#variants => #names),* });
            }
        }
    }
}

/// `my_models::User`
pub(in crate::emit) fn path_of(path: &[Ident]) -> TokenStream {
    quote!(#(#path)::*)
}
