//! GraphQL over HTTP, through the router: status codes, media types, methods.
use axum::body::{Body, to_bytes};
use http::{Request, Response};
use meshwright_runtime::graphql::{Endpoint, Limits};
use tower::ServiceExt;

use super::generated::schema;
use super::service::Library;

const JSON: &str = "application/json";
const RESPONSE: &str = "application/graphql-response+json";
const PROBLEM: &str = r#"{"errors":[{"message":"#;

async fn send(method: &str, uri: &str, headers: &[(&str, &str)], body: &str) -> Response<Body> {
    let limits = Limits { body_bytes: 2_000, ..Limits::default() };
    let router = Endpoint::new(schema(Library::default(), limits).unwrap()).into_router("/graphql");
    let mut request = Request::builder().method(method).uri(uri);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    router.oneshot(request.body(Body::from(body.to_owned())).unwrap()).await.unwrap()
}

async fn check(
    name: &str,
    (method, uri, headers, body): (&str, &str, &[(&str, &str)], &str),
    (status, media_type, text): (u16, &str, &str),
) {
    let response = send(method, uri, headers, body).await;
    let content_type = response.headers()["content-type"].to_str().unwrap().to_owned();
    let actual_status = response.status().as_u16();
    let actual =
        String::from_utf8(to_bytes(response.into_body(), 1 << 20).await.unwrap().to_vec()).unwrap();
    assert_eq!(actual_status, status, "{name}: {actual}");
    assert_eq!(content_type, format!("{media_type}; charset=utf-8"), "{name}");
    assert!(actual.starts_with(text), "{name}: {actual}");
}

#[tokio::test]
async fn post() {
    let ok = r#"{"query":"{ __typename }"}"#;
    let typed = ("content-type", "application/json");
    let typename = r#"{"data":{"__typename":"Query"}}"#;
    let large = format!(r#"{{"query":"{{ __typename }} #{}"}}"#, "x".repeat(2_000));
    // name, headers, body, and what comes back
    type Row<'a> = (&'a str, &'a [(&'a str, &'a str)], &'a str, (u16, &'a str, &'a str));
    let rows: &[Row<'_>] = &[
        ("no accept", &[typed], ok, (200, JSON, typename)),
        ("any", &[typed, ("accept", "*/*")], ok, (200, JSON, typename)),
        ("json", &[typed, ("accept", "application/json")], ok, (200, JSON, typename)),
        ("response", &[typed, ("accept", RESPONSE)], ok, (200, RESPONSE, typename)),
        (
            "the best",
            &[typed, ("accept", "application/json;q=0.5, application/graphql-response+json;q=0.9")],
            ok,
            (200, RESPONSE, typename),
        ),
        (
            "utf-8",
            &[("content-type", "application/json; charset=UTF-8")],
            ok,
            (200, JSON, typename),
        ),
        ("html", &[typed, ("accept", "text/html")], ok, (406, JSON, PROBLEM)),
        ("no content type", &[], ok, (415, JSON, PROBLEM)),
        ("text", &[("content-type", "text/plain")], ok, (415, JSON, PROBLEM)),
        (
            "latin",
            &[("content-type", "application/json; charset=latin1")],
            ok,
            (415, JSON, PROBLEM),
        ),
        ("no JSON", &[typed], "{", (400, JSON, PROBLEM)),
        ("no query", &[typed], "{}", (400, JSON, PROBLEM)),
        ("query of the wrong type", &[typed], r#"{"query":1}"#, (400, JSON, PROBLEM)),
        ("a batch", &[typed], "[]", (400, JSON, PROBLEM)),
        (
            "variables of the wrong type",
            &[typed],
            r#"{"query":"{ __typename }","variables":"x"}"#,
            (400, JSON, PROBLEM),
        ),
        ("too large", &[typed], &large, (413, JSON, PROBLEM)),
        ("invalid as JSON", &[typed], r#"{"query":"{ nope }"}"#, (200, JSON, PROBLEM)),
        (
            "invalid as response",
            &[typed, ("accept", RESPONSE)],
            r#"{"query":"{ nope }"}"#,
            (400, RESPONSE, PROBLEM),
        ),
        (
            "syntax as response",
            &[typed, ("accept", RESPONSE)],
            r#"{"query":"{"}"#,
            (400, RESPONSE, PROBLEM),
        ),
        (
            "bad variables as response",
            &[typed, ("accept", RESPONSE)],
            r#"{"query":"query($i: Int!) { echo(int: $i) }"}"#,
            (400, RESPONSE, PROBLEM),
        ),
        (
            "field error as response",
            &[typed, ("accept", RESPONSE)],
            r#"{"query":"{ probe { maybe } }"}"#,
            (200, RESPONSE, PROBLEM),
        ),
        (
            "variables, operation name, extensions",
            &[typed],
            r#"{"query":"query A { __typename } query B($y: Boolean!) { operationName @include(if: $y) }","operationName":"B","variables":{"y":true},"extensions":{"x":1}}"#,
            (200, JSON, r#"{"data":{"operationName":"B"}}"#),
        ),
        (
            "mutation",
            &[typed],
            r#"{"query":"mutation { push(value: 1) }"}"#,
            (200, JSON, r#"{"data":{"push":[1]}}"#),
        ),
        (
            "subscription",
            &[typed, ("accept", RESPONSE)],
            r#"{"query":"subscription { ticks(count: 1) { number } }"}"#,
            (400, RESPONSE, PROBLEM),
        ),
        (
            "headers reach the directive",
            &[typed, ("x-role", "admin")],
            r#"{"query":"{ secret }"}"#,
            (200, JSON, r#"{"data":{"secret":"42"}}"#),
        ),
    ];
    for (name, headers, body, expected) in rows {
        check(name, ("POST", "/graphql", headers, body), *expected).await;
    }
}

#[tokio::test]
async fn get() {
    let rows = [
        (
            "query",
            "/graphql?query=%7B+__typename%20%7D",
            (200, JSON, r#"{"data":{"__typename":"Query"}}"#),
        ),
        (
            "variables",
            "/graphql?query=query%20A(%24y:Boolean!)%7BoperationName@skip(if:%24y)%7D&variables=%7B%22y%22:false%7D&operationName=A",
            (200, JSON, r#"{"data":{"operationName":"A"}}"#),
        ),
        ("bad variables", "/graphql?query=%7B__typename%7D&variables=%7B", (400, JSON, PROBLEM)),
        ("nothing", "/graphql", (400, JSON, PROBLEM)),
        ("mutation", "/graphql?query=mutation%7Bpush(value:1)%7D", (405, JSON, PROBLEM)),
        (
            "subscription",
            "/graphql?query=subscription%7Bforever%7Bnumber%7D%7D",
            (405, JSON, PROBLEM),
        ),
    ];
    for (name, uri, expected) in rows {
        check(name, ("GET", uri, &[], ""), expected).await;
    }
}

#[tokio::test]
async fn methods_that_are_not_served_are_told_which_are() {
    for method in ["PUT", "DELETE", "PATCH", "HEAD"] {
        let response = send(method, "/graphql", &[], "").await;
        assert_eq!(response.status(), 405, "{method}");
        assert_eq!(response.headers()["allow"], "GET, POST");
    }
    let response = send("GET", "/graphql?query=mutation%7Bpush(value:1)%7D", &[], "").await;
    assert_eq!(response.headers()["allow"], "POST");
}
