//! Refusals as problem details (RFC 9457).

use axum::body::Body;
use axum::response::Response;
use http::header::{ALLOW, CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, StatusCode};

use super::body::broken;
use crate::http::ItemError;
use crate::json::{DecodeError, Json, Members, Violation, blank, into_vec};

/// Why a request was not carried out.
#[derive(Debug, Clone)]
pub struct Problem {
    /// The status of the answer.
    pub status: StatusCode,
    /// What is wrong with this request, for people.
    pub detail: String,
    /// Each place that is wrong; a pointer starts with `/body`, or with the location of the
    /// parameter: `/query/limit`.
    pub violations: Vec<Violation>,
    /// Headers that go with the answer.
    pub headers: HeaderMap,
}

impl Problem {
    /// A problem without places.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        let (violations, headers) = (Vec::new(), HeaderMap::new());
        Self { status, detail: detail.into(), violations, headers }
    }

    /// No path of the schema is like this one.
    pub(super) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "no operation has this path")
    }

    /// The path is known, with other methods.
    pub(super) fn method_not_allowed(allow: &str) -> Self {
        let mut problem =
            Self::new(StatusCode::METHOD_NOT_ALLOWED, format!("this path takes {allow}"));
        if let Ok(allow) = HeaderValue::from_str(allow) {
            problem.headers.insert(ALLOW, allow);
        }
        problem
    }

    /// A body, or several parameters, that are not what the schema says.
    pub(super) fn violations(status: StatusCode, violations: Vec<Violation>) -> Self {
        let detail = "the request is not what the schema says";
        Self { violations, ..Self::new(status, detail) }
    }

    /// A body that is not what the schema says.
    pub(super) fn body(error: DecodeError) -> Self {
        match error {
            DecodeError::Syntax(error) => {
                Self::new(StatusCode::BAD_REQUEST, format!("the body cannot be read: {error}"))
            }
            DecodeError::Violations(mut list) => {
                for it in &mut list {
                    it.pointer.insert_str(0, "/body");
                }
                Self::violations(StatusCode::UNPROCESSABLE_ENTITY, list)
            }
        }
    }

    /// What is told of an error that a handler passed on. What it could not read of the body is the
    /// caller's fault; anything else is the server's, and its details are for the log alone.
    pub(super) fn of(error: &(dyn std::error::Error + Send + Sync + 'static)) -> Self {
        if let Some(error) = error.downcast_ref() {
            return broken(error);
        }
        match error.downcast_ref() {
            Some(ItemError::Stream(error)) => return broken(error),
            Some(ItemError::Decode { index, reason: DecodeError::Violations(list) }) => {
                let mut list = list.clone();
                list.iter_mut().for_each(|it| it.pointer.insert_str(0, &format!("/body/{index}")));
                return Self::violations(StatusCode::UNPROCESSABLE_ENTITY, list);
            }
            Some(error) => return Self::new(StatusCode::BAD_REQUEST, error.to_string()),
            None => {}
        }
        tracing::error!(%error, "a handler failed");
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "the server failed to carry this out")
    }

    /// The answer: `application/problem+json`.
    pub fn into_response(self) -> Response {
        let document = Document {
            title: self.status.canonical_reason().unwrap_or("Problem").to_owned(),
            status: self.status.as_u16(),
            detail: self.detail,
            errors: Some(self.violations).filter(|it| !it.is_empty()),
        };
        let mut response = Response::new(Body::from(into_vec(document)));
        *response.status_mut() = self.status;
        *response.headers_mut() = self.headers;
        let media_type = HeaderValue::from_static("application/problem+json");
        response.headers_mut().insert(CONTENT_TYPE, media_type);
        response
    }
}

/// The members of problem details that are told.
struct Document {
    title: String,
    status: u16,
    detail: String,
    errors: Option<Vec<Violation>>,
}

impl Json for Document {
    fn blank() -> Self {
        Self { title: blank(), status: blank(), detail: blank(), errors: None }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("title", &mut self.title);
        m.required("status", &mut self.status);
        m.required("detail", &mut self.detail);
        m.optional("errors", &mut self.errors);
    }
}

/// Why a handler could not give any of its operation's answers.
///
/// Any error becomes one with `?`: it is logged, and the caller learns of status 500 alone.
#[derive(Debug)]
pub struct Fault(pub(super) FaultKind);

#[derive(Debug)]
pub(super) enum FaultKind {
    Problem(Box<Problem>),
    Error(Box<dyn std::error::Error + Send + Sync>),
}

impl<E: Into<Box<dyn std::error::Error + Send + Sync>>> From<E> for Fault {
    fn from(error: E) -> Self {
        Self(FaultKind::Error(error.into()))
    }
}

impl Fault {
    /// What an operation answers that the server leaves out: status 501.
    pub fn not_implemented() -> Self {
        let detail = "this server does not carry out this operation";
        Self::problem(Problem::new(StatusCode::NOT_IMPLEMENTED, detail))
    }

    /// An answer of this status that the schema does not promise.
    pub fn problem(problem: Problem) -> Self {
        Self(FaultKind::Problem(Box::new(problem)))
    }
}
