//! Which names each file imports.

use std::collections::{BTreeMap, BTreeSet};

use super::names::Names;
use super::resolvers::Planned;
use crate::rust::graphql::{Applied, Arm, Check, Graphql, Literal, Shape, ShapeOf, Target, Work};
use crate::rust::{Docs, Ident, Item, Module, Ty};

/// The module of the crate that each name is in.
pub(super) struct Uses {
    homes: BTreeMap<Ident, &'static str>,
}

impl Uses {
    pub(super) fn new(
        names: &Names<'_>,
        resolvers: &[Planned],
        directives: &[Graphql],
        entities: &[Graphql],
    ) -> Self {
        let mut homes: BTreeMap<Ident, &'static str> = names.homes().collect();
        for item in resolvers.iter().flat_map(|it| &it.items) {
            homes.extend(defined(item).map(|it| (it, "resolvers")));
        }
        for item in directives {
            homes.extend(defined(item).map(|it| (it, "directives")));
        }
        for item in entities {
            homes.extend(defined(item).map(|it| (it, "entities")));
        }
        Self { homes }
    }

    /// A file with its imports in front.
    pub(super) fn module(&self, path: &str, docs: &str, items: Vec<Graphql>) -> Module {
        let mut own: BTreeSet<Ident> = items.iter().filter_map(defined).collect();
        own.extend(items.iter().filter_map(marked));
        let mut named = BTreeSet::new();
        let mut runtime = false;
        for item in &items {
            find(item, &mut named);
            runtime |= match item {
                Graphql::Scalar(it) => matches!(it.target, Target::Own { .. }),
                Graphql::Service(_) | Graphql::Notes(_) => false,
                _ => true,
            };
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
        Graphql::BoundObject(it) => Some(it.ident.clone()),
        Graphql::Key(it) => Some(it.ident.clone()),
        Graphql::Reference(it) => Some(it.ident.clone()),
        Graphql::Entities(_) => Some(Ident::new("Entities")),
        Graphql::Use { .. }
        | Graphql::UseRuntime
        | Graphql::Entry(_)
        | Graphql::Tables(_)
        | Graphql::Root(_)
        | Graphql::Notes(_)
        | Graphql::Gateway(_)
        | Graphql::Checks(_)
        | Graphql::Function(_)
        | Graphql::Batches(_) => None,
    }
}

/// What an item defines besides, to stand for a type of the application.
fn marked(item: &Graphql) -> Option<Ident> {
    match item {
        Graphql::BoundObject(it) => Some(it.mark.clone()),
        Graphql::Scalar(it) => match &it.target {
            Target::Own { mark, .. } => Some(mark.clone()),
            Target::Runtime(_) | Target::Prelude(_) => None,
        },
        _ => None,
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
            it.fields
                .iter()
                .filter_map(|it| it.shape.as_ref())
                .for_each(|it| find_mark(it, &mut idents));
        }
        Graphql::BoundObject(it) => {
            found.insert((Some("tables"), it.constant.clone()));
            it.fields.iter().for_each(|it| find_mark(&it.shape, &mut idents));
        }
        Graphql::Abstract(it) => {
            types.extend(it.members.iter().map(|it| &it.ty));
            idents.extend(it.members.iter().filter_map(|it| it.mark.clone()));
        }
        Graphql::Key(it) => idents.extend(it.choices.iter().map(|it| it.ty.clone())),
        Graphql::Reference(it) => {
            idents.push(it.key.clone());
            types.extend(it.fields.iter().map(|it| &it.ty));
        }
        Graphql::Entities(list) => {
            idents.extend(list.iter().flat_map(|it| [it.reference.clone(), it.ty.clone()]));
        }
        Graphql::Gateway(it) => {
            idents.extend([it.union.clone(), Ident::new("Entities")]);
        }
        Graphql::Checks(list) => {
            list.iter().flat_map(|it| &it.checks).for_each(|it| find_in_check(it, &mut idents));
        }
        Graphql::Tables(it) => idents.extend(it.scalars.iter().map(|(_, ident)| ident.clone())),
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
            idents.extend(it.resolver.clone());
            idents.extend(it.parent.iter().map(|(_, ty)| ty.clone()));
            it.arms.iter().for_each(|it| find_in_arm(it, &mut idents));
        }
        Graphql::Batches(it) => idents.extend([it.resolver.clone(), it.parent.clone()]),
        Graphql::Directives(_)
        | Graphql::Scalar(_)
        | Graphql::Enum(_)
        | Graphql::Use { .. }
        | Graphql::UseRuntime
        | Graphql::Notes(_)
        | Graphql::Entry(_) => {}
    }
    let mut locals = Vec::new();
    types.iter().for_each(|it| it.locals(&mut locals));
    idents.extend(locals.into_iter().cloned());
    found.extend(idents.into_iter().map(|it| (None, it)));
}

fn find_in_arm(arm: &Arm, found: &mut Vec<Ident>) {
    arm.directives.iter().for_each(|it| find_in_applied(it, found));
    arm.checks.iter().for_each(|it| find_in_check(it, found));
    arm.shape.iter().for_each(|it| find_mark(it, found));
    found.extend(arm.sdl.iter().map(|it| it.ident.clone()));
    if arm.work == Work::Entities {
        found.push(Ident::new("Entities"));
    }
}

fn find_in_check(check: &Check, found: &mut Vec<Ident>) {
    found.push(Ident::new("Directives"));
    check.hooks.iter().for_each(|it| find_in_applied(it, found));
}

fn find_in_applied(directive: &Applied, found: &mut Vec<Ident>) {
    found.push(Ident::new("Directives"));
    let Some((ident, values)) = &directive.arguments else { return };
    found.push(ident.clone());
    values.iter().for_each(|(_, it)| find_in_literal(it, found));
}

fn find_mark(shape: &Shape, found: &mut Vec<Ident>) {
    match &shape.of {
        ShapeOf::Mark(ident) => found.push(ident.clone()),
        ShapeOf::List(item) => find_mark(item, found),
        ShapeOf::Known(_) => {}
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
