//! Serves the schema of the GraphQL tests on port 4000, for conformance suites from outside
//! (`graphql-http`, `graphql-ws`), until it is stopped.
#![expect(unreachable_pub, reason = "a generated crate is public, and here it is a module")]
#![expect(clippy::unwrap_used, reason = "the service is that of the tests")]

#[path = "../tests/graphql/generated.rs"]
mod generated;
#[path = "../tests/graphql/service.rs"]
mod service;

#[tokio::main]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let schema = generated::schema(service::Library::default(), Default::default())?;
    let router = meshwright_runtime::graphql::Endpoint::new(schema).into_router("/graphql");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:4000").await?;
    axum::serve(listener, router).await?;
    Ok(())
}
