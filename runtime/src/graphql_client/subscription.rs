//! Subscriptions as streams, which outlast the connections that they travel over.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

use futures_util::stream::{self, Stream, StreamExt};
use http::{HeaderName, HeaderValue};

use super::body::Carries;
use super::endpoint::{Documents, Endpoint, Subscriptions};
use super::{Error, Operation, Response, events};
use crate::client::call::Settings;
use crate::client::{BoxFuture, Failure};
use crate::http::Unexpected;
use crate::json::{DecodeError, Json};
use crate::platform::{BoxStream, sleep};

/// The answers of a subscription, as they come. It begins when it is first polled; dropping it ends it.
///
/// Where the connection breaks, the subscription is made anew ([`Endpoint::with_reconnect`]); what happened in between
/// is not told. An answer with errors is an `Err` in its place, with what data there is, and others may follow; the stream
/// is over with `None`.
#[must_use = "a subscription begins when it is polled"]
pub struct Subscription<T> {
    state: State,
    gives: PhantomData<fn() -> T>,
}

enum State {
    New(Box<Subscribing>),
    Running(BoxStream<Result<Vec<u8>, Trouble>>),
    Over,
}

/// What there is to subscribe with, each time.
pub(super) struct Subscribing {
    pub(super) endpoint: Endpoint,
    pub(super) operation: &'static Operation,
    /// JSON.
    pub(super) variables: Vec<u8>,
    pub(super) settings: Settings,
}

/// Why there are no more answers.
#[derive(Debug)]
pub(super) enum Trouble {
    Failure(Failure),
    Unexpected(Unexpected),
}

/// What happens on a connection.
#[derive(Debug)]
pub(super) enum Happening {
    /// An answer, as JSON.
    Next(Vec<u8>),
    /// The last answer, as JSON.
    Last(Vec<u8>),
    /// There are no more.
    Complete,
    /// The connection broke, and another may do better.
    Lost(Failure),
    /// Another connection would do no better.
    Refused(Trouble),
}

/// What happens on one connection.
pub(super) type Happenings = BoxStream<Happening>;

impl<T> fmt::Debug for Subscription<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Subscription(…)")
    }
}

impl<T> Subscription<T> {
    pub(super) fn new(
        endpoint: Endpoint,
        operation: &'static Operation,
        variables: Vec<u8>,
    ) -> Self {
        let settings = Settings { is_safe: true, presents_all: true, ..Settings::default() };
        let subscribing = Subscribing { endpoint, operation, variables, settings };
        Self { state: State::New(Box::new(subscribing)), gives: PhantomData }
    }

    /// Sends a header with the request that begins it.
    pub fn with_header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        if let State::New(it) = &mut self.state {
            it.settings.headers.push((name, value));
        }
        self
    }
}

impl<T: Json> Stream for Subscription<T> {
    type Item = Result<T, Error<T>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        if let State::New(_) = self.state
            && let State::New(it) = std::mem::replace(&mut self.state, State::Over)
        {
            self.state = State::Running(run(*it));
        }
        let State::Running(answers) = &mut self.state else { return Poll::Ready(None) };
        let next = match answers.poll_next_unpin(cx) {
            Poll::Pending => return Poll::Pending,
            Poll::Ready(next) => next,
        };
        Poll::Ready(match next {
            None => {
                self.state = State::Over;
                None
            }
            Some(Ok(text)) => Some(read(&text)),
            Some(Err(trouble)) => {
                self.state = State::Over;
                Some(Err(match trouble {
                    Trouble::Failure(failure) => Error::Failure(failure),
                    Trouble::Unexpected(unexpected) => Error::Unexpected(unexpected),
                }))
            }
        })
    }
}

fn read<T: Json>(text: &[u8]) -> Result<T, Error<T>> {
    match Response::from_slice(text) {
        Ok(response) => response.into_data(),
        Err(reason) => Err(Error::Unexpected(no_answer(text, Some(reason)))),
    }
}

