//! A table as a service: one request, from its head to its answer.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use axum::body::{Body, HttpBody as _};
use axum::extract::Request;
use axum::response::Response;
use http::header::{ACCEPT, CONTENT_ENCODING, CONTENT_LENGTH, HeaderMap, HeaderValue};
use http::{Method, StatusCode};
use tokio::time::Sleep;
use tracing::Span;

use super::accept::acceptable;
use super::call::comes_in_pieces;
use super::conditional::Conditions;
use super::decompress::{decoded, encoding};
use super::elsewhere::{Asked, Known};
use super::problem::FaultKind;
use super::tree::Found;
use super::{Call, Fault, Guard, Handled, Problem, RequestId, Routes, request_id};
use crate::http::{Operation, media_type};

/// A table of handlers as a tower service; cloning shares the table.
pub struct RoutesService<S>(pub(super) Arc<Routes<S>>);

impl<S> Clone for RoutesService<S> {
    fn clone(&self) -> Self {
        Self(Arc::clone(&self.0))
    }
}

impl<S> fmt::Debug for RoutesService<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RoutesService").finish_non_exhaustive()
    }
}

impl<S: Guard> tower::Service<Request> for RoutesService<S> {
    type Response = Response;
    type Error = Infallible;
    type Future = Responding<S>;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: Request) -> Responding<S> {
        let table = Arc::clone(&self.0);
        let seen = Seen::of(request.headers());
        let id = RequestId::of(seen.id);
        match seen.encoding.map_or(Ok(None), encoding) {
            Ok(None) => {
                let accepts = seen.accepts;
                table.start(request, id, accepts)
            }
            Ok(Some(encoding)) => {
                let again = id.clone();
                let accepts = seen.accepts;
                let answer = decoded(request, encoding, move |request| async move {
                    let Ok(response) = table.start(request, again, accepts).await;
                    response
                });
                Responding::new(Arc::clone(&self.0), Work::Whole(Box::pin(answer)), id)
            }
            Err(problem) => {
                let fault = Fault(FaultKind::Problem(problem));
                Responding::new(table, Work::Refused(Some(fault)), id)
            }
        }
    }
}

/// What matters of a request's headers before its operation is known, in one pass over them.
#[derive(Default)]
struct Seen<'h> {
    id: Option<&'h HeaderValue>,
    encoding: Option<&'h HeaderValue>,
    accepts: bool,
}

impl<'h> Seen<'h> {
    fn of(headers: &'h HeaderMap) -> Self {
        let mut seen = Self::default();
        for (name, value) in headers {
            if *name == ACCEPT {
                seen.accepts = true;
            } else if *name == CONTENT_ENCODING {
                seen.encoding.get_or_insert(value);
            } else if *name == request_id::HEADER {
                seen.id.get_or_insert(value);
            }
        }
        seen
    }
}

impl<S: Guard> Routes<S> {
    /// Finds the row of a request and hands it over; `accepts`: whether the caller says which answers it takes.
    fn start(self: Arc<Self>, request: Request, id: RequestId, accepts: bool) -> Responding<S> {
        let (parts, body) = request.into_parts();
        let is_asked = parts.extensions.get::<Asked>().is_some();
        let is_head = parts.method == Method::HEAD;
        let span = tracing::debug_span!("request", id = %id, operation = tracing::field::Empty);
        let (path, query) = (parts.uri.path(), parts.uri.query());
        let mut found = self.tree.find(parts.method.as_str(), path, query);
        // HEAD is GET without the body (RFC 9110, section 9.3.2), unless the schema has its own.
        if let (Found::Methods(methods), true) = (&found, is_head)
            && methods.contains(&"GET")
        {
            found = self.tree.find("GET", path, query);
        }
        let (row, path) = match found {
            Found::Row(row, path) => (&self.rows[row], path),
            Found::Methods(_) | Found::Nothing => {
                let methods = match found {
                    Found::Methods(methods) => methods,
                    _ => Vec::new(),
                };
                let answer = Arc::clone(&self).elsewhere(parts, body, id.clone(), methods);
                let work = Work::Elsewhere(Box::pin(answer));
                return Responding { span, is_head, ..Responding::new(self, work, id) };
            }
        };
        let operation = row.operation;
        span.record("operation", operation.id);
        if accepts && let Err(fault) = acceptable(operation, &parts.headers) {
            let work = Work::Refused(Some(fault));
            return Responding { span, is_head, is_asked, ..Responding::new(self, work, id) };
        }
        let conditions = Conditions::of(operation, &parts.method, &parts.headers);
        let is_streamed = operation.body.is_some()
            && media_type(&parts.headers).is_some_and(|it| comes_in_pieces(operation, &it));
        let time = if is_streamed { self.limits.transfer } else { self.limits.time };
        let call = Call {
            table: Arc::clone(&self),
            operation,
            parts: Box::new(parts),
            body,
            path,
            id: id.clone(),
        };
        let answer = span.in_scope(|| (row.handle)(call));
        let work = Work::Row { answer, operation, time, timer: None, conditions };
        Responding { span, is_head, is_asked, ..Responding::new(self, work, id) }
    }
}

