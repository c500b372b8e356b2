//! One request on its way to a handler.

use std::future::Future;
use std::ops::{Deref, DerefMut, Range};
use std::pin::Pin;
use std::sync::Arc;

use axum::body::Body;
use axum::response::Response;
use http::request::Parts;
use http::{HeaderMap, StatusCode};
use smallvec::SmallVec;

use super::admit::admit;
use super::conditional::precondition;
use super::credential::cookies;
use super::encoding::fields;
use super::gather::gather;
use super::template::PathValues;
use super::{Fault, Guard, Limits, Problem, RequestId, Routes, body, utf8};
use crate::DateTime;
use crate::http::input::urlencoded;
use crate::http::parts::{read_body, read_parameters};
use crate::http::style::{decode, decode_query, header_text, pairs, split};
use crate::http::{Input, Location, Operation, Parameter, Payload, Shape, Style, media_type};
use crate::json::{Plain, Violation};

/// What a handler's row gives: a response, or why there is none.
pub type Handled = Pin<Box<dyn Future<Output = Result<Response, Fault>> + Send>>;

/// A request that has found its operation.
pub struct Call<S> {
    pub(super) table: Arc<Routes<S>>,
    pub(super) operation: &'static Operation,
    pub(super) parts: Box<Parts>,
    pub(super) body: Body,
    pub(super) path: PathValues,
    pub(super) id: RequestId,
}

/// The service, what a handler learns, and its input.
type Opened<S, P, I> = Result<(Arc<S>, Context<P>, I), Fault>;

/// What a handler learns besides its input.
#[derive(Debug)]
pub struct Context<P> {
    /// Who is asking.
    pub principal: P,
    /// The operation.
    pub operation: &'static Operation,
    /// The name of the request.
    pub request_id: RequestId,
    /// The head of the request: its URI, its headers, and what layers left with it. `context.headers` is short
    /// for `context.parts.headers`.
    pub parts: Box<Parts>,
}

impl<P> Deref for Context<P> {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.parts
    }
}

impl<P> DerefMut for Context<P> {
    fn deref_mut(&mut self) -> &mut Parts {
        &mut self.parts
    }
}

impl<S: Guard> Call<S> {
    /// Checks who is asking, reads the input, and gives both with the service.
    ///
    /// # Errors
    ///
    /// The problem, where the caller is not admitted or the input is not what the schema says.
    pub async fn open<I: Input>(self) -> Result<(Arc<S>, Context<S::Principal>, I), Fault> {
        let principal = admit(&*self.table.service, self.operation, &self.parts).await?;
        let Some(principal) = principal else {
            // Fails closed: a row that wants a principal has an operation with requirements.
            let problem = Problem::new(StatusCode::UNAUTHORIZED, "credentials are needed");
            return Err(Fault::problem(problem));
        };
        self.finish(principal, I::blank()).await
    }

    /// As [`Self::open`], for an operation that does without credentials as well.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub async fn open_optional<I: Input>(
        self,
    ) -> Result<(Arc<S>, Context<Option<S::Principal>>, I), Fault> {
        let principal = admit(&*self.table.service, self.operation, &self.parts).await?;
        self.finish(principal, I::blank()).await
    }

    /// As [`Self::open`], for an operation without security.
    ///
    /// # Errors
    ///
    /// As [`Self::open`].
    pub fn open_public<I: Input>(self) -> impl Future<Output = Opened<S, (), I>> {
        // One future instead of one inside of another: each is as large as a request.
        self.finish((), I::blank())
    }

    /// As [`Self::open_optional`], into an input whose parts are known at run time alone; whether
    /// the operation does without credentials is left to its table.
    #[cfg(feature = "mock")]
    pub(crate) async fn open_into<I: Input>(self, input: I) -> Opened<S, Option<S::Principal>, I> {
        let principal = admit(&*self.table.service, self.operation, &self.parts).await?;
        self.finish(principal, input).await
    }

    async fn finish<I: Input, P>(mut self, principal: P, mut input: I) -> Opened<S, P, I> {
        let mut violations = self.take_parameters(&mut input);
        let outcome = match &self.operation.body {
            Some(_) => {
                let body = std::mem::replace(&mut self.body, Body::empty());
                // Apart, so that requests without a body have no room for it.
                Box::pin(receive(self.operation, &self.parts.headers, body, self.table.limits))
                    .await
            }
            None => Ok(None),
        };
        let mut problem = match outcome {
            Ok(Some((index, payload))) => {
                read_body(&mut input, self.operation, index, &payload).err().map(Problem::body)
            }
            Ok(None) => None,
            Err(problem) => Some(problem),
        };
        if problem.is_none() && !violations.is_empty() {
            problem = Some(Problem::violations(StatusCode::BAD_REQUEST, Vec::new()));
        }
        if let Some(mut problem) = problem {
            violations.append(&mut problem.violations);
            problem.violations = violations;
            return Err(Fault::problem(problem));
        }
        let Self { table, operation, parts, id: request_id, .. } = self;
        let context = Context { principal, operation, request_id, parts };
        Ok((Arc::clone(&table.service), context, input))
    }

    /// Reads the parameters; gives what is wrong with them.
    fn take_parameters(&self, input: &mut impl Input) -> Vec<Violation> {
        if self.operation.parameters.is_empty() {
            return Vec::new();
        }
        let values = parameters(self.operation, &self.parts, &self.path);
        let mut violations = utf8::parameters(self.operation, &self.parts, &self.path);
        violations.append(&mut read_parameters(input, self.operation, &values));
        violations
    }
}

