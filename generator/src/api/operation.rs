//! HTTP operations.

use serde_json::Value;

use super::{Pagination, Requirement, Scalar, Schema, Server, Type};
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
    /// The path as the document writes it, for people: `/rpc?action=List`.
    pub key: String,
    /// What the query must have for this operation rather than another on the same path: a literal
    /// value, or just presence.
    pub query: Vec<(String, Option<String>)>,
    /// Where it is served, if not where the rest of the API is.
    pub servers: Vec<Server>,
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
    /// How its pages follow each other, if its answers are pages of something longer.
    pub pagination: Option<Pagination>,
    /// Whether servers may leave it out.
    pub is_left_out: bool,
    /// Where the operation is written.
    pub place: Place,
}

/// An operation that the API calls elsewhere: receivers serve it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// What is called; its path is where a receiver serves it, and not where it is called.
    pub operation: Operation,
    /// What makes the API call.
    pub trigger: Trigger,
}

/// What makes an API call elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// Something that happens; where to call is agreed upon elsewhere.
    Webhook {
        /// The name of the webhook.
        name: String,
    },
    /// A call of one of the API's own operations, which says where to call.
    Callback {
        /// The ids of those operations.
        operations: Vec<String>,
        /// The name of the callback.
        name: String,
        /// Where to call, as a runtime expression: `{$request.body#/callbackUrl}`.
        expression: String,
    },
}

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
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
    Query,
    /// Any other: a token, in the case in which it travels.
    Other(String),
}

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `in`")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query.
    Querystring,
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
    Cookie,
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

/// What callers get.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// When.
    pub status: Status,
    /// What it means, in CommonMark.
    pub description: String,
    /// What can be called with what the answer says.
    pub links: Vec<Link>,
    /// Headers that come with it, without `Content-Type`.
    pub headers: Vec<Header>,
    /// One per media type; none where there is no body.
    pub contents: Vec<Content>,
    /// Where the response is written.
    pub place: Place,
}

/// What can be called with what an answer says (OpenAPI, "Link Object").
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// The id of the operation, or the reference of one that is elsewhere.
    pub target: String,
    /// Whether the target is an operation of this API.
    pub is_known: bool,
    /// The parameters by name, and the request body under `body`: constants, or runtime
    /// expressions as `$response.body#/id`.
    pub values: Vec<(String, String)>,
    /// Where the target is written.
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
    /// How its value becomes text: `simple`, or as JSON.
    pub style: Style,
    /// Whether members of an object have their names before them.
    pub explode: bool,
    /// Its value.
    pub schema: Schema,
    /// What it says, in CommonMark.
    pub description: String,
    /// A value to show.
    pub example: Option<Value>,
}

impl Method {
    /// The method as it travels.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(token) => token,
        }
    }
}

impl Operation {
    /// Shows every use of a type in its parameters, bodies and headers.
    pub fn visit_schemas(&mut self, visit: &mut dyn FnMut(&mut Schema)) {
        self.parameters.iter_mut().for_each(|it| it.schema.visit(visit));
        for content in self.contents_mut() {
            let schemas = content.schema.iter_mut().chain(&mut content.item_schema);
            schemas.for_each(|it| it.visit(visit));
        }
        let headers = self.responses.iter_mut().flat_map(|it| &mut it.headers);
        headers.for_each(|it| it.schema.visit(visit));
    }

    /// Every media type of its body and answers.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        let body = self.request_body.iter_mut().flat_map(|it| &mut it.contents);
        body.chain(self.responses.iter_mut().flat_map(|it| &mut it.contents))
    }
}

impl Trigger {
    /// Whether something that happens makes the call.
    pub fn is_webhook(&self) -> bool {
        matches!(self, Self::Webhook { .. })
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
            Self::Querystring => "querystring",
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
