//! Subscriptions over server-sent events: the distinct connections mode of `graphql-sse`.

use futures_util::stream::StreamExt;
use serde_json::Value;

use super::Response;
use super::body;
use super::subscription::{Happening, Happenings, Subscribing, Trouble, failed, only};
use crate::client::connection::Target;
use crate::client::send::Attempts;
use crate::client::{Failure, Retry};
use crate::http::{AnswerBody, Received};

pub(super) async fn connect(subscribing: &Subscribing) -> Happenings {
    let Subscribing { endpoint, operation, variables, settings } = subscribing;
    let endpoint = endpoint.settings();
    let mut settings = settings.clone();
    // Trying again is the business of the subscription.
    settings.retry = Some(Retry { times: 0, ..Retry::default() });
    let carries = subscribing.carries();
    let mut request = body::post(&operation.events, operation, variables, carries);
    request.url.clone_from(&endpoint.subscription_url);
    let connection = endpoint.connection.clone();
    let attempts = Attempts::new(connection, Target::Base, &operation.events, settings);
    match attempts.blocks(request).await {
        Ok((received, Some(blocks))) if received.status.is_success() => {
            Box::pin(blocks.filter_map(|block| std::future::ready(happening(block.into_parts()))))
        }
        Ok((received, _)) => only(answered(&received)),
        Err(failure) => failed(failure),
    }
}

/// What an event says; other kinds of events are of no concern.
fn happening((kind, data): (Option<String>, Option<String>)) -> Option<Happening> {
    match (kind.as_deref(), data) {
        (Some("next"), Some(data)) => Some(Happening::Next(data.into_bytes())),
        (Some("complete"), _) => Some(Happening::Complete),
        _ => None,
    }
}

/// An answer that is no stream: the operation was refused, or gave all that it had at once.
fn answered(received: &Received) -> Happening {
    let code = received.status.as_u16();
    if Retry::is_passing(received.status) {
        return Happening::Lost(Failure::Closed(code, "the server cannot answer now".to_owned()));
    }
    let is_answer = received.json::<Response<Value>>().is_ok_and(|it| !it.is_empty());
    match &received.body {
        AnswerBody::Bytes(bytes) if is_answer => Happening::Last(bytes.to_vec()),
        _ => Happening::Refused(Trouble::Unexpected(received.unexpected())),
    }
}