/// A request on its way to its answer.
pub struct Responding<S> {
    table: Arc<Routes<S>>,
    work: Work,
    id: RequestId,
    span: Span,
    /// The answer goes without its body.
    is_head: bool,
    /// The table that asks wants to know that the path is known.
    is_asked: bool,
}

/// Where the answer comes from.
enum Work {
    /// An operation.
    Row {
        answer: Handled,
        operation: &'static Operation,
        time: Duration,
        /// Many answers are there at once, and need none.
        timer: Option<Pin<Box<Sleep>>>,
        conditions: Option<Box<Conditions>>,
    },
    /// Another router, or the lack of one.
    Elsewhere(Handled),
    /// Nowhere: there was a reason to refuse.
    Refused(Option<Fault>),
    /// The same once more, with the body decoded.
    Whole(Pin<Box<dyn Future<Output = Response> + Send>>),
}

impl<S> Responding<S> {
    fn new(table: Arc<Routes<S>>, work: Work, id: RequestId) -> Self {
        Self { table, work, id, span: Span::none(), is_head: false, is_asked: false }
    }
}

impl<S: Guard> Future for Responding<S> {
    type Output = Result<Response, Infallible>;

    fn poll(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Self::Output> {
        let this = self.get_mut();
        let entered = this.span.enter();
        let outcome = match this.work.poll(context) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => return Poll::Pending,
        };
        drop(entered);
        let mut response = match outcome {
            Ok(mut response) => {
                if this.is_head {
                    without_body(&mut response);
                }
                response
            }
            Err(Fault(FaultKind::Problem(problem))) => this.table.service.refuse(*problem),
            Err(Fault(FaultKind::Error(error))) => this.table.service.refuse(Problem::of(&*error)),
        };
        if this.is_asked {
            response.extensions_mut().insert(Known);
        }
        // The next router may have named it already.
        response.headers_mut().entry(request_id::HEADER).or_insert_with(|| this.id.value());
        Poll::Ready(Ok(response))
    }
}

impl Work {
    fn poll(&mut self, context: &mut Context<'_>) -> Poll<Result<Response, Fault>> {
        let (answer, operation, time, timer, conditions) = match self {
            Self::Row { answer, operation, time, timer, conditions } => {
                (answer, operation, time, timer, conditions)
            }
            Self::Elsewhere(answer) => return answer.as_mut().poll(context),
            Self::Whole(answer) => return answer.as_mut().poll(context).map(Ok),
            Self::Refused(fault) => return Poll::Ready(Err(fault.take().unwrap_or_else(done))),
        };
        let outcome = match answer.as_mut().poll(context) {
            Poll::Ready(outcome) => outcome,
            Poll::Pending => {
                let timer = timer.get_or_insert_with(|| Box::pin(tokio::time::sleep(*time)));
                if timer.as_mut().poll(context).is_pending() {
                    return Poll::Pending;
                }
                let detail = "the server took too long";
                Err(Fault::problem(Problem::new(StatusCode::SERVICE_UNAVAILABLE, detail)))
            }
        };
        Poll::Ready(match conditions {
            Some(conditions) => outcome.and_then(|it| conditions.apply(operation, it)),
            None => outcome,
        })
    }
}

/// Nobody asks a future again that has given its answer.
fn done() -> Fault {
    Fault::problem(Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "asked again"))
}

/// Leaves the headers as they would be with the body (RFC 9110, section 9.3.2).
fn without_body(response: &mut Response) {
    let body = std::mem::replace(response.body_mut(), Body::empty());
    if let Some(size) = body.size_hint().exact().filter(|it| *it > 0) {
        response.headers_mut().insert(CONTENT_LENGTH, size.into());
    }
}
