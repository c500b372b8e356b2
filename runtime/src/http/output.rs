//! What an operation gives, on its way out of a server and into a client.

use std::fmt;

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use super::style::{header_text, join, split};
use super::{ByteStream, Events, HeaderMap, Items, Parameter, StatusCode, Style};
use crate::json::{self, DecodeError, Json, Mode, Plain, Reader, into_vec};

/// The answers that one operation may give.
pub trait Output: Sized {
    /// Fills an answer.
    fn write(self, answer: &mut Answer);

    /// Reads what came back.
    ///
    /// # Errors
    ///
    /// When the status is none of the operation's, or the body is not what that status promises.
    fn read(received: &mut Received) -> Result<Self, Unexpected>;
}

/// An answer that is being made.
#[derive(Debug, Default)]
pub struct Answer {
    /// Its status; 200 until set.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: AnswerBody,
    /// The headers that cannot hold their values.
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "servers alone tell them"))]
    pub(crate) lost: Vec<&'static str>,
}

/// The body of an answer.
#[derive(Debug, Default)]
pub enum AnswerBody {
    /// None.
    #[default]
    Empty,
    /// All of it.
    Bytes(Bytes),
    /// Bytes as they come.
    Stream(ByteStream),
    /// Server-sent events, as they happen.
    Events(Events),
}

impl Answer {
    /// A status without a body.
    pub fn empty(&mut self, status: u16) {
        // The schema names a status that there is; a handler's own number may be none.
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }

    /// Adds a header; one that cannot hold its value is left out, which the log tells.
    pub fn header(&mut self, name: &'static str, value: impl Json) {
        self.header_by(&Parameter::header(name), value);
    }

    /// As [`Self::header`], of another form than most headers have.
    pub fn header_by(&mut self, header: &Parameter, value: impl Json) {
        let (name, json) = (header.name, into_vec(value));
        let text = match header.style {
            Style::Json => String::from_utf8(json).unwrap_or_default(),
            _ => {
                let value = Plain::from_json(serde_json::from_slice(&json).unwrap_or_default());
                join(header, &value, &str::to_owned)
            }
        };
        // A name of the schema may be none that can travel.
        match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&text)) {
            (Ok(name), Ok(value)) => drop(self.headers.insert(name, value)),
            _ => self.lost.push(name),
        }
    }

    /// Adds a header where there is a value.
    pub fn optional_header<T: Json>(&mut self, name: &'static str, value: Option<T>) {
        if let Some(value) = value {
            self.header(name, value);
        }
    }

    /// As [`Self::optional_header`], of another form than most headers have.
    pub fn optional_header_by<T: Json>(&mut self, header: &Parameter, value: Option<T>) {
        if let Some(value) = value {
            self.header_by(header, value);
        }
    }

    /// A status with a JSON body.
    pub fn json(&mut self, status: u16, media_type: &'static str, mut value: impl Json) {
        self.value(status, media_type, &mut value);
    }

    fn value(&mut self, status: u16, media_type: &'static str, value: &mut dyn Json) {
        self.whole(status, media_type, json::encode(value).into());
    }

    /// A status with a text body.
    pub fn text(&mut self, status: u16, media_type: &'static str, text: String) {
        self.whole(status, media_type, text.into());
    }

    /// A status with a body of bytes.
    pub fn bytes(&mut self, status: u16, media_type: &'static str, bytes: ByteStream) {
        match bytes.whole() {
            Some(bytes) => self.whole(status, media_type, bytes),
            None => {
                self.whole(status, media_type, Bytes::new());
                self.body = AnswerBody::Stream(bytes);
            }
        }
    }

    /// A status with a sequence of values.
    pub fn items<T: Json + Send + 'static>(
        &mut self,
        status: u16,
        media_type: &'static str,
        items: Items<T>,
    ) {
        self.bytes(status, media_type, items.encode(media_type));
    }

    fn whole(&mut self, status: u16, media_type: &'static str, bytes: Bytes) {
        self.empty(status);
        let media_type = HeaderValue::from_maybe_shared(Bytes::from_static(media_type.as_bytes()));
        if let Ok(media_type) = media_type {
            self.headers.insert(CONTENT_TYPE, media_type);
        }
        self.body = AnswerBody::Bytes(bytes);
    }

    /// A status with a body of events.
    pub fn events(&mut self, status: u16, events: Events) {
        self.empty(status);
        self.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
        self.body = AnswerBody::Events(events);
    }
}

/// An answer that came back.
#[derive(Debug)]
pub struct Received {
    /// Its status.
    pub status: StatusCode,
    /// Where it came from.
    #[cfg(feature = "client")]
    pub(crate) url: Option<reqwest::Url>,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body; a stream is not waited for.
    pub body: AnswerBody,
    /// How strictly it is read.
    pub mode: Mode,
}

/// An answer that the schema does not promise.
#[derive(Debug, Clone, PartialEq)]
pub struct Unexpected {
    /// Its status.
    pub status: StatusCode,
    /// What was wrong, where the status is one that the schema has.
    pub reason: Option<DecodeError>,
    /// Its body.
    pub body: Bytes,
}

