//! Bodies of requests, as they travel.

use bytes::Bytes;
use http::HeaderMap;
use http::header::{CONTENT_TYPE, HeaderValue};

use crate::http::RequestBody;
use crate::json::Part;

/// The bytes of a body; its `Content-Type` goes into the headers.
pub(super) fn encode_body(body: &Option<RequestBody>, headers: &mut HeaderMap) -> Option<Bytes> {
    let (media_type, bytes) = match body.as_ref()? {
        RequestBody::Bytes(media_type, bytes) => ((*media_type).to_owned(), bytes.clone()),
        RequestBody::Multipart(parts) => {
            // No part may contain the boundary; one that is unique enough will not be in any.
            let boundary = uuid::Uuid::new_v4().simple().to_string();
            let bytes = multipart(parts, &boundary);
            (format!("multipart/form-data; boundary={boundary}"), bytes)
        }
    };
    if let Ok(value) = HeaderValue::from_str(&media_type) {
        headers.insert(CONTENT_TYPE, value);
    }
    Some(bytes)
}

/// A form as RFC 7578 writes it: strings as text, files as bytes, the rest as JSON.
fn multipart(parts: &[(String, Part)], boundary: &str) -> Bytes {
    let mut out = Vec::new();
    for (name, part) in parts {
        let name = name.replace('"', "%22").replace(['\r', '\n'], " ");
        let lead = format!("--{boundary}\r\nContent-Disposition: form-data; name=\"{name}\"");
        out.extend_from_slice(lead.as_bytes());
        match part {
            Part::Bytes(bytes) => {
                let rest = "; filename=\"file\"\r\nContent-Type: application/octet-stream\r\n\r\n";
                out.extend_from_slice(rest.as_bytes());
                out.extend_from_slice(bytes);
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
    out.into()
}
