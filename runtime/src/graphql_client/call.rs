//! One call of a query or a mutation, before and while it is made.

use std::fmt;
use std::future::IntoFuture;
use std::marker::PhantomData;
use std::time::Duration;

use http::{HeaderName, HeaderValue};

use super::body::{self, Carries};
use super::endpoint::Endpoint;
use super::{Documents, Error, Operation, OperationKind, Response};
use crate::client::call::Settings;
use crate::client::connection::Target;
use crate::client::send::Attempts;
use crate::client::{BoxFuture, Failure, Retry};
use crate::http::{AnswerBody, Received};
use crate::json::{Json, Value};

/// One call of a query or a mutation, which is made when it is awaited.
///
/// `T` is what it gives. What is said about a call holds for it alone; [`Connection`](crate::client::Connection) and
/// [`Endpoint`] say what holds for all. Queries are repeated as the connection says, mutations never.
///
/// # Errors
///
/// Awaiting it fails with any errors that the server gave, though some data be there ([`Self::response`] gives both),
/// and with whatever kept an answer from coming.
#[must_use = "a call is made when it is awaited"]
pub struct Call<T> {
    endpoint: Endpoint,
    operation: &'static Operation,
    /// JSON.
    variables: Vec<u8>,
    settings: Settings,
    gives: PhantomData<fn() -> T>,
}

impl<T> fmt::Debug for Call<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The variables hold what their caller would not have in a log.
        f.debug_struct("Call").field("operation", &self.operation.name).finish_non_exhaustive()
    }
}

impl<T> Call<T> {
    pub(super) fn new(
        endpoint: Endpoint,
        operation: &'static Operation,
        variables: Vec<u8>,
    ) -> Self {
        let is_safe = operation.kind == OperationKind::Query;
        let settings = Settings { is_safe, presents_all: true, ..Settings::default() };
        Self { endpoint, operation, variables, settings, gives: PhantomData }
    }

    /// Waits this long for the answer to each attempt, instead of as long as the connection says.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.settings.timeout = Some(timeout);
        self
    }

    /// Gives up this long after it was made, whatever attempt it is at.
    pub fn with_deadline(mut self, deadline: Duration) -> Self {
        self.settings.deadline = Some(deadline);
        self
    }

    /// Repeats it like this, instead of as the connection says, if it is a query.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.settings.retry = Some(retry);
        self
    }

    /// Sends a header.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.settings.headers.push((name, value));
        self
    }
}

impl<T: Json> Call<T> {
    /// Makes it, and gives data and errors as the server gave them.
    ///
    /// # Errors
    ///
    /// When there is no answer, or something that is none.
    pub async fn response(self) -> Result<Response<T>, Error<T>> {
        let Self { endpoint, operation, variables, settings, gives: _ } = self;
        let sending = Sending { endpoint, operation, variables, settings };
        let answering: BoxFuture<'static, _> = Box::pin(sending.answer());
        Ok(read(&answering.await?)?)
    }

    /// Makes it and blocks this thread until its answer is there.
    ///
    /// For programs without an asynchronous runtime; inside of one it keeps a thread of it busy.
    ///
    /// # Errors
    ///
    /// As awaiting it.
    #[cfg(feature = "blocking")]
    pub fn wait(self) -> Result<T, Error<T>>
    where
        T: Send + 'static,
    {
        crate::client::blocking::wait(self.into_future())
    }
}

/// Reads an answer of any status: what it says counts (GraphQL over HTTP, section 6.4).
fn read<T: Json>(received: &Received) -> Result<Response<T>, crate::http::Unexpected> {
    let response: Response<T> = received.json()?;
    if response.is_empty() { Err(received.unexpected()) } else { Ok(response) }
}

/// What keeps a server from knowing a document by its hash.
enum Missing {
    /// It has not seen it yet.
    Document,
    /// It remembers none.
    Memory,
}

impl Missing {
    fn of(received: &Received) -> Option<Self> {
        let response: Response<Value> = received.json().ok()?;
        if response.says("PersistedQueryNotFound", "PERSISTED_QUERY_NOT_FOUND") {
            return Some(Self::Document);
        }
        let forgets = response.says("PersistedQueryNotSupported", "PERSISTED_QUERY_NOT_SUPPORTED");
        forgets.then_some(Self::Memory)
    }
}

/// A call without what it gives, so that there is one machine for all.
struct Sending {
    endpoint: Endpoint,
    operation: &'static Operation,
    variables: Vec<u8>,
    settings: Settings,
}

impl Sending {
    /// The answer; where a server does not know the hash, that to the text.
    async fn answer(self) -> Result<Received, Failure> {
        let settings = self.endpoint.settings();
        let documents = settings.documents();
        let received = self.send(documents.carries()).await?;
        let missing = match documents {
            Documents::Automatic => Missing::of(&received),
            Documents::Text | Documents::Trusted => None,
        };
        match missing {
            None => Ok(received),
            Some(Missing::Document) => self.send(Carries::Both).await,
            Some(Missing::Memory) => {
                settings.note_forgets();
                self.send(Carries::Text).await
            }
        }
    }

    fn send(&self, carries: Carries) -> BoxFuture<'static, Result<Received, Failure>> {
        let Self { endpoint, operation, variables, settings } = self;
        let operation: &'static Operation = operation;
        let endpoint = endpoint.settings();
        let by_get = endpoint.gets && operation.kind == OperationKind::Query;
        let get = by_get.then(|| body::get(operation, variables, carries)).flatten();
        let (http, request) = match get {
            Some(request) => (&operation.get, request),
            None => (&operation.post, body::post(&operation.post, operation, variables, carries)),
        };
        let connection = endpoint.connection.clone();
        let attempts = Attempts::new(connection, Target::Base, http, settings.clone());
        let sending = attempts.start(request);
        Box::pin(async move {
            let mut received = sending.await?;
            if matches!(received.body, AnswerBody::Events(_) | AnswerBody::Stream(_)) {
                received.body = AnswerBody::Empty;
            }
            Ok(received)
        })
    }
}

impl<T: Json + 'static> IntoFuture for Call<T> {
    type Output = Result<T, Error<T>>;
    type IntoFuture = BoxFuture<'static, Self::Output>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move { self.response().await?.into_data() })
    }
}
