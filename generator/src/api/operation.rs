//! HTTP operations.

use serde_json::Value;

use super::{Requirement, Schema};
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

/// The index of the content that is generated where a body has several media types: JSON before
/// forms before text before the rest.
pub fn preferred(contents: &[Content]) -> Option<usize> {
    let rank = |media_type: &str| match media_type {
        "application/json" => 0,
        it if is_json(it) => 1,
        "multipart/form-data" => 2,
        "application/x-www-form-urlencoded" => 3,
        "text/event-stream" => 4,
        it if it.starts_with("text/") => 5,
        _ => 6,
    };
    let ranks = contents.iter().map(|it| rank(&it.media_type)).enumerate();
    ranks.min_by_key(|it| it.1).map(|it| it.0)
}

/// Whether a media type is JSON (RFC 6839, section 3.1); a range that JSON is in counts too.
pub fn is_json(media_type: &str) -> bool {
    matches!(media_type, "application/json" | "text/json" | "*/*" | "application/*")
        || media_type.ends_with("+json")
}
