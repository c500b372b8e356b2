//! What a caller takes for an answer.

use http::header::ACCEPT;
use http::{HeaderMap, StatusCode};

use super::{Fault, Problem};
use crate::http::Operation;

/// Whether the caller takes any of the media types that the operation answers with
/// (RFC 9110, section 12.5.1).
pub(super) fn acceptable(operation: &'static Operation, headers: &HeaderMap) -> Result<(), Fault> {
    let accept = || headers.get_all(ACCEPT).iter().filter_map(|it| it.to_str().ok());
    // Most callers take anything, or just what most operations give.
    let is_plain = |it: &str| it == "*/*" || operation.produces.contains(&it);
    if operation.produces.is_empty() || accept().next().is_some_and(is_plain) {
        return Ok(());
    }
    let ranges: Vec<&str> =
        accept().flat_map(|it| it.split(',')).filter(|it| !it.trim().is_empty()).collect();
    if ranges.is_empty() {
        return Ok(());
    }
    let fits = ranges.iter().any(|it| {
        let mut parts = it.split(';').map(str::trim);
        let range = parts.next().unwrap_or_default().to_lowercase();
        let refused = parts.any(|it| it.strip_prefix("q=").is_some_and(|q| q.parse() == Ok(0.0)));
        !refused
            && (range == "*/*"
                || operation.produces.iter().any(|it| {
                    *it == range
                        || range.strip_suffix('*').is_some_and(|prefix| it.starts_with(prefix))
                        || it.contains('*')
                }))
    });
    if fits {
        return Ok(());
    }
    let offered = operation.produces.join("`, `");
    let detail = format!("`{offered}` is what there is");
    Err(Fault::problem(Problem::new(StatusCode::NOT_ACCEPTABLE, detail)))
}
