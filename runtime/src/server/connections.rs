//! Connections, and how long each may take to say what it wants.

use std::convert::Infallible;
use std::future::Future;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use axum::serve::Listener;
use futures_util::future::{Either, select};
use http::Request;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use hyper_util::server::conn::auto::Builder;
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use tower::{Service, ServiceExt as _};

/// Bounds that hold for every connection, on by default; those of requests are [`Limits`](super::Limits).
#[derive(Debug, Clone, Copy)]
pub struct Connections {
    /// How long the head of a request may take to come, from its connection's beginning or from the answer before it.
    /// A connection on which none came in time is closed.
    pub head: Duration,
}

impl Default for Connections {
    fn default() -> Self {
        Self { head: Duration::from_secs(30) }
    }
}

impl Connections {
    /// Serves HTTP/1.1 and HTTP/2, by a router or a [`RoutesService`](super::RoutesService), until `stop` comes; ends
    /// once all open requests have. `axum::serve` does the same, and waits for ever for the head of a request.
    pub async fn serve<L, S>(self, mut listener: L, service: S, stop: impl Future<Output = ()>)
    where
        L: Listener,
        S: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send>,
        S: Clone + Send + 'static,
    {
        let mut builder = Builder::new(TokioExecutor::new());
        builder.http1().timer(TokioTimer::new()).header_read_timeout(self.head);
        builder.http2().timer(TokioTimer::new()).enable_connect_protocol();
        let open = GracefulShutdown::new();
        let mut stop = pin!(stop);
        loop {
            let stream = match select(stop.as_mut(), pin!(listener.accept())).await {
                Either::Left(_) => break,
                Either::Right(((stream, _), _)) => stream,
            };
            let has_begun = Arc::new(AtomicBool::new(false));
            let begin = Arc::clone(&has_begun);
            let service = service.clone().map_request(move |request: Request<_>| {
                begin.store(true, Ordering::Relaxed);
                request.map(Body::new)
            });
            let service = TowerToHyperService::new(service);
            let connection = builder.serve_connection_with_upgrades(TokioIo::new(stream), service);
            let connection = open.watch(connection.into_owned());
            tokio::spawn(async move {
                // Which version it speaks is waited for without a bound.
                let late = Box::pin(tokio::time::sleep(self.head));
                if let Either::Right(((), connection)) = select(pin!(connection), late).await
                    && has_begun.load(Ordering::Relaxed)
                {
                    // What breaks off is the other side's choice.
                    let _ = connection.await;
                }
            });
        }
        drop(listener);
        open.shutdown().await;
    }
}
