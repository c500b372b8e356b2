//! An operation as the events that transports tell of it, whatever kind it is.

use futures_util::future::FutureExt as _;
use futures_util::stream::{self, BoxStream, StreamExt as _};

use super::context::Context;
use super::document::OperationKind;
use super::error::ResponseError;
use super::operation::Prepared;
use super::response::Response;
use super::run;

/// What an operation has to say.
pub(crate) enum EventKind {
    /// A response; a query has one.
    Next(Response),
    /// It did not start. Nothing comes after.
    Error(Vec<ResponseError>),
    /// Nothing comes after.
    Complete,
}

/// An event of one of several operations.
pub(crate) struct Event {
    pub(crate) id: String,
    pub(crate) kind: EventKind,
}

/// The events of an operation, which starts when they are first asked for, and ends when they are dropped.
pub(crate) fn events(prepared: Prepared, context: Context) -> BoxStream<'static, EventKind> {
    async move {
        if prepared.kind() != OperationKind::Subscription {
            let response = run::execute(prepared, context).await;
            return match response.data {
                Some(_) => stream::iter([EventKind::Next(response), EventKind::Complete]).boxed(),
                None => stream::iter([EventKind::Error(response.errors)]).boxed(),
            };
        }
        match run::subscribe(prepared, context).await {
            Ok(responses) => {
                responses.map(EventKind::Next).chain(stream::iter([EventKind::Complete])).boxed()
            }
            Err(refusal) => stream::iter([EventKind::Error(refusal.errors)]).boxed(),
        }
    }
    .flatten_stream()
    .boxed()
}
