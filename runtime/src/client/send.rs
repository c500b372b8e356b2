//! The attempts of one call.

use std::sync::Arc;
use std::time::Duration;

use futures_util::StreamExt as _;
use http::header::{ACCEPT, AUTHORIZATION, COOKIE, HeaderValue};
use http::{HeaderMap, HeaderName, Method, StatusCode};
use tracing::Instrument as _;
use web_time::Instant;

use super::body::encode_body;
use super::call::Settings;
use super::connection::{self, Connection, Target};
use super::credential::Shared;
use super::events::{Again, Blocks, LAST_EVENT_ID, decode, events, lasting};
use super::{BoxFuture, Failure, Retry};
use crate::http::style::encode;
use crate::http::{
    AnswerBody, ByteStream, Location, Operation, Received, Request, Scheme, SchemeKind, Secret,
    StreamError, media_type,
};
use crate::json::Mode;
use crate::platform::{sleep, within};

/// What makes a call that creates something safe to repeat: a server that has seen the key answers as it
/// did then (draft-ietf-httpapi-idempotency-key-header).
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// An answer, and the events that are its body where it has them.
type Answered = (Received, Option<Blocks>);

/// A call, as often as it takes.
pub(crate) struct Attempts {
    connection: Connection,
    target: Target,
    operation: &'static Operation,
    settings: Settings,
}

impl Attempts {
    pub(crate) fn new(
        connection: Connection,
        target: Target,
        operation: &'static Operation,
        settings: Settings,
    ) -> Self {
        Self { connection, target, operation, settings }
    }

