//! What a generated client of GraphQL stands on.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use serde_json::Value;

use super::{Call, Operation, Subscription};
use crate::client::{BoxFuture, Connection, Retry};
use crate::json::{Json, into_vec};

/// A GraphQL endpoint: a [`Connection`] whose base URL is the endpoint's, and how operations travel.
///
/// A connection becomes one with `into()`. Clones share what they learn of the server.
#[derive(Debug, Clone)]
pub struct Endpoint(Arc<Settings>);

#[derive(Debug, Clone)]
pub(super) struct Settings {
    pub(super) connection: Connection,
    pub(super) documents: Documents,
    pub(super) gets: bool,
    pub(super) subscriptions: Subscriptions,
    pub(super) reconnect: Retry,
    /// Where subscriptions go, if not to the endpoint.
    pub(super) subscription_url: Option<String>,
    pub(super) initialiser: Option<SharedInitialiser>,
    #[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
    pub(super) keep_alive: std::time::Duration,
    /// Whether the server has said that it remembers no documents.
    forgets: Arc<AtomicBool>,
}

/// How much of a document is sent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Documents {
    /// Its text, each time.
    #[default]
    Text,
    /// Its hash, and the text only where the server does not know the hash yet: automatic persisted queries.
    Automatic,
    /// Its id alone, for servers that know all documents of their clients: as `documentId` (GraphQL over HTTP,
    /// appendix A, `sha256:…`) and as the hash of a persisted query.
    Trusted,
}

/// How subscriptions travel.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Subscriptions {
    /// Over a WebSocket each, in the protocol `graphql-transport-ws`; with feature `graphql-client-ws`, and not in
    /// browsers.
    #[default]
    WebSocket,
    /// Over server-sent events, a request each: the distinct connections mode of `graphql-sse`.
    Events,
}

/// Gives the payload of `connection_init` whenever a WebSocket is opened: a token that is fetched, or renewed.
pub trait Initialiser: Send + Sync + 'static {
    /// The payload: an object.
    ///
    /// # Errors
    ///
    /// Why there is none, for people; the connection fails with it.
    fn payload(&self) -> BoxFuture<'_, Result<Value, String>>;
}

/// A payload that stays as it is.
impl Initialiser for Value {
    fn payload(&self) -> BoxFuture<'_, Result<Value, String>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// An initialiser as endpoints keep it.
#[derive(Clone)]
pub(super) struct SharedInitialiser(
    #[cfg_attr(
        not(all(feature = "graphql-client-ws", not(target_family = "wasm"))),
        allow(dead_code, reason = "WebSockets alone are initialised")
    )]
    pub(super) Arc<dyn Initialiser>,
);

impl fmt::Debug for SharedInitialiser {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Initialiser(…)")
    }
}

impl From<Connection> for Endpoint {
    fn from(connection: Connection) -> Self {
        Self::new(connection)
    }
}

impl Endpoint {
    /// Operations go over this connection, to its base URL: `https://example.com/graphql`.
    ///
    /// All credentials of the connection are presented with each.
    pub fn new(connection: Connection) -> Self {
        Self(Arc::new(Settings {
            connection,
            documents: Documents::default(),
            gets: false,
            subscriptions: Subscriptions::default(),
            reconnect: Retry {
                times: 10,
                first: std::time::Duration::from_millis(500),
                most: std::time::Duration::from_secs(30),
            },
            subscription_url: None,
            initialiser: None,
            #[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
            keep_alive: std::time::Duration::from_secs(30),
            forgets: Arc::default(),
        }))
    }

    /// Sends this much of documents; [`Documents::Text`] unless set.
    pub fn with_documents(mut self, documents: Documents) -> Self {
        self.change().documents = documents;
        self
    }

    /// Sends queries by GET, so that what stands between can keep the answers; those too long for a URL
    /// (4096 bytes of query) go by POST all the same.
    pub fn with_get(mut self) -> Self {
        self.change().gets = true;
        self
    }

    /// Sends subscriptions like this; [`Subscriptions::WebSocket`] unless set.
    pub fn with_subscriptions(mut self, subscriptions: Subscriptions) -> Self {
        self.change().subscriptions = subscriptions;
        self
    }

    /// Sends subscriptions to this URL (`ws`, `wss`, `http` or `https`) instead of the base URL.
    pub fn with_subscription_url(mut self, url: impl Into<String>) -> Self {
        let url: String = url.into();
        // A WebSocket begins as a request over HTTP (RFC 6455, section 3).
        let url = match (url.strip_prefix("wss:"), url.strip_prefix("ws:")) {
            (Some(rest), _) => format!("https:{rest}"),
            (None, Some(rest)) => format!("http:{rest}"),
            (None, None) => url,
        };
        self.change().subscription_url = Some(url);
        self
    }

    /// Opens WebSockets with this payload of `connection_init`.
    pub fn with_initialiser(mut self, initialiser: impl Initialiser) -> Self {
        self.change().initialiser = Some(SharedInitialiser(Arc::new(initialiser)));
        self
    }

    /// Subscribes again like this where a connection broke: `times` counts tries in a row without an answer between
    /// them. Unless set, 10 tries from half a second to 30 seconds apart.
    pub fn with_reconnect(mut self, reconnect: Retry) -> Self {
        self.change().reconnect = reconnect;
        self
    }

    /// Asks a server over a WebSocket whether it is still there after this long without a word, and gives the
    /// connection up for lost after as long again. 30 seconds unless set.
    #[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
    pub fn with_keep_alive(mut self, interval: std::time::Duration) -> Self {
        self.change().keep_alive = interval;
        self
    }

    /// A call of a query or a mutation.
    pub fn call<T>(&self, operation: &'static Operation, variables: impl Json) -> Call<T> {
        Call::new(self.clone(), operation, into_vec(variables))
    }

    /// A stream of the answers of a subscription.
    pub fn subscribe<T: Json + 'static>(
        &self,
        operation: &'static Operation,
        variables: impl Json,
    ) -> Subscription<T> {
        Subscription::new(self.clone(), operation, into_vec(variables))
    }

    pub(super) fn settings(&self) -> &Settings {
        &self.0
    }

    fn change(&mut self) -> &mut Settings {
        Arc::make_mut(&mut self.0)
    }
}

impl Settings {
    /// How much of documents is sent, as far as the server is known.
    pub(super) fn documents(&self) -> Documents {
        match self.documents {
            Documents::Automatic if self.forgets.load(Ordering::Relaxed) => Documents::Text,
            documents => documents,
        }
    }

    /// Notes that the server remembers no documents.
    pub(super) fn note_forgets(&self) {
        self.forgets.store(true, Ordering::Relaxed);
    }
}
