//! Bodies that are a sequence of JSON values (OpenAPI 3.2, "Sequential Media Types").

use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream, StreamExt};

use super::{ByteStream, StreamError};
use crate::json::{DecodeError, Json, Mode, from_slice, into_vec};
use crate::platform::{BoxStream, MaybeSend};

/// The values of a body, one after the other: NDJSON, JSON Lines, or a JSON text sequence (RFC 7464).
///
/// It is a stream that can be read before it has ended; what cannot be read as a value is an error in its
/// place, and the values after it follow.
pub struct Items<T>(BoxStream<Result<T, ItemError>>);

/// Why a body has no value in some place.
#[derive(Debug)]
#[non_exhaustive]
pub enum ItemError {
    /// The value is not what the schema says.
    Decode {
        /// Its place in the sequence; the first is 0.
        index: usize,
        /// What is wrong.
        reason: DecodeError,
    },
    /// The body ended early.
    Stream(StreamError),
}

/// The longest value that is read: 1 MiB of text.
const LONGEST: usize = 1024 * 1024;

/// The media type of JSON text sequences.
const SEQUENCE: &str = "application/json-seq";

/// What stands before each value of a JSON text sequence (RFC 7464, section 2.2).
const RECORD_SEPARATOR: u8 = 0x1E;

impl<T: Json + Send + 'static> Items<T> {
    /// The values that `stream` gives.
    pub fn new(stream: impl Stream<Item = T> + MaybeSend + 'static) -> Self {
        Self(Box::pin(stream.map(Ok)))
    }

    pub(crate) fn decode(body: ByteStream, media_type: &str, mode: Mode) -> Self {
        Self::decode_by(body, media_type, move |text| from_slice(text, mode))
    }

    /// As [`Self::decode`], by a reader of any type.
    pub(crate) fn decode_by(
        body: ByteStream,
        media_type: &str,
        mut read: impl FnMut(&[u8]) -> Result<T, DecodeError> + MaybeSend + 'static,
    ) -> Self {
        let end = if media_type == SEQUENCE { RECORD_SEPARATOR } else { b'\n' };
        let (text, ready) = (BytesMut::new(), VecDeque::new());
        let lines = Lines { body, end, text, ready, is_over: false };
        let mut index = 0;
        let items = lines.map(move |line| {
            let line = line.map_err(ItemError::Stream)?;
            index += 1;
            read(&line).map_err(|reason| ItemError::Decode { index: index - 1, reason })
        });
        Self(Box::pin(items))
    }

    /// The text that travels. An error that a stream of received values has in it ends it.
    pub(crate) fn encode(self, media_type: &str) -> ByteStream {
        let is_sequence = media_type == SEQUENCE;
        ByteStream::new(self.0.map(move |it| {
            let mut text = match is_sequence {
                true => vec![RECORD_SEPARATOR],
                false => Vec::new(),
            };
            text.extend(into_vec(it?));
            text.push(b'\n');
            Ok::<_, ItemError>(Bytes::from(text))
        }))
    }
}

impl<T: Json + Send + 'static> From<Vec<T>> for Items<T> {
    fn from(items: Vec<T>) -> Self {
        Self::new(stream::iter(items))
    }
}

impl<T> Default for Items<T> {
    fn default() -> Self {
        Self(Box::pin(futures_util::stream::poll_fn(|_| Poll::Ready(None))))
    }
}

impl<T> fmt::Debug for Items<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Items(…)")
    }
}

impl<T> Stream for Items<T> {
    type Item = Result<T, ItemError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.0.poll_next_unpin(cx)
    }
}

impl fmt::Display for ItemError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Decode { index, reason } => write!(f, "item {index}: {reason}"),
            Self::Stream(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for ItemError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Decode { reason, .. } => Some(reason),
            Self::Stream(error) => Some(error),
        }
    }
}

/// The texts of values, without what separates them and without empty ones.
struct Lines {
    body: ByteStream,
    /// What stands between two values.
    end: u8,
    text: BytesMut,
    ready: VecDeque<Bytes>,
    is_over: bool,
}

impl Stream for Lines {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(line) = self.ready.pop_front() {
                return Poll::Ready(Some(Ok(line)));
            }
            if self.is_over {
                return Poll::Ready(None);
            }
            match self.body.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(piece))) => self.absorb(&piece),
                Poll::Ready(Some(Err(error))) => {
                    self.is_over = true;
                    return Poll::Ready(Some(Err(error)));
                }
                Poll::Ready(None) => {
                    self.is_over = true;
                    let rest = self.text.split().freeze();
                    self.put(rest);
                }
                Poll::Pending => return Poll::Pending,
            }
            if self.text.len() > LONGEST {
                self.is_over = true;
                return Poll::Ready(Some(Err(StreamError::TooLarge(LONGEST as u64))));
            }
        }
    }
}

impl Lines {
    fn absorb(&mut self, piece: &[u8]) {
        // What was there before has no end of a value in it, and is not searched again.
        let mut from = self.text.len();
        self.text.extend_from_slice(piece);
        while let Some(end) = self.text[from..].iter().position(|it| *it == self.end) {
            let line = self.text.split_to(from + end + 1).freeze();
            self.put(line.slice(..line.len() - 1));
            from = 0;
        }
    }

    fn put(&mut self, line: Bytes) {
        if !line.iter().all(u8::is_ascii_whitespace) {
            self.ready.push_back(line);
        }
    }
}
