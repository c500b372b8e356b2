//! Checks a tree against the table of keywords: what is unknown, what is of a wrong kind.

use serde_json::Value;

use super::document::Document;
use super::find::elsewhere;
use super::node::Node;
use super::resources::is_file;
use super::schema::TypeName;
use super::shape::{Kind, Object};
use crate::diagnostics::{Diagnostics, similar};

/// Reports keywords that are unknown or of a wrong kind, and references that lead nowhere.
pub(super) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let mut checker = Checker { document, diagnostics, version: document.version.bit() };
    checker.value(&document.root(), Kind::Of(Object::Document));
}

struct Checker<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    version: u8,
}

impl Checker<'_> {
    fn value(&mut self, node: &Node<'_>, kind: Kind) {
        match kind {
            Kind::Any | Kind::Requirements => {}
            Kind::Text => self.expect(node, node.value.is_string(), "text"),
            Kind::Boolean => self.expect(node, node.value.is_boolean(), "`true` or `false`"),
            Kind::Number => self.expect(node, node.value.is_number(), "a number"),
            Kind::Integer => {
                let good = node.value.as_f64().is_some_and(|it| it >= 0.0 && it.fract() == 0.0);
                self.expect(node, good, "a whole number, not negative");
            }
            Kind::StringList => {
                let list = node.value.as_array();
                let good = list.is_some_and(|list| list.iter().all(Value::is_string));
                // Draft 4 documents still say `required: true` on a property.
                self.expect(node, good, "a list of texts");
            }
            Kind::TypeWord => self.type_word(node),
            Kind::Discriminated if node.value.is_string() => {}
            Kind::Discriminated => {
                self.object(node, Object::Discriminator);
                self.mapping(node);
            }
            Kind::Of(Object::Schema) if node.value.is_boolean() => {}
            Kind::Of(object) => self.object(node, object),
            Kind::List(object) => {
                self.expect(node, node.value.is_array(), "a list");
                node.items().for_each(|it| self.value(&it, Kind::Of(object)));
            }
            Kind::MapOf(object) => {
                self.expect(node, node.value.is_object(), "an object");
                for (key, it) in node.members() {
                    if !key.starts_with("x-") || it.value.is_object() {
                        self.value(&it, Kind::Of(object));
                    }
                }
            }
        }
    }

    fn object(&mut self, node: &Node<'_>, object: Object) {
        if !node.value.is_object() {
            self.expect(node, false, object.name());
            return;
        }
        if node.flag("x-meshwright-missing") {
            return;
        }
        if let Some(reference) = node.text("$ref") {
            self.reference(node, reference, object);
        }
        for (key, member) in node.members() {
            if key.starts_with("x-") || key == "$ref" {
                continue;
            }
            let row = object.rows().iter().find(|row| row.0 == key);
            match (row, object.patterned()) {
                (Some(&(_, kind, versions)), _) if versions & self.version != 0 => {
                    self.value(&member, kind);
                }
                (Some(&(_, kind, _)), _) => {
                    // A keyword of another version: people mean it, so it is read all the same.
                    self.diagnostics.keyword_of_other_version(
                        self.document.key_place(&member),
                        key,
                        object.name(),
                    );
                    self.value(&member, kind);
                }
                (None, Some(kind)) => self.value(&member, kind),
                (None, None) => self.unknown(&member, key, object),
            }
        }
    }

    fn unknown(&mut self, member: &Node<'_>, key: &str, object: Object) {
        let known = object.rows().iter().filter(|row| row.2 & self.version != 0).map(|row| row.0);
        let suggestion = similar(key, known);
        self.diagnostics.unknown_keyword(
            self.document.key_place(member),
            key,
            object.name(),
            suggestion,
        );
    }

    fn reference(&mut self, node: &Node<'_>, reference: &str, object: Object) {
        let place = self.document.member_place(node, "$ref");
        if !reference.starts_with('#') {
            self.diagnostics.remote_reference(place, reference);
            return;
        }
        let Some(target) = self.document.target(reference) else {
            let (parent, last) = reference.rsplit_once('/').unwrap_or((reference, ""));
            let elsewhere = elsewhere(self.document.root().value, last);
            let siblings = self.document.target(parent);
            let names: Vec<_> = siblings.iter().flat_map(Node::members).map(|it| it.0).collect();
            let near = similar(last, names.into_iter());
            let suggestion = elsewhere.as_deref().or(near);
            self.diagnostics.missing_target(place, reference, suggestion);
            return;
        };
        // Schemas may hold themselves; what is left of a circle among them is told where it is lowered.
        if object != Object::Schema && self.is_circle(target) {
            self.diagnostics.cyclic_reference(place, reference);
        }
    }

    /// The targets of a discriminator: references, or names of schemas.
    fn mapping(&mut self, node: &Node<'_>) {
        for (_, target) in node.members_of("mapping") {
            let Some(text) = target.value.as_str() else { continue };
            let root = self.document.root();
            let is_there = match text.starts_with('#') {
                true => self.document.target(text).is_some(),
                // What leads to another file has become a pointer, or is reported.
                false => is_file(text) || elsewhere(root.value, text).is_some(),
            };
            if !is_there {
                let last = text.rsplit('/').next().unwrap_or(text);
                let suggestion = elsewhere(root.value, last);
                let place = self.document.place(&target);
                self.diagnostics.missing_target(place, text, suggestion.as_deref());
            }
        }
    }

    /// Whether references lead from here to themselves.
    fn is_circle<'a>(&'a self, node: Node<'a>) -> bool {
        let mut node = node;
        let mut seen = Vec::new();
        while let Some(next) = node.text("$ref").and_then(|it| self.document.target(it)) {
            let pointer = next.pointer();
            if seen.contains(&pointer) {
                return true;
            }
            seen.push(pointer);
            node = next;
        }
        false
    }

    fn type_word(&mut self, node: &Node<'_>) {
        let words: Vec<Node<'_>> = match node.value {
            Value::Array(_) => node.items().collect(),
            _ => vec![node.clone()],
        };
        for word in words {
            let text = word.value.as_str();
            if text.and_then(TypeName::parse).is_none() {
                let text = text.map_or_else(|| word.value.to_string(), str::to_owned);
                let suggestion = similar(&text, TypeName::WORDS.iter().copied());
                self.diagnostics.unknown_type(self.document.place(&word), &text, suggestion);
            }
        }
    }

    fn expect(&mut self, node: &Node<'_>, good: bool, expected: &str) {
        if !good {
            self.diagnostics.wrong_kind(self.document.place(node), expected, kind_name(node.value));
        }
    }
}

fn kind_name(value: &Value) -> &'static str {
    match value {
        Value::Null => "nothing",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "text",
        Value::Array(_) => "a list",
        Value::Object(_) => "an object",
    }
}
