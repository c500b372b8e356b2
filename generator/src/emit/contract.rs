//! Cases that a server has to pass, as one table.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{ContractChange, ContractRow, ContractValue, Ident, InputBodyKind};

/// `pub static OPERATIONS: &[contract::Row] = &[…];`
pub(super) fn emit_contract(rows: &[ContractRow]) -> TokenStream {
    let rows = rows.iter().map(emit_row);
    quote! {
        use meshwright_runtime::contract;

        /// Each operation with good values, with what makes them bad, and with what reads its answers.
        pub static OPERATIONS: &[contract::Row] = &[#(#rows),*];
    }
}

fn emit_row(it: &ContractRow) -> TokenStream {
    let ContractRow { module, constant, output, parameters, body, changes, succeeds } = it;
    let body = match body {
        None => quote!(None),
        Some(it) => {
            let kind = Ident::new(match it.kind {
                InputBodyKind::Json => "Json",
                InputBodyKind::Form => "Form",
                InputBodyKind::Multipart => "Multipart",
                InputBodyKind::Text => "Text",
                InputBodyKind::Items => "Items",
                InputBodyKind::Bytes => "Bytes",
            });
            let (least, whole) = (&it.least, &it.whole);
            quote! {
                Some(contract::Sample {
                    form: contract::Form::#kind,
                    least: #least,
                    whole: #whole,
                })
            }
        }
    };
    let changes = changes.iter().map(emit_change);
    quote! {
        contract::Row {
            operation: &crate::operations::#module::#constant,
            parameters: &[#(#parameters),*],
            body: #body,
            changes: &[#(#changes),*],
            succeeds: #succeeds,
            answers: &contract::answers::<crate::operations::#module::#output>,
        }
    }
}

fn emit_change(it: &ContractChange) -> TokenStream {
    match it {
        ContractChange::Parameter(index, value, why) => {
            let (index, value) = (Literal::usize_unsuffixed(*index), emit_value(value));
            quote!(contract::Change::Parameter(#index, #value, #why))
        }
        ContractChange::Member(pointer, Some(value), why) => {
            let value = emit_value(value);
            quote!(contract::Change::Member(#pointer, #value, #why))
        }
        ContractChange::Member(pointer, None, why) => {
            quote!(contract::Change::Without(#pointer, #why))
        }
    }
}

fn emit_value(it: &ContractValue) -> TokenStream {
    match it {
        ContractValue::Json(text) => quote!(contract::Wrong::Json(#text)),
        ContractValue::Letters(count) => {
            let count = Literal::usize_unsuffixed(*count);
            quote!(contract::Wrong::Letters(#count))
        }
        ContractValue::Items(count) => {
            let count = Literal::usize_unsuffixed(*count);
            quote!(contract::Wrong::Items(#count))
        }
    }
}
