//! Requests that have no row in a table.

use std::sync::Arc;

use axum::body::Body;
use axum::extract::Request;
use axum::response::Response;
use http::header::{ALLOW, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use tower::ServiceExt as _;

use super::{Fault, Guard, Problem, RequestId, Routes, request_id};

/// Marks a request of another table, which has to know whether its path is known here.
#[derive(Clone)]
pub(super) struct Asked;

/// Marks the answer of an operation: status 404 in it is about a thing, not about the path.
#[derive(Clone)]
pub(super) struct Known;

impl<S: Guard> Routes<S> {
    /// A request without a row: the next router may know it; else the path has other methods, or
    /// is none.
    pub(super) async fn elsewhere(
        self: Arc<Self>,
        mut parts: Parts,
        body: Body,
        id: RequestId,
        methods: Vec<&'static str>,
    ) -> Result<Response, Fault> {
        let mut methods: Vec<String> = methods.into_iter().map(str::to_owned).collect();
        let method = parts.method.clone();
        if let Some(next) = self.next.clone() {
            parts.headers.insert(request_id::HEADER, id.value());
            parts.extensions.insert(Asked);
            let response = match next.oneshot(Request::from_parts(parts, body)).await {
                Ok(response) => response,
                Err(never) => match never {},
            };
            let is_options = method == Method::OPTIONS && response.headers().contains_key(ALLOW);
            match response.status() {
                _ if methods.is_empty() => return Ok(response),
                _ if response.extensions().get::<Known>().is_some() => return Ok(response),
                StatusCode::NOT_FOUND => {}
                StatusCode::METHOD_NOT_ALLOWED => methods.extend(allowed(&response)),
                _ if is_options => methods.extend(allowed(&response)),
                _ => return Ok(response),
            }
        }
        if methods.is_empty() {
            return Err(Fault::problem(Problem::not_found()));
        }
        other_method(&method, methods)
    }
}

/// The methods that an answer says its path has.
fn allowed(response: &Response) -> Vec<String> {
    let allow = response.headers().get(ALLOW).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let words = allow.split(',').map(str::trim);
    words.filter(|it| !matches!(*it, "" | "HEAD" | "OPTIONS")).map(str::to_owned).collect()
}

fn other_method(method: &Method, methods: Vec<String>) -> Result<Response, Fault> {
    let mut allow = methods;
    if allow.iter().any(|it| it == "GET") {
        allow.push("HEAD".to_owned());
    }
    allow.push("OPTIONS".to_owned());
    allow.sort_unstable();
    allow.dedup();
    let allow = allow.join(", ");
    if method != Method::OPTIONS {
        return Err(Fault::problem(Problem::method_not_allowed(&allow)));
    }
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::NO_CONTENT;
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        response.headers_mut().insert(ALLOW, allow);
    }
    Ok(response)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::Operation;
    use crate::server::{Call, Credential, Denied, Handled};

    struct Nobody;

    impl Guard for Nobody {
        type Principal = ();

        async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
            Err(Denied::Unknown("nobody is let in"))
        }
    }

    const fn operation(method: &'static str) -> Operation {
        Operation { id: "thing", method, path: "/things", ..Operation::NEW }
    }

    static GET: Operation = operation("GET");
    static POST: Operation = operation("POST");

    #[tokio::test]
    async fn a_thing_that_is_missing_is_no_missing_path() {
        let lost = |_: Call<Nobody>| -> Handled {
            let problem = Problem::new(StatusCode::NOT_FOUND, "there is no such thing");
            Box::pin(async { Err(Fault::problem(problem)) })
        };
        let (mut first, mut second) =
            (Routes::new(Arc::new(Nobody)), Routes::new(Arc::new(Nobody)));
        first.add_row(&POST, lost);
        second.add_row(&GET, lost);
        first.or(second.into_router());
        let router = first.into_router();
        for (method, status) in [("GET", 404), ("POST", 404), ("PUT", 405)] {
            let request = Request::builder().method(method).uri("/things").body(Body::empty());
            let Ok(request) = request else { continue };
            let Ok(response) = router.clone().oneshot(request).await;
            assert_eq!(response.status(), status, "{method}");
        }
    }
}
