//! Where an API is served.

use crate::api::{Server, ServerVariable};
use crate::openapi::{Document, Node, Version};

pub(super) fn servers(document: &Document) -> Vec<Server> {
    let root = document.root();
    if document.version == Version::V2 {
        let host = root.prose("host");
        let base = root.prose("basePath");
        let schemes = root.items_of("schemes");
        let scheme = schemes.first().and_then(|it| it.value.as_str()).unwrap_or("https");
        let url = if host.is_empty() { base } else { format!("{scheme}://{host}{base}") };
        return vec![Server {
            name: String::new(),
            url,
            description: String::new(),
            variables: Vec::new(),
        }];
    }
    root.items_of("servers").iter().map(server).collect()
}

pub(super) fn server(node: &Node<'_>) -> Server {
    let variables = node.members_of("variables").into_iter().map(|(name, it)| ServerVariable {
        name: name.to_owned(),
        description: it.prose("description"),
        default: it.prose("default"),
        values: it
            .items_of("enum")
            .iter()
            .filter_map(|it| it.value.as_str())
            .map(str::to_owned)
            .collect(),
    });
    Server {
        name: node.prose("name"),
        url: node.prose("url"),
        description: node.prose("description"),
        variables: variables.collect(),
    }
}
