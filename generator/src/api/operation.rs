//! HTTP operations.

use serde_json::Value;

use super::{Requirement, Scalar, Schema, Type};
use crate::source::Place;

/// One method on one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The operation id, or words made from method and path where the document has none.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with `{name}` for parameters: `/pets/{id}`.
    pub path: String,
    /// The tag that the operation is generated under; the first one, or `default`.
    pub tag: String,
    /// One line, may be empty.
    pub summary: String,
    /// More, in CommonMark, may be empty.
    pub description: String,
    /// Whether callers should move on.
    pub deprecated: bool,
    /// Its parameters and those of its path, in order.
    pub parameters: Vec<Parameter>,
    /// What callers send.
    pub request_body: Option<RequestBody>,
    /// What they get, in the order of the document.
    pub responses: Vec<Response>,
    /// Any of these will do; none means that the operation is open.
    pub security: Vec<Requirement>,
    /// Where the operation is written.
    pub place: Place,
}

/// An HTTP method.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the method of its name (RFC 9110, section 9)")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `in`")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
}

/// How a parameter's value becomes text (OpenAPI, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `style`")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    /// Not a style: the value travels as JSON text (`content`).
    Json,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether list items and members become parameters of their own.
    pub explode: bool,
    /// Whether it must be there.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
    /// What it is for, in CommonMark.
    pub description: String,
    /// Whether callers should move on.
    pub deprecated: bool,
    /// A value to show.
    pub example: Option<Value>,
    /// Where the parameter is written.
    pub place: Place,
}

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
    /// Values to show.
    pub examples: Vec<Example>,
    /// Where the media type is written.
    pub place: Place,
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

/// What callers get.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// When.
    pub status: Status,
    /// What it means, in CommonMark.
    pub description: String,
    /// Headers that come with it, without `Content-Type`.
    pub headers: Vec<Header>,
    /// One per media type; none where there is no body.
    pub contents: Vec<Content>,
    /// Where the response is written.
    pub place: Place,
}

/// The status that a response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// All of a class: 4 for `4XX`.
    Range(u8),
    /// All that are not declared.
    Default,
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// Its value (style `simple`).
    pub schema: Schema,
    /// What it says, in CommonMark.
    pub description: String,
}

impl Method {
    /// The method in upper case, as it travels.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

impl Location {
    /// The word that OpenAPI uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
        }
    }
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

/// How the value of a body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the form of its name")]
pub enum Form {
    Json,
    Multipart,
    UrlEncoded,
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
            _ if self.is_binary() => Form::Bytes,
            it if is_json(it) => Form::Json,
            it if it.starts_with("text/") || self.is_text() => Form::Text,
            _ => Form::Bytes,
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
            None => !is_json(&self.media_type) || self.media_type.contains('*'),
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
                && (content.form() != Form::Bytes || it.media_type == content.media_type)
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

/// Whether a media type is JSON (RFC 6839, section 3.1); a range that JSON is in counts too.
pub fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json" | "*/*" | "application/*")
        || media_type.ends_with("+json")
}
