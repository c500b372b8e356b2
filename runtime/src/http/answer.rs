//! The parts of an answer, as an output lists them: one list for servers and for clients.

use bytes::Bytes;
use futures_util::StreamExt as _;
use http::header::{CONTENT_TYPE, HeaderName, HeaderValue};

use super::style::{header_text, join, split};
use super::{
    Answer, AnswerBody, ByteStream, Events, Items, Output, Parameter, Received, StatusCode, Style,
    Unexpected,
};
use crate::json::{self, DecodeError, Json, Plain, Reader, is_absent};

/// Where an output lists the parts of an answer, whichever way they go: its status with its body, then its headers.
#[derive(Debug)]
pub struct AnswerParts<'p>(Direction<'p>);

#[derive(Debug)]
enum Direction<'p> {
    Read { received: &'p mut Received, outcome: Result<(), Unexpected> },
    Write(&'p mut Answer),
}

/// Fills an answer.
#[cfg_attr(not(feature = "server"), allow(dead_code, reason = "servers alone write answers"))]
pub(crate) fn write(output: &mut dyn Output, answer: &mut Answer) {
    output.parts(&mut AnswerParts(Direction::Write(answer)));
}

/// Reads the parts of an answer.
pub(super) fn read(output: &mut dyn Output, received: &mut Received) -> Result<(), Unexpected> {
    let mut parts = AnswerParts(Direction::Read { received, outcome: Ok(()) });
    output.parts(&mut parts);
    match parts.0 {
        Direction::Read { outcome, .. } => outcome,
        Direction::Write(_) => Ok(()),
    }
}

impl AnswerParts<'_> {
    /// A status without a body.
    pub fn empty(&mut self, status: u16) {
        if let Direction::Write(answer) = &mut self.0 {
            answer.set(status);
        }
    }

    /// A status with a JSON body.
    pub fn json(&mut self, status: u16, media_type: &'static str, value: &mut dyn Json) {
        match &mut self.0 {
            Direction::Read { received, outcome } => {
                let read = json::read_value(&received.all(), received.mode, value);
                keep(outcome, read.map_err(|reason| received.wrong(reason)));
            }
            Direction::Write(answer) => {
                answer.whole(status, media_type, json::encode(value).into());
            }
        }
    }

    /// A status with a text body; of one that was read, what is not UTF-8 is replaced.
    pub fn text(&mut self, status: u16, media_type: &'static str, text: &mut String) {
        match &mut self.0 {
            Direction::Read { received, .. } => {
                *text = String::from_utf8_lossy(&received.all()).into_owned();
            }
            Direction::Write(answer) => {
                answer.whole(status, media_type, std::mem::take(text).into());
            }
        }
    }

    /// A status with a body of bytes, as they come.
    pub fn bytes(&mut self, status: u16, media_type: &'static str, bytes: &mut ByteStream) {
        match &mut self.0 {
            Direction::Read { received, .. } => *bytes = take_stream(received),
            Direction::Write(answer) => answer.stream(status, media_type, std::mem::take(bytes)),
        }
    }

    /// A status with a body that is a sequence of values, as they come; one that is not what the schema says is an error
    /// in its place.
    pub fn items<T: Json + Send + 'static>(
        &mut self,
        status: u16,
        media_type: &'static str,
        items: &mut Items<T>,
    ) {
        match &mut self.0 {
            Direction::Read { received, .. } => {
                let (media_type, mode) = (received.media_type(), received.mode);
                *items = Items::decode(take_stream(received), &media_type, mode);
            }
            Direction::Write(answer) => {
                answer.stream(status, media_type, std::mem::take(items).encode(media_type));
            }
        }
    }

    /// A status with a body of events, as they happen.
    pub fn events(&mut self, status: u16, events: &mut Events) {
        match &mut self.0 {
            Direction::Read { received, outcome } => match std::mem::take(&mut received.body) {
                AnswerBody::Events(it) => *events = it,
                body => {
                    received.body = body;
                    keep(outcome, Err(received.unexpected()));
                }
            },
            Direction::Write(answer) => {
                answer.set(status);
                answer.headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream"));
                answer.body = AnswerBody::Events(std::mem::take(events));
            }
        }
    }

    /// A header that must be there.
    ///
    /// One that cannot hold its value is left out on its way out, which the log tells.
    pub fn header(&mut self, name: &'static str, value: &mut dyn Json) {
        self.header_by(&Parameter::header(name), value);
    }

    /// As [`Self::header`], for a value of several parts, or of another form than most headers have.
    pub fn header_by(&mut self, header: &Parameter, value: &mut dyn Json) {
        self.any_header(header, value, true);
    }

    /// A header that may be absent.
    pub fn optional_header(&mut self, name: &'static str, value: &mut dyn Json) {
        self.optional_header_by(&Parameter::header(name), value);
    }

    /// As [`Self::optional_header`], for a value of several parts, or of another form than most headers have.
    pub fn optional_header_by(&mut self, header: &Parameter, value: &mut dyn Json) {
        self.any_header(header, value, false);
    }

    fn any_header(&mut self, header: &Parameter, value: &mut dyn Json, is_required: bool) {
        match &mut self.0 {
            Direction::Read { received, outcome } => {
                let read = read_header(received, header, value, is_required);
                keep(outcome, read);
            }
            Direction::Write(answer) => {
                if is_required || !is_absent(value) {
                    write_header(answer, header, value);
                }
            }
        }
    }
}

