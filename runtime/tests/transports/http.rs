//! GraphQL over HTTP, through the router: `requests.toml`.

use std::time::Duration;

use axum::body::{Body, to_bytes};
use http::Request;
use meshwright_runtime::graphql::{Endpoint, Limits};
use serde::Deserialize;
use tower::ServiceExt as _;

use super::service::{Service, schema};
use super::support::{Bounds, Random, say};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Table {
    request: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[serde(default)]
    limits: Bounds,
    method: Option<String>,
    #[serde(default)]
    query: String,
    #[serde(default)]
    headers: toml::map::Map<String, toml::Value>,
    content: Option<String>,
    #[serde(default)]
    body: String,
    status: u16,
    r#type: Option<String>,
    allow: Option<String>,
    answer: Option<String>,
    lacks: Option<String>,
}

#[tokio::test]
async fn requests() {
    let table: Table = toml::from_str(include_str!("requests.toml")).unwrap();
    let mut failures = Vec::new();
    for row in &table.request {
        if let Err(failure) = run(row).await {
            failures.push(format!("{}: {failure}", row.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    say(&format!("{} requests", table.request.len()));
}

async fn run(row: &Row) -> Result<(), String> {
    let schema = schema(Service::default(), row.limits.limits());
    let endpoint = Endpoint::new(schema).origins(["https://app.example.com"]);
    let method = row.method.as_deref().unwrap_or("POST");
    let mut request = Request::builder().method(method).uri(format!("/graphql?{}", row.query));
    let content = row.content.as_deref();
    match (content, method) {
        (Some(""), _) => {}
        (Some(content), _) => request = request.header("content-type", content),
        (None, "POST") => request = request.header("content-type", "application/json"),
        (None, _) => {}
    }
    for (name, value) in &row.headers {
        request = request.header(name, value.as_str().unwrap());
    }
    let request = request.body(Body::from(row.body.clone())).unwrap();
    let response = endpoint.into_router("/graphql").oneshot(request).await.unwrap();
    let header = |name| response.headers().get(name).map(|it| it.to_str().unwrap().to_owned());
    let (status, media, allow) =
        (response.status().as_u16(), header("content-type"), header("allow"));
    let body = to_bytes(response.into_body(), 1 << 20).await.unwrap();
    let body = String::from_utf8(body.to_vec()).unwrap();
    let found = (status, &media, &allow);
    if found != (row.status, &row.r#type, &row.allow) {
        return Err(format!("{found:?}: {body}"));
    }
    let is_empty_as_said = row.answer.as_deref() != Some("") || body.is_empty();
    if !body.starts_with(row.answer.as_deref().unwrap_or("")) || !is_empty_as_said {
        return Err(body);
    }
    match &row.lacks {
        Some(word) if body.contains(word) => Err(body),
        _ => Ok(()),
    }
}

/// Whatever comes, somebody is told what is wrong with it, and nothing breaks.
#[tokio::test]
async fn broken_requests_are_refused() {
    let table: Table = toml::from_str(include_str!("requests.toml")).unwrap();
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    // One of the queries never ends by itself.
    let time = Duration::from_millis(20);
    let limits = Limits { batch: 3, time, ..Limits::default() };
    let endpoint = Endpoint::new(schema(Service::default(), limits));
    let mut counts = std::collections::BTreeMap::new();
    for round in 0..3_000 {
        let row = &table.request[round % table.request.len()];
        let request = match row.method.as_deref() {
            None => {
                let body = random.mutate(row.body.as_bytes());
                let request = Request::post("/graphql").header("content-type", "application/json");
                request.body(Body::from(body)).unwrap()
            }
            Some(method) => {
                let query = random.mutate(row.query.as_bytes());
                let uri = format!("/graphql?{}", String::from_utf8_lossy(&query));
                let request = Request::builder().method(method).uri(uri).body(Body::empty());
                // What is no address does not come this far.
                let Ok(request) = request else { continue };
                request
            }
        };
        let response = endpoint.serve(request).await;
        let status = response.status();
        assert!(!status.is_server_error(), "{status}: {}", row.name);
        *counts.entry(status.as_u16()).or_insert(0) += 1;
    }
    say(&format!("{counts:?}"));
}
