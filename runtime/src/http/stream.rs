//! Bodies of bytes, whole or as they come.

use std::error::Error as StdError;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::{Bytes, BytesMut};
use futures_util::stream::{Stream, StreamExt};

use crate::platform::{BoxStream, BoxTell, MaybeSend};

/// The bytes of a body: all of them, or a stream that gives them as they come.
///
/// It is made from what has the bytes (`Bytes`, `Vec<u8>`, `String`, literals), or with [`Self::new`] from a
/// stream; it is read as a stream, or at once with [`Self::bytes`].
#[derive(Default)]
pub struct ByteStream {
    source: Source,
    size: Option<u64>,
    progress: Option<Progress>,
}

enum Source {
    Whole(Option<Bytes>),
    Stream(BoxStream<Result<Bytes, StreamError>>),
}

struct Progress {
    done: u64,
    tell: BoxTell,
}

/// Why a stream ended early.
#[derive(Debug)]
#[non_exhaustive]
pub enum StreamError {
    /// It has more bytes than are taken: this many.
    TooLarge(u64),
    /// Nothing came for too long.
    Timeout,
    /// What it comes from failed.
    Broken(Box<dyn StdError + Send + Sync>),
}

impl Default for Source {
    fn default() -> Self {
        Self::Whole(None)
    }
}

impl ByteStream {
    /// Bytes that come as `stream` gives them; how many they are is not known beforehand.
    pub fn new<E>(stream: impl Stream<Item = Result<Bytes, E>> + MaybeSend + 'static) -> Self
    where
        E: Into<Box<dyn StdError + Send + Sync>>,
    {
        Self::of(stream.map(|it| it.map_err(|error| StreamError::Broken(error.into()))))
    }

    pub(crate) fn of(
        stream: impl Stream<Item = Result<Bytes, StreamError>> + MaybeSend + 'static,
    ) -> Self {
        Self { source: Source::Stream(Box::pin(stream)), size: None, progress: None }
    }

    /// Says how many bytes there are, so that they can travel with a `Content-Length`.
    pub fn with_size(mut self, bytes: u64) -> Self {
        self.size = Some(bytes);
        self
    }

    /// Calls `tell` for each piece that went by, with the number of bytes so far, and of all where it is
    /// known. It is called in passing, and should not take long.
    pub fn with_progress(
        mut self,
        tell: impl FnMut(u64, Option<u64>) + MaybeSend + 'static,
    ) -> Self {
        self.progress = Some(Progress { done: 0, tell: Box::new(tell) });
        self
    }

    /// How many bytes there are, where that is known.
    pub fn size(&self) -> Option<u64> {
        match &self.source {
            Source::Whole(bytes) => Some(bytes.as_ref().map_or(0, |it| it.len() as u64)),
            Source::Stream(_) => self.size,
        }
    }

    /// Waits for all bytes, and keeps them in memory.
    ///
    /// # Errors
    ///
    /// When they are more than `most`, or the stream breaks off.
    pub async fn bytes(mut self, most: usize) -> Result<Bytes, StreamError> {
        let too_large = || StreamError::TooLarge(most as u64);
        if self.size().is_some_and(|it| it > most as u64) {
            return Err(too_large());
        }
        let Some(first) = self.next().await.transpose()? else { return Ok(Bytes::new()) };
        if first.len() > most {
            return Err(too_large());
        }
        let Some(second) = self.next().await.transpose()? else { return Ok(first) };
        let mut all = BytesMut::from(first);
        let mut next = Some(second);
        while let Some(piece) = next {
            if all.len() + piece.len() > most {
                return Err(too_large());
            }
            all.extend_from_slice(&piece);
            next = self.next().await.transpose()?;
        }
        Ok(all.freeze())
    }

    /// The bytes, if they are there already.
    pub(crate) fn whole(&self) -> Option<Bytes> {
        match &self.source {
            Source::Whole(bytes) if self.progress.is_none() => {
                Some(bytes.clone().unwrap_or_default())
            }
            _ => None,
        }
    }
}

impl<T: Into<Bytes>> From<T> for ByteStream {
    fn from(bytes: T) -> Self {
        let bytes = Some(bytes.into()).filter(|it| !it.is_empty());
        Self { source: Source::Whole(bytes), size: None, progress: None }
    }
}

impl fmt::Debug for ByteStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.size() {
            Some(size) => write!(f, "ByteStream({size} bytes)"),
            None => f.write_str("ByteStream(…)"),
        }
    }
}

impl Stream for ByteStream {
    type Item = Result<Bytes, StreamError>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let size = self.size();
        let piece = match &mut self.source {
            Source::Whole(bytes) => Poll::Ready(bytes.take().map(Ok)),
            Source::Stream(stream) => stream.poll_next_unpin(cx),
        };
        if let (Poll::Ready(Some(Ok(piece))), Some(progress)) = (&piece, &mut self.progress) {
            progress.done += piece.len() as u64;
            (progress.tell)(progress.done, size);
        }
        piece
    }
}

impl fmt::Display for StreamError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooLarge(most) => write!(f, "the body is larger than {most} bytes"),
            Self::Timeout => f.write_str("the body did not go on in time"),
            Self::Broken(error) => write!(f, "the body broke off: {error}"),
        }
    }
}

impl StdError for StreamError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match self {
            Self::Broken(error) => Some(&**error),
            Self::TooLarge(_) | Self::Timeout => None,
        }
    }
}
