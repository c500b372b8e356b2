//! GraphQL over HTTP: GET and POST, `application/json` and `application/graphql-response+json`.
//!
//! Status codes follow the GraphQL-over-HTTP draft. With `application/json` a well-formed request is always 200;
//! with `application/graphql-response+json` one that does not reach execution is 400.
use axum::body::Body;
use futures_util::StreamExt;
use http::request::Parts;
use http::{HeaderMap, HeaderValue, Method, Request, Response, StatusCode, header};
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

use super::context::Context;
use super::document::OperationKind;
use super::error::ResponseError;
use super::request;
use super::response;
use super::schema::Schema;

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum MediaType {
    Json,
    GraphqlResponse,
}

/// A request that is no GraphQL request.
struct Refusal {
    status: StatusCode,
    message: String,
}

pub(crate) async fn serve(schema: &Schema, request: Request<Body>) -> Response<Body> {
    let (parts, body) = request.into_parts();
    let Some(media_type) = negotiate(&parts.headers) else {
        let message = "only application/json and application/graphql-response+json are served";
        return refuse(MediaType::Json, Refusal::new(StatusCode::NOT_ACCEPTABLE, message));
    };
    let request = match parts.method {
        Method::GET => {
            read_query(parts.uri.query().unwrap_or_default(), schema.limits().body_bytes)
        }
        Method::POST => read_body(&parts.headers, body, schema.limits().body_bytes).await,
        _ => {
            return allow(
                "GET, POST",
                refuse(media_type, Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "use GET or POST")),
            );
        }
    };
    match request {
        Ok(request) => execute(schema, media_type, parts, request).await,
        Err(refusal) => refuse(media_type, refusal),
    }
}

async fn execute(
    schema: &Schema,
    media_type: MediaType,
    parts: Parts,
    request: request::Request,
) -> Response<Body> {
    let prepared = match schema.prepare(request) {
        Ok(prepared) => prepared,
        Err(refusal) => return answer(media_type, &refusal),
    };
    if parts.method == Method::GET && prepared.kind() != OperationKind::Query {
        let refusal =
            Refusal::new(StatusCode::METHOD_NOT_ALLOWED, "only queries may be sent by GET");
        return allow("POST", refuse(media_type, refusal));
    }
    let context = Context::new(parts.headers, parts.extensions);
    answer(media_type, &prepared.execute(context).await)
}

impl Refusal {
    fn new(status: StatusCode, message: impl Into<String>) -> Self {
        Self { status, message: message.into() }
    }

    fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, message)
    }
}

fn answer(media_type: MediaType, response: &response::Response) -> Response<Body> {
    let status = match (media_type, &response.data) {
        (MediaType::GraphqlResponse, None) => StatusCode::BAD_REQUEST,
        (MediaType::GraphqlResponse, Some(_)) | (MediaType::Json, _) => StatusCode::OK,
    };
    reply(media_type, status, response.to_bytes())
}

fn refuse(media_type: MediaType, refusal: Refusal) -> Response<Body> {
    let error = ResponseError::request(refusal.message, None);
    reply(media_type, refusal.status, response::Response::refused(vec![error]).to_bytes())
}

fn reply(media_type: MediaType, status: StatusCode, text: Vec<u8>) -> Response<Body> {
    let mut response = Response::new(Body::from(text));
    *response.status_mut() = status;
    let content_type = match media_type {
        MediaType::Json => "application/json; charset=utf-8",
        MediaType::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
    };
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    response
}

fn allow(methods: &'static str, mut response: Response<Body>) -> Response<Body> {
    response.headers_mut().insert(header::ALLOW, HeaderValue::from_static(methods));
    response
}

/// The best media type of `Accept`; without one, or for a wildcard, JSON.
fn negotiate(headers: &HeaderMap) -> Option<MediaType> {
    let mut best: Option<(f32, MediaType)> = None;
    let mut is_absent = true;
    for value in headers.get_all(header::ACCEPT) {
        is_absent = false;
        for range in value.to_str().unwrap_or_default().split(',') {
            let Some((weight, media_type)) = acceptable(range) else { continue };
            if weight > best.map_or(0.0, |(best, _)| best) {
                best = Some((weight, media_type));
            }
        }
    }
    if is_absent { Some(MediaType::Json) } else { best.map(|(_, media_type)| media_type) }
}

