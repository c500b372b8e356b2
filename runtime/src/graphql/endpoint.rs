//! A schema at an address: where HTTP requests and WebSocket handshakes part.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use futures_util::future::BoxFuture;
use http::{HeaderMap, Request, Response, StatusCode, header};
use serde_json::{Map, Value};

use super::context::Context;
use super::error::Error;
use super::http::Refusal;
use super::schema::Schema;
use super::sse::Streams;
use super::{http as over_http, websocket};

/// What [`Endpoint::on_connect`] takes.
pub(crate) type OnConnect = Arc<
    dyn Fn(Map<String, Value>, Context) -> BoxFuture<'static, Result<Context, Error>> + Send + Sync,
>;

/// Headers that browsers send to other sites only after asking; any of them will do.
const PREFLIGHT: &[&str] = &[
    "apollo-require-preflight",
    "graphql-preflight",
    "graphql-require-preflight",
    "x-apollo-operation-name",
    "x-requested-with",
];

/// Serves one schema over HTTP (GET and POST, in one piece and as event streams) and over WebSocket (both
/// subprotocols).
///
/// Other sites' pages cannot act through it in the name of their visitors: mutations need POST, POST needs a content
/// type or a header that browsers ask about first, and answers to GET are not for them to read. A WebSocket has no such
/// protection of its own: where cookies are credentials, name the sites that may open one in [`Endpoint::origins`].
#[derive(Clone)]
pub struct Endpoint {
    pub(crate) schema: Schema,
    pub(crate) on_connect: Option<OnConnect>,
    pub(crate) streams: Arc<Streams>,
    origins: Option<Arc<[String]>>,
    preflight: Arc<[String]>,
}

impl Endpoint {
    /// An endpoint that lets every WebSocket client in.
    pub fn new(schema: Schema) -> Self {
        let streams = Arc::new(Streams::default());
        let preflight = PREFLIGHT.iter().map(|it| (*it).to_owned()).collect();
        Self { schema, on_connect: None, streams, origins: None, preflight }
    }

    /// Serves browsers on pages of these origins only, such as `https://app.example.com`, and answers 403 to others.
    ///
    /// Who sends no `Origin` is no browser, or a page of the same site that reads; those are served as before.
    #[must_use]
    pub fn origins<T: Into<String>>(mut self, origins: impl IntoIterator<Item = T>) -> Self {
        self.origins = Some(origins.into_iter().map(Into::into).collect());
        self
    }

    /// Names the headers of which a multipart request must have one, in lower case; with none of them, any form that a
    /// browser sends is taken, from any site.
    ///
    /// They are `apollo-require-preflight`, `graphql-preflight`, `graphql-require-preflight`,
    /// `x-apollo-operation-name` and `x-requested-with` unless this is called.
    #[must_use]
    pub fn preflight_headers<T: Into<String>>(
        mut self,
        names: impl IntoIterator<Item = T>,
    ) -> Self {
        self.preflight = names.into_iter().map(Into::into).collect();
        self
    }

    /// Asks the hook about each WebSocket connection, with the payload of its `connection_init`.
    ///
    /// The context it returns, usually the given one with a principal inserted, serves all operations of the
    /// connection; an error closes it with code 4403. It has [`Limits::connection_init`](super::Limits) to answer.
    #[must_use]
    pub fn on_connect<F>(mut self, hook: F) -> Self
    where
        F: Fn(Map<String, Value>, Context) -> BoxFuture<'static, Result<Context, Error>>
            + Send
            + Sync
            + 'static,
    {
        self.on_connect = Some(Arc::new(hook));
        self
    }

    /// Answers one HTTP request or WebSocket handshake.
    ///
    /// The context of the operation gets the request's headers and extensions.
    pub async fn serve(&self, request: Request<Body>) -> Response<Body> {
        let upgrade = request.headers().get(header::UPGRADE);
        if upgrade.is_some_and(|it| it.as_bytes().eq_ignore_ascii_case(b"websocket")) {
            websocket::upgrade(self.clone(), request).await
        } else {
            over_http::serve(self, request).await
        }
    }

    pub(crate) fn check_origin(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let (Some(origins), Some(origin)) = (&self.origins, headers.get(header::ORIGIN)) else {
            return Ok(());
        };
        if origins.iter().any(|it| it.as_bytes() == origin.as_bytes()) {
            return Ok(());
        }
        let message = "this origin is not served";
        Err(Refusal::new(StatusCode::FORBIDDEN, message).with_code("ORIGIN"))
    }

    /// Refuses a form that a browser may have sent for another site.
    pub(crate) fn check_preflight(&self, headers: &HeaderMap) -> Result<(), Refusal> {
        let is_there = |name: &String| headers.get(name).is_some_and(|it| !it.is_empty());
        if self.preflight.is_empty() || self.preflight.iter().any(is_there) {
            return Ok(());
        }
        let names = self.preflight.join("`, `");
        let message = format!("a multipart request needs one of the headers `{names}`");
        Err(Refusal::new(StatusCode::FORBIDDEN, message).with_code("CSRF"))
    }

    /// A router with this endpoint at one path, for all methods.
    pub fn into_router(self, path: &str) -> Router {
        let endpoint = Arc::new(self);
        Router::new().route(
            path,
            any(move |request: Request<Body>| {
                let endpoint = Arc::clone(&endpoint);
                async move { endpoint.serve(request).await }
            }),
        )
    }
}
