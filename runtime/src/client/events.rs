//! The events of a body that is still coming, and of those that follow it.

use std::collections::VecDeque;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use http::{HeaderName, HeaderValue};

use super::BoxFuture;
use crate::http::{Event, Events};
use crate::platform::{BoxStream, MaybeSend, sleep};

/// One block of lines: an event, or what is said between events.
pub(crate) struct Block {
    id: Option<String>,
    retry: Option<u64>,
    event: Option<Event>,
    /// The kind of event that it says it is, with data or without.
    #[cfg(feature = "graphql-client")]
    kind: Option<String>,
}

#[cfg(feature = "graphql-client")]
impl Block {
    /// The kind of event that it says it is, and its data.
    pub(crate) fn into_parts(self) -> (Option<String>, Option<String>) {
        (self.kind, self.event.map(|it| it.data))
    }
}

/// The blocks of a body.
pub(crate) type Blocks = BoxStream<Block>;

/// The blocks of a body; they end where the connection breaks.
pub(crate) fn decode<E: 'static>(
    body: impl Stream<Item = Result<Bytes, E>> + MaybeSend + 'static,
) -> Blocks {
    let body = Box::pin(body.map(Result::ok));
    Box::pin(Decoder { body, text: Vec::new(), ready: VecDeque::new() })
}

/// The events among the blocks.
pub(crate) fn events(blocks: Blocks) -> Events {
    Events::new(blocks.filter_map(|it| std::future::ready(it.event)))
}

/// Asks for the stream again; `None` where there is none any more, an error where it may come back.
pub(super) type Again = Box<AskAgain>;
#[cfg(not(target_family = "wasm"))]
type AskAgain =
    dyn FnMut(Option<HeaderValue>) -> BoxFuture<'static, Result<Option<Blocks>, ()>> + Send;
#[cfg(target_family = "wasm")]
type AskAgain = dyn FnMut(Option<HeaderValue>) -> BoxFuture<'static, Result<Option<Blocks>, ()>>;

/// What a client that comes back says it saw last (WHATWG HTML, section 9.2.4).
pub(super) const LAST_EVENT_ID: HeaderName = HeaderName::from_static("last-event-id");

/// How long a client waits before it comes back, where the server says nothing.
const WAIT: Duration = Duration::from_secs(3);
/// The longest wait while the server cannot be reached.
const LONGEST_WAIT: Duration = Duration::from_secs(60);

/// The events of a stream, and of those that follow it: a stream that ends is asked for again, from the last
/// event on, until the server has none any more (WHATWG HTML, section 9.2.3).
pub(super) fn lasting(first: Blocks, again: Again) -> Events {
    let state = Lasting { blocks: first, again, id: None, wait: WAIT };
    let events = stream::unfold(state, |mut state| async move {
        loop {
            match state.blocks.next().await {
                Some(block) => {
                    if let Some(event) = state.take(block) {
                        return Some((event, state));
                    }
                }
                None => state.blocks = state.follow().await?,
            }
        }
    });
    Events::new(events)
}

struct Lasting {
    blocks: Blocks,
    again: Again,
    id: Option<String>,
    wait: Duration,
}

impl Lasting {
    fn take(&mut self, block: Block) -> Option<Event> {
        if let Some(id) = block.id {
            self.id = Some(id).filter(|it| !it.is_empty());
        }
        if let Some(retry) = block.retry {
            self.wait = Duration::from_millis(retry).min(LONGEST_WAIT);
        }
        block.event
    }

    async fn follow(&mut self) -> Option<Blocks> {
        let mut wait = self.wait;
        loop {
            sleep(wait).await;
            let id = self.id.as_ref().and_then(|it| HeaderValue::from_str(it).ok());
            match (self.again)(id).await {
                Ok(blocks) => return blocks,
                Err(()) => wait = (wait * 2).clamp(Duration::from_millis(1), LONGEST_WAIT),
            }
        }
    }
}

struct Decoder {
    body: BoxBody,
    text: Vec<u8>,
    ready: VecDeque<Block>,
}

type BoxBody = BoxStream<Option<Bytes>>;

impl Stream for Decoder {
    type Item = Block;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Block>> {
        loop {
            if let Some(block) = self.ready.pop_front() {
                return Poll::Ready(Some(block));
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
    /// Takes the blocks that are complete: an empty line ends one.
    fn take_complete(&mut self) {
        while let Some((end, length)) = blank_line(&self.text) {
            let block: Vec<u8> = self.text.drain(..end + length).collect();
            self.ready.push_back(parse(&String::from_utf8_lossy(&block[..end])));
        }
    }
}

fn blank_line(text: &[u8]) -> Option<(usize, usize)> {
    let find = |mark: &[u8]| text.windows(mark.len()).position(|it| it == mark);
    let candidates = [b"\n\n".as_slice(), b"\r\n\r\n", b"\r\r"];
    candidates.iter().filter_map(|mark| Some((find(mark)?, mark.len()))).min()
}

fn parse(block: &str) -> Block {
    let mut event = Event::default();
    let mut data: Vec<&str> = Vec::new();
    for line in block.trim_start_matches('\u{FEFF}').split(['\r', '\n']) {
        let (field, value) = line.split_once(':').unwrap_or((line, ""));
        let value = value.strip_prefix(' ').unwrap_or(value);
        match field {
            "id" if !value.contains('\0') => event.id = Some(value.to_owned()),
            "event" => event.event = Some(value.to_owned()),
            "retry" => event.retry = value.parse().ok(),
            "data" => data.push(value),
            _ => {}
        }
    }
    event.data = data.join("\n");
    let (id, retry) = (event.id.clone(), event.retry);
    #[cfg(feature = "graphql-client")]
    let kind = event.event.clone();
    // A block of comments alone is a sign of life, not an event.
    Block {
        id,
        retry,
        event: (!data.is_empty()).then_some(event),
        #[cfg(feature = "graphql-client")]
        kind,
    }
}