fn acceptable(range: &str) -> Option<(f32, MediaType)> {
    let mut parts = range.split(';').map(str::trim);
    let media_type = match parts.next()?.to_ascii_lowercase().as_str() {
        "application/graphql-response+json" => MediaType::GraphqlResponse,
        "application/json" | "application/*" | "*/*" => MediaType::Json,
        _ => return None,
    };
    let mut weight = 1.0;
    for (name, value) in parts.filter_map(|part| part.split_once('=')) {
        match name.trim().to_ascii_lowercase().as_str() {
            "q" => weight = value.trim().parse().ok()?,
            "charset" if !is_utf8(value) => return None,
            _ => {}
        }
    }
    Some((weight, media_type))
}

fn is_utf8(charset: &str) -> bool {
    let charset = charset.trim().trim_matches('"');
    charset.eq_ignore_ascii_case("utf-8") || charset.eq_ignore_ascii_case("utf8")
}

async fn read_body(
    headers: &HeaderMap,
    body: Body,
    limit: usize,
) -> Result<request::Request, Refusal> {
    check_content_type(headers)?;
    let too_large = || {
        Refusal::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            format!("the body is larger than {limit} bytes"),
        )
    };
    let mut chunks = body.into_data_stream();
    let mut text = Vec::new();
    while let Some(chunk) = chunks.next().await {
        let chunk = chunk.map_err(|_| Refusal::bad_request("the body ended early"))?;
        if text.len() + chunk.len() > limit {
            return Err(too_large());
        }
        text.extend_from_slice(&chunk);
    }
    let json = serde_json::from_slice(&text);
    let json =
        json.map_err(|error| Refusal::bad_request(format!("the body is not JSON: {error}")))?;
    request::Request::from_json(json).map_err(|error| Refusal::bad_request(error.message))
}

fn check_content_type(headers: &HeaderMap) -> Result<(), Refusal> {
    let content_type =
        headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let mut parts = content_type.split(';').map(str::trim);
    let is_json =
        parts.next().is_some_and(|essence| essence.eq_ignore_ascii_case("application/json"));
    let is_readable = parts
        .filter_map(|part| part.split_once('='))
        .all(|(name, value)| !name.trim().eq_ignore_ascii_case("charset") || is_utf8(value));
    if is_json && is_readable {
        return Ok(());
    }
    let message = "the content type must be application/json in UTF-8";
    Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message))
}

fn read_query(query: &str, limit: usize) -> Result<request::Request, Refusal> {
    if query.len() > limit {
        return Err(Refusal::new(
            StatusCode::URI_TOO_LONG,
            format!("the query is longer than {limit} bytes"),
        ));
    }
    let mut members = Map::new();
    for pair in query.split('&').filter(|pair| !pair.is_empty()) {
        let (name, value) = pair.split_once('=').unwrap_or((pair, ""));
        let (name, value) = (decode(name)?, decode(value)?);
        let value = match name.as_str() {
            "query" | "operationName" => Value::from(value),
            "variables" | "extensions" if value.is_empty() => Value::Null,
            "variables" | "extensions" => serde_json::from_str(&value)
                .map_err(|error| Refusal::bad_request(format!("`{name}` is not JSON: {error}")))?,
            _ => continue,
        };
        members.insert(name, value);
    }
    // An empty operation name is how forms say "none".
    if members.get("operationName").is_some_and(|name| name == "") {
        members.remove("operationName");
    }
    request::Request::from_json(Value::Object(members))
        .map_err(|error| Refusal::bad_request(error.message))
}

fn decode(text: &str) -> Result<String, Refusal> {
    let text = text.replace('+', " ");
    let decoded = percent_decode_str(&text).decode_utf8();
    decoded.map(Into::into).map_err(|_| Refusal::bad_request("the query string is not UTF-8"))
}
