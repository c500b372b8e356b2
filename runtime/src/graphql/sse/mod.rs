//! GraphQL over server-sent events, in both modes of the protocol of graphql-sse.
//!
//! In *distinct connections mode* a stream is the answer to one request. In *single connection mode* a client
//! reserves one stream (`PUT`), opens it, and sends requests whose answers come on it; see [`Streams`].

use std::convert::Infallible;
use std::time::Duration;

use axum::body::{Body, Bytes};
use futures_util::stream::{self, BoxStream, StreamExt as _};
use http::request::Parts;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use serde_json::Value;
use tokio::time;

use super::context::Context;
use super::endpoint::Endpoint;
use super::events::{EventKind, events};
use super::http::{Refusal, parameter};
use super::limits::Limits;
use super::operation::Prepared;
use super::request::Request;
use super::response;

mod streams;
mod text;

pub(crate) use streams::{Opened, Streams};

/// The header in which the reservation's token comes.
const TOKEN: &str = "x-graphql-event-stream-token";

/// What readers skip.
const COMMENT: &str = ":\n\n";

/// The token of a request that belongs to a stream.
///
/// In the query string `token` may be somebody else's word; there it counts if it is that of a stream.
pub(crate) fn token(endpoint: &Endpoint, parts: &Parts) -> Option<String> {
    if let Some(token) = parts.headers.get(TOKEN) {
        return token.to_str().ok().map(str::to_owned);
    }
    parameter(parts.uri.query(), "token").filter(|token| endpoint.streams.knows(token))
}

/// By which the events of the operation are told apart on a stream.
pub(crate) fn operation_id(request: &Request) -> Option<String> {
    request.extensions.get("operationId").and_then(Value::as_str).map(str::to_owned)
}

/// Answers one operation with a stream of its own.
pub(crate) fn distinct(
    endpoint: &Endpoint,
    prepared: Prepared,
    context: Context,
) -> Response<Body> {
    let texts = events(prepared, context).flat_map(|kind| stream::iter(text::of(kind)));
    respond(texts.boxed(), endpoint.schema.limits().keep_alive)
}

/// Answers a request that did not reach execution, where the client takes nothing but a stream.
pub(crate) fn single(limits: &Limits, refusal: response::Response) -> Response<Body> {
    let texts = text::of(EventKind::Error(refusal.errors));
    respond(stream::iter(texts).boxed(), limits.keep_alive)
}

/// `PUT`: promises a stream and names its token.
pub(crate) fn reserve(endpoint: &Endpoint) -> Result<Response<Body>, Refusal> {
    let token = endpoint.streams.reserve(endpoint.schema.limits())?;
    let mut response = Response::new(Body::from(token));
    *response.status_mut() = StatusCode::CREATED;
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    response.headers_mut().insert(header::CONTENT_TYPE, plain);
    response.headers_mut().insert(header::CACHE_CONTROL, HeaderValue::from_static("no-store"));
    Ok(response)
}

/// Opens a stream that was reserved.
pub(crate) fn open(endpoint: &Endpoint, token: &str) -> Result<Response<Body>, Refusal> {
    let Opened { texts } = endpoint.streams.open(token)?;
    Ok(respond(texts, endpoint.schema.limits().keep_alive))
}

/// Starts an operation whose events come on a stream.
pub(crate) fn start(
    endpoint: &Endpoint,
    token: &str,
    operation_id: Option<String>,
    prepared: Prepared,
    context: Context,
) -> Result<Response<Body>, Refusal> {
    let id = operation_id.filter(|it| !it.is_empty());
    let id = id.ok_or_else(|| Refusal::bad_request("`extensions.operationId` is missing"))?;
    let limit = endpoint.schema.limits().subscriptions;
    endpoint.streams.start(token, id, limit, events(prepared, context))?;
    Ok(empty(StatusCode::ACCEPTED))
}

/// `DELETE`: ends an operation, or what is left of it.
pub(crate) fn stop(
    endpoint: &Endpoint,
    parts: &Parts,
    token: Option<&str>,
) -> Result<Response<Body>, Refusal> {
    let id = parameter(parts.uri.query(), "operationId").filter(|it| !it.is_empty());
    let token = token.ok_or_else(streams::not_found)?;
    let id = id.ok_or_else(|| Refusal::bad_request("`operationId` is missing"))?;
    endpoint.streams.stop(token, &id)?;
    Ok(empty(StatusCode::OK))
}

fn empty(status: StatusCode) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = status;
    response
}

/// A stream, with a comment at its beginning and in each pause: some browsers wait for the first byte, and
/// connections on which nothing comes are cut off.
fn respond(texts: BoxStream<'static, String>, pause: Duration) -> Response<Body> {
    let pause = time::interval_at(time::Instant::now() + pause, pause);
    let chunks = stream::unfold((texts, pause), |(mut texts, mut pause)| async move {
        let text = tokio::select! {
            biased;
            _ = pause.tick() => COMMENT.to_owned(),
            text = texts.next() => text?,
        };
        Some((text, (texts, pause)))
    });
    let chunks = stream::once(async { COMMENT.to_owned() }).chain(chunks);
    let chunks = chunks.map(|text| Ok::<_, Infallible>(Bytes::from(text)));
    let mut response = Response::new(Body::from_stream(chunks));
    let headers = response.headers_mut();
    let mut set = |name, value| headers.insert(name, HeaderValue::from_static(value));
    set(header::CONTENT_TYPE, "text/event-stream; charset=utf-8");
    set(header::CACHE_CONTROL, "no-cache");
    set(header::X_CONTENT_TYPE_OPTIONS, "nosniff");
    // For nginx, which otherwise keeps events until it has many.
    set(HeaderName::from_static("x-accel-buffering"), "no");
    response
}
