//! Tables, and what leads from their numbers to methods.

use proc_macro2::{Literal as Token, TokenStream};
use quote::quote;
use serde_json::Value;

use super::batches::emit_resolve_all;
use super::bound::emit_binding;
use super::checks::emit_check;
use crate::rust::Ident;
use crate::rust::graphql::{
    Applied, Arm, FieldCost, Function, Literal, Root, Row, ServiceSdl, Tables, Work,
};

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
    let scalars = scalars.iter().map(|(name, ident)| {
        quote!(graphql::ScalarType { name: #name, check: graphql::check::<#ident> })
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
            fn resolve<'a>(&'a self, call: graphql::Call<'a>) -> graphql::Called<'a> {
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
    let has_hooks = arms.iter().any(|it| !it.directives.is_empty() || !it.checks.is_empty());
    let mut bounds: Vec<TokenStream> = resolver.iter().map(|it| quote!(#it)).collect();
    bounds.extend(has_hooks.then(|| quote!(Directives)));
    bounds.extend(arms.iter().any(|it| it.work == Work::Entities).then(|| quote!(Entities)));
    let service = if bounds.is_empty() { quote!(_) } else { quote!(service) };
    let bounds = (!bounds.is_empty()).then(|| quote!(: #(#bounds)+*));
    let (name, gives, unknown) = match is_subscription {
        true => (quote!(subscribe), quote!(graphql::Subscribing<'a>), quote!(unknown_subscription)),
        false => (quote!(resolve), quote!(graphql::Called<'a>), quote!(unknown)),
    };
    let arms = arms.iter().map(|it| {
        let index = Token::u16_unsuffixed(it.index);
        let call = emit_arm(it, parent.as_ref(), *is_subscription);
        quote!(#index => #call)
    });
    quote! {
        pub(crate) fn #name<'a, S #bounds>(
            #service: &'a S,
            call: graphql::Call<'a>,
        ) -> #gives {
            match call.field_index() {
                #(#arms,)*
                _ => call.#unknown(),
            }
        }
    }
}

/// `call.run(service.books(call.context(), call.parent::<Author>()?, call.read()?))`, and more where hooks run or values change.
fn emit_arm(it: &Arm, parent: Option<&(Ident, Ident)>, is_subscription: bool) -> TokenStream {
    let run = if is_subscription { quote!(run_subscription) } else { quote!(run) };
    let is_hooked = !it.directives.is_empty() || !it.checks.is_empty();
    match (is_hooked, &it.work, &it.sdl) {
        (true, ..) => {}
        (false, Work::Entities, _) => {
            return quote! {
                call.#run(super::gateway::entities(service, call.context(), call.arguments()?))
            };
        }
        (false, Work::Service, Some(sdl)) => {
            let sdl = emit_sdl(sdl);
            return quote!(call.#run(async { #sdl }));
        }
        (false, ..) if it.shape.is_none() => {
            let method = &it.method;
            let parent = parent.map(|(_, ty)| quote!(, call.parent::<#ty>()?));
            let read = it.has_arguments.then(|| quote!(, call.read()?));
            return quote!(call.#run(service.#method(call.context() #parent #read)));
        }
        (false, ..) => {
            let (read, read_at_hand) = match it.has_arguments {
                true => (Some(quote!(let args = call.read()?;)), Some(quote!(, args))),
                false => (None, None),
            };
            let parent_at_hand = parent.map(emit_parent);
            let resolve = emit_method(it, parent, read_at_hand.as_ref(), is_subscription);
            return quote! {{
                let context = call.context();
                #parent_at_hand
                #read
                call.#run(async move { #resolve })
            }};
        }
    }
    let context = (it.work != Work::Service || !it.directives.is_empty())
        .then(|| quote!(let context = call.context();));
    let parent_at_hand = parent.map(emit_parent);
    let args = (it.has_arguments || it.work == Work::Entities)
        .then(|| quote!(let args = call.arguments()?;));
    let body = emit_hooked(it, parent, is_subscription);
    quote! {{
        #context
        #parent_at_hand
        #args
        call.#run(async move { #body })
    }}
}

/// `let author = call.parent::<Author>()?;`
fn emit_parent((name, ty): &(Ident, Ident)) -> TokenStream {
    quote!(let #name = call.parent::<#ty>()?;)
}

fn emit_hooked(it: &Arm, parent: Option<&(Ident, Ident)>, is_subscription: bool) -> TokenStream {
    let hooks = it.directives.iter().map(emit_hook);
    match (it.directives.as_slice(), is_subscription) {
        ([], _) => emit_resolve(it, parent, is_subscription),
        (_, true) => {
            let resolve = emit_resolve(it, parent, is_subscription);
            quote! {
                let (next, started) = graphql::Next::subscription(async move { #resolve });
                #(#hooks)*
                started.after(next).await
            }
        }
        (_, false) => {
            let next = emit_next(it, parent);
            quote!(#next #(#hooks)* next.run().await)
        }
    }
}

/// `let next = graphql::Next::resolver(async move { … });`
fn emit_next(it: &Arm, parent: Option<&(Ident, Ident)>) -> TokenStream {
    match (it.work, parent) {
        (Work::Value, Some((name, _))) => {
            let field = &it.method;
            quote!(let next = graphql::Next::value(&#name.#field);)
        }
        _ => {
            let resolve = emit_resolve(it, parent, false);
            quote!(let next = graphql::Next::resolver(async move { #resolve });)
        }
    }
}

/// `service.books(context, author, args.read()?).await`, once what is within the arguments is checked.
fn emit_resolve(it: &Arm, parent: Option<&(Ident, Ident)>, is_subscription: bool) -> TokenStream {
    let Arm { work, sdl, has_arguments, checks, .. } = it;
    match (work, sdl) {
        (Work::Entities, _) => {
            return quote!(super::gateway::entities(service, context, args).await);
        }
        (Work::Service, Some(sdl)) => return emit_sdl(sdl),
        _ => {}
    }
    let read = has_arguments.then(|| quote!(, args.read()?));
    let checks = (!checks.is_empty()).then(|| {
        let checks =
            checks.iter().map(|it| emit_check(it, &quote!(&mut values), &quote!(super::checks::)));
        quote! {
            let mut values = args.into_value();
            #(#checks)*
            let args = graphql::Arguments::of(values, context);
        }
    });
    let call = emit_method(it, parent, read.as_ref(), is_subscription);
    quote!(#checks #call)
}

/// `service.books(context, author, args).await`
fn emit_method(
    it: &Arm,
    parent: Option<&(Ident, Ident)>,
    read: Option<&TokenStream>,
    is_subscription: bool,
) -> TokenStream {
    let Arm { method, shape, .. } = it;
    let parent = parent.map(|(name, _)| quote!(, #name));
    let shaped = shape.as_ref().map(|shape| {
        let binding = emit_binding(shape);
        let make = if is_subscription { quote!(stream) } else { quote!(new) };
        quote!(.map(#binding::#make))
    });
    quote!(service.#method(context #parent #read).await #shaped)
}

/// `Ok(Service { sdl: crate::SUBGRAPH_SDL.to_owned() })`
fn emit_sdl(ServiceSdl { ident, is_nullable }: &ServiceSdl) -> TokenStream {
    let sdl = quote!(crate::SUBGRAPH_SDL.to_owned());
    let sdl = if *is_nullable { quote!(Some(#sdl)) } else { sdl };
    quote!(Ok(#ident { sdl: #sdl }))
}

/// `let next = graphql::Next::hook(service.audited(context, "Query.secret", AuditedArgs { … }, next));`
fn emit_hook(it: &Applied) -> TokenStream {
    let Applied { method, coordinate, .. } = it;
    let arguments = emit_call_arguments(it);
    quote!(let next = graphql::Next::hook(service.#method(context, #coordinate #arguments, next));)
}

/// `, AuditedArgs { role: "admin".to_owned() }`
pub(super) fn emit_call_arguments(it: &Applied) -> Option<TokenStream> {
    let (ident, values) = it.arguments.as_ref()?;
    let values = values.iter().map(|(name, value)| {
        let value = emit_literal(value);
        quote!(#name: #value)
    });
    Some(quote!(, #ident { #(#values),* }))
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
