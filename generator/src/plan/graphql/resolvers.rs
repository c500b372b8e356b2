//! Resolver traits, directives, and the functions that call them.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::inputs::{argument_idents, plan_arguments, plan_directive_arguments};
use super::names::{BUILT_IN, Names};
use super::prose::docs;
use super::resolved::{is_resolved, runs};
use super::types::{field_idents, value_type};
use crate::api::graphql::{self as api, DirectiveDefinition, Field, Kind, TypeDefinition, TypeRef};
use crate::plan::docs::prose;
use crate::plan::names::{Scope, type_name, value_name, variant_name};
use crate::rust::Exact;
use crate::rust::graphql::{self as rust, Graphql, Literal};
use crate::rust::{Docs, Ident};

/// The resolver of one object type.
pub(super) struct Planned {
    /// The module that its trait and its function are in, each in a folder of its own.
    pub module: Ident,
    pub name: String,
    pub constant: Ident,
    pub trait_ident: Ident,
    pub is_subscription: bool,
    /// The trait, and the structs of arguments.
    pub items: Vec<Graphql>,
    pub function: rust::Function,
    /// The fields that one call answers for all sibling parents.
    pub batches: Option<rust::Batches>,
}

/// The directives that run, by name.
pub(super) struct Directives<'a> {
    by_name: BTreeMap<&'a str, Runs<'a>>,
}

struct Runs<'a> {
    definition: &'a DirectiveDefinition,
    method: Ident,
    arguments: Option<Ident>,
}

impl<'a> Directives<'a> {
    /// Names the methods of directives that are applied to any field of an object type.
    ///
    /// A service has them beside the methods of its resolvers, so no two are called the same.
    pub(super) fn new(names: &Names<'a>, scope: &mut Scope) -> Self {
        let mut applied: BTreeSet<&str> = BTreeSet::new();
        let mut methods = Scope::default();
        let mut taken = BTreeSet::new();
        for ty in &names.objects {
            let Kind::Object { fields, .. } = &ty.kind else { continue };
            for (field, ident) in fields.iter().zip(field_idents(ty)) {
                let running = field.directives.iter().filter(|it| runs(it));
                applied.extend(running.map(|it| it.name.as_str()));
                taken.insert(ident.0);
            }
        }
        let definitions = names.schema.directives.iter().filter(|it| applied.contains(&*it.name));
        let by_name = definitions.map(|definition| {
            let name = value_name(&definition.name);
            let wanted = if taken.contains(&name) { format!("{name}_directive") } else { name };
            let arguments = (!definition.arguments.is_empty())
                .then(|| scope.claim(type_name(&[&definition.name, "Args"])));
            let method = methods.claim(wanted);
            (definition.name.as_str(), Runs { definition, method, arguments })
        });
        Self { by_name: by_name.collect() }
    }

    /// The trait, and the structs of arguments; nothing if no directive runs.
    pub(super) fn items(&self, names: &Names<'_>) -> Vec<Graphql> {
        if self.by_name.is_empty() {
            return Vec::new();
        }
        let in_order = names.schema.directives.iter();
        let all: Vec<&Runs<'_>> = in_order.filter_map(|it| self.by_name.get(&*it.name)).collect();
        let methods = all.iter().map(|it| rust::Directive {
            docs: docs(&it.definition.description, &format!("@{}", it.definition.name), None),
            ident: it.method.clone(),
            arguments: it.arguments.clone(),
        });
        let mut items = vec![Graphql::Directives(methods.collect())];
        for Runs { definition, arguments, .. } in all {
            let arguments = arguments.clone();
            items.extend(arguments.map(|ident| {
                plan_directive_arguments(names, ident, &definition.name, &definition.arguments)
            }));
        }
        items
    }

    fn applied(&self, names: &Names<'_>, ty: &TypeDefinition, field: &Field) -> Vec<rust::Applied> {
        let running = field.directives.iter().filter(|it| runs(it));
        let applied = running.filter_map(|directive| {
            let Runs { definition, method, arguments } = self.by_name.get(&*directive.name)?;
            let values = || {
                let idents = argument_idents(&definition.arguments);
                let values = definition.arguments.iter().zip(idents);
                values.map(|(it, ident)| (ident, given(names, directive, it))).collect()
            };
            Some(rust::Applied {
                method: method.clone(),
                coordinate: format!("{}.{}", ty.name, field.name),
                arguments: arguments.clone().map(|ident| (ident, values())),
            })
        });
        applied.collect()
    }
}

