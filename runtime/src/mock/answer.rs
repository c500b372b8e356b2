//! What an operation gives.

use std::fmt;

use http::{HeaderMap, StatusCode};

use super::Mocked;
use super::negotiate::preferred;
use super::prefer::Prefer;
use crate::http::style::{deep, encode};
use crate::http::{self as tables, AnswerBody, Output, Parameter, Received, Unexpected};
use crate::json::dynamic::{Dynamic, Type};
use crate::json::{Mode, Plain, Value, read_into};
use crate::server::{Fault, Problem, Response};

/// One of an operation's answers.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: Status,
    /// Its headers, in lower case.
    pub headers: Vec<(&'static Parameter, Value)>,
    /// Its media types; none where it has no body.
    pub contents: Vec<Content>,
}

/// One media type of an answer.
#[derive(Debug)]
pub struct Content {
    /// The media type.
    pub media_type: &'static str,
    /// How the value travels.
    pub form: Form,
    /// Values with their names: those of the document first. Names may be empty.
    pub examples: Vec<(String, Value)>,
    /// The example that is taken where none is asked for.
    pub usual: usize,
    /// Its value, where that is JSON.
    ty: Option<Type>,
}

/// The status of an answer; those that say more come first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// This one.
    Code(u16),
    /// All of a class.
    Range(u8),
    /// Any.
    Default,
}

/// How a value travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the form of its name")]
pub enum Form {
    Json,
    UrlEncoded,
    Multipart,
    /// A sequence of JSON values.
    Items,
    Events,
    Text,
    Bytes,
}

impl Status {
    pub(super) fn is(self, status: u16) -> bool {
        match self {
            Self::Code(code) => code == status,
            Self::Range(class) => u16::from(class) == status / 100,
            Self::Default => true,
        }
    }
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}

impl Content {
    /// One that takes the first example of its type, in the strict sense if there is one.
    pub fn new(
        media_type: &'static str,
        form: Form,
        ty: Option<Type>,
        examples: Vec<(String, Value)>,
    ) -> Self {
        let fits = |mode| {
            let ty = ty?;
            examples.iter().position(|it| is_of(ty, &it.1, mode))
        };
        let usual = fits(Mode::Strict).or_else(|| fits(Mode::Tolerant)).unwrap_or(0);
        Self { media_type, form, examples, usual, ty }
    }

    pub(super) fn named(&self, name: &str) -> Option<&Value> {
        self.examples.iter().find(|it| it.0 == name).map(|it| &it.1)
    }

    fn value(&self, prefer: &Prefer) -> Value {
        let named = prefer.example.as_ref().and_then(|name| self.named(name));
        let usual = || self.examples.get(self.usual).map(|it| &it.1);
        named.or_else(usual).cloned().unwrap_or_default()
    }
}

/// Whether a value is of a type.
fn is_of(ty: Type, value: &Value, mode: Mode) -> bool {
    let text = value.to_string();
    let mut dynamic = Dynamic::new(ty);
    read_into(text.as_bytes(), mode, &mut |r| r.value(&mut dynamic)).is_ok()
}

impl Mocked {
    /// Whether an answer is one of the operation's.
    ///
    /// # Errors
    ///
    /// When the status is none of the operation's, or the body is not what that status promises.
    pub fn check(&self, received: &mut Received) -> Result<(), Unexpected> {
        let status = received.code();
        let known = self.answers.iter().filter(|it| it.status.is(status));
        let Some(answer) = known.min_by_key(|it| it.status) else {
            return if self.answers.is_empty() { Ok(()) } else { Err(received.unexpected()) };
        };
        let media_type = received.media_type();
        let is_bare = answer.contents.is_empty() || matches!(status, 204 | 205 | 304);
        let content = answer.contents.iter().find(|it| it.media_type == media_type);
        let wrong = match (content, &received.body) {
            _ if is_bare => return Ok(()),
            (Some(Content { ty: Some(ty), .. }), AnswerBody::Bytes(bytes)) => {
                let mut value = Dynamic::new(*ty);
                read_into(bytes, received.mode, &mut |r| r.value(&mut value)).err()
            }
            (Some(_), _) => None,
            (None, _) => return Err(received.unexpected()),
        };
        match wrong {
            None => Ok(()),
            reason => Err(Unexpected { reason, ..received.unexpected() }),
        }
    }
}

