//! The path of a server's URL before those of operations: `/v1` of `https://api.example.com/v1`.

use axum::Router;
use axum::extract::Request;
use axum::http::Uri;
use axum::middleware::{Next, from_fn};
use meshwright_generator::rust::Mock;

/// The path that operations have in front of theirs where the API is served, if there is one.
pub(super) fn of(mock: &Mock) -> Option<String> {
    let url = mock.servers.first()?;
    let path = match url.split_once("://") {
        Some((_, rest)) => rest.find('/').map_or("", |at| &rest[at..]),
        None => url,
    };
    let path = path.trim_end_matches('/');
    let mut operations = mock.operations.iter().map(|it| &it.table.operation.path);
    // One that operations begin with as well could be either.
    let is_taken = operations.any(|it| it.starts_with(path));
    (path.starts_with('/') && !is_taken).then(|| path.to_owned())
}

/// Takes requests with that path as well as those without.
pub(super) fn strip(router: Router, prefix: Option<String>) -> Router {
    let Some(prefix) = prefix else { return router };
    let inner = router.layer(from_fn(move |mut request: Request, next: Next| {
        if let Some(uri) = without(request.uri(), &prefix) {
            *request.uri_mut() = uri;
        }
        next.run(request)
    }));
    // A router's layers see what it routes; all of this one is routed to the other.
    Router::new().fallback_service(inner)
}

fn without(uri: &Uri, prefix: &str) -> Option<Uri> {
    let path = uri.path_and_query()?.as_str().strip_prefix(prefix)?;
    path.starts_with('/').then(|| path.parse().ok())?
}
