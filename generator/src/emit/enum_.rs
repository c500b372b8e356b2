//! Enums of strings and their codecs.

use proc_macro2::TokenStream;
use quote::quote;

use super::assertions::emit_read;
use crate::rust::Enum;

/// The enum, its texts and its codec.
pub(super) fn emit_enum(it: &Enum) -> TokenStream {
    let Enum { docs, ident, variants, unknown, assertion } = it;
    let members = variants.iter().map(|it| {
        let (docs, ident) = (&it.docs, &it.ident);
        quote!(#docs #ident)
    });
    let idents: Vec<_> = variants.iter().map(|it| &it.ident).collect();
    let texts: Vec<_> = variants.iter().map(|it| &it.text).collect();
    // As few lines as a look into the table, and less to compile.
    let named = match variants.len() {
        ..=2 => quote!(#(Self::#idents => #texts,)*),
        _ => quote!(named => json::text_of(named, Self::VALUES),),
    };
    let body = quote!(r.enumeration(self, Self::VALUES, Self::#unknown));
    let (read, beside) = emit_read(ident, assertion.as_ref(), &body);
    quote! {
        #docs
        #[derive(Debug, Clone, PartialEq, Eq, Hash)]
        pub enum #ident {
            #(#members,)*
            /// A value that the schema does not name.
            #unknown(String),
        }

        impl #ident {
            /// The values that the schema names, each with its text.
            pub const VALUES: &'static [(&'static str, Self)] = &[#((#texts, Self::#idents)),*];

            /// The value as it travels.
            pub fn as_str(&self) -> &str {
                match self {
                    Self::#unknown(text) => text,
                    #named
                }
            }
        }

        impl From<&str> for #ident {
            fn from(text: &str) -> Self {
                json::named(text, Self::VALUES, Self::#unknown)
            }
        }

        impl std::fmt::Display for #ident {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        #beside

        impl json::Json for #ident {
            fn blank() -> Self {
                Self::#unknown(String::new())
            }

            #read

            fn shape(&mut self) -> json::Shape<'_> {
                json::Shape::Word(self.as_str())
            }
        }
    }
}
