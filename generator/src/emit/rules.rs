//! Constraints as tokens, and the expressions that read a value with them.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

use crate::rust::{Ident, Presence, Rule, Rules};

/// The patterns of one function: a `static` in front of its body.
#[derive(Default)]
pub(super) struct Patterns(Vec<String>);

impl Patterns {
    /// `static PATTERNS: [json::Pattern; 1] = [json::Pattern::new("^a$")];`
    pub(super) fn emit(&self) -> Option<TokenStream> {
        let (patterns, count) = (&self.0, Literal::usize_unsuffixed(self.0.len()));
        (!patterns.is_empty()).then(|| {
            quote! {
                static PATTERNS: [json::Pattern; #count] = [#(json::Pattern::new(#patterns)),*];
            }
        })
    }

    /// `&[json::Rule::MinLength(3)]`
    fn rules(&mut self, rules: &Rules) -> TokenStream {
        let rules = rules.0.iter().map(|it| self.rule(it));
        quote!(&[#(#rules),*])
    }

    fn rule(&mut self, rule: &Rule) -> TokenStream {
        match rule {
            Rule::Count(name, count) => {
                let (name, count) = (Ident::new(*name), Literal::u64_unsuffixed(*count));
                quote!(json::Rule::#name(#count))
            }
            Rule::Bound(name, bound) => {
                let (name, bound) = (Ident::new(*name), float(*bound));
                quote!(json::Rule::#name(#bound))
            }
            Rule::Pattern(pattern) => {
                let index = Literal::usize_unsuffixed(self.0.len());
                self.0.push(pattern.clone());
                quote!(json::Rule::Pattern(&PATTERNS[#index]))
            }
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
            Rule::Items(rules) => {
                let rules = self.rules(rules);
                quote!(json::Rule::Items(#rules))
            }
            Rule::Values(rules) => {
                let rules = self.rules(rules);
                quote!(json::Rule::Values(#rules))
            }
        }
    }

    /// `r.checked(&mut self.name, &[…])`
    pub(super) fn read(&mut self, ident: &Ident, presence: Presence, rules: &Rules) -> TokenStream {
        let checked = !rules.0.is_empty();
        let list = checked.then(|| self.rules(rules));
        match (presence, list) {
            (Presence::Required, None) => quote!(r.value(&mut self.#ident)),
            (Presence::Required, Some(rules)) => quote!(r.checked(&mut self.#ident, #rules)),
            (Presence::Optional, None) => quote!(r.present(&mut self.#ident)),
            (Presence::Optional, Some(rules)) => {
                quote!(r.present_checked(&mut self.#ident, #rules))
            }
        }
    }
}

fn float(value: f64) -> TokenStream {
    let literal = Literal::f64_unsuffixed(value.abs());
    if value.is_sign_negative() && value != 0.0 { quote!(-#literal) } else { quote!(#literal) }
}

/// `0 => …, 1 => …, _ => …`: the last arm takes the rest.
pub(super) fn arms(bodies: Vec<TokenStream>) -> TokenStream {
    let last = bodies.len().saturating_sub(1);
    let arms = bodies.into_iter().enumerate().map(|(index, body)| {
        let index = Literal::usize_unsuffixed(index);
        quote!(#index => #body,)
    });
    let mut list: Vec<TokenStream> = arms.collect();
    if let Some(arm) = list.pop() {
        let body: TokenStream = arm.into_iter().skip(1).collect();
        debug_assert_eq!(list.len(), last);
        list.push(quote!(_ #body));
    }
    list.into_iter().collect()
}