/// The value of a directive's argument: as given, else its default.
fn given(names: &Names<'_>, directive: &api::Directive, argument: &api::InputValue) -> Literal {
    let given = directive.arguments.iter().find(|(name, _)| *name == argument.name);
    let value = given.map(|(_, value)| value).or(argument.default.as_ref());
    literal(names, &argument.ty, value.unwrap_or(&Value::Null))
}

fn literal(names: &Names<'_>, ty: &TypeRef, value: &Value) -> Literal {
    match ty {
        TypeRef::NonNull(inner) => bare_literal(names, inner, value),
        _ if value.is_null() => Literal::None,
        ty => Literal::Some(Box::new(bare_literal(names, ty, value))),
    }
}

fn bare_literal(names: &Names<'_>, ty: &TypeRef, value: &Value) -> Literal {
    let name = match ty {
        TypeRef::NonNull(inner) => return bare_literal(names, inner, value),
        TypeRef::List(item) => {
            let items = value.as_array().map_or(std::slice::from_ref(value), Vec::as_slice);
            return Literal::List(items.iter().map(|it| literal(names, item, it)).collect());
        }
        TypeRef::Named(name) => name.as_str(),
    };
    let exact = match (name, value) {
        ("Boolean", Value::Bool(it)) => Some(Literal::Bool(*it)),
        ("Int", it) => it.as_i64().and_then(|it| i32::try_from(it).ok()).map(Literal::Int),
        ("Float", it) => it.as_f64().map(|it| Literal::Float(Exact(it))),
        ("String" | "ID", Value::String(it)) => Some(Literal::Text(it.clone())),
        ("ID", Value::Number(it)) => Some(Literal::Text(it.to_string())),
        (name, Value::String(it)) => variant(names, name, it),
        _ => None,
    };
    exact.unwrap_or_else(|| Literal::Read(value.clone()))
}

fn variant(names: &Names<'_>, name: &str, value: &str) -> Option<Literal> {
    if BUILT_IN.iter().any(|(it, _)| *it == name) {
        return None;
    }
    let Kind::Enum { values } = &names.ty(name)?.kind else { return None };
    let all = values.iter().map(|it| it.name.as_str());
    let idents = super::names::members(all, variant_name, &mut Scope::default());
    let found = values.iter().zip(idents).find(|(it, _)| it.name == value)?;
    Some(Literal::Variant(names.ident(name), found.1))
}

/// The resolver of a type that has fields that need work.
pub(super) fn plan_resolver(
    names: &Names<'_>,
    directives: &Directives<'_>,
    scope: &mut Scope,
    ty: &TypeDefinition,
) -> Option<Planned> {
    let Kind::Object { fields, .. } = &ty.kind else { return None };
    if !names.has_resolver(ty) {
        return None;
    }
    let is_subscription = names.schema.subscription.as_ref() == Some(&ty.name);
    let trait_ident = scope.claim(type_name(&[&ty.name, "Resolver"]));
    let mut reserved = Scope::with(&["args", "batch", "call", "context", "parents", "service"]);
    let parent = (!names.is_root(&ty.name))
        .then(|| (reserved.claim(value_name(&ty.name)), names.ident(&ty.name)));
    let (mut methods, mut structs) = (Vec::new(), Vec::new());
    let (mut arms, mut batched) = (Vec::new(), Vec::new());
    for (index, (field, ident)) in fields.iter().zip(field_idents(ty)).enumerate() {
        if !is_resolved(names, ty, field) {
            continue;
        }
        let coordinate = format!("{}.{}", ty.name, field.name);
        let arguments = (!field.arguments.is_empty())
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
                has_arguments: arguments.is_some(),
                directives: directives.applied(names, ty, field),
            });
        }
        methods.push(rust::Method {
            docs: docs(&field.description, &coordinate, field.deprecated.as_deref()),
            ident,
            arguments,
            gives: value_type(names, &field.ty),
            is_stream: is_subscription,
            is_batched: field.is_batched,
        });
    }
    let resolver = rust::Resolver {
        docs: trait_docs(names, ty),
        ident: trait_ident.clone(),
        parent: parent.clone(),
        methods,
    };
    let batches = parent.clone().filter(|_| !batched.is_empty());
    let batches = batches.map(|(_, parent)| rust::Batches {
        resolver: trait_ident.clone(),
        parent,
        arms: batched,
    });
    let mut items = vec![Graphql::Resolver(resolver)];
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
