//! Answers as responses of axum.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use futures_util::stream::{self, Stream, StreamExt};
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, HeaderValue};

use super::Fault;
use crate::http::answer::write;
use crate::http::{Answer, AnswerBody, Output};

/// What a handler gives, as a response.
///
/// # Errors
///
/// None; the form is that of a row of [`Routes`](super::Routes).
pub fn answer(mut output: impl Output) -> Result<Response, Fault> {
    let mut answer = Answer::default();
    write(&mut output, &mut answer);
    Ok(response(answer))
}

fn response(answer: Answer) -> Response {
    for header in answer.lost {
        tracing::warn!(header, "left out: it cannot hold its value");
    }
    let mut headers = answer.headers;
    let body = match answer.body {
        AnswerBody::Empty => Body::empty(),
        AnswerBody::Bytes(bytes) => Body::from(bytes),
        AnswerBody::Stream(stream) => {
            if let Some(size) = stream.size() {
                headers.insert(CONTENT_LENGTH, size.into());
            }
            Body::from_stream(stream)
        }
        AnswerBody::Events(events) => {
            headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
            Body::from_stream(kept_alive(events.encode()).map(Ok::<_, Infallible>))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = headers;
    response
}

/// How long a stream of events may be silent: what stands between here and the caller gives up on a silent
/// connection, and one whose caller is gone is only found out by writing.
const SILENCE: Duration = Duration::from_secs(15);

/// A stream of events with comments where nothing happens (WHATWG HTML, section 9.2.7).
fn kept_alive(
    events: impl Stream<Item = Bytes> + Send + 'static,
) -> impl Stream<Item = Bytes> + Send + 'static {
    stream::unfold(Box::pin(events), |mut events| async move {
        let piece = match tokio::time::timeout(SILENCE, events.next()).await {
            Ok(piece) => piece?,
            Err(_) => Bytes::from_static(b":\n\n"),
        };
        Some((piece, events))
    })
}
