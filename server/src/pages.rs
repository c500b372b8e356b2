//! What no schema describes: the documentation site, a few redirects, and the GraphQL addresses.

use std::path::Path;

use axum::extract::{Request, State};
use axum::http::StatusCode;
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse as _, Redirect, Response};
use axum::routing::get;
use axum::{Router, http::header::LOCATION};
use http::HeaderValue;
use meshwright_runtime::graphql::{Endpoint, Graphiql, Schema};
use meshwright_runtime::server::{Guard as _, Problem};
use tower_http::services::ServeDir;

use crate::meshery::{Meshery, PROVIDER, admitted};

/// Where GraphQL is served: where clients look for it, and where the documents of the project say.
pub const GRAPHQL: [&str; 2] = ["/api/system/graphql/query", "/api/graphql/query"];

/// The router of everything that is in no generated table. Pages of other origins than these have no GraphQL.
pub fn router(meshery: Meshery, schema: Schema, docs: &Path, origins: Option<&[String]>) -> Router {
    let choose = format!("/api/provider?provider={PROVIDER}");
    let mut graphql = Router::new();
    let mut endpoint = Endpoint::new(schema);
    if let Some(origins) = origins {
        endpoint = endpoint.origins(origins.iter().cloned());
    }
    for path in GRAPHQL {
        graphql = graphql.merge(endpoint.clone().into_router(path));
    }
    let graphql = graphql.layer(from_fn_with_state(meshery, guard));
    let site = Router::new().fallback_service(ServeDir::new(docs)).layer(map_response(under_docs));
    Router::new()
        .route("/", get(|| async { Redirect::temporary("/docs/") }))
        .route("/docs", get(|| async { Redirect::temporary("/docs/") }))
        // There is one provider, so there is nothing to choose from.
        .route("/provider", get(move || async move { Redirect::temporary(&choose) }))
        .nest_service("/docs/", site)
        .merge(graphql)
        .fallback(|| async {
            Problem::new(StatusCode::NOT_FOUND, "there is nothing at this path").into_response()
        })
}

/// GraphiQL, from the folder of its npm package.
///
/// # Errors
///
/// When a file is missing there.
pub fn graphiql(package: &Path) -> std::io::Result<Router> {
    Ok(Graphiql::open(package)?.into_router("/graphiql", GRAPHQL[0]))
}

/// GraphQL asks for the same credentials as the REST API.
async fn guard(State(meshery): State<Meshery>, request: Request, next: Next) -> Response {
    if admitted(&meshery, request.headers()) {
        return next.run(request).await;
    }
    let problem = Problem::new(StatusCode::UNAUTHORIZED, "credentials are needed");
    meshery.refuse(problem).into_response()
}

/// The file service does not know where it is mounted when it redirects to a folder.
async fn under_docs(mut response: Response) -> Response {
    let location = response.headers().get(LOCATION).and_then(|it| it.to_str().ok());
    let moved = location.filter(|it| it.starts_with('/')).map(|it| format!("/docs{it}"));
    if let Some(value) = moved.and_then(|it| HeaderValue::from_str(&it).ok()) {
        response.headers_mut().insert(LOCATION, value);
    }
    response
}
