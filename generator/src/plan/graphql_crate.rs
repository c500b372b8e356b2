//! The crate of one GraphQL schema: a server, a client, or both.

use super::docs::prose;
use super::graphql::plan_graphql;
use super::graphql_client::plan_client;
use super::{Wanted, manifest};
use crate::api::Api;
use crate::rust::{Crate, Docs, Ident, Item, Module};

/// Plans the crate of an API with a GraphQL schema.
///
/// A client takes operations: without any, there is a server alone.
pub fn plan_graphql_crate(api: &Api, wanted: &Wanted<'_>) -> Crate {
    let documents = api.executable.as_ref().filter(|_| wanted.client);
    let Some(documents) = documents else {
        return plan_graphql(api, wanted.out, wanted.runtime_path);
    };
    let (modules, texts) = plan_client(api, documents, wanted.eq);
    let mut krate = match wanted.server {
        true => plan_graphql(api, wanted.out, wanted.runtime_path),
        false => Crate {
            out: wanted.out.to_owned(),
            modules: vec![root_module(api)],
            manifest: String::new(),
            texts: Vec::new(),
        },
    };
    krate.manifest = manifest::graphql(api, wanted);
    krate.modules.extend(modules);
    krate.modules.sort_by(|left, right| left.path.cmp(&right.path));
    krate.texts.extend(texts);
    let root = krate.modules.iter_mut().find(|it| it.path == "lib.rs");
    if let Some(root) = root {
        if wanted.server {
            root.items = std::mem::take(&mut root.items).into_iter().map(of_server).collect();
        }
        let client = Item::Child {
            name: Ident::new("client"),
            docs: Docs::default(),
            feature: wanted.server.then_some("client"),
            is_public: true,
        };
        root.items.insert(0, client);
        root.docs = std::mem::take(&mut root.docs).and(&usage(api));
    }
    krate
}

/// What is there for servers alone, where there is a client beside.
fn of_server(item: Item) -> Item {
    match item {
        Item::Child { name, docs, feature: _, is_public } => {
            Item::Child { name, docs, feature: Some("server"), is_public }
        }
        Item::Runtime => Item::Runtime,
        item => Item::Featured { feature: "server", item: Box::new(item) },
    }
}

fn root_module(api: &Api) -> Module {
    let description = prose(&api.description);
    let has_title = description.0.first().is_some_and(|it| it.starts_with("# "));
    let title = if has_title { Docs::default() } else { prose(&api.title) };
    let docs = title.and(&description.0.join("\n"));
    Module { path: "lib.rs".to_owned(), docs, items: vec![Item::Runtime] }
}

/// How the client is called, by the first operation that there is.
fn usage(api: &Api) -> String {
    super::graphql_client::usage(api).unwrap_or_default()
}
