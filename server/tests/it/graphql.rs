//! The GraphQL API, over HTTP and WebSocket.

mod clusters;
mod contexts;
mod coverage;
mod performance;
mod planes;
mod registry;
mod socket;
mod stored;

use serde_json::{Value, json};

use self::socket::Socket;
use crate::meshery_api::design;
use crate::support::Server;

/// The whole answer to a request.
async fn ask_at(server: &Server, path: &str, query: &str) -> Value {
    let http = reqwest::Client::new();
    let request = http
        .post(server.url(path))
        .header("cookie", "meshery-provider=None; token=")
        .header("content-type", "application/json")
        .body(json!({ "query": query }).to_string());
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}

/// The whole answer to a request at the address that clients use.
async fn ask(server: &Server, query: &str) -> Value {
    ask_at(server, "/api/system/graphql/query", query).await
}

/// The value of the only field of a query that succeeds.
async fn data(server: &Server, query: &str) -> Value {
    let mut answer = ask(server, query).await;
    assert!(answer.get("errors").is_none(), "{query}\n{answer}");
    let field = answer["data"].as_object_mut().unwrap().values_mut().next().unwrap();
    field.take()
}

/// The message and the code of the error that a request ends in.
async fn error(server: &Server, query: &str) -> (String, String) {
    let answer = ask(server, query).await;
    let error = &answer["errors"][0];
    let text = |it: &Value| it.as_str().unwrap_or_default().to_owned();
    assert!(error.is_object(), "{query}\n{answer}");
    (text(&error["message"]), text(&error["extensions"]["code"]))
}

/// The code of the error that a request ends in.
async fn code(server: &Server, query: &str) -> String {
    error(server, query).await.1
}

#[tokio::test]
async fn both_addresses_show_what_is_stored() {
    let server = Server::start().await;
    server.meshery().save_design(design("Bookinfo")).await.unwrap();
    let query = r#"{ fetchPatterns(selector: {page: "0", pageSize: "10"}) { total_count patterns { name visibility } } }"#;
    for path in meshwright_server::pages::GRAPHQL {
        let answer = ask_at(&server, path, query).await;
        let page = &answer["data"]["fetchPatterns"];
        assert_eq!(page["total_count"], 1, "{answer}");
        assert_eq!(page["patterns"][0]["name"], "Bookinfo");
    }
    server.stop().await;
}

#[tokio::test]
async fn credentials_are_needed() {
    let server = Server::start().await;
    let http = reqwest::Client::new();
    let request = http
        .post(server.url("/api/graphql/query"))
        .header("content-type", "application/json")
        .body(r#"{"query":"{ __typename }"}"#);
    assert_eq!(request.send().await.unwrap().status(), 401);
    server.stop().await;
}