/// The first thing that was wrong is the one that is told.
fn keep(outcome: &mut Result<(), Unexpected>, next: Result<(), Unexpected>) {
    if outcome.is_ok() {
        *outcome = next;
    }
}

/// Takes the body as it comes.
fn take_stream(received: &mut Received) -> ByteStream {
    match std::mem::take(&mut received.body) {
        AnswerBody::Stream(stream) => stream,
        AnswerBody::Bytes(bytes) => bytes.into(),
        AnswerBody::Empty => ByteStream::default(),
        AnswerBody::Events(events) => ByteStream::of(events.encode().map(Ok)),
    }
}

fn read_header(
    received: &Received,
    header: &Parameter,
    value: &mut dyn Json,
    is_required: bool,
) -> Result<(), Unexpected> {
    let Some(text) = header_text(&received.headers, header.name, header.shape) else {
        return if is_required { Err(received.unexpected()) } else { Ok(()) };
    };
    let plain = split(header, &text, &|text| text.trim().to_owned());
    let mut r = Reader::plain(&plain, received.mode);
    let read = if is_required { r.value(value) } else { r.present(value) };
    read.map_err(|error| received.wrong(DecodeError::Syntax(error)))?;
    let violations = r.into_violations();
    if violations.is_empty() {
        return Ok(());
    }
    Err(received.wrong(DecodeError::Violations(violations)))
}

fn write_header(answer: &mut Answer, header: &Parameter, value: &mut dyn Json) {
    let (name, json) = (header.name, json::encode(value));
    let text = match header.style {
        Style::Json => String::from_utf8(json).unwrap_or_default(),
        _ => {
            let value = Plain::from_json(serde_json::from_slice(&json).unwrap_or_default());
            join(header, &value, &str::to_owned)
        }
    };
    // A name of the schema may be none that can travel.
    match (HeaderName::from_bytes(name.as_bytes()), HeaderValue::from_str(&text)) {
        (Ok(name), Ok(value)) => drop(answer.headers.insert(name, value)),
        _ => answer.lost.push(name),
    }
}

impl Answer {
    fn set(&mut self, status: u16) {
        // The schema names a status that there is; a handler's own number may be none.
        self.status = StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    }

    fn whole(&mut self, status: u16, media_type: &'static str, bytes: Bytes) {
        self.set(status);
        let media_type = HeaderValue::from_maybe_shared(Bytes::from_static(media_type.as_bytes()));
        if let Ok(media_type) = media_type {
            self.headers.insert(CONTENT_TYPE, media_type);
        }
        self.body = AnswerBody::Bytes(bytes);
    }

    fn stream(&mut self, status: u16, media_type: &'static str, bytes: ByteStream) {
        match bytes.whole() {
            Some(bytes) => self.whole(status, media_type, bytes),
            None => {
                self.whole(status, media_type, Bytes::new());
                self.body = AnswerBody::Stream(bytes);
            }
        }
    }
}
