//! Requests that are no GraphQL requests, or that HTTP does not let through.

use axum::body::Body;
use http::header::{self, HeaderName};
use http::{HeaderValue, Response, StatusCode};

use super::accept::MediaType;
use super::reply::reply;
use crate::graphql::error::{Error, ResponseError};
use crate::graphql::response;

/// An answer without execution, with a status of its own.
#[derive(Debug)]
pub(crate) struct Refusal(Box<Said>);

#[derive(Debug)]
struct Said {
    status: StatusCode,
    error: Error,
    header: Option<(HeaderName, &'static str)>,
}

impl Refusal {
    pub(crate) fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self(Box::new(Said { status, error: Error::new(message), header: None }))
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }

    pub(crate) fn too_large(limit: u64) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, message).with_code("LIMIT_BODY")
    }

    pub(crate) fn slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "the body did not come in time")
    }

    /// One that says which methods there are.
    pub(crate) fn method(allowed: &'static str, message: impl Into<String>) -> Self {
        let mut refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, message);
        refusal.0.header = Some((header::ALLOW, allowed));
        refusal
    }

    pub(crate) fn with_code(mut self, code: &str) -> Self {
        self.0.error = self.0.error.with("code", code);
        self
    }

    pub(crate) fn into_response(self, media_type: MediaType) -> Response<Body> {
        let Said { status, error, header } = *self.0;
        tracing::debug!(%status, "refused");
        let refused = response::Response::refused(vec![ResponseError::at(error, &[])]);
        let mut response = reply(media_type, status, refused.to_bytes());
        if let Some((name, value)) = header {
            response.headers_mut().insert(name, HeaderValue::from_static(value));
        }
        response
    }
}
