//! What types leave open: the table of schemas, and how a codec has it checked.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Assertions, Ident};

/// The schemas as texts, and a constant for each that something is checked by.
pub(super) fn emit_assertions(it: &Assertions) -> TokenStream {
    let texts = it.texts.iter().map(|it| raw(it));
    let constants = it.constants.iter().map(|(docs, ident, index)| {
        let index = Literal::usize_unsuffixed(*index);
        quote! {
            #docs
            pub const #ident: json::Assertion = json::Assertion { schemas: SCHEMAS, index: #index };
        }
    });
    quote! {
        /// The schemas; they refer to one another by number.
        const SCHEMAS: &[&str] = &[#(#texts),*];
        #(#constants)*
    }
}

/// `r#"{"type":"null"}"#`, as people would write it.
fn raw(text: &str) -> Literal {
    let fence = (1..9).map(|it| "#".repeat(it)).find(|it| !text.contains(&format!("\"{it}")));
    let raw = fence.and_then(|it| format!("r{it}\"{text}\"{it}").parse().ok());
    raw.unwrap_or_else(|| Literal::string(text))
}

/// `fn read`, and the function that it checks the assertion around, if there is one.
///
/// Gives what stands inside of the codec, and what stands beside it.
pub(super) fn emit_read(
    ident: &Ident,
    assertion: Option<&Ident>,
    body: &TokenStream,
) -> (TokenStream, TokenStream) {
    let signature =
        quote!((&mut self, r: &mut json::Reader<'_>) -> Result<json::Form, json::Error>);
    let Some(assertion) = assertion else {
        return (quote!(fn read #signature { #body }), TokenStream::new());
    };
    let read = quote! {
        fn read #signature {
            r.asserted(self, crate::assertions::#assertion, Self::read_typed)
        }
    };
    let beside = quote! {
        impl #ident {
            fn read_typed #signature { #body }
        }
    };
    (read, beside)
}
