//! Constraints as tokens: a chain of methods after a value, or a list.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Ident, Rule, Rules};

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
            let (name, bound) = (Ident::new(*name), float(bound.0));
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
            let list = list.iter().map(|it| float(it.0));
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

/// `.min_length(1).max_length(255)`
pub(super) fn emit_chain(rules: &Rules) -> TokenStream {
    rules.0.iter().map(emit_link).collect()
}

fn emit_link(rule: &Rule) -> TokenStream {
    match rule {
        Rule::Count(name, count) => {
            let (method, count) = (method(name), Literal::u64_unsuffixed(*count));
            quote!(.#method(#count))
        }
        Rule::Bound(name, bound) => {
            let (method, bound) = (method(name), float(bound.0));
            quote!(.#method(#bound))
        }
        Rule::Pattern(pattern) => quote!(.pattern(#pattern)),
        Rule::Format(name) => {
            let name = Ident::new(*name);
            quote!(.format(json::Format::#name))
        }
        Rule::Integers(list) => {
            let list = list.iter().map(|it| Literal::i64_unsuffixed(*it));
            quote!(.integers(&[#(#list),*]))
        }
        Rule::Numbers(list) => {
            let list = list.iter().map(|it| float(it.0));
            quote!(.numbers(&[#(#list),*]))
        }
        Rule::UniqueItems => quote!(.unique_items()),
        Rule::Assert(constant) => quote!(.asserted(crate::assertions::#constant)),
        Rule::Items(rules) => {
            let rules = emit_rules(rules);
            quote!(.items(#rules))
        }
        Rule::Values(rules) => {
            let rules = emit_rules(rules);
            quote!(.values(#rules))
        }
    }
}

/// The method of a rule: `MinLength` is `min_length`.
fn method(rule: &str) -> Ident {
    let mut name = String::new();
    for (index, letter) in rule.chars().enumerate() {
        if letter.is_uppercase() && index > 0 {
            name.push('_');
        }
        name.push(letter.to_ascii_lowercase());
    }
    Ident::new(name)
}

fn float(value: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() && value != 0.0 { quote!(-#literal) } else { quote!(#literal) }
}
