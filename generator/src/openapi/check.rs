//! Checks a tree against the table of keywords: what is unknown, what is of a wrong kind.

use serde_json::Value;

use super::document::{Document, Version};
use super::find::elsewhere;
use super::node::{Node, segments};
use super::resources::is_file;
use super::rules;
use super::schema::{TypeName, is_annotation};
use super::shape::{Kind, Object};
use super::suggest::{self, Targets};
use super::words::{Words, meant_format, meant_type};
use crate::diagnostics::{Diagnostics, Instead, similar};

/// Reports keywords that are unknown or of a wrong kind, and references that lead nowhere.
pub(super) fn check(document: &Document, diagnostics: &mut Diagnostics) {
    let mut checker = Checker {
        document,
        diagnostics,
        version: document.version.bit(),
        targets: Targets::default(),
    };
    checker.value(&document.root(), Kind::Of(Object::Document));
}

// What a value was expected to be.
const TEXT: &str = "text";
const BOOLEAN: &str = "`true` or `false`";
const NUMBER: &str = "a number";
const COUNT: &str = "a whole number, not negative";
const TEXTS: &str = "a list of texts";
const LIST: &str = "a list";

const QUOTES: &str = "take the quotes away";

struct Checker<'a> {
    document: &'a Document,
    diagnostics: &'a mut Diagnostics,
    version: u8,
    targets: Targets,
}

impl Checker<'_> {
    fn value(&mut self, node: &Node<'_>, kind: Kind) {
        match kind {
            Kind::Any | Kind::Requirements => {}
            Kind::Text => self.expect(node, node.value.is_string(), TEXT),
            Kind::Boolean => self.expect(node, node.value.is_boolean(), BOOLEAN),
            Kind::Number => self.expect(node, node.value.is_number(), NUMBER),
            Kind::Integer => {
                let good = node.value.as_f64().is_some_and(|it| it >= 0.0 && it.fract() == 0.0);
                self.expect(node, good, COUNT);
            }
            Kind::StringList => {
                let list = node.value.as_array();
                let good = list.is_some_and(|list| list.iter().all(Value::is_string));
                // Draft 4 documents still say `required: true` on a property.
                self.expect(node, good, TEXTS);
            }
            Kind::TypeWord => self.type_word(node),
            Kind::Word(words) => self.word(node, words),
            Kind::Format => self.format(node),
            Kind::Discriminated if node.value.is_string() => {}
            Kind::Discriminated => {
                self.object(node, Object::Discriminator);
                self.mapping(node);
            }
            Kind::Of(Object::Schema) if node.value.is_boolean() => {}
            Kind::Of(object) => self.object(node, object),
            Kind::List(object) => {
                self.expect(node, node.value.is_array(), LIST);
                node.items().for_each(|it| self.value(&it, Kind::Of(object)));
            }
            Kind::MapOf(object) => {
                self.expect(node, node.value.is_object(), "an object");
                // Shared media types have names of their own.
                let is_content =
                    object == Object::MediaType && node.pointer() != "/components/mediaTypes";
                for (key, it) in node.members() {
                    if is_content && !self.media_type(&it, key) {
                        continue;
                    }
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
            if object == Object::Schema {
                self.siblings(node);
            }
        } else {
            rules::check(self.document, node, object, self.diagnostics);
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
                (Some(&(_, kind, versions)), _) => {
                    // A keyword of another version: people mean it, so it is read all the same.
                    self.diagnostics.keyword_of_other_version(
                        self.document.key_place(&member),
                        key,
                        object.name(),
                        &suggest::versions(versions),
                        suggest::instead(object, key, self.version),
                    );
                    self.value(&member, kind);
                }
                (None, Some(kind)) => {
                    if object == Object::Paths && !key.starts_with('/') {
                        self.diagnostics.relative_path(self.document.key_place(&member), key);
                    }
                    self.value(&member, kind);
                }
                (None, None) => self.unknown(&member, key, object),
            }
        }
    }

    fn unknown(&mut self, member: &Node<'_>, key: &str, object: Object) {
        let mut way = String::new();
        let meant = suggest::keyword(object, key, self.version, &mut way);
        let place = self.document.key_place(member);
        self.diagnostics.unknown_keyword(place, key, object.name(), meant);
    }

    /// The key of a media type: `*/*` and what has parameters are fine, a word alone is none.
    ///
    /// The answer is whether a media type stands there, and not one of its keywords.
    fn media_type(&mut self, member: &Node<'_>, key: &str) -> bool {
        // Those that are shared have names.
        let is_shared = || member.pointer().starts_with("/components/mediaTypes/");
        if !key.contains('/') && !key.starts_with("x-") && !is_shared() {
            self.diagnostics.malformed_media_type(self.document.key_place(member), key);
        }
        !Object::MediaType.rows().iter().any(|row| row.0 == key)
    }

    fn word(&mut self, node: &Node<'_>, words: &Words) {
        let Some(word) = node.value.as_str() else {
            self.expect(node, false, TEXT);
            return;
        };
        let known = words.of(self.version);
        if !known.contains(&word) {
            let instead = match (words.hint(word), similar(word, known.iter().copied())) {
                (Some(hint), _) => Instead::Hint(hint),
                (None, Some(near)) => Instead::Near(near),
                (None, None) => Instead::OneOf(&known),
            };
            let place = self.document.place(node);
            self.diagnostics.unknown_word(place, word, words.what, instead, words.outcome);
        }
    }

    fn format(&mut self, node: &Node<'_>) {
        self.expect(node, node.value.is_string(), TEXT);
        let word = node.value.as_str().unwrap_or_default();
        if let Some(suggestion) = meant_format(word) {
            self.diagnostics.unknown_format(self.document.place(node), word, suggestion);
        }
    }

    fn reference(&mut self, node: &Node<'_>, reference: &str, object: Object) {
        let place = self.document.member_place(node, "$ref");
        if !reference.starts_with('#') {
            self.diagnostics.remote_reference(place, reference);
            return;
        }
        let Some(target) = self.document.target(reference) else {
            let path = segments(&reference[1..]).unwrap_or_default();
            let suggestion = self.targets.meant(self.document.root().value, &path);
            self.diagnostics.missing_target(place, reference, suggestion.as_deref());
            return;
        };
        // Schemas may hold themselves; what is left of a circle among them is told where it is lowered.
        if object != Object::Schema && self.is_circle(target) {
            self.diagnostics.cyclic_reference(place, reference);
        }
    }

    /// Keywords beside the reference of a schema: before version 3.1 there are none, and people mean them all the
    /// same. Those that say which values there are are told.
    fn siblings(&mut self, node: &Node<'_>) {
        let version = match self.document.version {
            Version::V2 => "2.0",
            Version::V30 => "3.0",
            Version::V31 | Version::V32 => return,
        };
        for (key, member) in node.members().filter(|it| it.0 != "$ref" && !is_annotation(it.0)) {
            if Object::Schema.rows().iter().any(|row| row.0 == key) {
                let place = self.document.key_place(&member);
                self.diagnostics.reference_sibling(place, key, version);
            }
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
                // `file` is for version 2.0; nobody should be led to it.
                let known = TypeName::WORDS.iter().copied().filter(|it| *it != "file");
                let known: Vec<_> = known.collect();
                let near = meant_type(&text, &known);
                let instead = near.map_or(Instead::OneOf(&known), Instead::Near);
                self.diagnostics.unknown_type(self.document.place(&word), &text, instead);
            }
        }
    }

    fn expect(&mut self, node: &Node<'_>, good: bool, expected: &str) {
        if !good {
            let place = self.document.place(node);
            let help = remedy(node.value, expected);
            self.diagnostics.wrong_kind(place, expected, &found(node.value), help);
        }
    }
}

