//! Requests as HTTP brings them: a query string, JSON, or a form.

use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, BodyDataStream};
use futures_util::StreamExt as _;
use http::{HeaderMap, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use tokio::time::timeout;

use super::Refusal;
use crate::graphql::endpoint::Endpoint;
use crate::graphql::request::Request;
use crate::graphql::upload::{self, Files};
use crate::http::accept::is_utf8;

/// How long the rest of a request that is refused may take to come.
const FAREWELL: Duration = Duration::from_secs(1);

/// What a client asks for.
pub(super) enum Asked {
    One(Request),
    /// An array, in order.
    Batch(Vec<Request>),
}

/// The requests of a body, and the files that came with them.
pub(super) async fn read_body(
    endpoint: &Endpoint,
    headers: &HeaderMap,
    body: Body,
) -> Result<(Asked, Option<Arc<Files>>), Refusal> {
    let mut chunks = body.into_data_stream();
    let read = read_chunks(endpoint, headers, &mut chunks).await;
    if read.is_err() {
        let rest = drain(&mut chunks, endpoint.schema.limits().body_bytes);
        drop(timeout(FAREWELL, rest).await);
    }
    let (json, files) = read?;
    Ok((ask(json, endpoint.schema.limits().batch)?, files))
}

async fn read_chunks(
    endpoint: &Endpoint,
    headers: &HeaderMap,
    chunks: &mut BodyDataStream,
) -> Result<(Value, Option<Arc<Files>>), Refusal> {
    let limits = endpoint.schema.limits();
    match content_type(headers)? {
        ContentType::Json => {
            let read = timeout(limits.time, collect(chunks, limits.body_bytes)).await;
            let text = read.unwrap_or_else(|_| Err(Refusal::slow()))?;
            let json = serde_json::from_slice(&text);
            let json = json
                .map_err(|error| Refusal::bad_request(format!("the body is not JSON: {error}")))?;
            Ok((json, None))
        }
        ContentType::Form => {
            endpoint.check_preflight(headers)?;
            let (json, files) = upload::read(headers, chunks, limits).await?;
            Ok((json, Some(files)))
        }
    }
}

/// Takes what is still coming, if it is not much: who writes into a connection that is closed does not read the answer.
async fn drain(chunks: &mut BodyDataStream, most: usize) {
    let mut so_far = 0;
    while let Some(Ok(chunk)) = chunks.next().await {
        so_far += chunk.len();
        if so_far > most {
            return;
        }
    }
}

fn ask(json: Value, most: usize) -> Result<Asked, Refusal> {
    let read = |json| Request::from_json(json).map_err(|error| Refusal::bad_request(error.message));
    match json {
        Value::Array(_) if most == 0 => {
            let message = "arrays of requests are not served";
            Err(Refusal::bad_request(message).with_code("BATCHING_DISABLED"))
        }
        Value::Array(requests) if requests.len() > most => {
            let message = format!("there are more requests in the array than the allowed {most}");
            Err(Refusal::bad_request(message).with_code("LIMIT_BATCH"))
        }
        Value::Array(requests) if requests.is_empty() => {
            Err(Refusal::bad_request("the array has no request"))
        }
        Value::Array(requests) => {
            requests.into_iter().map(read).collect::<Result<_, _>>().map(Asked::Batch)
        }
        json => read(json).map(Asked::One),
    }
}

async fn collect(chunks: &mut BodyDataStream, limit: usize) -> Result<Vec<u8>, Refusal> {
    let mut text = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad_request("the body ended early"))?;
        if text.len() + chunk.len() > limit {
            return Err(Refusal::too_large(limit as u64));
        }
        text.extend_from_slice(&chunk);
    }
    Ok(text)
}

enum ContentType {
    Json,
    Form,
}

/// Browsers send neither JSON nor forms with headers of their own to other sites without asking first.
fn content_type(headers: &HeaderMap) -> Result<ContentType, Refusal> {
    let text = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mut parts = text.unwrap_or_default().split(';').map(str::trim);
    let essence = parts.next().unwrap_or_default().to_ascii_lowercase();
    let is_readable = parts
        .filter_map(|part| part.split_once('='))
        .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value));
    match essence.as_str() {
        "application/json" if is_readable => Ok(ContentType::Json),
        "multipart/form-data" => Ok(ContentType::Form),
        _ => {
            let message = "the content type must be application/json in UTF-8";
            Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
        }
    }
}

/// The request of a query string: each member is text, and maps are JSON.
pub(super) fn read_query(query: &str, limit: usize) -> Result<Request, Refusal> {
    if query.len() > limit {
        let message = format!("the query is longer than {limit} bytes");
        return Err(Refusal::new(StatusCode::URI_TOO_LONG, message).with_code("LIMIT_BODY"));
    }
    let mut members = Map::new();
    for (name, value) in pairs(query) {
        let (name, value) = (decode(name)?, decode(value)?);
        let value = match name.as_str() {
            // An empty name is how forms say "none".
            "operationName" | "documentId" if value.is_empty() => continue,
            "query" | "operationName" | "documentId" => Value::from(value),
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|error| Refusal::bad_request(format!("`{name}` is not JSON: {error}")))?,
            _ => continue,
        };
        if members.insert(name.clone(), value).is_some() {
            return Err(Refusal::bad_request(format!("`{name}` is there twice")));
        }
    }
    Request::from_json(Value::Object(members)).map_err(|error| Refusal::bad_request(error.message))
}

/// The value of one parameter of a query string.
pub(crate) fn parameter(query: Option<&str>, name: &str) -> Option<String> {
    let (_, value) = pairs(query?).find(|(it, _)| *it == name)?;
    decode(value).ok()
}

fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let pairs = query.split('&').filter(|pair| !pair.is_empty());
    pairs.map(|pair| pair.split_once('=').unwrap_or((pair, "")))
}

fn decode(text: &str) -> Result<String, Refusal> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8();
    decoded.map(Into::into).map_err(|_| Refusal::bad_request("the query string is not UTF-8"))
}
