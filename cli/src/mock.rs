//! Mock servers: what the generator plans, loaded into the runtime and served.

mod browsers;
mod load;
mod log;
mod prefix;

use axum::Router;
use meshwright_generator::rust::Mock;
use meshwright_runtime::mock::{Mocked, routes};

/// One server for all of these APIs; of operations that are equal, that of the first API is served.
///
/// It lives as long as the program, once made.
pub fn router(mocks: &[Mock]) -> Router {
    let mut whole: Option<Router> = None;
    for mock in mocks.iter().rev() {
        whole = Some(before(mock, load(mock), whole.take()));
    }
    whole.unwrap_or_default()
}

/// The operations of one API, in the order of its plan. They live as long as the program.
pub fn load(mock: &Mock) -> &'static [Mocked] {
    load::operations(mock)
}

/// The server of one API whose operations have been loaded.
pub fn router_of(mock: &Mock, operations: &'static [Mocked]) -> Router {
    before(mock, operations, None)
}

/// An API before others: what it does not serve is left to those.
fn before(mock: &Mock, operations: &'static [Mocked], next: Option<Router>) -> Router {
    let mut routes = routes(&mock.title, operations);
    if let Some(next) = next {
        routes.or(next);
    }
    prefix::strip(routes.into_router(), prefix::of(mock))
}

/// As [`router`], open to pages of any origin.
pub fn public_router(mocks: &[Mock]) -> Router {
    router(mocks).layer(axum::middleware::from_fn(browsers::allow))
}

/// With a line on standard error for each request.
pub(crate) fn logged(router: Router) -> Router {
    router.layer(axum::middleware::from_fn(log::log))
}
