//! The GraphQL runtime under a hand-written "generated" crate.
#![cfg(feature = "graphql")]
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(unreachable_pub, reason = "a generated crate is public, and here it is a module")]

#[path = "graphql/execution.rs"]
mod execution;
#[path = "graphql/generated.rs"]
mod generated;
#[path = "graphql/http.rs"]
mod http;
#[path = "graphql/limits.rs"]
mod limits;
#[path = "graphql/service.rs"]
mod service;
#[path = "graphql/websocket.rs"]
mod websocket;

/// Serves the example for conformance suites from outside (`graphql-http`, `graphql-ws`) on port 4000.
#[tokio::test]
#[ignore = "runs until it is stopped"]
async fn serve() {
    let schema = generated::schema(service::Library::default(), Default::default()).unwrap();
    let router = meshwright_runtime::graphql::Endpoint::new(schema).into_router("/graphql");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:4000").await.unwrap();
    axum::serve(listener, router).await.unwrap();
}
