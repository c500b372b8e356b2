//! Bodies of requests, as they travel.

use bytes::Bytes;
use futures_util::StreamExt as _;
use futures_util::stream;
use http::HeaderMap;
#[cfg(not(target_family = "wasm"))]
use http::header::CONTENT_LENGTH;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::Failure;
use crate::http::{ByteStream, RequestBody};
use crate::json::{Binary, Part};

/// The body as it is sent; its `Content-Type`, and where it is a stream its length, go into the headers.
pub(super) async fn encode_body(
    body: RequestBody,
    headers: &mut HeaderMap,
) -> Result<reqwest::Body, Failure> {
    let stream = stream_of(body, headers);
    if let Some(bytes) = stream.whole() {
        return Ok(bytes.into());
    }
    as_it_comes(stream, headers).await
}

/// The body as it travels; its `Content-Type` goes into the headers.
pub(crate) fn stream_of(body: RequestBody, headers: &mut HeaderMap) -> ByteStream {
    let (media_type, stream) = match body {
        RequestBody::Bytes(media_type, bytes) => (media_type.to_owned(), bytes.into()),
        RequestBody::Stream(media_type, stream) => (media_type.to_owned(), stream),
        RequestBody::Multipart(parts) => {
            // No part may contain the boundary; one that is unique enough will not be in any.
            let boundary = uuid::Uuid::new_v4().simple().to_string();
            let stream = multipart(&parts, &boundary);
            (format!("multipart/form-data; boundary={boundary}"), stream)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&media_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    stream
}

#[cfg(not(target_family = "wasm"))]
async fn as_it_comes(
    stream: ByteStream,
    headers: &mut HeaderMap,
) -> Result<reqwest::Body, Failure> {
    if let Some(size) = stream.size() {
        headers.insert(CONTENT_LENGTH, size.into());
    }
    Ok(reqwest::Body::wrap_stream(stream))
}

/// Browsers take the body of a request as a whole.
#[cfg(target_family = "wasm")]
async fn as_it_comes(stream: ByteStream, _: &mut HeaderMap) -> Result<reqwest::Body, Failure> {
    let bytes = stream.bytes(usize::MAX).await;
    Ok(bytes.map_err(|error| Failure::Request(error.to_string()))?.into())
}

/// A form as RFC 7578 writes it: strings as text, files as bytes, the rest as JSON.
fn multipart(parts: &[(String, Part)], boundary: &str) -> ByteStream {
    let (mut out, mut pieces) = (Vec::new(), Vec::new());
    for (name, part) in parts {
        let lead =
            format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{}\"", parameter(name));
        out.extend_from_slice(lead.as_bytes());
        match part {
            Part::File(file) => {
                file_headers(file, &mut out);
                match file.in_memory() {
                    Some(bytes) => out.extend_from_slice(bytes),
                    None => {
                        pieces.push(std::mem::take(&mut out).into());
                        pieces.push(file.stream());
                    }
                }
            }
            Part::Typed(media_type, text) => {
                out.extend_from_slice(format!("\r\nContent-Type: {media_type}\r\n\r\n").as_bytes());
                out.extend_from_slice(text);
            }
            Part::Json(text) => match serde_json::from_slice(text) {
                Ok(serde_json::Value::String(text)) => {
                    out.extend_from_slice(format!("\r\n\r\n{text}").as_bytes());
                }
                Ok(serde_json::Value::Object(_) | serde_json::Value::Array(_)) => {
                    out.extend_from_slice(b"\r\nContent-Type: application/json\r\n\r\n");
                    out.extend_from_slice(text);
                }
                _ => {
                    out.extend_from_slice(b"\r\n\r\n");
                    out.extend_from_slice(text);
                }
            },
        }
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(format!("--{boundary}--\r\n").as_bytes());
    if pieces.is_empty() {
        return Bytes::from(out).into();
    }
    pieces.push(out.into());
    let size = pieces.iter().filter_map(ByteStream::size).sum();
    ByteStream::of(stream::iter(pieces).flatten()).with_size(size)
}

/// The rest of the headers of a file, and the empty line after them.
fn file_headers(file: &Binary, out: &mut Vec<u8>) {
    let name = parameter(file.file_name().unwrap_or("file"));
    let media_type = file.media_type().filter(|it| HeaderValue::from_str(it).is_ok());
    let media_type = media_type.unwrap_or("application/octet-stream");
    out.extend_from_slice(
        format!("; filename=\"{name}\"\r\nContent-Type: {media_type}\r\n").as_bytes(),
    );
    for (name, value) in file.headers() {
        out.extend_from_slice(name.as_str().as_bytes());
        out.extend_from_slice(b": ");
        out.extend_from_slice(value.as_bytes());
        out.extend_from_slice(b"\r\n");
    }
    out.extend_from_slice(b"\r\n");
}

/// A text between quotes (WHATWG HTML, "Multipart form data": how browsers escape names).
fn parameter(text: &str) -> String {
    text.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}