    /// Makes attempts until one is good, none is left, or time is up.
    ///
    /// Behind a pointer, so that calls, of which each operation has a kind of its own, hold nothing of it.
    pub(crate) fn start(self, request: Request) -> BoxFuture<'static, Result<Received, Failure>> {
        let id = self.operation.id;
        if let Some(reason) = request.refusal {
            return Box::pin(std::future::ready(Err(Failure::Request(reason))));
        }
        let span = tracing::debug_span!("call", otel.name = id, operation = id);
        Box::pin(self.make(request).instrument(span))
    }

    /// As [`Self::start`], with the pieces of a stream of events as they come.
    #[cfg(feature = "graphql-client")]
    pub(crate) fn blocks(
        self,
        request: Request,
    ) -> BoxFuture<'static, Result<(Received, Option<Blocks>), Failure>> {
        let id = self.operation.id;
        let span = tracing::debug_span!("call", otel.name = id, operation = id);
        Box::pin(async move { self.repeat(request).await }.instrument(span))
    }

    /// Makes one attempt, and gives the answer as it is: for a connection that another protocol goes on with.
    #[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
    pub(crate) async fn upgrade(self, mut request: Request) -> Result<reqwest::Response, Failure> {
        let mut attempt = request.attempt();
        let presented = self.authorize(&mut attempt).await?;
        let response = self.sent(attempt).await?;
        if response.status() == StatusCode::UNAUTHORIZED && renew(&presented).await {
            self.authorize(&mut request).await?;
            return self.sent(request).await;
        }
        Ok(response)
    }

    async fn make(self, mut request: Request) -> Result<Received, Failure> {
        let again =
            (self.settings.reconnects && request.is_repeatable()).then(|| request.attempt());
        let (mut received, blocks) = match self.settings.deadline {
            None => self.repeat(request).await?,
            Some(deadline) => match within(deadline, self.repeat(request)).await {
                Some(outcome) => outcome?,
                None => return Err(Failure::Timeout),
            },
        };
        if let Some(blocks) = blocks {
            received.body = AnswerBody::Events(match again {
                Some(request) => lasting(blocks, self.again(request)),
                None => events(blocks),
            });
        }
        Ok(received)
    }

    /// What asks for a stream of events again.
    fn again(mut self, mut request: Request) -> Again {
        self.settings.deadline = None;
        let this = Arc::new(self);
        Box::new(move |last_event_id| {
            let (this, mut request) = (Arc::clone(&this), request.attempt());
            if let Some(id) = last_event_id {
                request.headers.insert(LAST_EVENT_ID, id);
            }
            Box::pin(async move {
                match this.repeat(request).await {
                    Ok((_, blocks)) => Ok(blocks),
                    Err(_) => Err(()),
                }
            })
        })
    }

    async fn repeat(&self, mut request: Request) -> Result<Answered, Failure> {
        let headers = self.settings.headers.iter().cloned();
        headers.for_each(|(name, value)| drop(request.headers.insert(name, value)));
        let is_repeatable = request.is_repeatable();
        let is_safe = self.is_idempotent(&mut request) && is_repeatable;
        let retry = self.settings.retry.unwrap_or(self.connection.settings().retry);
        let (mut round, mut is_renewed) = (0, false);
        loop {
            let mut attempt = request.attempt();
            let presented = self.authorize(&mut attempt).await?;
            let outcome = self.once(attempt).await;
            let is_refused =
                outcome.as_ref().is_ok_and(|it| it.0.status == StatusCode::UNAUTHORIZED);
            if is_refused && !is_renewed && is_repeatable && renew(&presented).await {
                is_renewed = true;
                continue;
            }
            let again = is_safe && round < retry.times;
            let wait = match &outcome {
                Ok((it, _)) if again && Retry::is_passing(it.status) => {
                    retry.wait(round, Some(&it.headers))
                }
                Err(Failure::Transport(_) | Failure::Timeout) if again => retry.wait(round, None),
                _ => return outcome,
            };
            tracing::debug!(round, ?wait, "once more");
            sleep(wait).await;
            round += 1;
        }
    }

    /// Whether making it twice is the same as making it once: by its method (RFC 9110, section 9.2.2,
    /// and the one of QUERY), or by a key, which is made up where the schema has one and the caller none.
    fn is_idempotent(&self, request: &mut Request) -> bool {
        let method = self.operation.method;
        if self.settings.is_safe {
            return true;
        }
        if matches!(method, "GET" | "HEAD" | "OPTIONS" | "TRACE" | "PUT" | "DELETE" | "QUERY") {
            return true;
        }
        let mut parameters = self.operation.parameters.iter();
        let has_key = parameters.any(|it| {
            it.location == Location::Header && it.name.eq_ignore_ascii_case("idempotency-key")
        });
        if has_key && !request.headers.contains_key(&IDEMPOTENCY_KEY) {
            let key = uuid::Uuid::new_v4().to_string();
            if let Ok(key) = HeaderValue::from_str(&key) {
                request.headers.insert(IDEMPOTENCY_KEY, key);
            }
        }
        request.headers.contains_key(&IDEMPOTENCY_KEY)
    }

    async fn once(&self, request: Request) -> Result<Answered, Failure> {
        let response = self.sent(request).await?;
        self.received(response).await
    }

    async fn sent(&self, mut request: Request) -> Result<reqwest::Response, Failure> {
        let settings = self.connection.settings();
        let started = Instant::now();
        let mut headers = std::mem::take(&mut request.headers);
        if !self.operation.produces.is_empty()
            && !headers.contains_key(ACCEPT)
            && let Ok(accept) = HeaderValue::from_str(&self.operation.produces.join(", "))
        {
            headers.insert(ACCEPT, accept);
        }
        if !request.cookies.is_empty() {
            let text = request.cookies.join("; ");
            let value = HeaderValue::from_str(&text);
            headers.insert(COOKIE, value.map_err(|error| Failure::Request(error.to_string()))?);
        }
        let body = match request.body.take() {
            Some(it) => Some(encode_body(it, &mut headers).await?),
            None => None,
        };
        let url = settings.url(self.target, self.operation, &request)?;
        settings.hooks.iter().for_each(|it| it.0.before(self.operation, &mut headers));
        let outcome = self.response(url, headers, body).await;
        let told = outcome.as_ref().map(|it| (it.status(), it.headers()));
        settings.hooks.iter().for_each(|it| it.0.after(self.operation, told, started.elapsed()));
        outcome
    }

    async fn response(
        &self,
        url: String,
        headers: HeaderMap,
        body: Option<reqwest::Body>,
    ) -> Result<reqwest::Response, Failure> {
        let settings = self.connection.settings();
        let method = Method::from_bytes(self.operation.method.as_bytes())
            .map_err(|error| Failure::Request(error.to_string()))?;
        let mut builder = settings.http.request(method, url).headers(headers);
        let mut timeout = self.timeout();
        if let Some(body) = body {
            if body.as_bytes().is_none() {
                // How long an upload takes is up to what it comes from.
                timeout = Duration::MAX;
            }
            builder = builder.body(body);
        }
        // A stream of events may last; only its beginning has to come in time.
        match within(timeout, builder.send()).await {
            Some(outcome) => outcome.map_err(failure),
            None => Err(Failure::Timeout),
        }
    }

    async fn received(&self, response: reqwest::Response) -> Result<Answered, Failure> {
        let (status, headers) = (response.status(), response.headers().clone());
        let url = response.url().clone();
        let media_type = media_type(&headers).unwrap_or_default();
        if media_type == "text/event-stream" {
            let blocks = decode(response.bytes_stream());
            let (body, mode) = (AnswerBody::Empty, Mode::Tolerant);
            let received = Received { status, url: Some(url), headers, body, mode };
            return Ok((received, Some(blocks)));
        }
        let body = if status.as_u16() < 400 && self.operation.is_streamed(&media_type) {
            AnswerBody::Stream(self.stream(response))
        } else {
            match within(self.timeout(), response.bytes()).await {
                Some(bytes) => AnswerBody::Bytes(bytes.map_err(failure)?),
                None => return Err(Failure::Timeout),
            }
        };
        Ok((Received { status, url: Some(url), headers, body, mode: Mode::Tolerant }, None))
    }

    /// The body as it comes; each piece has to come in time.
    fn stream(&self, response: reqwest::Response) -> ByteStream {
        let (size, timeout) = (response.content_length(), self.timeout());
        let body = Box::pin(response.bytes_stream());
        let pieces = futures_util::stream::unfold(Some(body), move |body| async move {
            let mut body = body?;
            match within(timeout, body.next()).await {
                Some(Some(Ok(piece))) => Some((Ok(piece), Some(body))),
                Some(None) => None,
                Some(Some(Err(error))) => Some((Err(StreamError::Broken(error.into())), None)),
                None => Some((Err(StreamError::Timeout), None)),
            }
        });
        let stream = ByteStream::of(pieces);
        match size {
            Some(size) => stream.with_size(size),
            None => stream,
        }
    }

    fn timeout(&self) -> Duration {
        self.settings.timeout.unwrap_or(self.connection.settings().timeout)
    }

    /// Adds the credentials of the first requirement that all are there for; gives what was presented.
    async fn authorize(&self, request: &mut Request) -> Result<Vec<(Shared, Secret)>, Failure> {
        let settings: &connection::Settings = self.connection.settings();
        let known = |scheme: &Scheme| settings.credentials.iter().find(|it| it.0 == scheme);
        let requirement = self
            .operation
            .security
            .iter()
            .find(|it| !it.is_empty() && it.iter().all(|it| known(it.scheme).is_some()));
        let mut presented = Vec::new();
        if self.settings.presents_all {
            for (scheme, provider) in &settings.credentials {
                let secret = provider.0.secret(&[]).await.map_err(Failure::Credential)?;
                present(scheme, &secret, request);
                presented.push((provider.clone(), secret));
            }
            return Ok(presented);
        }
        for it in requirement.into_iter().flat_map(|it| it.iter()) {
            let Some((scheme, provider)) = known(it.scheme) else { continue };
            let secret = provider.0.secret(it.scopes).await.map_err(Failure::Credential)?;
            present(scheme, &secret, request);
            presented.push((provider.clone(), secret));
        }
        Ok(presented)
    }
}

