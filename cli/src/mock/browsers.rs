//! Pages of any origin may call a mock (Fetch, "CORS protocol").
//!
//! The layer of tower-http takes every OPTIONS for a question of a browser, and so hides what the document says of it; and it
//! has no word for all headers of an answer where credentials travel.

use axum::body::Body;
use axum::extract::Request;
use axum::http::header::{
    ACCESS_CONTROL_ALLOW_CREDENTIALS, ACCESS_CONTROL_ALLOW_HEADERS, ACCESS_CONTROL_ALLOW_METHODS,
    ACCESS_CONTROL_ALLOW_ORIGIN, ACCESS_CONTROL_EXPOSE_HEADERS, ACCESS_CONTROL_REQUEST_HEADERS,
    ACCESS_CONTROL_REQUEST_METHOD, HeaderValue, ORIGIN, VARY,
};
use axum::http::{Method, StatusCode};
use axum::middleware::Next;
use axum::response::Response;

/// Answers what browsers ask before a request, and lets pages read what comes back.
pub(super) async fn allow(request: Request, next: Next) -> Response {
    let headers = request.headers();
    let Some(origin) = headers.get(ORIGIN).cloned() else { return next.run(request).await };
    let method = headers.get(ACCESS_CONTROL_REQUEST_METHOD).cloned();
    let asked = headers.get(ACCESS_CONTROL_REQUEST_HEADERS).cloned();
    let mut response = match method.filter(|_| request.method() == Method::OPTIONS) {
        Some(method) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::NO_CONTENT;
            response.headers_mut().insert(ACCESS_CONTROL_ALLOW_METHODS, method);
            if let Some(asked) = asked {
                response.headers_mut().insert(ACCESS_CONTROL_ALLOW_HEADERS, asked);
            }
            response
        }
        None => {
            let mut response = next.run(request).await;
            // `*` means no header at all where credentials travel, so that each is named.
            let names: Vec<&str> = response.headers().keys().map(|it| it.as_str()).collect();
            if let Ok(names) = HeaderValue::from_str(&names.join(", ")) {
                response.headers_mut().insert(ACCESS_CONTROL_EXPOSE_HEADERS, names);
            }
            response
        }
    };
    let headers = response.headers_mut();
    headers.insert(ACCESS_CONTROL_ALLOW_ORIGIN, origin);
    headers.insert(ACCESS_CONTROL_ALLOW_CREDENTIALS, HeaderValue::from_static("true"));
    headers.append(VARY, HeaderValue::from_static("Origin"));
    response
}
