//! Bodies: media types, and how values travel under them.

use serde_json::Value;

use super::{Scalar, Schema, Style, Type};
use crate::source::Place;

/// What callers send.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestBody {
    /// What it is for, in CommonMark.
    pub description: String,
    /// Whether it must be there.
    pub required: bool,
    /// One per media type, in the order of the document.
    pub contents: Vec<Content>,
}

/// One media type of a body.
#[derive(Debug, Clone, PartialEq)]
pub struct Content {
    /// The media type or range, lower case, without parameters: `application/json`, `image/*`.
    pub media_type: String,
    /// Its value; none where the document says nothing: bytes.
    pub schema: Option<Schema>,
    /// One item, where the value is a sequence that can be read piece by piece.
    pub item_schema: Option<Schema>,
    /// How fields of a form travel, where the document says it.
    pub encodings: Vec<Encoding>,
    /// Values to show.
    pub examples: Vec<Example>,
    /// Where the media type is written.
    pub place: Place,
}

/// How one field of a form travels (OpenAPI, "Encoding Object").
#[derive(Debug, Clone, PartialEq)]
pub struct Encoding {
    /// The field.
    pub name: String,
    /// The media types and ranges that its value may have; empty where all may be.
    pub media_types: Vec<String>,
    /// Its style, and whether it explodes; then the media types do not count.
    pub style: Option<(Style, bool)>,
}

/// A value to show.
#[derive(Debug, Clone, PartialEq)]
pub struct Example {
    /// Its name, may be empty.
    pub name: String,
    /// One line, may be empty.
    pub summary: String,
    /// The value.
    pub value: Value,
}

/// How the value of a body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the form of its name")]
pub enum Form {
    Json,
    Multipart,
    UrlEncoded,
    /// A sequence of JSON values.
    Items,
    Events,
    Text,
    Bytes,
}

impl Content {
    /// How the value travels under this media type.
    pub fn form(&self) -> Form {
        match self.media_type.as_str() {
            "multipart/form-data" => Form::Multipart,
            "application/x-www-form-urlencoded" => Form::UrlEncoded,
            "text/event-stream" => Form::Events,
            it if is_sequence(it) && !self.is_text() && !self.is_binary() => Form::Items,
            _ if self.is_binary() => Form::Bytes,
            it if is_json(it) => Form::Json,
            it if it.starts_with("text/") || self.is_text() => Form::Text,
            _ => Form::Bytes,
        }
    }

    /// What it says of the whole, and of one of the values of a sequence.
    pub fn schemas(&self) -> impl Iterator<Item = &Schema> {
        self.schema.iter().chain(&self.item_schema)
    }

    /// One of the values of a sequence. Before version 3.2 `schema` said what each is, or what all are.
    pub fn item(&self) -> Option<&Schema> {
        match (&self.item_schema, &self.schema) {
            (Some(item), _) => Some(item),
            (None, Some(Schema { ty: Type::Array(item), .. })) => Some(item),
            (None, schema) => schema.as_ref(),
        }
    }

    /// Whether the value is text, whatever the media type says: YAML or XML as it is.
    fn is_text(&self) -> bool {
        self.schema.as_ref().is_some_and(|it| it.ty == Type::Scalar(Scalar::String))
    }

    /// Whether the value is bytes, whatever the media type says.
    fn is_binary(&self) -> bool {
        match &self.schema {
            Some(schema) => schema.ty == Type::Scalar(Scalar::Binary),
            None => {
                let media_type = &self.media_type;
                let is_known = is_json(media_type) || is_sequence(media_type);
                !is_known || media_type.contains('*')
            }
        }
    }

    /// Whether the value has parts that this form has no way to write: an object as XML.
    fn is_unwritable(&self) -> bool {
        let has_parts = self
            .schema
            .as_ref()
            .is_some_and(|it| matches!(it.ty, Type::Named(_) | Type::Array(_) | Type::Map(_)));
        has_parts && matches!(self.form(), Form::Text | Form::Bytes)
    }
}

/// The contents that are generated where a body has several media types: each form and value
/// once, JSON first. A body has at least one, where it has any.
pub fn generated(contents: &[Content]) -> Vec<&Content> {
    let mut sorted: Vec<&Content> = contents.iter().collect();
    // Among forms of JSON, the plain one is the one that people mean.
    sorted.sort_by_key(|it| (it.form(), it.media_type != "application/json"));
    let mut kept: Vec<&Content> = Vec::new();
    for content in &sorted {
        let is_known = kept.iter().any(|it| {
            it.form() == content.form()
                && it.schema.as_ref().map(|it| &it.ty) == content.schema.as_ref().map(|it| &it.ty)
                && (!matches!(content.form(), Form::Bytes | Form::Items)
                    || it.media_type == content.media_type)
        });
        if !is_known && !content.is_unwritable() {
            kept.push(content);
        }
    }
    if kept.is_empty() {
        kept.extend(sorted.first());
    }
    kept
}

/// Whether a media type is a sequence of JSON values (OpenAPI 3.2, "Sequential Media Types").
pub fn is_sequence(media_type: &str) -> bool {
    let (_, subtype) = media_type.split_once('/').unwrap_or_default();
    matches!(subtype.strip_prefix("x-").unwrap_or(subtype), "ndjson" | "jsonl" | "jsonlines")
        || matches!(media_type, "application/json-seq" | "application/stream+json")
}

/// Whether a media type is JSON (RFC 6839, section 3.1); a range that JSON is in counts too.
pub fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json" | "*/*" | "application/*")
        || media_type.ends_with("+json")
}
