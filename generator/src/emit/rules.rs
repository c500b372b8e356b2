//! Constraints as tokens, and the expressions that read a value with them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Ident, Presence, Rule, Rules};

/// `&[json::Rule::MinLength(3)]`
pub(super) fn emit_rules(rules: &Rules) -> TokenStream {
    let rules = rules.0.iter().map(emit_rule);
    quote!(&[#(#rules),*])
}

fn emit_rule(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Count(name, count) => {
            let (name, count) = (Ident::new(*name), Literal::u64_unsuffixed(*count));
            quote!(json::Rule::#name(#count))
        }
        Rule::Bound(name, bound) => {
            let (name, bound) = (Ident::new(*name), float(*bound));
            quote!(json::Rule::#name(#bound))
        }
        Rule::Pattern(pattern) => quote!(json::Rule::Pattern(#pattern)),
        Rule::Format(name) => {
            let name = Ident::new(*name);
            quote!(json::Rule::Format(json::Format::#name))
        }
        Rule::Integers(list) => {
            let list = list.iter().map(|it| Literal::i64_unsuffixed(*it));
            quote!(json::Rule::Integers(&[#(#list),*]))
        }
        Rule::Numbers(list) => {
            let list = list.iter().map(|it| float(*it));
            quote!(json::Rule::Numbers(&[#(#list),*]))
        }
        Rule::UniqueItems => quote!(json::Rule::UniqueItems),
        Rule::Assert(constant) => quote!(json::Rule::Assert(crate::assertions::#constant)),
        Rule::Items(rules) => {
            let rules = emit_rules(rules);
            quote!(json::Rule::Items(#rules))
        }
        Rule::Values(rules) => {
            let rules = emit_rules(rules);
            quote!(json::Rule::Values(#rules))
        }
    }
}

/// `r.checked(&mut self.name, &[…])`
pub(super) fn emit_value(place: &TokenStream, presence: Presence, rules: &Rules) -> TokenStream {
    let list = (!rules.0.is_empty()).then(|| emit_rules(rules));
    match (presence, list) {
        (Presence::Required, None) => quote!(r.value(&mut #place)),
        (Presence::Required, Some(rules)) => quote!(r.checked(&mut #place, #rules)),
        (Presence::Optional, None) => quote!(r.present(&mut #place)),
        (Presence::Optional, Some(rules)) => quote!(r.present_checked(&mut #place, #rules)),
    }
}

/// `self.name`
pub(super) fn own(ident: &Ident) -> TokenStream {
    quote!(self.#ident)
}

fn float(value: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() && value != 0.0 { quote!(-#literal) } else { quote!(#literal) }
}

/// `0 => …, 1 => …, _ => …`: the last arm takes the rest.
pub(super) fn arms(bodies: Vec<TokenStream>) -> TokenStream {
    let last = bodies.len().saturating_sub(1);
    let arms = bodies.into_iter().enumerate().map(|(index, body)| {
        if index == last {
            return quote!(_ => #body,);
        }
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #body,)
    });
    arms.collect()
}