impl<P> Context<P> {
    /// Checks what the request says about the version of the thing that it changes: `If-Match` and its
    /// relatives (RFC 9110, section 13.1). `tag` is the entity tag of the version that there is, with its
    /// quotes, and `modified` when it came to be; both are absent where there is none yet.
    ///
    /// # Errors
    ///
    /// Status 412, where the request is for another version.
    pub fn check_preconditions(
        &self,
        tag: Option<&str>,
        modified: Option<DateTime>,
    ) -> Result<(), Fault> {
        precondition(&self.headers, tag, modified)
    }

    /// What a client that comes back to a stream of events saw last (WHATWG HTML, section 9.2.4).
    pub fn last_event_id(&self) -> Option<&str> {
        self.headers.get("last-event-id")?.to_str().ok()
    }
}

/// The parts of each parameter, without the styles that they came in.
fn parameters(
    operation: &'static Operation,
    parts: &Parts,
    path: &[(&'static str, Range<usize>)],
) -> SmallVec<[Option<Plain>; 4]> {
    let query: SmallVec<[(&str, &str); 4]> = pairs(parts.uri.query().unwrap_or_default()).collect();
    let has_cookies = operation.parameters.iter().any(|it| it.location == Location::Cookie);
    let cookies = if has_cookies { cookies(&parts.headers) } else { Vec::new() };
    let found = operation.parameters.iter().map(|parameter| {
        let value = match parameter.location {
            Location::Path => {
                let range = path.iter().find(|it| it.0 == parameter.name).map(|it| it.1.clone());
                let raw = range.and_then(|it| parts.uri.path().get(it));
                raw.map(|it| split(parameter, it, &decode))
            }
            Location::Query
                if parameter.style == Style::Form
                    && parameter.explode
                    && parameter.shape == Shape::Object =>
            {
                // All pairs that no other parameter claims are its members.
                let rest: Vec<_> = query
                    .iter()
                    .copied()
                    .filter(|it| {
                        let name = decode_query(it.0);
                        !operation.parameters.iter().any(|other| {
                            other.location == Location::Query
                                && other.name != parameter.name
                                && other.name == name
                        })
                    })
                    .collect();
                gather(parameter, &rest)
            }
            Location::Query => gather(parameter, &query),
            Location::Querystring => match parts.uri.query().filter(|it| !it.is_empty()) {
                Some(query) if parameter.style == Style::Json => {
                    Some(Plain::Json(decode_query(query).into_bytes()))
                }
                query => query.map(|it| urlencoded(it.as_bytes())),
            },
            Location::Cookie => gather(parameter, &cookies),
            Location::Header => {
                let text = header_text(&parts.headers, parameter.name, parameter.shape);
                text.map(|it| split(parameter, it.trim(), &|text| text.trim().to_owned()))
            }
        };
        value.or_else(|| default(parameter))
    });
    found.collect()
}

/// What a parameter is where it is absent.
fn default(parameter: &Parameter) -> Option<Plain> {
    let json = parameter.default?.as_bytes();
    match parameter.style {
        Style::Json => Some(Plain::Json(json.to_vec())),
        _ => Some(Plain::from_json(serde_json::from_slice(json).ok()?)),
    }
}

/// Whether a body of this media type is read as it comes.
pub(super) fn comes_in_pieces(operation: &Operation, media_type: &str) -> bool {
    media_type.starts_with("multipart/") || operation.is_streamed(media_type)
}

/// Reads the body, and tells which of the declared media types it has.
async fn receive(
    operation: &'static Operation,
    headers: &HeaderMap,
    body: Body,
    limits: Limits,
) -> Result<Option<(usize, Payload)>, Problem> {
    let Some(declared) = &operation.body else { return Ok(None) };
    let found = media_type(headers);
    let is_streamed = found.as_ref().is_some_and(|it| comes_in_pieces(operation, it));
    let index = |found: &str| body::choose(declared.media_types, found);
    if let Some(found) = found.as_ref().filter(|_| is_streamed)
        && let Some(index) = index(found)
    {
        let payload = match found.starts_with("multipart/") {
            // Apart, so that all other requests are not as large as one with a form.
            true => Box::pin(body::form(operation, headers, body, limits)).await?,
            false => Payload::stream(body::stream(body, limits)),
        };
        return Ok(Some((index, payload)));
    }
    let bytes = body::read(body, limits).await?;
    if bytes.is_empty() && (found.is_none() || !declared.required) {
        if declared.required {
            let pointer = "/body".to_owned();
            let detail = "required, and missing".to_owned();
            return Err(Problem::violations(
                StatusCode::BAD_REQUEST,
                vec![Violation { pointer, detail }],
            ));
        }
        return Ok(None);
    }
    // A body that does not say its type is taken for the one that the schema prefers.
    let found = found.unwrap_or_else(|| declared.media_types[0].to_owned());
    let Some(index) = index(&found) else {
        let expected = declared.media_types.join("`, `");
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            format!("the body is `{found}`; `{expected}` would do"),
        ));
    };
    if found == "application/x-www-form-urlencoded" {
        body::check_form(&bytes).map_err(|it| *it)?;
        let form = Payload::fields(fields(operation, &bytes));
        return Ok(Some((index, form)));
    }
    Ok(Some((index, Payload::new(bytes))))
}