/// Says of a message that it is no answer to the operation.
pub(super) fn no_answer(text: &[u8], reason: Option<DecodeError>) -> Unexpected {
    Unexpected { status: http::StatusCode::OK, reason, body: text.to_vec().into() }
}

/// The answers of one connection after the other.
fn run(subscribing: Subscribing) -> BoxStream<Result<Vec<u8>, Trouble>> {
    let running = Running { subscribing, happenings: None, round: 0, is_over: false };
    Box::pin(stream::unfold(running, |mut running| async move {
        let next = running.next().await?;
        Some((next, running))
    }))
}

struct Running {
    subscribing: Subscribing,
    happenings: Option<Happenings>,
    /// How many tries in a row gave no answer.
    round: u32,
    is_over: bool,
}

impl Running {
    async fn next(&mut self) -> Option<Result<Vec<u8>, Trouble>> {
        while !self.is_over {
            let happening = match &mut self.happenings {
                Some(happenings) => happenings.next().await,
                None => {
                    self.happenings = Some(self.subscribing.connect().await);
                    continue;
                }
            };
            match happening {
                Some(Happening::Next(text)) => {
                    self.round = 0;
                    return Some(Ok(text));
                }
                Some(Happening::Last(text)) => {
                    self.end();
                    return Some(Ok(text));
                }
                Some(Happening::Complete) => self.end(),
                Some(Happening::Refused(trouble)) => {
                    self.end();
                    return Some(Err(trouble));
                }
                Some(Happening::Lost(failure)) => {
                    if let Err(failure) = self.wait(failure).await {
                        return Some(Err(Trouble::Failure(failure)));
                    }
                }
                None => {
                    let failure = Failure::Closed(1006, "the connection broke".to_owned());
                    if let Err(failure) = self.wait(failure).await {
                        return Some(Err(Trouble::Failure(failure)));
                    }
                }
            }
        }
        None
    }

    /// Waits for the next try, if there is to be one.
    async fn wait(&mut self, failure: Failure) -> Result<(), Failure> {
        self.happenings = None;
        let retry = self.subscribing.endpoint.settings().reconnect;
        if self.round >= retry.times {
            self.end();
            return Err(failure);
        }
        let wait = retry.wait(self.round, None);
        let operation = self.subscribing.operation.name;
        tracing::debug!(operation, round = self.round, ?wait, %failure, "subscribing again");
        self.round += 1;
        sleep(wait).await;
        Ok(())
    }

    fn end(&mut self) {
        self.is_over = true;
        self.happenings = None;
    }
}

impl Subscribing {
    /// How much of the document is sent: a subscription is made once, so that nothing is gained by its hash.
    pub(super) fn carries(&self) -> Carries {
        match self.endpoint.settings().documents() {
            Documents::Trusted => Carries::Hash,
            Documents::Text | Documents::Automatic => Carries::Text,
        }
    }

    fn connect(&self) -> BoxFuture<'_, Happenings> {
        match self.endpoint.settings().subscriptions {
            Subscriptions::Events => Box::pin(events::connect(self)),
            #[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
            Subscriptions::WebSocket => Box::pin(super::websocket::connect(self)),
            #[cfg(not(all(feature = "graphql-client-ws", not(target_family = "wasm"))))]
            Subscriptions::WebSocket => {
                let reason = "WebSockets are not compiled in (feature `graphql-client-ws`); \
                              server-sent events are `Subscriptions::Events`";
                Box::pin(std::future::ready(refused(Failure::Request(reason.to_owned()))))
            }
        }
    }
}

/// A connection that is none, and that trying again would not make.
pub(super) fn refused(failure: Failure) -> Happenings {
    only(Happening::Refused(Trouble::Failure(failure)))
}

/// One thing that happens.
pub(super) fn only(happening: Happening) -> Happenings {
    Box::pin(stream::iter([happening]))
}

/// What becomes of a connection that could not be made.
pub(super) fn failed(failure: Failure) -> Happenings {
    match failure {
        Failure::Request(_) => refused(failure),
        failure => only(Happening::Lost(failure)),
    }
}
