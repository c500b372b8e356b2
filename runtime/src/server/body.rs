//! Bodies of requests, within limits.

use axum::body::Body;
use bytes::Bytes;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::Problem;
use crate::http::Payload;
use crate::json::Plain;

/// Reads all of a body.
pub(super) async fn read(body: Body, most: usize) -> Result<Bytes, Problem> {
    match Limited::new(body, most).collect().await {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is larger than {most} bytes"),
        )),
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "the body broke off")),
    }
}

/// The media type that a request says its body has, in lower case and without parameters.
pub(super) fn media_type(headers: &HeaderMap) -> Option<String> {
    let text = headers.get(CONTENT_TYPE)?.to_str().ok()?;
    Some(text.split(';').next().unwrap_or(text).trim().to_lowercase())
}

/// The index of the declared media type or range that fits best.
pub(super) fn choose(declared: &[&str], found: &str) -> Option<usize> {
    let exact = declared.iter().position(|it| *it == found);
    let range = || {
        declared.iter().position(|it| {
            *it == "*/*" || it.strip_suffix('*').is_some_and(|prefix| found.starts_with(prefix))
        })
    };
    exact.or_else(range)
}

/// The body as its operation reads it; multipart forms are taken apart first.
pub(super) async fn payload(
    media_type: &str,
    headers: &HeaderMap,
    bytes: Bytes,
) -> Result<Payload, Problem> {
    if !media_type.starts_with("multipart/") {
        return Ok(Payload::new(bytes));
    }
    let bad = |error: multer::Error| {
        Problem::new(StatusCode::BAD_REQUEST, format!("the form cannot be read: {error}"))
    };
    let text = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(text).map_err(bad)?;
    let stream =
        futures_util::stream::once(async move { Ok::<_, std::convert::Infallible>(bytes) });
    let mut form = multer::Multipart::new(stream, boundary);
    let mut parts = Vec::new();
    while let Some(field) = form.next_field().await.map_err(bad)? {
        let name = field.name().unwrap_or_default().to_owned();
        let is_json = field.content_type().is_some_and(|it| it.subtype() == "json");
        let is_file = field.file_name().is_some();
        let bytes = field.bytes().await.map_err(bad)?;
        let value = match std::str::from_utf8(&bytes) {
            _ if is_json => Plain::Json(bytes.to_vec()),
            Ok(text) if !is_file => Plain::Text(text.to_owned()),
            _ => Plain::Bytes(bytes),
        };
        parts.push((name, value));
    }
    Ok(Payload::multipart(parts))
}
