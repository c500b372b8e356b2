//! What an operation takes, on its way into a server and out of a client.

use std::cell::{OnceCell, RefCell};

use bytes::Bytes;

use super::parts::Parts;
use super::style::{decode_query, deep, encode, join, keys, pairs, place, scatter};
use super::{ByteStream, Encoding, HeaderMap, Location, Operation, Style};
use crate::json::{Json, Part, Plain, Writer, encode as json_text};

/// The parameters and the body of one operation, as one struct.
pub trait Input {
    /// Where reading starts from; it is no meaningful value.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// Lists the parameters, in the order of [`Operation::parameters`], and the body.
    ///
    /// Servers that read and clients that write both follow this one list.
    fn parts(&mut self, p: &mut Parts<'_, '_>) {
        let _ = p;
    }
}

/// An operation without parameters and body.
impl Input for () {
    fn blank() -> Self {}
}

/// The body of a request that arrived.
#[derive(Debug)]
pub struct Payload {
    bytes: Bytes,
    /// What comes instead of bytes, where it is read as it comes.
    stream: RefCell<Option<ByteStream>>,
    /// The parts of a form.
    parts: OnceCell<Plain>,
}

impl Payload {
    /// A body that is not a multipart form.
    pub fn new(bytes: Bytes) -> Self {
        Self { bytes, stream: RefCell::default(), parts: OnceCell::new() }
    }

    /// A urlencoded form that was taken apart.
    #[cfg(feature = "server")]
    pub(crate) fn fields(form: Plain) -> Self {
        Self { parts: form.into(), ..Self::new(Bytes::new()) }
    }

    /// A body that is read as it comes.
    pub fn stream(stream: ByteStream) -> Self {
        Self { stream: Some(stream).into(), ..Self::new(Bytes::new()) }
    }

    /// A multipart form (RFC 7578); parts of one name become a list.
    pub fn multipart(parts: Vec<(String, Plain)>) -> Self {
        let mut form = Plain::Map(Vec::new());
        for (name, value) in parts {
            match &mut form {
                Plain::Map(map) => match map.iter_mut().find(|it| it.0 == name) {
                    Some((_, Plain::List(list))) => list.push(value),
                    Some((_, old)) => *old = Plain::List(vec![old.clone(), value]),
                    None => map.push((name, value)),
                },
                _ => unreachable!("the form starts as a map"),
            }
        }
        Self { parts: form.into(), ..Self::new(Bytes::new()) }
    }

    /// The whole, as JSON or text.
    pub(super) fn bytes(&self) -> &Bytes {
        &self.bytes
    }

    /// The body as a stream, once.
    pub(super) fn take_stream(&self) -> ByteStream {
        self.stream.take().unwrap_or_else(|| self.bytes.clone().into())
    }

    /// The parts of a form, urlencoded or multipart.
    pub(super) fn form(&self) -> &Plain {
        self.parts.get_or_init(|| urlencoded(&self.bytes))
    }
}

/// A urlencoded form; repeated names, and `a[b]`, make lists and objects.
pub(crate) fn urlencoded(bytes: &[u8]) -> Plain {
    let text = String::from_utf8_lossy(bytes);
    let mut form = Plain::Map(Vec::new());
    for (key, value) in pairs(&text) {
        let key = decode_query(key);
        let mut keys = keys(&key);
        // `a[]` is a list, if of one item; a name has to be there.
        if keys.first().is_none_or(|it| it.is_empty()) {
            keys.retain(|it| !it.is_empty());
        }
        place(&mut form, &keys, Plain::Text(decode_query(value)));
    }
    form
}

/// Whether items of a list have parts of their own.
fn has_parts(list: &[Plain]) -> bool {
    list.iter().any(|it| matches!(it, Plain::Map(_) | Plain::List(_)))
}

