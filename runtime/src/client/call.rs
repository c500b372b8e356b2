//! One call of an operation, before and while it is made.

use std::fmt;
use std::future::IntoFuture;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::connection::{Connection, Target};
use super::send::Attempts;
use super::{BoxFuture, Error, Failure, Retry};
use crate::http::{Input, Operation, Output, Received, Request, parts};

/// One call of an operation, which is made when it is awaited.
///
/// `T` is what its success gives; `R` has a variant for each answer that the schema documents. What is
/// said about a call holds for it alone; [`Connection`] says what holds for all.
///
/// # Errors
///
/// Awaiting it fails with any answer that is no success, and with whatever kept an answer from coming.
#[must_use = "a call is made when it is awaited"]
pub struct Call<T, R> {
    prepared: Box<Prepared>,
    success: fn(R) -> Outcome<T, R>,
}

/// What there is to a call whatever it gives: of this there is no copy for each operation, and it is not moved about.
struct Prepared {
    connection: Connection,
    target: Target,
    operation: &'static Operation,
    request: Request,
    settings: Settings,
}

impl Prepared {
    fn new(
        connection: &Connection,
        target: Target,
        operation: &'static Operation,
        input: &mut dyn Input,
    ) -> Box<Self> {
        let mut request = Request::new(operation);
        parts::write(input, &mut request);
        let (connection, settings) = (connection.clone(), Settings::default());
        Box::new(Self { connection, target, operation, request, settings })
    }

    fn start(self) -> BoxFuture<'static, Result<Received, Failure>> {
        let Self { connection, target, operation, request, settings } = self;
        Attempts::new(connection, target, operation, settings).start(request)
    }
}

/// A documented answer, told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome<T, R> {
    /// What a success gives.
    Success(T),
    /// Another answer.
    Other(R),
}

/// What is said about one call.
#[derive(Debug, Clone, Default)]
pub(crate) struct Settings {
    pub(crate) timeout: Option<Duration>,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: Option<Retry>,
    pub(crate) headers: Vec<(HeaderName, HeaderValue)>,
    pub(crate) reconnects: bool,
    /// Whether it is safe to repeat, whatever its method says.
    pub(crate) is_safe: bool,
    /// Whether every credential of the connection is presented: the schema names none.
    pub(crate) presents_all: bool,
}

impl<T, R> fmt::Debug for Call<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The request holds what its caller would not have in a log.
        f.debug_struct("Call")
            .field("operation", &self.prepared.operation.id)
            .finish_non_exhaustive()
    }
}

impl<T, R: Output> Call<T, R> {
    pub(super) fn new(
        connection: &Connection,
        target: Target,
        operation: &'static Operation,
        mut input: impl Input,
        success: fn(R) -> Outcome<T, R>,
    ) -> Self {
        Self { prepared: Prepared::new(connection, target, operation, &mut input), success }
    }

    /// Waits this long for the answer to each attempt, instead of as long as the connection says.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.prepared.settings.timeout = Some(timeout);
        self
    }

    /// Gives up this long after it was made, whatever attempt it is at.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.prepared.settings.deadline = Some(deadline);
        self
    }

    /// Repeats it like this, instead of as the connection says.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.prepared.settings.retry = Some(retry);
        self
    }

    /// Sends a header that is no parameter of the operation, or in place of one.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.prepared.settings.headers.push((name, value));
        self
    }

    /// Asks for a stream of server-sent events again when it ends, from the last event on (`Last-Event-ID`), and as
    /// long as the server gives one: status 204 is an end. It waits as long as the server says with `retry`.
    /// For streams that are meant to last; one that has an end of its own would begin anew.
    pub fn reconnecting(mut self) -> Self {
        self.prepared.settings.reconnects = true;
        self
    }

    /// Makes it, and gives any answer that the schema documents, success or not.
    ///
    /// # Errors
    ///
    /// When there is no answer, or one that the schema does not promise.
    pub async fn answer(self) -> Result<R, Error<R>> {
        let mut received = self.prepared.start().await?;
        Ok(received.read()?)
    }

    /// Makes it and blocks this thread until its answer is there.
    ///
    /// For programs without an asynchronous runtime; inside of one it keeps a thread of it busy.
    ///
    /// # Errors
    ///
    /// As awaiting it.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<T, Error<R>>
    where
        T: Send + 'static,
        R: Send + 'static,
    {
        super::blocking::wait(self.into_future())
    }
}

impl<T: 'static, R: Output + Send + 'static> IntoFuture for Call<T, R> {
    type Output = Result<T, Error<R>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        let success = self.success;
        Box::pin(async move {
            match success(self.answer().await?) {
                Outcome::Success(value) => Ok(value),
                Outcome::Other(answer) => Err(Error::Answer(answer)),
            }
        })
    }
}
