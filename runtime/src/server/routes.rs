//! The table of handlers, as one tower service.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::response::Response;
use futures_util::future::poll_immediate;
use http::header::{ALLOW, CONTENT_LENGTH, HeaderValue};
use http::request::Parts;
use http::{Method, StatusCode};
use tower::ServiceExt as _;
use tracing::Instrument as _;

use super::accept::acceptable;
use super::call::comes_in_pieces;
use super::conditional::Conditions;
use super::decompress::{decoded, encoding};
use super::problem::FaultKind;
use super::respond::answer;
use super::tree::{Found, Tree};
use super::{Call, Context, Fault, Guard, Handled, Limits, Problem, RequestId, request_id};
use crate::http::{Input, Operation, Output, media_type};

/// Every operation with the function that carries it out.
pub struct Routes<S> {
    service: Arc<S>,
    rows: Vec<Row<S>>,
    tree: Tree,
    limits: Limits,
    next: Option<axum::Router>,
}

struct Row<S> {
    operation: &'static Operation,
    handle: Box<dyn Fn(Call<S>) -> Handled + Send + Sync>,
}

/// What carries out an operation: it takes the service, what is known about the call, and the input.
pub type Handle<S, P, I, A> = fn(Arc<S>, Context<P>, I) -> A;

/// Marks a request of another table, which has to know whether its path is known here.
#[derive(Clone)]
struct Asked;

/// Marks the answer of an operation: status 404 in it is about a thing, not about the path.
#[derive(Clone)]
struct Known;

impl<S: Guard> Routes<S> {
    /// No operation yet.
    pub fn new(service: Arc<S>) -> Self {
        Self {
            service,
            rows: Vec::new(),
            tree: Tree::default(),
            limits: Limits::default(),
            next: None,
        }
    }

    /// Other bounds than the default ones.
    pub fn limits(&mut self, limits: Limits) {
        self.limits = limits;
    }

    /// Adds an operation that only those with credentials may use.
    pub fn add<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, S::Principal, I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation that credentials are not needed for, and matter to.
    pub fn add_optional<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, Option<S::Principal>, I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open_optional().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation without security.
    pub fn add_public<I, O, A>(
        &mut self,
        operation: &'static Operation,
        handle: Handle<S, (), I, A>,
    ) where
        I: Input + Send + 'static,
        O: Output + 'static,
        A: Future<Output = Result<O, Fault>> + Send + 'static,
    {
        self.add_row(operation, move |call| {
            Box::pin(async move {
                let (service, context, input) = call.open_public().await?;
                answer(handle(service, context, input).await?)
            })
        });
    }

    /// Adds an operation whose request is opened, and whose response is made, by `handle` itself.
    pub fn add_row(
        &mut self,
        operation: &'static Operation,
        handle: impl Fn(Call<S>) -> Handled + Send + Sync + 'static,
    ) {
        self.tree.add(operation, self.rows.len());
        self.rows.push(Row { operation, handle: Box::new(handle) });
    }

    /// Hands requests that have no row to another router: another API, pages, files.
    ///
    /// Two tables may share a path with different methods; status 405 then names those of both.
    pub fn or(&mut self, next: axum::Router) {
        self.next = Some(next);
    }

    /// A router whose every request goes through this table.
    pub fn into_router(self) -> axum::Router {
        let table = Arc::new(self);
        let service = tower::service_fn(move |request: Request| {
            let answering = Arc::clone(&table).dispatch(request);
            async move { Ok::<_, Infallible>(answering.await) }
        });
        axum::Router::new().fallback_service(service)
    }

    /// What can be done at once is done here, and what is left is put on the heap: who calls it copies it several times.
    fn dispatch(
        self: Arc<Self>,
        request: Request,
    ) -> Pin<Box<dyn Future<Output = Response> + Send>> {
        let id = RequestId::of(request.headers());
        match encoding(request.headers()) {
            Ok(None) => Box::pin(self.respond(request, id)),
            Ok(Some(it)) => {
                Box::pin(decoded(request, it, move |request| self.respond(request, id)))
            }
            Err(problem) => {
                let response = named(self.service.refuse(*problem), &id);
                Box::pin(std::future::ready(response))
            }
        }
    }

