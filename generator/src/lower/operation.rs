//! Operations of all paths.

use std::collections::BTreeMap;

use super::Lowering;
use super::schema::Name;
use crate::api::{Content, Method, Operation, RequestBody, SecurityScheme};
use crate::openapi::{Node, Version};
use crate::source::Place;

const METHODS: &[(&str, Method)] = &[
    ("get", Method::Get),
    ("put", Method::Put),
    ("post", Method::Post),
    ("delete", Method::Delete),
    ("options", Method::Options),
    ("head", Method::Head),
    ("patch", Method::Patch),
    ("trace", Method::Trace),
];

impl<'a> Lowering<'a, '_> {
    pub(super) fn operations(&mut self, schemes: &[SecurityScheme]) -> Vec<Operation> {
        let root = self.document.root();
        let base = match self.document.version {
            Version::V2 => root.prose("basePath").trim_end_matches('/').to_owned(),
            _ => String::new(),
        };
        self.left_out(&root, &["webhooks"]);
        let mut operations = Vec::new();
        for (path, item) in root.members_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else { continue };
            let slash = if path.starts_with('/') { "" } else { "/" };
            self.left_out(&item, &["servers", "query", "additionalOperations"]);
            for (key, method) in METHODS {
                if let Some(node) = item.get(key) {
                    operations.push(self.operation(
                        &format!("{base}{slash}{path}"),
                        *method,
                        &item,
                        &node,
                        schemes,
                    ));
                }
            }
        }
        self.unique_ids(&mut operations);
        operations
    }

    fn operation(
        &mut self,
        path: &str,
        method: Method,
        item: &Node<'a>,
        node: &Node<'a>,
        schemes: &[SecurityScheme],
    ) -> Operation {
        let id = match node.text("operationId").filter(|it| !it.trim().is_empty()) {
            Some(id) => id.to_owned(),
            None => format!("{} {path}", method.as_str().to_lowercase()),
        };
        let path = match path.split_once(['?', '#']) {
            Some((plain, _)) => {
                let place = self.document.key_place(item);
                self.diagnostics.widened(
                    place,
                    "a path with a query string",
                    "the path without it",
                );
                plain.to_owned()
            }
            None => path.to_owned(),
        };
        self.left_out(node, &["callbacks", "servers"]);
        let name = Name::new(&[&id]);
        let tags = node.items_of("tags");
        let tag = tags.first().and_then(|it| it.value.as_str()).filter(|it| !it.trim().is_empty());
        let declared = self.declared_parameters(item, node);
        let parameters = self.parameters(&declared, &path, item, &name);
        let request_body = match self.document.version {
            Version::V2 => self.form_or_body(node, &declared, &name),
            _ => self.request_body(node, &name),
        };
        Operation {
            id,
            method,
            tag: tag.unwrap_or("default").to_owned(),
            summary: node.prose("summary"),
            description: node.prose("description"),
            deprecated: node.flag("deprecated"),
            parameters,
            request_body,
            responses: self.responses(node, &name),
            security: self.requirements(node, schemes),
            place: self.document.place(node),
            path,
        }
    }

    /// Tells of constructs that nothing is generated for yet.
    pub(super) fn left_out(&mut self, node: &Node<'a>, keys: &[&str]) {
        for key in keys {
            if let Some(member) = node.get(key) {
                let place = self.document.key_place(&member);
                self.diagnostics.not_generated(place, &format!("`{key}` here"), "left out");
            }
        }
    }

    fn request_body(&mut self, node: &Node<'a>, name: &Name) -> Option<RequestBody> {
        let body = node.get("requestBody")?;
        let name = self.name_inside(&body, "body", name.then("body"));
        let body = self.document.follow(body)?;
        let contents: Vec<Content> = body
            .members_of("content")
            .iter()
            .map(|(media_type, it)| self.content(media_type, it, &name))
            .collect();
        if contents.is_empty() {
            return None;
        }
        Some(RequestBody {
            description: body.prose("description"),
            required: body.flag("required"),
            contents,
        })
    }

    /// Ids must differ; a second use of one is told and numbered.
    fn unique_ids(&mut self, operations: &mut [Operation]) {
        let mut first: BTreeMap<String, Place> = BTreeMap::new();
        for operation in operations {
            if let Some(place) = first.get(&operation.id) {
                let again = operation.place.member("operationId");
                self.diagnostics.duplicate_operation_id(
                    place.member("operationId"),
                    again,
                    &operation.id,
                );
                let numbered = (2..).map(|n| format!("{} {n}", operation.id));
                let free = { numbered }.find(|it| !first.contains_key(it));
                operation.id = free.unwrap_or_default();
            }
            first.insert(operation.id.clone(), operation.place.clone());
        }
    }
}
