//! What a caller takes for an answer.

use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};

use super::{Fault, Problem};
use crate::http::Operation;
use crate::http::accept::Accept;

/// Whether the caller takes any of the media types that the operation answers with
/// (RFC 9110, section 12.5.1).
pub(super) fn acceptable(operation: &'static Operation, headers: &HeaderMap) -> Result<(), Fault> {
    let first = headers.get(ACCEPT).and_then(|it| it.to_str().ok());
    // Most callers take anything, or just what most operations give.
    let is_plain = |it: &str| it == "*/*" || operation.produces.contains(&it);
    if operation.produces.is_empty() || first.is_some_and(is_plain) {
        return Ok(());
    }
    let accepted = Accept::of(headers);
    if accepted.is_empty() || operation.produces.iter().any(|it| accepted.takes_some_of(it)) {
        return Ok(());
    }
    let offered = operation.produces.join("`, `");
    let detail = format!("`{offered}` is what there is");
    Err(Fault::problem(Problem::new(StatusCode::NOT_ACCEPTABLE, detail)))
}
