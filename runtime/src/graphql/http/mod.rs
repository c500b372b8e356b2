//! GraphQL over HTTP: GET and POST, in one piece or as an event stream.
//!
//! Status codes and media types follow the GraphQL-over-HTTP draft, event streams the protocol of graphql-sse.

use std::sync::Arc;
use std::time::Instant;

use axum::body::Body;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};

use super::context::Context;
use super::document::OperationKind;
use super::endpoint::Endpoint;
use super::error::ResponseError;
use super::operation::Prepared;
use super::upload::Files;
use super::{request, response, run, sse};

mod accept;
mod read;
mod refusal;
mod reply;

use accept::Accepted;
pub(crate) use accept::MediaType;
pub(crate) use read::parameter;
use read::{Asked, read_body, read_query};
pub(crate) use refusal::Refusal;

/// What an endpoint answers to.
const METHODS: &str = "GET, HEAD, POST, OPTIONS";

/// What an endpoint answers to that has event streams.
const METHODS_WITH_STREAMS: &str = "GET, HEAD, POST, PUT, DELETE, OPTIONS";

pub(crate) async fn serve(endpoint: &Endpoint, request: Request<Body>) -> Response<Body> {
    let start = Instant::now();
    let (parts, body) = request.into_parts();
    let (method, accepted) = (parts.method.clone(), Accepted::of(&parts.headers));
    let answered = answer(endpoint, parts, body, accepted).await;
    // A refusal is JSON even for those who take none: it is for people.
    let media_type = accepted.whole.unwrap_or(MediaType::Json);
    let mut response = answered.unwrap_or_else(|refusal| refusal.into_response(media_type));
    let (status, elapsed) = (response.status().as_u16(), start.elapsed());
    tracing::debug!(%method, status, ?elapsed, "GraphQL over HTTP");
    if method == Method::HEAD {
        *response.body_mut() = Body::empty();
    }
    response
}

async fn answer(
    endpoint: &Endpoint,
    parts: Parts,
    body: Body,
    accepted: Accepted,
) -> Result<Response<Body>, Refusal> {
    endpoint.check_origin(&parts.headers)?;
    let has_streams = endpoint.schema.limits().event_streams > 0;
    let allowed = if has_streams { METHODS_WITH_STREAMS } else { METHODS };
    let token = if has_streams { sse::token(endpoint, &parts) } else { None };
    let (asked, files) = match parts.method {
        Method::OPTIONS => return Ok(options(allowed)),
        Method::PUT if has_streams => return sse::reserve(endpoint),
        Method::DELETE if has_streams => return sse::stop(endpoint, &parts, token.as_deref()),
        Method::GET | Method::HEAD | Method::POST => {
            if let Some(token) = token.as_deref().filter(|_| accepted.prefers_events) {
                return sse::open(endpoint, token);
            }
            if parts.method == Method::POST {
                read_body(endpoint, &parts.headers, body).await?
            } else {
                check_embedding(&parts.headers)?;
                let query = parts.uri.query().unwrap_or_default();
                (Asked::One(read_query(query, endpoint.schema.limits().body_bytes)?), None)
            }
        }
        _ => return Err(Refusal::method(allowed, "use GET or POST")),
    };
    let is_safe = parts.method != Method::POST;
    let context = context(parts, files);
    match asked {
        Asked::One(request) => {
            one(endpoint, accepted, request, context, is_safe, token.as_deref()).await
        }
        Asked::Batch(requests) => batch(endpoint, accepted, requests, context).await,
    }
}

async fn one(
    endpoint: &Endpoint,
    accepted: Accepted,
    request: request::Request,
    context: Context,
    is_safe: bool,
    token: Option<&str>,
) -> Result<Response<Body>, Refusal> {
    let operation_id = sse::operation_id(&request);
    let in_one_piece = accepted.whole.filter(|_| !accepted.prefers_events);
    let prepared = match endpoint.schema.prepare(request) {
        Ok(prepared) => prepared,
        Err(refusal) => {
            return match (in_one_piece, accepted.events) {
                // Who reads answers from a stream looks at nothing but the status.
                (Some(media_type), _) if token.is_some() => Ok(reply::refuse(media_type, &refusal)),
                (Some(media_type), _) => Ok(reply::answer(media_type, &refusal)),
                (None, true) => Ok(sse::single(endpoint.schema.limits(), refusal)),
                (None, false) => Err(not_acceptable()),
            };
        }
    };
    if is_safe && prepared.kind() == OperationKind::Mutation {
        return Err(Refusal::method("POST", "mutations may not be sent by GET"));
    }
    if let Some(token) = token {
        return sse::start(endpoint, token, operation_id, prepared, context);
    }
    let is_stream = prepared.kind() == OperationKind::Subscription;
    match in_one_piece.filter(|_| !is_stream) {
        Some(media_type) => Ok(reply::answer(media_type, &run::execute(prepared, context).await)),
        None if accepted.events => Ok(sse::distinct(endpoint, prepared, context)),
        None if is_stream => {
            let message = "subscriptions are served as text/event-stream and over WebSocket";
            Err(Refusal::new(StatusCode::NOT_ACCEPTABLE, message))
        }
        None => Err(not_acceptable()),
    }
}

/// One after the other, so that mutations keep their order.
async fn batch(
    endpoint: &Endpoint,
    accepted: Accepted,
    requests: Vec<request::Request>,
    context: Context,
) -> Result<Response<Body>, Refusal> {
    let media_type = accepted.whole.ok_or_else(not_acceptable)?;
    let mut responses = Vec::with_capacity(requests.len());
    for request in requests {
        responses.push(match endpoint.schema.prepare(request) {
            Ok(prepared) => execute_in_batch(prepared, context.clone()).await,
            Err(refusal) => refusal,
        });
    }
    Ok(reply::answers(media_type, &responses))
}

async fn execute_in_batch(prepared: Prepared, context: Context) -> response::Response {
    if prepared.kind() == OperationKind::Subscription {
        let message = "subscriptions are not served in arrays";
        return response::Response::refused(vec![ResponseError::request(message, None)]);
    }
    run::execute(prepared, context).await
}

fn context(parts: Parts, files: Option<Arc<Files>>) -> Context {
    let mut context = Context::new(parts.headers, parts.extensions);
    if let Some(files) = files {
        context.set_files(files);
    }
    context
}

fn not_acceptable() -> Refusal {
    let message =
        "application/json, application/graphql-response+json and text/event-stream are served";
    Refusal::new(StatusCode::NOT_ACCEPTABLE, message)
}

fn options(allowed: &'static str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(allowed));
    response
}

/// Refuses what another site's page loads as an image, a script or the like: nobody there can read it, but the time it
/// takes can be measured.
fn check_embedding(headers: &HeaderMap) -> Result<(), Refusal> {
    let is = |name: &str, value: &str| {
        headers.get(name).is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(value.as_bytes()))
    };
    if is("sec-fetch-site", "cross-site") && is("sec-fetch-mode", "no-cors") {
        let message = "queries cannot be parts of another site's page";
        return Err(Refusal::new(StatusCode::FORBIDDEN, message).with_code("CROSS_SITE"));
    }
    Ok(())
}
