//! Documents that requests name: registered by clients, or trusted.

use axum::body::Body;
use http::Request;
use meshwright_runtime::graphql::{Endpoint, Limits};
use serde_json::{Value, json};

use super::service::{Service, schema};
use super::support::{answer, post};

const QUERY: &str = "{ hello }";
/// `printf '{ hello }' | sha256sum`
const HASH: &str = "001c3174e099bd72b729d0c0a529ba9f5a740c446e2a6e1d71b283cb84ec3065";

fn endpoint(limits: Limits) -> Endpoint {
    Endpoint::new(schema(Service::default(), limits))
}

fn persisted(query: Option<&str>, version: u32, hash: &str) -> String {
    let extensions = json!({ "persistedQuery": { "version": version, "sha256Hash": hash } });
    let mut body = json!({ "extensions": extensions });
    if let Some(query) = query {
        body["query"] = query.into();
    }
    body.to_string()
}

fn code(answer: &Value) -> &str {
    answer["errors"][0]["extensions"]["code"].as_str().unwrap_or("-")
}

#[tokio::test]
async fn clients_register_documents() {
    let endpoint = endpoint(Limits::default());
    let hello = json!({ "data": { "hello": "Hello, world!" } });
    let (_, missing) = post(&endpoint, &[], persisted(None, 1, HASH)).await;
    assert_eq!(missing["errors"][0]["message"], "PersistedQueryNotFound");
    assert_eq!(code(&missing), "PERSISTED_QUERY_NOT_FOUND");
    let (_, sent) = post(&endpoint, &[], persisted(Some(QUERY), 1, HASH)).await;
    assert_eq!(sent, hello);
    let (_, known) = post(&endpoint, &[], persisted(None, 1, HASH)).await;
    assert_eq!(known, hello);
    let named = json!({ "documentId": format!("sha256:{HASH}") });
    assert_eq!(post(&endpoint, &[], named.to_string()).await.1, hello);

    let extensions =
        format!("%7B%22persistedQuery%22:%7B%22version%22:1,%22sha256Hash%22:%22{HASH}%22%7D%7D");
    let get = Request::get(format!("/graphql?extensions={extensions}"));
    assert_eq!(answer(&endpoint, get.body(Body::empty()).unwrap()).await.1, hello);
    let get = Request::get(format!("/graphql?documentId=sha256:{HASH}"));
    assert_eq!(answer(&endpoint, get.body(Body::empty()).unwrap()).await.1, hello);
}

#[tokio::test]
async fn registering_has_its_rules() {
    let endpoint = endpoint(Limits::default());
    let bad = HASH.replace(char::is_numeric, "0");
    let (_, wrong) = post(&endpoint, &[], persisted(Some(QUERY), 1, &bad)).await;
    assert_eq!(code(&wrong), "PERSISTED_QUERY_HASH_MISMATCH");
    let (_, version) = post(&endpoint, &[], persisted(Some(QUERY), 2, HASH)).await;
    assert_eq!(code(&version), "BAD_PERSISTED_QUERY");
    // The response type has a status for it.
    let accept = [("accept", "application/graphql-response+json")];
    let (status, _) = post(&endpoint, &accept, persisted(None, 1, HASH)).await;
    assert_eq!(status, 400);
    // What is not valid is not kept: sha256 of `{ nope }`.
    let nope = "a0276661df3f6318da2313fd98fbe50f1e2be566dbf8092c5e0530cf0ca232d9";
    let (_, refused) = post(&endpoint, &[], persisted(Some("{ nope }"), 1, nope)).await;
    assert!(refused["data"].is_null());
    let (_, missing) = post(&endpoint, &[], persisted(None, 1, nope)).await;
    assert_eq!(code(&missing), "PERSISTED_QUERY_NOT_FOUND");
    let off = self::endpoint(Limits { persisted_queries: 0, ..Limits::default() });
    let (_, refused) = post(&off, &[], persisted(None, 1, HASH)).await;
    assert_eq!(code(&refused), "PERSISTED_QUERY_NOT_SUPPORTED");
}

fn manifest(operations: &Value) -> String {
    json!({ "format": "apollo-persisted-query-manifest", "version": 1, "operations": operations })
        .to_string()
}

#[tokio::test]
async fn nothing_runs_but_what_is_trusted() {
    let operations = json!([
        { "id": "greet", "name": "Greet", "type": "query", "body": "query Greet($n: String) { hello(name: $n) }" },
        { "id": "sha256:abc", "name": "Set", "type": "mutation", "body": "mutation Set { set(value: 3) }" },
    ]);
    let schema = schema(Service::default(), Limits::default());
    let endpoint = Endpoint::new(schema.trust(&manifest(&operations)).unwrap());
    let ok = [
        json!({ "documentId": "greet", "variables": { "n": "you" } }),
        json!({ "extensions": { "documentId": "greet" }, "variables": { "n": "you" } }),
        json!({ "extensions": { "persistedQuery": { "version": 1, "sha256Hash": "greet" } }, "variables": { "n": "you" } }),
        json!({ "query": operations[0]["body"], "variables": { "n": "you" } }),
        json!({ "documentId": "greet", "query": operations[0]["body"], "operationName": "Greet", "variables": { "n": "you" } }),
    ];
    for body in ok {
        let (_, answer) = post(&endpoint, &[], body.to_string()).await;
        assert_eq!(answer, json!({ "data": { "hello": "Hello, you!" } }), "{body}");
    }
    let (_, answer) = post(&endpoint, &[], json!({ "documentId": "abc" }).to_string()).await;
    assert_eq!(answer, json!({ "data": { "set": 3 } }));
    let refused = [
        json!({ "query": "{ hello }" }),
        json!({ "documentId": "other" }),
        json!({ "documentId": "greet", "query": "{ hello }" }),
        json!({ "query": "query Greet($n: String) { hello(name: $n)  }" }),
        json!({ "query": "{ hello }", "extensions": { "persistedQuery": { "version": 1, "sha256Hash": HASH } } }),
    ];
    for body in refused {
        let (_, answer) = post(&endpoint, &[], body.to_string()).await;
        assert_eq!(code(&answer), "DOCUMENT_NOT_TRUSTED", "{body}");
    }
}

#[test]
fn manifests_are_checked_when_they_are_loaded() {
    let operation = |body: &str| json!([{ "id": "1", "name": "A", "type": "query", "body": body }]);
    let twice = json!([
        { "id": "1", "name": "A", "type": "query", "body": "query A { hello }" },
        { "id": "sha256:1", "name": "B", "type": "query", "body": "query B { hello }" },
    ]);
    let rows = [
        ("[]".to_owned(), "trusted documents: the manifest is no JSON object: "),
        ("{}".to_owned(), "trusted documents: `format` must be `apollo-persisted-query-manifest`"),
        (manifest(&json!(1)), "trusted documents: `operations` must be a list"),
        (manifest(&json!([{}])), "trusted documents: `operations[0].id` must be a string"),
        (manifest(&twice), "trusted documents: the id `sha256:1` is used twice"),
        (manifest(&operation("query A { nope }")), "trusted documents: `A`: Cannot query field"),
        (
            manifest(&operation("query B { hello }")),
            "trusted documents: `A`: Unknown operation named",
        ),
    ];
    for (manifest, message) in rows {
        let schema = schema(Service::default(), Limits::default());
        let error = schema.trust(&manifest).err().unwrap().to_string();
        assert!(error.starts_with(message), "{error}");
    }
}
