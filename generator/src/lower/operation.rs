//! Operations of all paths.

use std::collections::BTreeMap;

use super::Lowering;
use super::pagination::{KEYWORD, Stated};
use super::path_key::{PathKey, QueryPart};
use super::schema::Name;
use crate::api::{
    Content, Kind, Location, Method, Operation, Parameter, RequestBody, Requirement,
    SecurityScheme, Server, Type,
};
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
    ("query", Method::Query),
];

/// Where an operation stands, and what it takes from there.
pub(super) struct Around<'a, 'k> {
    /// The path item that it is in.
    pub(super) item: &'k Node<'a>,
    /// The key of the path item.
    pub(super) key: &'k str,
    /// Its id, where it says none itself.
    pub(super) id: String,
}

impl<'a> Lowering<'a, '_> {
    pub(super) fn operations(&mut self, schemes: &[SecurityScheme]) -> Vec<Operation> {
        let root = self.document.root();
        let base = match self.document.version {
            Version::V2 => root.prose("basePath").trim_end_matches('/').to_owned(),
            _ => String::new(),
        };
        let mut operations = Vec::new();
        for (path, item) in root.members_of("paths") {
            if path.starts_with("x-") {
                continue;
            }
            let Some(item) = self.document.follow(item) else { continue };
            let slash = if path.starts_with('/') { "" } else { "/" };
            let key = format!("{base}{slash}{path}");
            for (method, node) in self.methods(&item) {
                let id = format!("{} {key}", method.as_str().to_lowercase());
                let around = Around { item: &item, key: &key, id };
                let mut operation = self.operation(&around, method, &node);
                operation.security = self.requirements(&node, root.get("security"), schemes);
                operations.push(operation);
            }
        }
        operations
    }

    /// The operations of a path item, each with its method.
    pub(super) fn methods(&mut self, item: &Node<'a>) -> Vec<(Method, Node<'a>)> {
        let fixed =
            METHODS.iter().filter_map(|(key, method)| Some((method.clone(), item.get(key)?)));
        let mut methods: Vec<_> = fixed.collect();
        for (key, node) in item.members_of("additionalOperations") {
            if key.starts_with("x-") {
                continue;
            }
            let is_fixed = METHODS.iter().any(|it| it.1.as_str() == key);
            if is_fixed || !is_token(key) {
                let place = self.document.key_place(&node);
                let expected = "a method without a keyword of its own (RFC 9110, section 9.1)";
                let found = format!("`{}`", key.escape_debug());
                self.diagnostics.wrong_kind(place, expected, &found, None);
                continue;
            }
            methods.push((Method::Other(key.to_owned()), node));
        }
        methods
    }

    /// One operation, without its security.
    pub(super) fn operation(
        &mut self,
        around: &Around<'a, '_>,
        method: Method,
        node: &Node<'a>,
    ) -> Operation {
        let item = around.item;
        let id = node.text("operationId").filter(|it| !it.trim().is_empty());
        let id = id.unwrap_or(&around.id).to_owned();
        let name = Name::new(&[&id]);
        let tags = node.items_of("tags");
        let tag = tags.first().and_then(|it| it.value.as_str()).filter(|it| !it.trim().is_empty());
        let declared = self.declared_parameters(item, node);
        let key = PathKey::parse(around.key);
        if key.query.iter().any(|it| it.1 == QueryPart::Mixed) {
            let place = self.document.key_place(item);
            let what = "a value in a query with text beside its variable";
            self.diagnostics.widened(place, what, "any value");
        }
        let parameters = self.parameters(&declared, &key, item, &name);
        let request_body = match self.document.version {
            Version::V2 => self.form_or_body(node, &declared, &name),
            _ => self.request_body(node, &method, &name),
        };
        if let Some(said) = node.get(KEYWORD) {
            self.stated.push(Stated {
                operation: self.document.place(node),
                place: self.document.key_place(&said),
                value: said.value.clone(),
            });
        }
        let mut query = key.conditions();
        if key.has_fragment {
            query.extend(self.required_in_query(&parameters));
        }
        Operation {
            id,
            method,
            tag: tag.unwrap_or("default").to_owned(),
            summary: node.prose("summary"),
            description: node.prose("description"),
            deprecated: node.flag("deprecated"),
            pagination: None,
            is_left_out: false,
            parameters,
            request_body,
            responses: self.responses(node, &name),
            security: Vec::<Requirement>::new(),
            place: self.document.place(node),
            path: key.path.to_owned(),
            key: around.key.to_owned(),
            query,
            servers: self.own_servers(item, node),
        }
    }

    /// What tells operations apart that differ in a fragment, which never travels.
    fn required_in_query(&self, parameters: &[Parameter]) -> Vec<(String, Option<String>)> {
        let required = parameters.iter().filter(|it| it.location == Location::Query && it.required);
        let only = |it: &Parameter| {
            let Type::Named(id) = it.schema.ty else { return None };
            let Kind::Enumeration(list) = &self.types[id.0].as_ref()?.kind else { return None };
            let [one] = list.values.as_slice() else { return None };
            Some(one.text.clone())
        };
        required.map(|it| (it.name.clone(), only(it))).collect()
    }

    /// The servers of an operation, else those of its path; none where they are the document's.
    fn own_servers(&self, item: &Node<'a>, node: &Node<'a>) -> Vec<Server> {
        let list = node.get("servers").or_else(|| item.get("servers"));
        let servers: Vec<Server> =
            list.iter().flat_map(Node::items).map(|it| super::server::server(&it)).collect();
        if servers == super::server::servers(self.document) { Vec::new() } else { servers }
    }

    fn request_body(
        &mut self,
        node: &Node<'a>,
        method: &Method,
        name: &Name,
    ) -> Option<RequestBody> {
        let body = node.get("requestBody")?;
        let name = self.name_inside(&body, "body", name.then("body"));
        let body = self.document.follow(body)?;
        let contents = body.members_of("content");
        // Bodies mean nothing to these methods (RFC 9110, section 9.3), and tools declare empty ones.
        let is_mute = matches!(method, Method::Get | Method::Head | Method::Delete);
        if is_mute && !body.flag("required") && contents.iter().all(|it| holds_nothing(&it.1)) {
            return None;
        }
        let contents: Vec<Content> =
            contents.iter().map(|(media_type, it)| self.content(media_type, it, &name)).collect();
        if contents.is_empty() {
            return None;
        }
        Some(RequestBody {
            description: body.prose("description"),
            required: body.flag("required"),
            contents,
        })
    }

    /// Ids must differ, also from those of others; a second use of one is told and numbered.
    pub(super) fn unique_ids<'o>(
        &mut self,
        others: Vec<&Operation>,
        operations: impl Iterator<Item = &'o mut Operation>,
    ) {
        let others = others.into_iter().map(|it| (it.id.clone(), it.place.clone()));
        let mut first: BTreeMap<String, Place> = others.collect();
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

/// A method is a token (RFC 9110, section 5.6.2).
fn is_token(text: &str) -> bool {
    let is_tchar = |it: u8| it.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&it);
    !text.is_empty() && text.bytes().all(is_tchar)
}

/// Whether a media type is that of an object without any property.
fn holds_nothing(content: &Node<'_>) -> bool {
    let Some(schema) = content.get("schema") else { return false };
    let is_empty = |key: &str| {
        schema.get(key).is_none_or(|it| it.value.as_object().is_some_and(serde_json::Map::is_empty))
    };
    const EMPTY: &[&str] = &["type", "properties", "additionalProperties", "description", "title"];
    schema.text("type") == Some("object")
        && is_empty("properties")
        && schema.get("additionalProperties").is_none_or(|it| *it.value == false)
        && schema.members().all(|(key, _)| EMPTY.contains(&key) || key.starts_with("x-"))
}
