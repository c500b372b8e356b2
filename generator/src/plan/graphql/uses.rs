//! Which names each file imports.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::resolvers::Planned;
use crate::rust::graphql::{Arm, Graphql, Literal};
use crate::rust::{Docs, Ident, Item, Module, Ty};

/// The module of the crate that each name is in.
pub(super) struct Uses {
    homes: BTreeMap<Ident, &'static str>,
}

impl Uses {
    pub(super) fn new(names: &Names<'_>, resolvers: &[Planned], directives: &[Graphql]) -> Self {
        let mut homes: BTreeMap<Ident, &'static str> = names.homes().collect();
        for item in resolvers.iter().flat_map(|it| &it.items) {
            homes.extend(defined(item).map(|it| (it, "resolvers")));
        }
        for item in directives {
            homes.extend(defined(item).map(|it| (it, "directives")));
        }
        Self { homes }
    }

    /// A file with its imports in front.
    pub(super) fn module(&self, path: &str, docs: &str, items: Vec<Graphql>) -> Module {
        let own: BTreeSet<Ident> = items.iter().filter_map(defined).collect();
        let mut named = BTreeSet::new();
        let mut runtime = false;
        for item in &items {
            find(item, &mut named);
            runtime |= !matches!(item, Graphql::Scalar(_) | Graphql::Service(_));
        }
        let mut by_module: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        for (module, ident) in named {
            if own.contains(&ident) {
                continue;
            }
            if let Some(module) = module.or_else(|| self.homes.get(&ident).copied()) {
                by_module.entry(module).or_default().push(ident);
            }
        }
        let mut all: Vec<Item> = by_module
            .into_iter()
            .map(|(module, names)| {
                Item::Graphql(Graphql::Use { module: Ident::new(module), names })
            })
            .collect();
        if runtime {
            all.push(Item::Graphql(Graphql::UseRuntime));
        }
        all.extend(items.into_iter().map(Item::Graphql));
        Module { path: path.to_owned(), docs: Docs::new(docs), items: all }
    }
}

/// The name that an item defines.
fn defined(item: &Graphql) -> Option<Ident> {
    match item {
        Graphql::Scalar(it) => Some(it.ident.clone()),
        Graphql::Enum(it) => Some(it.ident.clone()),
        Graphql::Object(it) => Some(it.ident.clone()),
        Graphql::Abstract(it) => Some(it.ident.clone()),
        Graphql::Input(it) => Some(it.ident.clone()),
        Graphql::OneOf(it) => Some(it.ident.clone()),
        Graphql::Resolver(it) => Some(it.ident.clone()),
        Graphql::Directives(_) => Some(Ident::new("Directives")),
        Graphql::Service(_) => Some(Ident::new("Service")),
        Graphql::Use { .. }
        | Graphql::UseRuntime
        | Graphql::Entry(_)
        | Graphql::Tables(_)
        | Graphql::Root(_)
        | Graphql::Function(_)
        | Graphql::Batches(_) => None,
    }
}

/// The names that an item uses, with their module where it is not that of a type.
fn find(item: &Graphql, found: &mut BTreeSet<(Option<&'static str>, Ident)>) {
    let mut types: Vec<&Ty> = Vec::new();
    let mut idents: Vec<Ident> = Vec::new();
    match item {
        Graphql::Object(it) => {
            found.insert((Some("tables"), it.constant.clone()));
            types.extend(it.fields.iter().map(|it| &it.ty));
        }
        Graphql::Abstract(it) => types.extend(it.members.iter().map(|it| &it.ty)),
        Graphql::Input(it) => types.extend(it.fields.iter().map(|it| &it.ty)),
        Graphql::OneOf(it) => types.extend(it.members.iter().map(|it| &it.ty)),
        Graphql::Resolver(it) => {
            idents.extend(it.parent.iter().map(|(_, ty)| ty.clone()));
            types.extend(it.methods.iter().map(|it| &it.gives));
        }
        Graphql::Service(traits) => idents.extend(traits.iter().cloned()),
        Graphql::Root(it) => {
            found.insert((Some("service"), Ident::new("Service")));
            let all = it.types.iter().chain(&it.batched);
            let constants = all.map(|(constant, _)| constant.clone());
            found.extend(constants.map(|it| (Some("tables"), it)));
        }
        Graphql::Function(it) => {
            idents.push(it.resolver.clone());
            idents.extend(it.parent.iter().map(|(_, ty)| ty.clone()));
            it.arms.iter().for_each(|it| find_in_arm(it, &mut idents));
        }
        Graphql::Batches(it) => idents.extend([it.resolver.clone(), it.parent.clone()]),
        Graphql::Directives(_)
        | Graphql::Scalar(_)
        | Graphql::Enum(_)
        | Graphql::Use { .. }
        | Graphql::UseRuntime
        | Graphql::Entry(_)
        | Graphql::Tables(_) => {}
    }
    let mut locals = Vec::new();
    types.iter().for_each(|it| it.locals(&mut locals));
    idents.extend(locals.into_iter().cloned());
    found.extend(idents.into_iter().map(|it| (None, it)));
}

fn find_in_arm(arm: &Arm, found: &mut Vec<Ident>) {
    for directive in &arm.directives {
        found.push(Ident::new("Directives"));
        let Some((ident, values)) = &directive.arguments else { continue };
        found.push(ident.clone());
        values.iter().for_each(|(_, it)| find_in_literal(it, found));
    }
}

fn find_in_literal(literal: &Literal, found: &mut Vec<Ident>) {
    match literal {
        Literal::Variant(ident, _) => found.push(ident.clone()),
        Literal::Some(inner) => find_in_literal(inner, found),
        Literal::List(items) => items.iter().for_each(|it| find_in_literal(it, found)),
        Literal::None
        | Literal::Text(_)
        | Literal::Int(_)
        | Literal::Float(_)
        | Literal::Bool(_)
        | Literal::Read(_) => {}
    }
}
