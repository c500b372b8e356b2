//! Links: what can be called with what an answer says.

use serde_json::Value;

use super::Lowering;
use crate::api::{Api, Link};
use crate::diagnostics::{Diagnostics, similar};
use crate::openapi::{Document, Node};

impl<'a> Lowering<'a, '_> {
    pub(super) fn links(&mut self, response: &Node<'a>) -> Vec<Link> {
        let mut links = Vec::new();
        for (name, node) in response.members_of("links") {
            let Some(node) = self.document.follow(node) else { continue };
            let key =
                if node.get("operationId").is_some() { "operationId" } else { "operationRef" };
            let Some(target) = node.text(key) else {
                let place = self.document.place(&node);
                self.diagnostics.missing_keyword(place, "a link", "operationId");
                continue;
            };
            let values =
                node.members_of("parameters").into_iter().map(|(name, it)| (name, it.value));
            let body = node.get("requestBody").map(|it| ("body", it.value));
            let values = values.chain(body).map(|(name, value)| (name.to_owned(), plain(value)));
            links.push(Link {
                name: name.to_owned(),
                description: node.prose("description"),
                target: target.to_owned(),
                is_known: key == "operationId",
                values: values.collect(),
                place: self.document.member_place(&node, key),
            });
        }
        links
    }
}

/// Finds the operation of each link; one that nobody knows is told.
pub(super) fn resolve_links(document: &Document, api: &mut Api, diagnostics: &mut Diagnostics) {
    let known: Vec<_> = api.all_operations().map(|it| (it.id.clone(), it.place.clone())).collect();
    let responses = api.all_operations_mut().flat_map(|it| &mut it.responses);
    for link in responses.flat_map(|it| &mut it.links) {
        if !link.is_known {
            // A reference to another document is shown as it is.
            if !link.target.starts_with('#') {
                continue;
            }
            let node = document.target(&link.target).and_then(|it| document.follow(it));
            let place = node.map(|it| document.place(&it));
            if let Some((id, _)) = known.iter().find(|it| Some(&it.1) == place.as_ref()) {
                link.target.clone_from(id);
                link.is_known = true;
                continue;
            }
        }
        link.is_known = known.iter().any(|it| it.0 == link.target);
        if !link.is_known {
            let suggestion = similar(&link.target, known.iter().map(|it| it.0.as_str()));
            diagnostics.unknown_operation(link.place.clone(), &link.target, suggestion);
        }
    }
}

fn plain(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
