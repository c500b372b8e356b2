//! What a generated client stands on.

use std::time::Duration;

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE, COOKIE, HeaderValue};
use http::{HeaderMap, Method};
use tracing::Instrument as _;

use super::events::decode;
use super::{Error, Failure, Retry};
use crate::http::parts;
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
    /// Whether operations that are served elsewhere go to the base URL all the same.
    is_pinned: bool,
}

/// Where a call goes.
#[derive(Clone, Copy)]
enum Target {
    /// To the operation's path.
    Operation,
    /// To the base URL itself.
    Base,
}

impl Connection {
    /// Calls go to this base URL, `http://localhost:9081`, with the paths of the schema after it.
    ///
    /// An operation that the schema has other servers for goes to the first of those, with the
    /// defaults of its variables; [`Self::with_one_server`] can change that. A relative one is
    /// resolved against the base URL.
    ///
    /// Redirects are answers like others, and not followed; [`Self::with_http`] can change that.
    pub fn new(base: impl Into<String>) -> Self {
        let base = base.into();
        let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build();
        // It cannot be built where TLS has no certificates; then each call tells.
        let (http, retry) = (http.unwrap_or_default(), Retry::default());
        let (credentials, timeout) = (Vec::new(), Duration::from_secs(30));
        Self { http, base, credentials, retry, timeout, is_pinned: false }
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

    /// All calls go to the base URL, whatever servers the schema has for single operations: to a
    /// test server, or through a gateway.
    pub fn with_one_server(mut self) -> Self {
        self.is_pinned = true;
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
        input: impl Input,
    ) -> Result<R, Error<R>> {
        self.call_at(Target::Operation, operation, input).await
    }

    /// Calls an operation of a receiver whose whole address is the base URL: a webhook, a callback.
    ///
    /// # Errors
    ///
    /// As [`Self::call`].
    pub async fn deliver<R: Output>(
        &self,
        operation: &'static Operation,
        input: impl Input,
    ) -> Result<R, Error<R>> {
        self.call_at(Target::Base, operation, input).await
    }

    async fn call_at<R: Output>(
        &self,
        target: Target,
        operation: &'static Operation,
        mut input: impl Input,
    ) -> Result<R, Error<R>> {
        let mut request = Request::new(operation);
        parts::write(&mut input, &mut request);
        let span = tracing::debug_span!("call", operation = operation.id);
        let mut received = self.send(target, operation, request).instrument(span).await?;
        Ok(R::read(&mut received)?)
    }

    async fn send(
        &self,
        target: Target,
        operation: &'static Operation,
        mut request: Request,
    ) -> Result<Received, Failure> {
        self.authorize(operation, &mut request);
        let method = Method::from_bytes(operation.method.as_bytes())
            .map_err(|error| Failure::Request(error.to_string()))?;
        let url = self.url(target, operation, &request)?;
        // Those that RFC 9110, section 9.2.2, and the one of QUERY call idempotent.
        let is_safe = matches!(
            operation.method,
            "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY"
        );
        let mut round = 0;
        loop {
            let outcome = self.once(operation, &method, &url, &request).await;
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
        url: &str,
        request: &Request,
    ) -> Result<Received, Failure> {
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

    fn url(
        &self,
        target: Target,
        operation: &Operation,
        request: &Request,
    ) -> Result<String, Failure> {
        let mut url = match (target, operation.servers.first()) {
            (Target::Base, _) => self.base.clone(),
            (Target::Operation, Some(server)) if !self.is_pinned => {
                let server = resolve(&self.base, &server.url())?;
                format!("{}{}", server.trim_end_matches('/'), request.path)
            }
            _ => format!("{}{}", self.base.trim_end_matches('/'), request.path),
        };
        if !request.query.is_empty() {
            let separator = if url.contains('?') { '&' } else { '?' };
            url = format!("{url}{separator}{}", request.query.join("&"));
        }
        Ok(url)
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

/// A server's URL, which may be relative to the base URL (RFC 3986, section 5).
fn resolve(base: &str, server: &str) -> Result<String, Failure> {
    let error = |it: &dyn std::fmt::Display| Failure::Request(format!("`{server}`: {it}"));
    let base = reqwest::Url::parse(base).map_err(|it| error(&it))?;
    base.join(server).map(String::from).map_err(|it| error(&it))
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
