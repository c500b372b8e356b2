//! Answers in one piece: media types and status codes.

use axum::body::Body;
use http::{HeaderValue, Response, StatusCode, header};
use serde_json::Value;

use super::accept::MediaType;
use crate::graphql::response;

/// The answer to one request.
///
/// With `application/json` a well-formed request is always 200; with `application/graphql-response+json` one that
/// did not reach execution is 400, and one that took too long 504.
pub(super) fn answer(media_type: MediaType, response: &response::Response) -> Response<Body> {
    let status = match (media_type, &response.data) {
        (MediaType::GraphqlResponse, None) if is_slow(response) => StatusCode::GATEWAY_TIMEOUT,
        (MediaType::GraphqlResponse, None) => StatusCode::BAD_REQUEST,
        (MediaType::GraphqlResponse, Some(_)) | (MediaType::Json, _) => StatusCode::OK,
    };
    reply(media_type, status, response.to_bytes())
}

/// The answer to a request that did not reach execution, and whose client goes by the status.
pub(super) fn refuse(media_type: MediaType, refusal: &response::Response) -> Response<Body> {
    reply(media_type, StatusCode::BAD_REQUEST, refusal.to_bytes())
}

/// The answers to a batch; each of them has its own errors.
pub(super) fn answers(media_type: MediaType, responses: &[response::Response]) -> Response<Body> {
    let mut text = vec![b'['];
    for response in responses {
        if text.len() > 1 {
            text.push(b',');
        }
        text.extend_from_slice(&response.to_bytes());
    }
    text.push(b']');
    reply(media_type, StatusCode::OK, text)
}

pub(super) fn reply(media_type: MediaType, status: StatusCode, text: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let content_type = match media_type {
        MediaType::Json => "application/json; charset=utf-8",
        MediaType::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
    };
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    // Caches must tell the media types apart, and browsers must not guess others.
    headers.insert(header::VARY, HeaderValue::from_static("accept"));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}

fn is_slow(response: &response::Response) -> bool {
    let code = |it: &Value| it == "LIMIT_TIME";
    response.errors.iter().any(|it| it.extensions.get("code").is_some_and(code))
}