impl fmt::Display for Unexpected {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.reason {
            Some(reason) => {
                write!(f, "answer {} is not what its schema says: {reason}", self.status)
            }
            None => write!(f, "answer {} is not in the schema", self.status),
        }
    }
}

impl std::error::Error for Unexpected {}

impl Received {
    /// An answer with this body.
    pub fn new(status: StatusCode, headers: HeaderMap, body: AnswerBody) -> Self {
        Self {
            status,
            #[cfg(feature = "client")]
            url: None,
            headers,
            body,
            mode: Mode::Tolerant,
        }
    }

    /// The status as a number.
    pub fn code(&self) -> u16 {
        self.status.as_u16()
    }

    /// The media type that the body says it has, in lower case and without parameters.
    pub fn media_type(&self) -> String {
        super::media_type(&self.headers).unwrap_or_default()
    }

    /// Reads a JSON body.
    ///
    /// # Errors
    ///
    /// When it is not what the schema says.
    pub fn json<T: Json>(&self) -> Result<T, Unexpected> {
        let mut value = T::blank();
        self.json_into(&mut value)?;
        Ok(value)
    }

    fn json_into(&self, value: &mut dyn Json) -> Result<(), Unexpected> {
        json::read_value(&self.all(), self.mode, value).map_err(|reason| self.wrong(reason))
    }

    /// Reads a text body; what is not UTF-8 is replaced.
    ///
    /// # Errors
    ///
    /// None.
    pub fn text(&self) -> Result<String, Unexpected> {
        Ok(String::from_utf8_lossy(&self.all()).into_owned())
    }

    /// Takes the body as it comes.
    ///
    /// # Errors
    ///
    /// None.
    pub fn bytes(&mut self) -> Result<ByteStream, Unexpected> {
        match std::mem::take(&mut self.body) {
            AnswerBody::Stream(stream) => Ok(stream),
            AnswerBody::Bytes(bytes) => Ok(bytes.into()),
            AnswerBody::Empty => Ok(ByteStream::default()),
            AnswerBody::Events(events) => Ok(ByteStream::of(events.encode().map(Ok))),
        }
    }

    /// Takes the body as a sequence of values.
    ///
    /// # Errors
    ///
    /// None; a value that is not what the schema says is an error in its place.
    pub fn items<T: Json + Send + 'static>(&mut self) -> Result<Items<T>, Unexpected> {
        let media_type = self.media_type();
        let mode = self.mode;
        Ok(Items::decode(self.bytes()?, &media_type, mode))
    }

    /// Takes the events.
    ///
    /// # Errors
    ///
    /// When the body is of another kind.
    pub fn events(&mut self) -> Result<Events, Unexpected> {
        match std::mem::take(&mut self.body) {
            AnswerBody::Events(events) => Ok(events),
            body => {
                self.body = body;
                Err(self.unexpected())
            }
        }
    }

    /// Reads a header that may be absent.
    ///
    /// # Errors
    ///
    /// When it is not what the schema says.
    pub fn header<T: Json>(&self, name: &'static str) -> Result<Option<T>, Unexpected> {
        self.header_by(&Parameter::header(name))
    }

    /// As [`Self::header`], for a value of several parts, or of another form than most headers have.
    ///
    /// # Errors
    ///
    /// As [`Self::header`].
    pub fn header_by<T: Json>(&self, header: &Parameter) -> Result<Option<T>, Unexpected> {
        let text = header_text(&self.headers, header.name, header.shape);
        let Some(text) = text else { return Ok(None) };
        let value = split(header, &text, &|text| text.trim().to_owned());
        let mut it = T::blank();
        let mut r = Reader::plain(&value, self.mode);
        r.value(&mut it).map_err(|error| self.wrong(DecodeError::Syntax(error)))?;
        let violations = r.into_violations();
        if violations.is_empty() {
            return Ok(Some(it));
        }
        Err(self.wrong(DecodeError::Violations(violations)))
    }

    /// Reads a header that must be there.
    ///
    /// # Errors
    ///
    /// When it is absent, or not what the schema says.
    pub fn required_header<T: Json>(&self, name: &'static str) -> Result<T, Unexpected> {
        self.header(name)?.ok_or_else(|| self.unexpected())
    }

    /// As [`Self::required_header`], for a value of several parts, or of another form than most headers have.
    ///
    /// # Errors
    ///
    /// As [`Self::required_header`].
    pub fn required_header_by<T: Json>(&self, header: &Parameter) -> Result<T, Unexpected> {
        self.header_by(header)?.ok_or_else(|| self.unexpected())
    }

    /// Says that no answer of the operation has this status.
    pub fn unexpected(&self) -> Unexpected {
        Unexpected { status: self.status, reason: None, body: self.all() }
    }

    fn wrong(&self, reason: DecodeError) -> Unexpected {
        Unexpected { status: self.status, reason: Some(reason), body: self.all() }
    }

    fn all(&self) -> Bytes {
        match &self.body {
            AnswerBody::Bytes(bytes) => bytes.clone(),
            AnswerBody::Empty | AnswerBody::Stream(_) | AnswerBody::Events(_) => Bytes::new(),
        }
    }
}
