//! Refusals that handlers give; each API's guard puts them in the API's own form.

use http::StatusCode;
use meshwright_runtime::json::Violation;
use meshwright_runtime::server::{Fault, Problem};

/// Status 404: there is no such thing.
pub fn not_found(what: &str) -> Fault {
    refuse(StatusCode::NOT_FOUND, format!("there is no such {what}"))
}

/// Status 409: the request is at odds with what is there.
pub fn conflict(detail: impl Into<String>) -> Fault {
    refuse(StatusCode::CONFLICT, detail)
}

/// Status 400: the request cannot be meant like this.
pub fn bad_request(detail: impl Into<String>) -> Fault {
    refuse(StatusCode::BAD_REQUEST, detail)
}

/// Status 400, with the place: `/body/workspace`.
pub fn bad_place(pointer: &str, detail: impl Into<String>) -> Fault {
    let detail = detail.into();
    let mut problem = Problem::new(StatusCode::BAD_REQUEST, detail.clone());
    problem.violations.push(Violation { pointer: pointer.to_owned(), detail });
    Fault::problem(problem)
}

/// Status 501: this server does not have what it takes.
pub fn not_implemented(detail: impl Into<String>) -> Fault {
    refuse(StatusCode::NOT_IMPLEMENTED, detail)
}

/// A refusal with any status.
pub fn refuse(status: StatusCode, detail: impl Into<String>) -> Fault {
    Fault::problem(Problem::new(status, detail))
}

/// The thing, or status 404.
///
/// # Errors
///
/// When there is none.
pub fn found<T>(thing: Option<T>, what: &str) -> Result<T, Fault> {
    thing.ok_or_else(|| not_found(what))
}
