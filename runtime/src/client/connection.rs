//! What a generated client stands on.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderValue};
use http::{HeaderMap, Method};
use tracing::Instrument as _;

use super::events::decode;
use super::{Error, Failure, Retry};
use crate::http::style::encode;
use crate::http::{
    AnswerBody, Input, Operation, Output, Received, Request, RequestBody, Scheme, SchemeKind,
    Secret,
};
use crate::json::Part;

/// A base URL, credentials, and how calls are made.
#[derive(Debug, Clone)]
pub struct Connection {
    http: reqwest::Client,
    base: String,
    credentials: Vec<(&'static Scheme, Secret)>,
    retry: Retry,
    timeout: Duration,
}

impl Connection {
    /// Calls go to this base URL, `http://localhost:9081`, with the paths of the schema after it.
    ///
    /// Redirects are answers like others, and not followed; [`Self::with_http`] can change that.
    pub fn new(base: impl Into<String>) -> Self {
        let base = base.into().trim_end_matches('/').to_owned();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        // It cannot be built where TLS has no certificates; then each call tells.
        let (http, retry) = (http.unwrap_or_default(), Retry::default());
        Self { http, base, credentials: Vec::new(), retry, timeout: Duration::from_secs(30) }
    }

    /// Calls go through this client of reqwest: its pool, proxies and certificates.
    pub fn with_http(mut self, http: reqwest::Client) -> Self {
        self.http = http;
        self
    }

    /// Presents this for a security scheme: the key, or what follows the word in `Authorization`.
    pub fn with_credential(mut self, scheme: &'static Scheme, secret: impl Into<String>) -> Self {
        self.credentials.retain(|it| it.0 != scheme);
        self.credentials.push((scheme, Secret::new(secret)));
        self
    }

    /// Repeats calls that are safe to repeat like this.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.retry = retry;
        self
    }

    /// Waits this long for an answer.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Makes one call.
    ///
    /// # Errors
    ///
    /// When there is no answer, or one that the schema does not promise.
    pub async fn call<R: Output>(
        &self,
        operation: &'static Operation,
        input: &impl Input,
    ) -> Result<R, Error<R>> {
        let mut request = Request::new(operation);
        input.write(&mut request);
        let span = tracing::debug_span!("call", operation = operation.id);
        let mut received = self.send(operation, request).instrument(span).await?;
        Ok(R::read(&mut received)?)
    }

    async fn send(
        &self,
        operation: &'static Operation,
        mut request: Request,
    ) -> Result<Received, Failure> {
        self.authorize(operation, &mut request);
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|error| Failure::Request(error.to_string()))?;
        let is_safe = !matches!(method, Method::POST | Method::PATCH);
        let mut round = 0;
        loop {
            let outcome = self.once(operation, &method, &request).await;
            let again = is_safe && round < self.retry.times;
            let wait = match &outcome {
                Ok(it) if again && Retry::is_passing(it.status) => {
                    self.retry.wait(round, Some(&it.headers))
                }
                Err(Failure::Transport(error)) if again && error.is_connect() => {
                    self.retry.wait(round, None)
                }
                _ => return outcome,
            };
            tracing::debug!(round, ?wait, "once more");
            tokio::time::sleep(wait).await;
            round += 1;
        }
    }

    async fn once(
        &self,
        operation: &'static Operation,
        method: &Method,
        request: &Request,
    ) -> Result<Received, Failure> {
        let mut url = format!("{}{}", self.base, request.path);
        if !request.query.is_empty() {
            url = format!("{url}?{}", request.query.join("&"));
        }
        let mut headers = request.headers.clone();
        if !operation.produces.is_empty()
            && let Ok(accept) = HeaderValue::from_str(&operation.produces.join(", "))
        {
            headers.insert(ACCEPT, accept);
        }
        if !request.cookies.is_empty() {
            let text = request.cookies.join("; ");
            let value = HeaderValue::from_str(&text);
            headers.insert(COOKIE, value.map_err(|error| Failure::Request(error.to_string()))?);
        }
        let body = encode_body(&request.body, &mut headers);
        let mut builder = self.http.request(method.clone(), url).headers(headers);
        if let Some(body) = body {
            builder = builder.body(body);
        }
        // A stream of events may last; only its beginning has to come in time.
        let response = match tokio::time::timeout(self.timeout, builder.send()).await {
            Ok(outcome) => outcome.map_err(failure)?,
            Err(_) => return Err(Failure::Timeout),
        };
        let (status, headers) = (response.status(), response.headers().clone());
        let is_events = headers
            .get(CONTENT_TYPE)
            .is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream"));
        let body = if is_events {
            AnswerBody::Events(decode(response.bytes_stream()))
        } else {
            match tokio::time::timeout(self.timeout, response.bytes()).await {
                Ok(bytes) => AnswerBody::Bytes(bytes.map_err(failure)?),
                Err(_) => return Err(Failure::Timeout),
            }
        };
        Ok(Received { status, headers, body })
    }

    /// Adds the credentials of the first requirement that all are there for.
    fn authorize(&self, operation: &'static Operation, request: &mut Request) {
        let known = |scheme: &Scheme| self.credentials.iter().find(|it| it.0 == scheme);
        let requirement = operation
            .security
            .iter()
            .find(|it| !it.is_empty() && it.iter().all(|it| known(it.scheme).is_some()));
        for it in requirement.into_iter().flat_map(|it| it.iter()) {
            let Some((scheme, secret)) = known(it.scheme) else { continue };
            let secret = secret.reveal();
            match scheme.kind {
                SchemeKind::QueryKey(name) => {
                    request.query.push(format!("{}={}", encode(name), encode(secret)));
                }
                SchemeKind::CookieKey(name) => request.cookies.push(format!("{name}={secret}")),
                SchemeKind::HeaderKey(name) => {
                    if let (Ok(name), Ok(mut value)) =
                        (name.parse::<http::HeaderName>(), HeaderValue::from_str(secret))
                    {
                        value.set_sensitive(true);
                        request.headers.insert(name, value);
                    }
                }
                SchemeKind::Authorization(word) => {
                    if let Ok(mut value) = HeaderValue::from_str(&format!("{word} {secret}")) {
                        value.set_sensitive(true);
                        request.headers.insert(AUTHORIZATION, value);
                    }
                }
                // The certificate is the business of the client of reqwest.
                SchemeKind::MutualTls => {}
            }
        }
    }
}

fn failure(error: reqwest::Error) -> Failure {
    if error.is_timeout() {
        Failure::Timeout
    } else if error.is_builder() {
        Failure::Request(error.to_string())
    } else {
        Failure::Transport(error)
    }
}

fn encode_body(body: &Option<RequestBody>, headers: &mut HeaderMap) -> Option<Bytes> {
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
