//! Resolver traits, and the functions that call them.

use super::checks::Checked;
use super::directives::Directives;
use super::inputs::plan_arguments;
use super::names::Names;
use super::prose::field_docs;
use super::resolved::{is_resolved, is_wrapped};
use super::types::{field_idents, value_type};
use crate::api::graphql::{self as api, Kind, TypeDefinition};
use crate::plan::docs::prose;
use crate::plan::names::{Scope, type_name, value_name};
use crate::rust::graphql::{self as rust, Graphql, Work};
use crate::rust::{Docs, Ident};

/// The resolver of one object type.
pub(super) struct Planned {
    /// The module that its trait and its function are in, each in a folder of its own.
    pub module: Ident,
    pub name: String,
    pub constant: Ident,
    /// None where only hooks run.
    pub trait_ident: Option<Ident>,
    pub is_subscription: bool,
    /// The trait, and the structs of arguments.
    pub items: Vec<Graphql>,
    pub function: rust::Function,
    /// The fields that one call answers for all sibling parents.
    pub batches: Option<rust::Batches>,
}

/// The resolver of a type that has fields that need work.
pub(super) fn plan_resolver<'a>(
    names: &Names<'a>,
    directives: &Directives<'a>,
    checked: &Checked<'a>,
    scope: &mut Scope,
    ty: &'a TypeDefinition,
) -> Option<Planned> {
    let Kind::Object { fields, .. } = &ty.kind else { return None };
    if !names.has_work(ty) {
        return None;
    }
    let is_subscription = names.schema.subscription.as_ref() == Some(&ty.name);
    let mut reserved =
        Scope::with(&["args", "batch", "call", "context", "next", "parents", "service", "values"]);
    let parent = (!names.is_root(&ty.name))
        .then(|| (reserved.claim(value_name(&ty.name)), names.ident(&ty.name)));
    let has_methods =
        fields.iter().any(|it| is_resolved(names, ty, it) && work(names, ty, it) == Work::Method);
    let trait_ident = has_methods.then(|| scope.claim(type_name(&[&ty.name, "Resolver"])));
    let (mut methods, mut structs) = (Vec::new(), Vec::new());
    let (mut arms, mut batched) = (Vec::new(), Vec::new());
    for (index, (field, ident)) in fields.iter().zip(field_idents(ty)).enumerate() {
        let is_wrapped = is_wrapped(names, ty, field);
        if !is_wrapped && !is_resolved(names, ty, field) {
            continue;
        }
        let coordinate = format!("{}.{}", ty.name, field.name);
        let work = if is_wrapped { Work::Value } else { work(names, ty, field) };
        let is_method = work == Work::Method;
        let arguments = (is_method && !field.arguments.is_empty())
            .then(|| scope.claim(type_name(&[&ty.name, &field.name, "Args"])));
        if let Some(ident) = &arguments {
            structs.push(plan_arguments(names, ident.clone(), &coordinate, &field.arguments));
        }
        if field.is_batched {
            batched.push(rust::BatchArm {
                index: index as u16,
                method: ident.clone(),
                has_arguments: arguments.is_some(),
            });
        } else {
            arms.push(rust::Arm {
                index: index as u16,
                method: ident.clone(),
                work,
                sdl: (work == Work::Service).then(|| sdl(names, field)),
                has_arguments: arguments.is_some(),
                checks: checked.arguments(names, directives, &coordinate, &field.arguments),
                directives: directives.around(names, ty, field),
                shape: is_method.then(|| names.bound_shape(&field.ty)).flatten(),
            });
        }
        if is_method {
            methods.push(rust::Method {
                docs: field_docs(&ty.name, field),
                ident,
                arguments,
                gives: value_type(names, &field.ty),
                is_stream: is_subscription,
                is_batched: field.is_batched,
            });
        }
    }
    let mut items = Vec::new();
    if let Some(ident) = &trait_ident {
        let docs = trait_docs(names, ty);
        let (ident, parent) = (ident.clone(), parent.clone());
        items.push(Graphql::Resolver(rust::Resolver { docs, ident, parent, methods }));
    }
    let batches = parent.clone().zip(trait_ident.clone()).filter(|_| !batched.is_empty());
    let batches =
        batches.map(|((_, parent), resolver)| rust::Batches { resolver, parent, arms: batched });
    items.append(&mut structs);
    Some(Planned {
        module: names.module(&ty.name),
        name: ty.name.clone(),
        constant: names.constant(&ty.name),
        is_subscription,
        items,
        function: rust::Function { resolver: trait_ident.clone(), parent, is_subscription, arms },
        batches,
        trait_ident,
    })
}

/// Who answers a field that needs work: of a subgraph, some are answered for the gateway.
pub(super) fn work(names: &Names<'_>, ty: &TypeDefinition, field: &api::Field) -> Work {
    let is_query = names.schema.subgraph.is_some() && names.schema.query == ty.name;
    match field.name.as_str() {
        "_entities" if is_query => Work::Entities,
        "_service" if is_query => Work::Service,
        _ => Work::Method,
    }
}

/// What answers `_service`, whose type has a field `sdl`.
fn sdl(names: &Names<'_>, field: &api::Field) -> rust::ServiceSdl {
    let name = field.ty.name();
    let sdl = names.ty(name).and_then(|ty| match &ty.kind {
        Kind::Object { fields, .. } => fields.iter().find(|it| it.name == "sdl"),
        _ => None,
    });
    let is_nullable = sdl.is_some_and(|it| !matches!(it.ty, api::TypeRef::NonNull(_)));
    rust::ServiceSdl { ident: names.ident(name), is_nullable }
}

fn trait_docs(names: &Names<'_>, ty: &TypeDefinition) -> Docs {
    let api::Schema { query, mutation, subscription, .. } = names.schema;
    let summary = if *query == ty.name {
        "The queries."
    } else if mutation.as_ref() == Some(&ty.name) {
        "The mutations."
    } else if subscription.as_ref() == Some(&ty.name) {
        "The subscriptions."
    } else {
        return Docs(vec![format!("Fields of `{}` that need work.", ty.name)]);
    };
    Docs::new(summary).and(&prose(&ty.description).0.join("\n"))
}
