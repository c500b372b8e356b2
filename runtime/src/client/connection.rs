//! What a generated client stands on.

use std::sync::Arc;
use std::time::Duration;

use super::credential::{self, Provider};
use super::hook::{self, Hook};
use super::{Call, Failure, Outcome, Retry};
use crate::http::{Input, Operation, Output, Request, Scheme, Secret};

/// A base URL, credentials, and how calls are made. Clones share one pool of connections.
#[derive(Debug, Clone)]
pub struct Connection(Arc<Settings>);

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) http: reqwest::Client,
    base: String,
    pub(super) credentials: Vec<(&'static Scheme, credential::Shared)>,
    pub(super) hooks: Vec<hook::Shared>,
    pub(super) retry: Retry,
    pub(super) timeout: Duration,
    /// Whether operations that are served elsewhere go to the base URL all the same.
    is_pinned: bool,
}

/// Where a call goes.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Target {
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
        let http = reqwest::Client::builder();
        // Browsers follow them by themselves.
        #[cfg(not(target_family = "wasm"))]
        let http = http.redirect(reqwest::redirect::Policy::none());
        Self(Arc::new(Settings {
            // It cannot be built where TLS has no certificates; then each call tells.
            http: http.build().unwrap_or_default(),
            base: base.into(),
            credentials: Vec::new(),
            hooks: Vec::new(),
            retry: Retry::default(),
            timeout: Duration::from_secs(30),
            is_pinned: false,
        }))
    }

    /// Calls go through this client of reqwest: its pool, proxies and certificates.
    pub fn with_http(mut self, http: reqwest::Client) -> Self {
        self.change().http = http;
        self
    }

    /// Presents this for a security scheme: the key, or what follows the word in `Authorization`.
    pub fn with_credential(self, scheme: &'static Scheme, secret: impl Into<String>) -> Self {
        self.with_provider(scheme, Secret::new(secret))
    }

    /// Presents for a security scheme what this gives when a call is made.
    pub fn with_provider(mut self, scheme: &'static Scheme, provider: impl Provider) -> Self {
        let credentials = &mut self.change().credentials;
        credentials.retain(|it| it.0 != scheme);
        credentials.push((scheme, credential::Shared(Arc::new(provider))));
        self
    }

    /// Runs this around every attempt of every call, behind those that were added before.
    pub fn with_hook(mut self, hook: impl Hook) -> Self {
        self.change().hooks.push(hook::Shared(Arc::new(hook)));
        self
    }

    /// All calls go to the base URL, whatever servers the schema has for single operations: to a
    /// test server, or through a gateway.
    pub fn with_one_server(mut self) -> Self {
        self.change().is_pinned = true;
        self
    }

    /// Repeats calls that are safe to repeat like this.
    pub fn with_retry(mut self, retry: Retry) -> Self {
        self.change().retry = retry;
        self
    }

    /// Waits this long for the answer to each attempt.
    pub fn with_timeout(mut self, timeout: Duration) -> Self {
        self.change().timeout = timeout;
        self
    }

    /// A call of an operation; `success` tells its success from its other answers.
    pub fn call<T, R: Output>(
        &self,
        operation: &'static Operation,
        input: impl Input,
        success: fn(R) -> Outcome<T, R>,
    ) -> Call<T, R> {
        Call::new(self, Target::Operation, operation, input, success)
    }

    /// A call of an operation of a receiver whose whole address is the base URL: a webhook, a
    /// callback.
    pub fn deliver<T, R: Output>(
        &self,
        operation: &'static Operation,
        input: impl Input,
        success: fn(R) -> Outcome<T, R>,
    ) -> Call<T, R> {
        Call::new(self, Target::Base, operation, input, success)
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0
    }

    fn change(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.0)
    }
}

impl Settings {
    pub(super) fn url(
        &self,
        target: Target,
        operation: &Operation,
        request: &Request,
    ) -> Result<String, Failure> {
        let mut url = match (target, operation.servers.first()) {
            _ if request.url.is_some() => request.url.clone().unwrap_or_default(),
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
}

/// A server's URL, which may be relative to the base URL (RFC 3986, section 5).
fn resolve(base: &str, server: &str) -> Result<String, Failure> {
    let error = |it: &dyn std::fmt::Display| Failure::Request(format!("`{server}`: {it}"));
    let base = reqwest::Url::parse(base).map_err(|it| error(&it))?;
    base.join(server).map(String::from).map_err(|it| error(&it))
}
