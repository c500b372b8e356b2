//! Server-sent events (WHATWG HTML, section 9.2).

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};

use crate::json::{self, DecodeError, Json, Mode};
use crate::platform::{BoxStream, MaybeSend};

/// One event of a stream.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Event {
    /// What a client that comes back says it saw last.
    pub id: Option<String>,
    /// The kind of event; `message` where there is none.
    pub event: Option<String>,
    /// The text; it may have several lines.
    pub data: String,
    /// How long a client waits before it comes back, in milliseconds.
    pub retry: Option<u64>,
}

impl Event {
    /// An event whose text is a value, as JSON.
    pub fn of<T: Json + Clone>(value: &T) -> Self {
        let data = String::from_utf8_lossy(&json::to_vec(value)).into_owned();
        Self { data, ..Self::default() }
    }

    /// The value whose JSON is the text of the event.
    ///
    /// # Errors
    ///
    /// When the text is not what the type's schema says.
    pub fn json<T: Json>(&self) -> Result<T, DecodeError> {
        json::from_slice(self.data.as_bytes(), Mode::Tolerant)
    }
}

/// A stream of events; dropping it ends it.
pub struct Events(BoxStream<Event>);

impl Events {
    /// Wraps a stream.
    pub fn new(stream: impl Stream<Item = Event> + MaybeSend + 'static) -> Self {
        Self(Box::pin(stream))
    }

    /// The stream as the text that travels.
    pub fn encode(self) -> impl Stream<Item = Bytes> + MaybeSend + 'static {
        self.0.map(|event| Bytes::from(event.to_string()))
    }
}

impl Default for Events {
    fn default() -> Self {
        Self(Box::pin(stream::empty()))
    }
}

impl fmt::Debug for Events {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Events(…)")
    }
}

impl Stream for Events {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        self.0.poll_next_unpin(cx)
    }
}

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // A line break inside of a field would start another field.
        let one_line = |text: &str| text.replace(['\r', '\n'], " ");
        if let Some(id) = &self.id {
            writeln!(f, "id: {}", one_line(id))?;
        }
        if let Some(event) = &self.event {
            writeln!(f, "event: {}", one_line(event))?;
        }
        if let Some(retry) = self.retry {
            writeln!(f, "retry: {retry}")?;
        }
        for line in self.data.replace("\r\n", "\n").split(['\r', '\n']) {
            writeln!(f, "data: {line}")?;
        }
        writeln!(f)
    }
}
