//! Execution as transports do it: within the time that is allowed, and in a span that names the operation.
//!
//! What is logged are names, kinds, counts and codes; no variables, and no messages that resolvers made.

use std::time::{Duration, Instant};

use futures_util::Stream;
use serde_json::Value;
use tokio::time::timeout;
use tracing::{Instrument as _, Span};

use super::context::Context;
use super::document::OperationKind;
use super::error::ResponseError;
use super::limits::coded;
use super::operation::Prepared;
use super::response::Response;

/// Executes a query or a mutation.
pub(crate) async fn execute(prepared: Prepared, context: Context) -> Response {
    let time = prepared.limits().time;
    let span = span(&prepared);
    async {
        let start = Instant::now();
        let executed = timeout(time, prepared.execute(context)).await;
        let response = executed.unwrap_or_else(|_| too_slow(time));
        log(&response, start);
        response
    }
    .instrument(span)
    .await
}

/// Starts a subscription.
///
/// # Errors
/// The response, without `data`, of a subscription that does not start.
pub(crate) async fn subscribe(
    prepared: Prepared,
    context: Context,
) -> Result<impl Stream<Item = Response> + Send + 'static, Response> {
    let time = prepared.limits().time;
    let span = span(&prepared);
    async {
        let started = timeout(time, prepared.subscribe(context)).await;
        let outcome = started.unwrap_or_else(|_| Err(too_slow(time)));
        match &outcome {
            Ok(_) => tracing::debug!("subscribed"),
            Err(refusal) => log(refusal, Instant::now()),
        }
        outcome
    }
    .instrument(span)
    .await
}

fn span(prepared: &Prepared) -> Span {
    let kind = match prepared.kind() {
        OperationKind::Query => "query",
        OperationKind::Mutation => "mutation",
        OperationKind::Subscription => "subscription",
    };
    let name = prepared.name().unwrap_or_default();
    // `otel.name` is what exporters show in the place of the span's own name.
    tracing::info_span!(
        "graphql",
        otel.name = format_args!("{kind} {name}").to_string().trim_end(),
        graphql.operation.type = kind,
        graphql.operation.name = name,
    )
}

fn too_slow(time: Duration) -> Response {
    let message = format!("the operation took longer than the allowed {time:?}");
    Response::refused(vec![coded("LIMIT_TIME", message, None)])
}

fn log(response: &Response, start: Instant) {
    tracing::debug!(
        errors = response.errors.len(),
        codes = ?response.errors.iter().filter_map(code).collect::<Vec<_>>(),
        elapsed = ?start.elapsed(),
        "answered"
    );
}

fn code(error: &ResponseError) -> Option<&str> {
    error.extensions.get("code").and_then(Value::as_str)
}
