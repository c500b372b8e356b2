//! Answers as responses of axum.

use std::convert::Infallible;

use axum::body::Body;
use axum::response::Response;
use futures_util::StreamExt;
use http::header::{CACHE_CONTROL, CONTENT_LENGTH, HeaderValue};

use super::Fault;
use crate::http::{Answer, AnswerBody, Output};

/// What a handler gives, as a response.
///
/// # Errors
///
/// None; the form is that of a row of [`Routes`](super::Routes).
pub fn answer(output: impl Output) -> Result<Response, Fault> {
    let mut answer = Answer::default();
    output.write(&mut answer);
    Ok(response(answer))
}

fn response(answer: Answer) -> Response {
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
            Body::from_stream(events.encode().map(Ok::<_, Infallible>))
        }
    };
    let mut response = Response::new(body);
    *response.status_mut() = answer.status;
    *response.headers_mut() = headers;
    response
}
