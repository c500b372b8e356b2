//! Where an API is served.

use crate::api::{Server, ServerVariable};
use crate::openapi::{Document, Node, Version};

pub(super) fn servers(document: &Document) -> Vec<Server> {
    let root = document.root();
    if document.version == Version::V2 {
        let host = root.prose("host");
        let schemes = root.items_of("schemes");
        let mut schemes: Vec<_> = schemes.iter().filter_map(|it| it.value.as_str()).collect();
        if schemes.is_empty() {
            schemes.push("https");
        }
        // Paths of operations begin with `basePath`; without `host`, it is wherever the document is.
        schemes.retain(|_| !host.is_empty());
        return schemes.iter().map(|scheme| at(format!("{scheme}://{host}"))).collect();
    }
    root.items_of("servers").iter().map(server).collect()
}

fn at(url: String) -> Server {
    Server { name: String::new(), url, description: String::new(), variables: Vec::new() }
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
