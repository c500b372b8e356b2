//! A schema at an address: where HTTP requests and WebSocket handshakes part.
use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use axum::routing::any;
use futures_util::future::BoxFuture;
use http::{Request, Response, header};
use serde_json::{Map, Value};

use super::context::Context;
use super::error::Error;
use super::schema::Schema;
use super::{http as over_http, websocket};

/// What [`Endpoint::on_connect`] takes.
pub(crate) type OnConnect = Arc<
    dyn Fn(Map<String, Value>, Context) -> BoxFuture<'static, Result<Context, Error>> + Send + Sync,
>;

/// Serves one schema over HTTP (GET and POST) and over WebSocket (both subprotocols).
#[derive(Clone)]
pub struct Endpoint {
    pub(crate) schema: Schema,
    pub(crate) on_connect: Option<OnConnect>,
}

impl Endpoint {
    /// An endpoint that lets every WebSocket client in.
    pub fn new(schema: Schema) -> Self {
        Self { schema, on_connect: None }
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
            over_http::serve(&self.schema, request).await
        }
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
