//! A line for each request.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;

use crate::report;

/// `GET /pets/7 200`
pub(super) async fn log(request: Request, next: Next) -> Response {
    let (method, uri) = (request.method().clone(), request.uri().clone());
    let response = next.run(request).await;
    report::say(&format!("{method} {uri} {}", response.status().as_u16()));
    response
}