/// The response of an answer, in the media type that the caller would rather have.
pub(super) fn respond(
    answer: Option<&Answer>,
    status: u16,
    headers: &HeaderMap,
    prefer: &Prefer,
) -> Result<Response, Fault> {
    if StatusCode::from_u16(status).map_or(true, |it| it.is_informational()) {
        let detail = format!("status {status} cannot be answered with");
        return Err(Fault::problem(Problem::new(StatusCode::BAD_REQUEST, detail)));
    }
    let contents = answer.map(|it| it.contents.as_slice()).unwrap_or_default();
    let named = prefer.example.as_ref();
    let named = named.and_then(|name| contents.iter().position(|it| it.named(name).is_some()));
    let offered: Vec<&str> = contents.iter().map(|it| it.media_type).collect();
    let content = contents.get(named.unwrap_or_else(|| preferred(&offered, headers)));
    // Some have no body, whatever the schema says (RFC 9110, section 6.4.1).
    let content = content.filter(|_| !matches!(status, 204 | 205 | 304));
    let body = content.map(|it| (it.media_type, it.form, it.value(prefer)));
    let headers = answer.map(|it| it.headers.clone()).unwrap_or_default();
    crate::server::answer(Chosen { status, headers, body })
}

/// An answer, made.
struct Chosen {
    status: u16,
    headers: Vec<(&'static Parameter, Value)>,
    body: Option<(&'static str, Form, Value)>,
}

impl Output for Chosen {
    fn blank(_: &Received) -> Option<Self> {
        None
    }

    fn parts(&mut self, p: &mut tables::AnswerParts<'_>) {
        p.empty(self.status);
        if let Some((media_type, form, value)) = &mut self.body {
            body(p, self.status, media_type, *form, value);
        }
        for (name, value) in &mut self.headers {
            p.header_by(name, value);
        }
    }
}

fn body(
    p: &mut tables::AnswerParts<'_>,
    status: u16,
    media_type: &'static str,
    form: Form,
    value: &mut Value,
) {
    match form {
        Form::Json => p.json(status, media_type, value),
        Form::Items => {
            let list = match value.take() {
                Value::Array(list) => list,
                value => vec![value],
            };
            p.items(status, media_type, &mut list.into());
        }
        Form::Events => p.text(status, media_type, &mut events(value)),
        Form::Text | Form::Bytes if is_xml(media_type) && !value.is_string() => {
            let mut out = String::from("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n");
            xml("root", value, &mut out);
            p.text(status, media_type, &mut out);
        }
        Form::Text | Form::Bytes => p.text(status, media_type, &mut text(value)),
        Form::UrlEncoded => p.text(status, media_type, &mut urlencoded(value.take())),
        Form::Multipart => {
            let (boundary, mut body) = multipart(value);
            p.text(status, media_type, &mut body);
            p.header("content-type", &mut format!("{media_type}; boundary={boundary}"));
        }
    }
}

fn text(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        value => value.to_string(),
    }
}

fn is_xml(media_type: &str) -> bool {
    media_type.ends_with("/xml") || media_type.ends_with("+xml")
}

/// An element for each member and item: what a schema without words about XML means (OpenAPI, "XML Object").
fn xml(name: &str, value: &Value, out: &mut String) {
    let is_name = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.');
    let is_good = name.starts_with(|c: char| c.is_alphabetic() || c == '_');
    let name = if is_good && name.chars().all(is_name) { name } else { "member" };
    match value {
        Value::Array(list) => list.iter().for_each(|it| xml(name, it, out)),
        Value::Object(map) => {
            out.push_str(&format!("<{name}>"));
            map.iter().for_each(|(name, it)| xml(name, it, out));
            out.push_str(&format!("</{name}>"));
        }
        Value::Null => out.push_str(&format!("<{name}/>")),
        value => {
            let text = text(value).replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
            out.push_str(&format!("<{name}>{text}</{name}>"));
        }
    }
}

/// An event for each item of a list, or one; text that is a stream already stays as it is.
fn events(value: &Value) -> String {
    let is_stream = |text: &str| {
        let fields = ["data:", "event:", "id:", "retry:", ":"];
        fields.iter().any(|it| text.trim_start().starts_with(it))
    };
    match value {
        Value::String(text) if is_stream(text) => format!("{}\n\n", text.trim_end()),
        Value::Array(list) => list.iter().map(events).collect(),
        value => tables::Event { data: text(value), ..Default::default() }.to_string(),
    }
}

fn urlencoded(value: Value) -> String {
    let mut pairs = Vec::new();
    match Plain::from_json(value) {
        Plain::Map(members) => {
            members.iter().for_each(|(name, it)| deep(&encode(name), it, &mut pairs));
        }
        Plain::Text(text) => return text,
        _ => {}
    }
    pairs.join("&")
}

/// A form with a boundary that is in none of its parts.
fn multipart(value: &Value) -> (String, String) {
    let whole = value.to_string();
    let boundary = (0..).map(|it| format!("part-{it}")).find(|it| !whole.contains(it.as_str()));
    let boundary = boundary.unwrap_or_default();
    let mut out = String::new();
    for (name, value) in value.as_object().into_iter().flatten() {
        let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
        let kind = match value {
            Value::Object(_) | Value::Array(_) => "\r\nContent-Type: application/json",
            _ => "",
        };
        out.push_str(&format!(
            "--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"{kind}\r\n\r\n{}\r\n",
            text(value)
        ));
    }
    (boundary.clone(), format!("{out}--{boundary}--\r\n"))
}