/// What to do about a value of a wrong kind, where it can be told.
fn remedy(value: &Value, expected: &str) -> Option<&'static str> {
    let unquoted = value.as_str().and_then(|it| serde_json::from_str(it).ok());
    match (expected, value) {
        (TEXT, Value::Number(_) | Value::Bool(_)) => Some("put it into quotes"),
        (BOOLEAN, _) if unquoted.as_ref().is_some_and(Value::is_boolean) => Some(QUOTES),
        (NUMBER | COUNT, _) if unquoted.as_ref().is_some_and(Value::is_number) => Some(QUOTES),
        (TEXTS, Value::Bool(_)) => {
            Some("a schema lists the names of those of its `properties` that are required")
        }
        (LIST | TEXTS, Value::Object(_) | Value::String(_)) => Some("a list of one is a list too"),
        _ => None,
    }
}

/// What a value is: itself where it is short.
fn found(value: &Value) -> String {
    match value {
        Value::Null => "nothing".to_owned(),
        Value::Bool(it) => format!("`{it}`"),
        Value::Number(it) => format!("the number `{it}`"),
        Value::String(it) if it.chars().count() <= 20 && !it.contains(['`', '\n']) => {
            format!("the text `{it}`")
        }
        Value::String(_) => "text".to_owned(),
        Value::Array(_) => "a list".to_owned(),
        Value::Object(_) => "an object".to_owned(),
    }
}
