//! What an operation gives, on its way out of a server and into a client.

use std::fmt;

use bytes::Bytes;

use super::{AnswerParts, ByteStream, Events, HeaderMap, StatusCode, answer};
use crate::json::{DecodeError, Mode};

/// The answers that one operation may give.
pub trait Output {
    /// The answer that came back, with nothing in it yet; none where the operation has no answer of that status, or
    /// none of that media type.
    #[doc(hidden)]
    fn blank(received: &Received) -> Option<Self>
    where
        Self: Sized;

    /// Lists the parts of the answer. Servers write what clients read by the one list, so they cannot disagree.
    ///
    /// What streams is taken out of it.
    fn parts(&mut self, p: &mut AnswerParts<'_>);
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

    /// Reads it as one of an operation's answers.
    ///
    /// # Errors
    ///
    /// When the status is none of the operation's, or the body or a header is not what that status promises.
    pub fn read<O: Output>(&mut self) -> Result<O, Unexpected> {
        let Some(mut output) = O::blank(self) else { return Err(self.unexpected()) };
        answer::read(&mut output, self)?;
        Ok(output)
    }

    /// Reads a JSON body.
    #[cfg(feature = "graphql-client")]
    pub(crate) fn json<T: crate::json::Json>(&self) -> Result<T, Unexpected> {
        crate::json::from_slice(&self.all(), self.mode).map_err(|reason| self.wrong(reason))
    }

    /// Says that no answer of the operation has this status.
    pub fn unexpected(&self) -> Unexpected {
        Unexpected { status: self.status, reason: None, body: self.all() }
    }

    pub(super) fn wrong(&self, reason: DecodeError) -> Unexpected {
        Unexpected { status: self.status, reason: Some(reason), body: self.all() }
    }

    pub(super) fn all(&self) -> Bytes {
        match &self.body {
            AnswerBody::Bytes(bytes) => bytes.clone(),
            AnswerBody::Empty | AnswerBody::Stream(_) | AnswerBody::Events(_) => Bytes::new(),
        }
    }
}