/// Whether any provider has another secret for one that was refused.
async fn renew(presented: &[(Shared, Secret)]) -> bool {
    let mut is_renewed = false;
    for (provider, secret) in presented {
        is_renewed |= provider.0.refused(secret).await;
    }
    is_renewed
}

pub(crate) fn present(scheme: &Scheme, secret: &Secret, request: &mut Request) {
    let secret = secret.reveal();
    let sensitive = |text: &str| {
        let mut value = HeaderValue::from_str(text).ok()?;
        value.set_sensitive(true);
        Some(value)
    };
    match scheme.kind {
        SchemeKind::QueryKey(name) => {
            request.query.push(format!("{}={}", encode(name), encode(secret)));
        }
        SchemeKind::CookieKey(name) => request.cookies.push(format!("{name}={secret}")),
        SchemeKind::HeaderKey(name) => {
            if let (Ok(name), Some(value)) = (name.parse::<HeaderName>(), sensitive(secret)) {
                request.headers.insert(name, value);
            }
        }
        SchemeKind::Authorization(word) => {
            if let Some(value) = sensitive(&format!("{word} {secret}")) {
                request.headers.insert(AUTHORIZATION, value);
            }
        }
        // The certificate is the business of the client of reqwest.
        SchemeKind::MutualTls => {}
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
