//! Sending requests, and judging what comes back.

use std::convert::Infallible;
use std::time::Duration;

use axum::body::Body;
use axum::response::Response;
use bytes::Bytes;
use http::header::{ALLOW, CONTENT_TYPE, WWW_AUTHENTICATE};
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt as _;
use tower::{Service, ServiceExt as _};

use super::case::{Case, Expected, cases};
use super::sample::Sent;
use super::{Contract, Failure, Report};
use crate::client::events::{decode, events};
use crate::http::{AnswerBody, Received, SchemeKind};
use crate::json::Mode;

/// A server that says nothing for so long has failed.
const PATIENCE: Duration = Duration::from_secs(30);

impl Contract {
    /// Runs all cases against a service in this process: a router of axum, a generated one or another.
    pub async fn check<S>(&self, service: S) -> Report
    where
        S: Service<http::Request<Body>, Response = Response, Error = Infallible> + Clone,
    {
        let (cases, skipped) = cases(self);
        let mut report = Report { skipped, ..Report::default() };
        for case in cases {
            let outcome =
                tokio::time::timeout(PATIENCE, call(service.clone(), &case.request)).await;
            judge(
                &case,
                outcome.unwrap_or_else(|_| Err("no answer in time".to_owned())),
                &mut report,
            );
        }
        report
    }

    /// Runs all cases against the server of this base URL.
    pub async fn check_url(&self, url: &str) -> Report {
        let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
        let client = match client.build() {
            Ok(client) => client,
            Err(error) => {
                let mut report = Report::default();
                report.skipped.push(format!("all: {error}"));
                return report;
            }
        };
        let (cases, skipped) = cases(self);
        let mut report = Report { skipped, ..Report::default() };
        for case in cases {
            let outcome = tokio::time::timeout(PATIENCE, send(&client, url, &case.request)).await;
            judge(
                &case,
                outcome.unwrap_or_else(|_| Err("no answer in time".to_owned())),
                &mut report,
            );
        }
        report
    }
}

async fn call<S>(service: S, sent: &Sent) -> Result<Received, String>
where
    S: Service<http::Request<Body>, Response = Response, Error = Infallible>,
{
    let body = sent.body.clone().map_or_else(Body::empty, Body::from);
    let mut request = http::Request::builder()
        .method(sent.method.clone())
        .uri(&sent.target)
        .body(body)
        .map_err(|error| format!("the request cannot be made: {error}"))?;
    *request.headers_mut() = sent.headers.clone();
    let Ok(response) = service.oneshot(request).await;
    let (parts, body) = response.into_parts();
    let body = if is_events(&parts.headers) {
        AnswerBody::Events(events(decode(body.into_data_stream())))
    } else {
        let all = body.collect().await.map_err(|error| format!("the body broke off: {error}"))?;
        AnswerBody::Bytes(all.to_bytes())
    };
    let (status, headers) = (parts.status, parts.headers);
    Ok(Received { status, url: None, headers, body, mode: Mode::Strict })
}

async fn send(client: &reqwest::Client, url: &str, sent: &Sent) -> Result<Received, String> {
    let url = format!("{}{}", url.trim_end_matches('/'), sent.target);
    let mut builder = client.request(sent.method.clone(), url).headers(sent.headers.clone());
    if let Some(body) = &sent.body {
        builder = builder.body(body.clone());
    }
    let response = builder.send().await.map_err(|error| format!("no answer: {error}"))?;
    let (status, headers) = (response.status(), response.headers().clone());
    let body = if is_events(&headers) {
        AnswerBody::Events(events(decode(response.bytes_stream())))
    } else {
        let all = response.bytes().await;
        AnswerBody::Bytes(all.map_err(|error| format!("the body broke off: {error}"))?)
    };
    Ok(Received { status, url: None, headers, body, mode: Mode::Strict })
}

fn is_events(headers: &HeaderMap) -> bool {
    headers.get(CONTENT_TYPE).is_some_and(|it| it.as_bytes().starts_with(b"text/event-stream"))
}

fn judge(case: &Case, outcome: Result<Received, String>, report: &mut Report) {
    report.n_cases += 1;
    let reason = match outcome {
        Ok(mut received) => {
            let shown = shown(&received);
            verdict(case, &mut received).err().map(|reason| format!("{reason}; {shown}"))
        }
        Err(reason) => Some(reason),
    };
    if let Some(reason) = reason {
        report.failures.push(Failure {
            operation: case.operation(),
            case: case.name.clone(),
            request: format!("{} {}", case.request.method, case.request.target),
            body: case.request.body.clone().unwrap_or_default(),
            reason,
        });
    }
}

fn verdict(case: &Case, received: &mut Received) -> Result<(), String> {
    let status = received.status;
    if status.is_server_error() {
        return Err(format!("the server failed with {status}"));
    }
    match case.expected {
        Expected::Status(statuses) => {
            if !statuses.contains(&status.as_u16()) {
                let statuses: Vec<String> = statuses.iter().map(u16::to_string).collect();
                return Err(format!("expected {}, got {status}", statuses.join(" or ")));
            }
            needed_header(case, received)
        }
        Expected::Documented => {
            let Some(row) = case.row else { return Ok(()) };
            if row.succeeds && matches!(status.as_u16(), 400 | 401 | 405 | 406 | 415 | 422) {
                return Err(format!("a good request was refused with {status}"));
            }
            (row.answers)(received).map_err(|error| error.to_string())
        }
    }
}

/// Some statuses come with a header (RFC 9110, sections 15.5.2 and 15.5.6).
fn needed_header(case: &Case, received: &Received) -> Result<(), String> {
    let security = case.row.map(|it| it.operation.security).unwrap_or_default();
    let mut kinds = security.iter().flat_map(|it| it.iter()).map(|it| it.scheme.kind);
    let needed = match received.status {
        StatusCode::UNAUTHORIZED if kinds.any(|it| it != SchemeKind::MutualTls) => WWW_AUTHENTICATE,
        StatusCode::METHOD_NOT_ALLOWED => ALLOW,
        _ => return Ok(()),
    };
    match received.headers.contains_key(&needed) {
        true => Ok(()),
        false => Err(format!("{} comes without `{needed}`", received.status)),
    }
}

/// The beginning of a body, for people.
fn shown(received: &Received) -> String {
    let bytes = match &received.body {
        AnswerBody::Bytes(bytes) => bytes.clone(),
        _ => Bytes::new(),
    };
    let text: String = String::from_utf8_lossy(&bytes).chars().take(500).collect();
    if text.is_empty() { "no body".to_owned() } else { format!("the body: {text}") }
}
