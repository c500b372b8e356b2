//! Server-sent events (WHATWG HTML, section 9.2).

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt};

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

/// A stream of events; dropping it ends it.
pub struct Events(BoxStream<'static, Event>);

impl Events {
    /// Wraps a stream.
    pub fn new(stream: impl Stream<Item = Event> + Send + 'static) -> Self {
        Self(stream.boxed())
    }

    /// The events of a body.
    pub(crate) fn decode<E: 'static>(
        body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
    ) -> Self {
        let body = body.map(Result::ok).boxed();
        let decoder = Decoder { body, text: Vec::new(), ready: VecDeque::new() };
        Self(decoder.boxed())
    }

    /// The stream as the text that travels.
    pub fn encode(self) -> impl Stream<Item = Bytes> + Send + 'static {
        self.0.map(|event| Bytes::from(event.to_string()))
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

struct Decoder {
    body: BoxBody,
    text: Vec<u8>,
    ready: VecDeque<Event>,
}

type BoxBody = BoxStream<'static, Option<Bytes>>;

impl Stream for Decoder {
    type Item = Event;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Event>> {
        loop {
            if let Some(event) = self.ready.pop_front() {
                return Poll::Ready(Some(event));
            }
            match self.body.poll_next_unpin(cx) {
                Poll::Ready(Some(Some(chunk))) => {
                    self.text.extend_from_slice(&chunk);
                    self.take_complete();
                }
                Poll::Ready(_) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            }
        }
    }
}

impl Decoder {
    /// Takes the events that are complete: an empty line ends one.
    fn take_complete(&mut self) {
        while let Some((end, length)) = blank_line(&self.text) {
            let block: Vec<u8> = self.text.drain(..end + length).collect();
            let event = parse(&String::from_utf8_lossy(&block[..end]));
            self.ready.extend(event);
        }
    }
}

fn blank_line(text: &[u8]) -> Option<(usize, usize)> {
    let find = |mark: &[u8]| text.windows(mark.len()).position(|it| it == mark);
    let candidates = [b"\n\n".as_slice(), b"\r\n\r\n", b"\r\r"];
    candidates.iter().filter_map(|mark| Some((find(mark)?, mark.len()))).min()
}

fn parse(block: &str) -> Option<Event> {
    let mut event = Event::default();
    let mut data: Vec<&str> = Vec::new();
    for line in block.lines() {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" => event.id = Some(value.to_owned()),
            "event" => event.event = Some(value.to_owned()),
            "retry" => event.retry = value.parse().ok(),
            "data" => data.push(value),
            _ => {}
        }
    }
    event.data = data.join("\n");
    // A block of comments alone is a sign of life, not an event.
    (!data.is_empty()).then_some(event)
}
