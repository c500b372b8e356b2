//! Why a call gave no success.

use std::fmt;

use crate::http::Unexpected;

/// Why a call of one operation gave no success; `R` holds the operation's documented answers.
#[derive(Debug)]
pub enum Error<R> {
    /// The server gave an answer that the schema documents, and that is no success.
    Answer(R),
    /// The server gave another answer, or one that is not what the schema says.
    Unexpected(Unexpected),
    /// There was no answer.
    Failure(Failure),
}

/// Why there was no answer.
#[derive(Debug)]
#[non_exhaustive]
pub enum Failure {
    /// The request could not be built: the base URL is none, or a value fits no header.
    Request(String),
    /// The server could not be reached, or the connection broke.
    Transport(reqwest::Error),
    /// The server did not answer in time.
    Timeout,
    /// A provider had no secret to present.
    Credential(String),
    /// The server ended a connection that was meant to last (RFC 6455, section 7.4): the code and the reason.
    Closed(u16, String),
}

impl fmt::Display for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Request(reason) => write!(f, "the request cannot be made: {reason}"),
            Self::Transport(error) => write!(f, "the server cannot be reached: {error}"),
            Self::Timeout => f.write_str("the server did not answer in time"),
            Self::Closed(code, reason) => {
                write!(f, "the server closed the connection: {code} {reason}")
            }
            Self::Credential(reason) => write!(f, "there are no credentials: {reason}"),
        }
    }
}

impl std::error::Error for Failure {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Transport(error) => Some(error),
            Self::Request(_) | Self::Timeout | Self::Credential(_) | Self::Closed(..) => None,
        }
    }
}

impl<R: fmt::Debug> fmt::Display for Error<R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Answer(answer) => write!(f, "the server answered {answer:?}"),
            Self::Unexpected(error) => error.fmt(f),
            Self::Failure(failure) => failure.fmt(f),
        }
    }
}

impl<R: fmt::Debug> std::error::Error for Error<R> {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Answer(_) => None,
            Self::Unexpected(error) => Some(error),
            Self::Failure(failure) => Some(failure),
        }
    }
}

impl<R> From<Failure> for Error<R> {
    fn from(failure: Failure) -> Self {
        Self::Failure(failure)
    }
}

impl<R> From<Unexpected> for Error<R> {
    fn from(error: Unexpected) -> Self {
        Self::Unexpected(error)
    }
}
