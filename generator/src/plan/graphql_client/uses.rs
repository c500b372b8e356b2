//! Which names each file imports.

use std::collections::{BTreeMap, BTreeSet};

use crate::rust::graphql_client::GraphqlClient;
use crate::rust::{Docs, Ident, Item, Module, Ty};

/// The module below `client` that each name is in.
#[derive(Default)]
pub(super) struct Homes(BTreeMap<Ident, &'static str>);

impl Homes {
    /// Notes the name that an item defines.
    pub(super) fn add(&mut self, home: &'static str, item: &Item) {
        if let Some(ident) = defined(item) {
            self.0.insert(ident.clone(), home);
        }
    }

    /// A file with its imports in front.
    pub(super) fn module(&self, path: &str, docs: &str, items: Vec<Item>) -> Module {
        let own: BTreeSet<&Ident> = items.iter().filter_map(defined).collect();
        let mut named: BTreeSet<&Ident> = BTreeSet::new();
        for item in &items {
            types(item).into_iter().for_each(|it| find(it, &mut named));
        }
        let mut by_module: BTreeMap<&str, Vec<Ident>> = BTreeMap::new();
        for ident in named.into_iter().filter(|it| !own.contains(it)) {
            if let Some(home) = self.0.get(ident) {
                by_module.entry(home).or_default().push(ident.clone());
            }
        }
        let uses = by_module.into_iter().map(|(module, names)| {
            Item::GraphqlClient(GraphqlClient::Use { module: Ident::new(module), names })
        });
        let items = uses.chain(items.iter().cloned()).collect();
        Module { path: path.to_owned(), docs: Docs::new(docs), items }
    }
}

/// The name that an item defines.
fn defined(item: &Item) -> Option<&Ident> {
    match item {
        Item::Enum(it) => Some(&it.ident),
        Item::GraphqlClient(it) => match it {
            GraphqlClient::Scalar(it) => Some(&it.ident),
            GraphqlClient::Object(it) => Some(&it.ident),
            GraphqlClient::Choice(it) => Some(&it.ident),
            GraphqlClient::OneOf(it) => Some(&it.ident),
            GraphqlClient::Use { .. }
            | GraphqlClient::Operation(_)
            | GraphqlClient::Method(_)
            | GraphqlClient::Client { .. } => None,
        },
        _ => None,
    }
}

/// The types that an item names.
fn types(item: &Item) -> Vec<&Ty> {
    let Item::GraphqlClient(item) = item else { return Vec::new() };
    match item {
        GraphqlClient::Object(it) => {
            let fields = it.fields.iter().map(|it| &it.ty);
            fields.chain(it.fragments.iter().map(|it| &it.ty)).collect()
        }
        GraphqlClient::Choice(it) => it.variants.iter().map(|it| &it.ty).collect(),
        GraphqlClient::OneOf(it) => it.members.iter().map(|it| &it.ty).collect(),
        GraphqlClient::Use { .. }
        | GraphqlClient::Scalar(_)
        | GraphqlClient::Operation(_)
        | GraphqlClient::Method(_)
        | GraphqlClient::Client { .. } => Vec::new(),
    }
}

fn find<'t>(ty: &'t Ty, found: &mut BTreeSet<&'t Ident>) {
    match ty {
        Ty::Own(ident) | Ty::Beside(ident) | Ty::Local(ident) => drop(found.insert(ident)),
        Ty::Vec(inner) | Ty::Option(inner) | Ty::Boxed(inner) | Ty::Items(inner) => {
            find(inner, found);
        }
        Ty::Map { value, .. } => find(value, found),
        Ty::Prelude(_) | Ty::Runtime { .. } | Ty::ByteStream | Ty::Events => {}
    }
}