/// A request that is being made.
#[derive(Debug)]
pub struct Request {
    pub(super) operation: &'static Operation,
    /// The URL, where an answer said it.
    #[cfg(feature = "client")]
    pub(crate) url: Option<String>,
    /// The path, encoded.
    pub path: String,
    /// The pairs of the query, encoded.
    pub query: Vec<String>,
    /// Headers other than `Content-Type`.
    pub headers: HeaderMap,
    /// `name=value` for each cookie.
    pub cookies: Vec<String>,
    /// The body with its media type.
    pub body: Option<RequestBody>,
    /// Why it cannot be made.
    #[cfg_attr(not(feature = "client"), allow(dead_code, reason = "clients alone make them"))]
    pub(crate) refusal: Option<String>,
}

/// The body of a request that is being made.
#[derive(Debug)]
pub enum RequestBody {
    /// Bytes of this media type.
    Bytes(&'static str, Bytes),
    /// A multipart form.
    Multipart(Vec<(String, Part)>),
    /// What comes out of a stream, of this media type.
    Stream(&'static str, ByteStream),
}

/// What the query of an operation always has, and no parameter of its own stands for.
fn fixed(operation: &Operation) -> Vec<String> {
    let is_parameter = |name: &str| {
        let mut parameters = operation.parameters.iter();
        parameters.any(|it| it.location == Location::Query && it.name == name)
    };
    let fixed = operation.query.iter().filter(|it| !is_parameter(it.0));
    let pair = |(name, value): &(&str, Option<&str>)| match value {
        Some(value) => format!("{}={}", encode(name), encode(value)),
        None => encode(name),
    };
    fixed.map(pair).collect()
}

impl Request {
    /// A request without parameters.
    pub fn new(operation: &'static Operation) -> Self {
        Self {
            operation,
            #[cfg(feature = "client")]
            url: None,
            path: operation.path.to_owned(),
            query: fixed(operation),
            headers: HeaderMap::new(),
            cookies: Vec::new(),
            body: None,
            refusal: None,
        }
    }

    /// Adds the parameter with this index.
    pub(super) fn parameter(&mut self, index: usize, value: &mut dyn Json) {
        let Some(parameter) = self.operation.parameters.get(index) else { return };
        let json = json_text(value);
        let value = match parameter.style {
            Style::Json => Plain::Json(json),
            _ => Plain::from_json(serde_json::from_slice(&json).unwrap_or_default()),
        };
        match parameter.location {
            Location::Path => {
                let text = join(parameter, &value, &encode);
                // Such a segment is none to whoever reads a URL (RFC 3986, section 5.2.4), however it is encoded.
                let hole = format!("/{{{}}}", parameter.name);
                let is_alone =
                    self.path.ends_with(&hole) || self.path.contains(&format!("{hole}/"));
                if is_alone && matches!(text.as_str(), "." | "..") {
                    self.refuse(format!(
                        "`{text}` cannot be the parameter `{}` of a path",
                        parameter.name
                    ));
                }
                self.path = self.path.replace(&format!("{{{}}}", parameter.name), &text);
            }
            Location::Query => self.query.extend(scatter(parameter, &value)),
            // The name of such a parameter does not travel.
            Location::Querystring => match &value {
                Plain::Json(json) => self.query.push(encode(&String::from_utf8_lossy(json))),
                Plain::Map(members) => members.iter().for_each(|(name, it)| match it {
                    Plain::List(list) if !has_parts(list) => {
                        list.iter().for_each(|it| deep(&encode(name), it, &mut self.query));
                    }
                    it => deep(&encode(name), it, &mut self.query),
                }),
                value => self.query.extend(scatter(parameter, value)),
            },
            Location::Cookie => self.cookies.extend(scatter(parameter, &value)),
            Location::Header => {
                let text = join(parameter, &value, &str::to_owned);
                match (parameter.name.parse::<http::HeaderName>(), text.parse()) {
                    (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
                    _ => self
                        .refuse(format!("the header `{}` cannot hold its value", parameter.name)),
                }
            }
        }
    }

    /// Says why the request cannot be made; the first reason counts.
    fn refuse(&mut self, reason: String) {
        self.refusal.get_or_insert(reason);
    }

    /// Sets a JSON body.
    pub(super) fn json(&mut self, media_type: &'static str, value: &mut dyn Json) {
        self.body = Some(RequestBody::Bytes(media_type, json_text(value).into()));
    }

    /// Sets a urlencoded body.
    pub(super) fn form(&mut self, value: &mut dyn Json) {
        let media_type = "application/x-www-form-urlencoded";
        let mut pairs = Vec::new();
        for (name, part) in Writer::form(value) {
            let value = match part {
                Part::Json(text) | Part::Typed(_, text) => {
                    let value = Plain::from_json(serde_json::from_slice(&text).unwrap_or_default());
                    if let Some(row) = self.encoding(media_type, &name) {
                        pairs.append(&mut row.pairs(&value, &text));
                        continue;
                    }
                    value
                }
                Part::File(file) => Plain::File(file.into()),
            };
            match value {
                Plain::List(list) if !has_parts(&list) => list.iter().for_each(|it| {
                    deep(&encode(&name), it, &mut pairs);
                }),
                value => deep(&encode(&name), &value, &mut pairs),
            }
        }
        self.body = Some(RequestBody::Bytes(media_type, pairs.join("&").into()));
    }

    /// Sets a multipart body.
    pub(super) fn multipart(&mut self, value: &mut dyn Json) {
        let mut parts = Vec::new();
        for (name, part) in Writer::form(value) {
            match self.encoding("multipart/form-data", &name) {
                Some(row) => parts.extend(row.parts(part).into_iter().map(|it| (name.clone(), it))),
                None => parts.push((name, part)),
            }
        }
        self.body = Some(RequestBody::Multipart(parts));
    }

    /// How a field of a form travels, if the table says it.
    fn encoding(&self, form: &str, name: &str) -> Option<&'static Encoding> {
        self.operation.encodings.iter().find(|it| it.form == form && it.field.name == name)
    }

    /// This request for one attempt; a body that comes out of a stream goes with the first.
    #[cfg(feature = "client")]
    pub(crate) fn attempt(&mut self) -> Self {
        let body = self.body.as_mut().map(|it| match it {
            RequestBody::Bytes(media_type, bytes) => RequestBody::Bytes(media_type, bytes.clone()),
            RequestBody::Multipart(parts) => RequestBody::Multipart(parts.clone()),
            RequestBody::Stream(media_type, stream) => {
                let stream = match stream.whole() {
                    Some(bytes) => bytes.into(),
                    None => std::mem::take(stream),
                };
                RequestBody::Stream(media_type, stream)
            }
        });
        Self {
            operation: self.operation,
            url: self.url.clone(),
            path: self.path.clone(),
            query: self.query.clone(),
            headers: self.headers.clone(),
            cookies: self.cookies.clone(),
            body,
            refusal: None,
        }
    }

    /// Whether there can be another attempt after the first.
    #[cfg(feature = "client")]
    pub(crate) fn is_repeatable(&self) -> bool {
        match &self.body {
            Some(RequestBody::Stream(_, stream)) => stream.whole().is_some(),
            _ => true,
        }
    }

    /// Sets a body that comes out of a stream.
    pub(super) fn stream(&mut self, media_type: &'static str, stream: ByteStream) {
        self.body = Some(RequestBody::Stream(media_type, stream));
    }

    /// Sets a body of text.
    pub(crate) fn bytes(&mut self, media_type: &'static str, bytes: Bytes) {
        self.body = Some(RequestBody::Bytes(media_type, bytes));
    }

    /// The media type with this index; `plain` where that is a range, which is none that can travel.
    pub(super) fn media_type(&self, index: usize, plain: &'static str) -> &'static str {
        let types = self.operation.body.as_ref().map(|it| it.media_types);
        types.and_then(|it| it.get(index)).copied().filter(|it| !it.contains('*')).unwrap_or(plain)
    }
}
