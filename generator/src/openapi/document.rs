//! One API's document: a single tree, and where its parts came from.

use std::collections::BTreeMap;

use serde_json::Value;

use super::node::{Node, segments};
use super::shape::{V2, V30, V31, V32};
use super::{bundle, check, overlay, tree};
use crate::diagnostics::{Diagnostics, similar};
use crate::source::{FileId, Place, SourceMap};

/// How many references may lead to one another; more are a circle.
const MOST_STEPS: u32 = 100;

/// The versions of the specification that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Version {
    /// Swagger 2.0.
    V2,
    /// OpenAPI 3.0.
    V30,
    /// OpenAPI 3.1.
    V31,
    /// OpenAPI 3.2.
    V32,
}

impl Version {
    pub(super) fn bit(self) -> u8 {
        match self {
            Self::V2 => V2,
            Self::V30 => V30,
            Self::V31 => V31,
            Self::V32 => V32,
        }
    }
}

/// A document whose references all lead to itself.
#[derive(Debug, Clone)]
pub struct Document {
    /// The version that it says it is.
    pub version: Version,
    /// Its root file.
    pub file: FileId,
    tree: Value,
    origins: Origins,
}

/// Where the parts of a bundled tree came from: the file, and the pointer there, by the pointer in the tree.
pub(super) type Origins = BTreeMap<String, (FileId, String)>;

/// Reads a root document, pulls in what it refers to, and applies overlays in order.
///
/// Gives `None`, with a diagnostic, where there is no document to speak of.
pub fn parse_document(
    sources: &SourceMap,
    file: FileId,
    overlays: &[FileId],
    diagnostics: &mut Diagnostics,
) -> Option<Document> {
    let root = parse_file(sources, file, diagnostics)?;
    let version = version(&root, file, diagnostics)?;
    let (tree, origins) = bundle::bundle(root, file, sources, diagnostics);
    let mut document = Document { version, file, tree, origins };
    for &file in overlays {
        if let Some(actions) = parse_file(sources, file, diagnostics) {
            overlay::apply(&mut document.tree, &actions, file, diagnostics);
        }
    }
    check::check(&document, diagnostics);
    Some(document)
}

/// Reads one file as a tree; what is wrong with its syntax is reported.
pub(super) fn parse_file(
    sources: &SourceMap,
    file: FileId,
    diagnostics: &mut Diagnostics,
) -> Option<Value> {
    match &sources.file(file).text {
        Ok(text) => match tree::parse_text(&sources.file(file).path, text) {
            Ok(tree) => Some(tree),
            Err(error) => {
                let place = Place::Span(file, error.offset, error.offset);
                diagnostics.syntax(place, &error.message);
                None
            }
        },
        Err(reason) => {
            diagnostics.unreadable(Place::File(file), &sources.file(file).path, reason);
            None
        }
    }
}

fn version(root: &Value, file: FileId, diagnostics: &mut Diagnostics) -> Option<Version> {
    let (key, word) = match (root.get("openapi"), root.get("swagger")) {
        (Some(word), _) => ("openapi", word),
        (None, Some(word)) => ("swagger", word),
        (None, None) => {
            no_version(root, file, diagnostics);
            return None;
        }
    };
    let word = word.as_str().map_or_else(|| word.to_string(), str::to_owned);
    let found = match (key, word.get(..3).unwrap_or(&word)) {
        ("swagger", "2.0" | "2") => Some(Version::V2),
        ("openapi", "3.0") => Some(Version::V30),
        ("openapi", "3.1") => Some(Version::V31),
        ("openapi", "3.2") => Some(Version::V32),
        _ => None,
    };
    if found.is_none() {
        diagnostics.unknown_version(Place::Value(file, format!("/{key}")), &word);
    }
    found
}

/// Reports a document without a version, by what there is instead of one.
fn no_version(root: &Value, file: FileId, diagnostics: &mut Diagnostics) {
    let place = Place::File(file);
    match root {
        Value::Object(map) => {
            let meant = map.keys().find_map(|key| {
                let meant = similar(key, ["openapi", "swagger"].into_iter())?;
                Some((key, meant))
            });
            match meant {
                Some((key, meant)) => {
                    let place = Place::Key(file, format!("/{}", super::node::escape(key)));
                    diagnostics.misspelt_version(place, key, meant);
                }
                None => diagnostics.no_version(place),
            }
        }
        Value::Array(_) => diagnostics.no_document(place, "a list"),
        Value::Null => diagnostics.no_document(place, "nothing"),
        _ => diagnostics.no_document(place, "text"),
    }
}

impl Document {
    /// The root of its tree.
    pub fn root(&self) -> Node<'_> {
        Node::root(&self.tree)
    }

    /// The whole document as JSON text, with two spaces of indent.
    pub fn to_json(&self) -> String {
        serde_json::to_string_pretty(&self.tree).unwrap_or_default() + "\n"
    }

    /// The node that a local reference (`#/…`) names; references on the way are followed.
    pub fn target(&self, reference: &str) -> Option<Node<'_>> {
        self.target_within(reference, MOST_STEPS)
    }

    fn target_within(&self, reference: &str, left: u32) -> Option<Node<'_>> {
        let mut node = self.root();
        for segment in segments(reference.strip_prefix('#')?)? {
            let next = match node.child(&segment) {
                Some(next) => next,
                None => self.follow_within(node, left)?.child(&segment)?,
            };
            node = next;
        }
        Some(node)
    }

    /// Follows `$ref`s from a node to one that is none; `None` where they lead nowhere or in a circle.
    pub fn follow<'a>(&'a self, node: Node<'a>) -> Option<Node<'a>> {
        self.follow_within(node, MOST_STEPS)
    }

    fn follow_within<'a>(&'a self, node: Node<'a>, left: u32) -> Option<Node<'a>> {
        let mut node = node;
        for _ in 0..MOST_STEPS {
            match node.text("$ref") {
                Some(reference) => node = self.target_within(reference, left.checked_sub(1)?)?,
                None => return Some(node),
            }
        }
        None
    }

    /// Where a node's value is written.
    pub fn place(&self, node: &Node<'_>) -> Place {
        let (file, pointer) = self.origin(&node.pointer());
        Place::Value(file, pointer)
    }

    /// Where a node's key is written.
    pub fn key_place(&self, node: &Node<'_>) -> Place {
        let (file, pointer) = self.origin(&node.pointer());
        Place::Key(file, pointer)
    }

    /// Where the value of a node's member is written; the member need not exist.
    pub fn member_place(&self, node: &Node<'_>, key: &str) -> Place {
        let (file, pointer) = self.origin(&node.pointer());
        Place::Value(file, format!("{pointer}/{}", super::node::escape(key)))
    }

    fn origin(&self, pointer: &str) -> (FileId, String) {
        let mut whole = pointer;
        loop {
            if let Some((file, source)) = self.origins.get(whole) {
                return (*file, format!("{source}{}", &pointer[whole.len()..]));
            }
            match whole.rfind('/') {
                Some(end) => whole = &whole[..end],
                None => return (self.file, pointer.to_owned()),
            }
        }
    }
}
