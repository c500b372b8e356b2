//! The events of a body that is still coming.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use futures_util::stream::{BoxStream, Stream, StreamExt};

use crate::http::{Event, Events};

/// The events of a body; it ends where the connection breaks.
pub(super) fn decode<E: 'static>(
    body: impl Stream<Item = Result<Bytes, E>> + Send + 'static,
) -> Events {
    let body = body.map(Result::ok).boxed();
    Events::new(Decoder { body, text: Vec::new(), ready: VecDeque::new() })
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