    fn respond(
        self: Arc<Self>,
        request: Request,
        id: RequestId,
    ) -> impl Future<Output = Response> + Send {
        let is_asked = request.extensions().get::<Asked>().is_some();
        let is_head = request.method() == Method::HEAD;
        let span = tracing::debug_span!("request", id = %id, operation = tracing::field::Empty);
        let started = span.in_scope(|| self.start(request, id.clone()));
        let is_known = started.operation.is_some();
        async move {
            let mut response = match started.finish().instrument(span).await {
                Ok(mut response) => {
                    if is_head {
                        without_body(&mut response);
                    }
                    response
                }
                Err(Fault(FaultKind::Problem(problem))) => self.service.refuse(*problem),
                Err(Fault(FaultKind::Error(error))) => self.service.refuse(Problem::of(&*error)),
            };
            if is_known && is_asked {
                response.extensions_mut().insert(Known);
            }
            named(response, &id)
        }
    }

    /// Finds the row of a request and hands it over.
    fn start(self: &Arc<Self>, request: Request, id: RequestId) -> Started {
        let (parts, body) = request.into_parts();
        let (path, query) = (parts.uri.path(), parts.uri.query());
        let mut found = self.tree.find(parts.method.as_str(), path, query);
        // HEAD is GET without the body (RFC 9110, section 9.3.2), unless the schema has its own.
        if let (Found::Methods(methods), &Method::HEAD) = (&found, &parts.method)
            && methods.contains(&"GET")
        {
            found = self.tree.find("GET", path, query);
        }
        let (row, path) = match found {
            Found::Row(row, path) => (&self.rows[row], path),
            Found::Methods(methods) => {
                return Started::elsewhere(Box::pin(
                    Arc::clone(self).elsewhere(parts, body, id, methods),
                ));
            }
            Found::Nothing => {
                return Started::elsewhere(Box::pin(Arc::clone(self).elsewhere(
                    parts,
                    body,
                    id,
                    Vec::new(),
                )));
            }
        };
        let operation = row.operation;
        tracing::Span::current().record("operation", operation.id);
        let conditions = Conditions::of(operation, &parts.method, &parts.headers);
        let limits = self.limits;
        let is_streamed = operation.body.is_some()
            && media_type(&parts.headers).is_some_and(|it| comes_in_pieces(operation, &it));
        let time = if is_streamed { limits.transfer } else { limits.time };
        let answer = acceptable(operation, &parts.headers).map(|()| {
            let service = Arc::clone(&self.service);
            (row.handle)(Call {
                service,
                operation,
                parts: Box::new(parts),
                body,
                path,
                limits,
                id,
            })
        });
        Started { answer, operation: Some(operation), time, conditions }
    }
}

/// A request on its way.
struct Started {
    answer: Result<Handled, Fault>,
    /// What it is for, where that is in the table.
    operation: Option<&'static Operation>,
    /// How long it may take, where it is in the table.
    time: Duration,
    conditions: Option<Conditions>,
}

impl Started {
    fn elsewhere(answer: Handled) -> Self {
        Self { answer: Ok(answer), operation: None, time: Duration::ZERO, conditions: None }
    }

    async fn finish(self) -> Result<Response, Fault> {
        let Some(operation) = self.operation else { return self.answer?.await };
        let mut answer = self.answer?;
        // Many answers are there at once, and need no timer.
        let outcome = match poll_immediate(&mut answer).await {
            Some(outcome) => outcome,
            None => tokio::time::timeout(self.time, answer).await.unwrap_or_else(|_| {
                let detail = "the server took too long";
                Err(Fault::problem(Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)))
            }),
        };
        match self.conditions {
            Some(conditions) => conditions.apply(operation, outcome?),
            None => outcome,
        }
    }
}

impl<S: Guard> Routes<S> {
    /// A request without a row: the next router may know it; else the path has other methods, or
    /// is none.
    async fn elsewhere(
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

/// Says which request it was; the next router may have done so already.
fn named(mut response: Response, id: &RequestId) -> Response {
    response.headers_mut().entry(request_id::HEADER).or_insert_with(|| id.value());
    response
}

/// Leaves the headers as they would be with the body (RFC 9110, section 9.3.2).
fn without_body(response: &mut Response) {
    let body = std::mem::replace(response.body_mut(), Body::empty());
    if let Some(size) = body.size_hint().exact().filter(|it| *it > 0) {
        response.headers_mut().insert(CONTENT_LENGTH, size.into());
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
    use crate::server::{Credential, Denied};

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
