//! Tables, and what leads from their numbers to methods.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use serde_json::Value;

use super::batches::emit_resolve_all;
use crate::rust::Ident;
use crate::rust::graphql::{Applied, Arm, FieldCost, Function, Literal, Root, Row, Tables};

/// `pub(crate) const AUTHOR: u16 = 0;` and so on, and `TABLES`.
pub(super) fn emit_tables(it: &Tables) -> TokenStream {
    let Tables { objects, scalars, costs } = it;
    let costs = costs.iter().map(emit_cost);
    let constants = objects.iter().enumerate().filter_map(|(index, it)| {
        let constant = it.constant.as_ref()?;
        let index = Token::u16_unsuffixed(u16::try_from(index).ok()?);
        Some(quote!(pub(crate) const #constant: u16 = #index;))
    });
    let rows = objects.iter().map(emit_row);
    let scalars = scalars.iter().map(|(name, target)| {
        let target = Ident::new(*target);
        quote! {
            graphql::ScalarType {
                name: #name,
                check: graphql::check::<meshwright_runtime::#target>,
            }
        }
    });
    quote! {
        #(#constants)*

        pub(crate) static TABLES: graphql::Tables = graphql::Tables {
            objects: &[#(#rows),*],
            scalars: &[#(#scalars),*],
            costs: &[#(#costs),*],
        };
    }
}

/// `graphql::FieldCost { coordinate: "Query.search", weight: Some(10), .. }`, with all its fields
fn emit_cost(it: &FieldCost) -> TokenStream {
    let FieldCost {
        coordinate,
        weight,
        assumed_size,
        slicing_arguments,
        sized_fields,
        require_one_slicing_argument,
    } = it;
    let number = |number: &Option<u64>| match number {
        Some(number) => {
            let number = Token::u64_unsuffixed(*number);
            quote!(Some(#number))
        }
        None => quote!(None),
    };
    let (weight, assumed_size) = (number(weight), number(assumed_size));
    quote! {
        graphql::FieldCost {
            coordinate: #coordinate,
            weight: #weight,
            assumed_size: #assumed_size,
            slicing_arguments: &[#(#slicing_arguments),*],
            sized_fields: &[#(#sized_fields),*],
            require_one_slicing_argument: #require_one_slicing_argument,
        }
    }
}

/// `graphql::ObjectType { name: "Author", fields: &["id", "books"], resolved: &[1] }`
fn emit_row(it: &Row) -> TokenStream {
    let Row { name, constant: _, fields, resolved, batched } = it;
    let resolved = resolved.iter().map(|it| Token::u16_unsuffixed(*it));
    let batched = batched.iter().map(|it| Token::u16_unsuffixed(*it));
    quote! {
        graphql::ObjectType {
            name: #name,
            fields: &[#(#fields),*],
            resolved: &[#(#resolved),*],
            batched: &[#(#batched),*],
        }
    }
}

/// `Glue` and its `Root`.
pub(super) fn emit_root(it: &Root) -> TokenStream {
    let Root { types, subscription, batched } = it;
    let resolve_all = emit_resolve_all(batched);
    let arms =
        types.iter().map(|(constant, module)| quote!(#constant => #module::resolve(&self.0, call)));
    let subscribe = subscription.as_ref().map(|module| {
        quote! {
            fn subscribe<'a>(&'a self, call: graphql::Call<'a>) -> graphql::Subscribing<'a> {
                #module::subscribe(&self.0, call)
            }
        }
    });
    quote! {
        pub(crate) struct Glue<S>(pub(crate) S);

        impl<S: Service> graphql::Root for Glue<S> {
            fn resolve<'a>(&'a self, call: graphql::Call<'a>) -> graphql::Pending<'a> {
                match call.type_index() {
                    #(#arms,)*
                    _ => call.unknown(),
                }
            }

            #resolve_all

            #subscribe
        }
    }
}

/// `pub(crate) fn resolve<'a, S: AuthorResolver>(service: &'a S, call: graphql::Call<'a>) -> …`
pub(super) fn emit_function(it: &Function) -> TokenStream {
    let Function { resolver, parent, is_subscription, arms } = it;
    let has_directives = arms.iter().any(|it| !it.directives.is_empty());
    let directives = has_directives.then(|| quote!(+ Directives));
    let (name, gives, run, unknown) = match (is_subscription, parent) {
        (true, _) => (
            quote!(subscribe),
            quote!(graphql::Subscribing<'a>),
            quote!(run_subscription),
            quote!(unknown_subscription),
        ),
        (false, None) => {
            (quote!(resolve), quote!(graphql::Pending<'a>), quote!(run), quote!(unknown))
        }
        (false, Some(_)) => {
            (quote!(resolve), quote!(graphql::Pending<'a>), quote!(run_on), quote!(unknown))
        }
    };
    let arms = arms.iter().map(|it| emit_arm(it, &run, parent.as_ref()));
    quote! {
        pub(crate) fn #name<'a, S: #resolver #directives>(
            service: &'a S,
            call: graphql::Call<'a>,
        ) -> #gives {
            match call.field_index() {
                #(#arms,)*
                _ => call.#unknown(),
            }
        }
    }
}

/// `3 => call.run_on(async move |author: &Author, context, args| …)`
fn emit_arm(it: &Arm, run: &TokenStream, parent: Option<&(Ident, Ident)>) -> TokenStream {
    let Arm { index, method, has_arguments, directives } = it;
    let index = Token::u16_unsuffixed(*index);
    let (args, read) = match has_arguments {
        true => (quote!(args), Some(quote!(, args.read()?))),
        false => (quote!(_), None),
    };
    let parameter = parent.map(|(name, ty)| quote!(#name: &#ty,));
    let parent = parent.map(|(name, _)| quote!(, #name));
    let resolve = quote!(service.#method(context #parent #read).await);
    let body = match directives.as_slice() {
        [] => resolve,
        directives => {
            let directives = directives.iter().map(emit_applied);
            quote!({ #(#directives)* #resolve })
        }
    };
    quote!(#index => call.#run(async move |#parameter context, #args| #body))
}

/// `service.audited(context, "Query.secret", AuditedArgs { role: "admin".to_owned() }).await?;`
fn emit_applied(it: &Applied) -> TokenStream {
    let Applied { method, coordinate, arguments } = it;
    let arguments = arguments.as_ref().map(|(ident, values)| {
        let values = values.iter().map(|(name, value)| {
            let value = emit_literal(value);
            quote!(#name: #value)
        });
        quote!(, #ident { #(#values),* })
    });
    quote!(service.#method(context, #coordinate #arguments).await?;)
}

fn emit_literal(it: &Literal) -> TokenStream {
    match it {
        Literal::None => quote!(None),
        Literal::Some(inner) => {
            let inner = emit_literal(inner);
            quote!(Some(#inner))
        }
        Literal::Text(it) => quote!(#it.to_owned()),
        Literal::Int(it) => {
            let it = Token::i32_unsuffixed(*it);
            quote!(#it)
        }
        Literal::Float(it) => {
            let it = Token::f64_unsuffixed(it.0);
            quote!(#it)
        }
        Literal::Bool(it) => quote!(#it),
        Literal::List(items) => {
            let items = items.iter().map(emit_literal);
            quote!(vec![#(#items),*])
        }
        Literal::Variant(ty, variant) => quote!(#ty::#variant),
        Literal::Read(value) => {
            let value = emit_json(value);
            quote! {
                graphql::Input::read(&#value)
                    .map_err(|error| graphql::Error::new(error.to_string()))?
            }
        }
    }
}

/// `meshwright_runtime::Value::from("admin")`
fn emit_json(value: &Value) -> TokenStream {
    let path = quote!(meshwright_runtime::Value);
    match value {
        Value::Null => quote!(#path::Null),
        Value::Bool(it) => quote!(#path::from(#it)),
        Value::String(it) => quote!(#path::from(#it)),
        Value::Number(it) => match (it.as_i64(), it.as_u64(), it.as_f64()) {
            (Some(it), ..) => quote!(#path::from(#it)),
            (_, Some(it), _) => quote!(#path::from(#it)),
            (.., Some(it)) => quote!(#path::from(#it)),
            _ => quote!(#path::Null),
        },
        Value::Array(items) if items.is_empty() => quote!(#path::Array(Vec::new())),
        Value::Array(items) => {
            let items = items.iter().map(emit_json);
            quote!(#path::from(vec![#(#items),*]))
        }
        Value::Object(members) if members.is_empty() => quote!(#path::Object(Default::default())),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| {
                let value = emit_json(value);
                quote!((#name, #value))
            });
            quote!(#path::from_iter([#(#members),*]))
        }
    }
}
