//! Responses and the contents of bodies.

use super::Lowering;
use super::schema::Name;
use crate::api::{Content, Example, Header, Response, Status, Style, is_json, is_sequence};
use crate::diagnostics::similar;
use crate::openapi::{Node, Version};

impl<'a> Lowering<'a, '_> {
    pub(super) fn responses(&mut self, operation: &Node<'a>, name: &Name) -> Vec<Response> {
        let mut list = Vec::new();
        for (key, node) in operation.members_of("responses") {
            if key.starts_with("x-") {
                continue;
            }
            let found = status(key);
            if found.is_none() || key.contains('x') {
                let place = self.document.key_place(&node);
                let meant = meant_status(key);
                self.diagnostics.malformed_status(place, key, meant.as_deref(), found.is_some());
            }
            let Some(status) = found else { continue };
            let name = self.name_inside(&node, "response", name.then(key));
            if let Some(node) = self.document.follow(node) {
                list.push(self.response(operation, status, &node, &name));
            }
        }
        list
    }

    fn response(
        &mut self,
        operation: &Node<'a>,
        status: Status,
        node: &Node<'a>,
        name: &Name,
    ) -> Response {
        let contents = match self.document.version {
            Version::V2 => self.produced(operation, node, name),
            _ => self.contents(node, name),
        };
        let mut headers = Vec::new();
        for (header, node) in node.members_of("headers") {
            let name = self.name_inside(&node, "header", name.then(header));
            let Some(node) = self.document.follow(node) else { continue };
            if header.eq_ignore_ascii_case("content-type") {
                continue;
            }
            let content = node.members_of("content").into_iter().next();
            let schema = match &content {
                Some((_, it)) => self.document.follow(it.clone()).and_then(|it| it.get("schema")),
                None => node.get("schema"),
            };
            headers.push(Header {
                name: header.to_owned(),
                required: node.flag("required"),
                style: match content {
                    Some((media_type, _)) if is_json(media_type) => Style::Json,
                    _ => Style::Simple,
                },
                explode: node.flag("explode"),
                schema: match schema {
                    Some(schema) => self.held(&schema, &name),
                    None if self.document.version == Version::V2 => self.held(&node, &name),
                    None => self.any(),
                },
                description: node.prose("description"),
                example: header_example(&node),
            });
        }
        let (summary, description) = (node.prose("summary"), node.prose("description"));
        let gap = if summary.is_empty() || description.is_empty() { "" } else { "\n\n" };
        let description = format!("{summary}{gap}{description}");
        let place = self.document.place(node);
        Response { status, description, links: self.links(node), headers, contents, place }
    }

    /// In version 2.0 one schema stands for all media types that the operation produces.
    fn produced(&mut self, operation: &Node<'a>, node: &Node<'a>, name: &Name) -> Vec<Content> {
        let Some(schema) = node.get("schema") else { return Vec::new() };
        let schema = self.held(&schema, name);
        let examples = node.members_of("examples");
        let place = self.document.place(node);
        let media_types = self.media_types(operation, "produces");
        let content = |media_type: String| {
            let example = examples.iter().find(|it| it.0 == media_type);
            let value = example.map(|(_, it)| it.value.clone());
            Content {
                schema: Some(schema.clone()),
                item_schema: None,
                encodings: Vec::new(),
                examples: value.into_iter().map(plain_example).collect(),
                place: place.clone(),
                media_type,
            }
        };
        media_types.into_iter().map(content).collect()
    }

    /// The contents of a body or answer; media types that only differ in their parameters are one.
    pub(super) fn contents(&mut self, node: &Node<'a>, name: &Name) -> Vec<Content> {
        let mut list: Vec<Content> = Vec::new();
        for (media_type, it) in node.members_of("content") {
            let content = self.content(media_type, &it, name);
            match list.iter().find(|it| it.media_type == content.media_type) {
                Some(first) => {
                    let places = (first.place.clone(), content.place);
                    let what = format!("the media type `{}`", content.media_type);
                    self.diagnostics.duplicate(places, &what, "the first one counts");
                }
                None => list.push(content),
            }
        }
        list
    }

    pub(super) fn content(&mut self, media_type: &str, node: &Node<'a>, name: &Name) -> Content {
        let plain = media_type.split(';').next().unwrap_or(media_type).trim().to_lowercase();
        let node = &self.document.follow(node.clone()).unwrap_or_else(|| node.clone());
        let mut examples: Vec<Example> =
            node.value_of("example").cloned().into_iter().map(plain_example).collect();
        for (name, example) in node.members_of("examples") {
            let Some(example) = self.document.follow(example) else { continue };
            // Version 3.2 tells the value apart from the text that travels.
            let mut values = ["value", "dataValue", "serializedValue"].iter();
            if let Some(value) = values.find_map(|it| example.value_of(it)) {
                let summary = example.prose("summary");
                examples.push(Example { name: name.to_owned(), summary, value: value.clone() });
            }
        }
        let item_schema = node.get("itemSchema");
        if let Some(item) = item_schema.as_ref().filter(|_| !is_sequence(&plain)) {
            let place = self.document.key_place(item);
            let what = format!("each item of `{plain}`");
            let to = if plain == "text/event-stream" { "an event of text" } else { "bytes" };
            self.diagnostics.widened(place, &what, to);
        }
        Content {
            media_type: plain,
            schema: node.get("schema").map(|it| self.held(&it, name)),
            item_schema: item_schema.map(|it| self.held(&it, &name.then("item"))),
            examples,
            encodings: self.encodings(node),
            place: self.document.key_place(node),
        }
    }
}

/// The first value that a header, or its schema where that is written in place, shows.
fn header_example(node: &Node<'_>) -> Option<serde_json::Value> {
    let first = node.members_of("examples").into_iter().next();
    let named = first.and_then(|it| it.1.value_of("value").cloned());
    let own = node.value_of("example").cloned().or(named);
    own.or_else(|| node.get("schema")?.value.get("example").cloned())
}

fn plain_example(value: serde_json::Value) -> Example {
    Example { name: String::new(), summary: String::new(), value }
}

/// The status that was meant: letters for digits, a range in small letters, words behind it.
fn meant_status(key: &str) -> Option<String> {
    let upper = key.to_uppercase();
    let first = upper.split_whitespace().next()?.trim_matches('_');
    let digits = first.replace('O', "0").replace(['L', 'I'], "1");
    let range = digits.get(..1).map(|it| format!("{it}XX"));
    let is_range = digits.len() == 3 && digits.ends_with('X');
    let candidates = [Some(digits).filter(|_| !is_range), range.filter(|_| is_range)];
    let found = candidates.into_iter().flatten().find(|it| status(it).is_some());
    found.or_else(|| similar(key, ["default"].into_iter()).map(str::to_owned))
}

fn status(key: &str) -> Option<Status> {
    match key.as_bytes() {
        b"default" => Some(Status::Default),
        [class @ b'1'..=b'5', b'X' | b'x', b'X' | b'x'] => Some(Status::Range(class - b'0')),
        _ => key.parse().ok().filter(|code| (100..600).contains(code)).map(Status::Code),
    }
}
