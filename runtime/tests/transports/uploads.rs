//! Files: `uploads.toml`, and a large one.

use axum::body::Body;
use http::Request;
use meshwright_runtime::graphql::{Endpoint, Limits};
use serde::Deserialize;
use serde_json::Value;

use super::service::{Service, schema};
use super::support::{Bounds, Random, answer, post, say};

#[derive(Deserialize)]
struct Table {
    request: Vec<Row>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Row {
    name: String,
    #[serde(default)]
    limits: Bounds,
    headers: Option<toml::map::Map<String, toml::Value>>,
    parts: Vec<[String; 4]>,
    /// How many bytes of the end do not come.
    #[serde(default)]
    cut: usize,
    status: u16,
    answer: String,
}

fn form(parts: &[[String; 4]]) -> String {
    let mut form = String::new();
    for [name, file, media_type, content] in parts {
        form += &format!("--boundary\r\ncontent-disposition: form-data; name=\"{name}\"");
        if !file.is_empty() {
            form += &format!("; filename=\"{file}\"");
        }
        form += "\r\n";
        if !media_type.is_empty() {
            form += &format!("content-type: {media_type}\r\n");
        }
        form += &format!("\r\n{content}\r\n");
    }
    form + "--boundary--\r\n"
}

async fn send(endpoint: &Endpoint, form: String, has_header: bool) -> (u16, Value) {
    let mut request =
        Request::post("/graphql").header("content-type", "multipart/form-data; boundary=boundary");
    if has_header {
        request = request.header("graphql-preflight", "1");
    }
    answer(endpoint, request.body(Body::from(form)).unwrap()).await
}

#[tokio::test]
async fn forms() {
    let table: Table = toml::from_str(include_str!("uploads.toml")).unwrap();
    let mut failures = Vec::new();
    for row in &table.request {
        let endpoint = Endpoint::new(schema(Service::default(), row.limits.limits()));
        let mut form = form(&row.parts);
        form.truncate(form.len() - row.cut);
        let (status, answer) = send(&endpoint, form, row.headers.is_none()).await;
        if status != row.status || !answer.to_string().starts_with(&row.answer) {
            failures.push(format!("{}: {status} {answer}", row.name));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    say(&format!("{} forms", table.request.len()));
}

#[tokio::test]
async fn large_files_are_on_the_disk() {
    let endpoint = Endpoint::new(schema(Service::default(), Limits::default()));
    let parts = [
        [
            "operations",
            "",
            "",
            r#"{"query":"mutation ($f: Upload!) { upload(file: $f) }","variables":{"f":null}}"#,
        ],
        ["map", "", "", r#"{"0":["variables.f"]}"#],
        ["0", "large.txt", "text/plain", &"\u{1}".repeat(3 << 20)],
    ];
    let parts = parts.map(|part| part.map(str::to_owned));
    let (_, answer) = send(&endpoint, form(&parts), true).await;
    let said = &answer["data"]["upload"][0];
    assert_eq!(said, &format!("large.txt text/plain {0} disk {0}", 3 << 20), "{answer}");
}

#[tokio::test]
async fn the_header_is_the_applications_choice() {
    let parts = [["operations", "", "", r#"{"query":"{ hello }"}"#], ["map", "", "", "{}"]];
    let form = form(&parts.map(|part| part.map(str::to_owned)));
    let schema = schema(Service::default(), Limits::default());
    let open = Endpoint::new(schema.clone()).preflight_headers(Vec::<String>::new());
    assert_eq!(send(&open, form.clone(), false).await.0, 200);
    let own = Endpoint::new(schema).preflight_headers(["x-ours"]);
    assert_eq!(send(&own, form, true).await.0, 403);
}

/// A name of a file means nothing outside the request that brought it.
#[tokio::test]
async fn files_have_no_names_outside_their_request() {
    let endpoint = Endpoint::new(schema(Service::default(), Limits::default()));
    let body =
        r#"{"query":"mutation { upload(file: \"00000000-0000-0000-0000-000000000000/0\") }"}"#;
    let (_, answer) = post(&endpoint, &[], body.to_owned()).await;
    assert!(answer.to_string().contains("expected a file of a multipart request"), "{answer}");
}

/// Whatever comes, somebody is told what is wrong with it, and nothing breaks.
#[tokio::test]
async fn broken_forms_are_refused() {
    let table: Table = toml::from_str(include_str!("uploads.toml")).unwrap();
    let mut random = Random(0x9e37_79b9_7f4a_7c15);
    let endpoint = Endpoint::new(schema(Service::default(), Limits::default()));
    let mut counts = std::collections::BTreeMap::new();
    for round in 0..2_000 {
        let row = &table.request[round % table.request.len()];
        let form = random.mutate(form(&row.parts).as_bytes());
        let request = Request::post("/graphql")
            .header("content-type", "multipart/form-data; boundary=boundary")
            .header("graphql-preflight", "1");
        let (status, _) = answer(&endpoint, request.body(Body::from(form)).unwrap()).await;
        assert!(status < 500, "{status}: {}", row.name);
        *counts.entry(status).or_insert(0) += 1;
    }
    say(&format!("{counts:?}"));
}
