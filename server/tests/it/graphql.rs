//! The GraphQL API, over HTTP and WebSocket.

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;

use crate::meshery_api::design;
use crate::support::{Server, within};

async fn ask(server: &Server, path: &str, query: &str) -> Value {
    let http = reqwest::Client::new();
    let request = http
        .post(server.url(path))
        .header("cookie", "meshery-provider=None; token=")
        .header("content-type", "application/json")
        .body(json!({ "query": query }).to_string());
    serde_json::from_str(&request.send().await.unwrap().text().await.unwrap()).unwrap()
}

#[tokio::test]
async fn both_addresses_show_what_is_stored() {
    let server = Server::start().await;
    server.meshery().save_design(design("Bookinfo")).await.unwrap();
    let query = r#"{ fetchPatterns(selector: {page: "0", pageSize: "10"}) { total_count patterns { name visibility } } }"#;
    for path in meshwright_server::pages::GRAPHQL {
        let answer = ask(&server, path, query).await;
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

#[tokio::test]
async fn what_needs_a_cluster_says_so() {
    let server = Server::start().await;
    let path = "/api/system/graphql/query";
    let query = r#"{ getOperatorStatus(connectionID: "x") { status } }"#;
    let answer = ask(&server, path, query).await;
    assert_eq!(answer["errors"][0]["message"], "not available: no cluster is connected");
    let query = r#"{ getMeshsyncStatus(connectionID: "x") { status error { code } } }"#;
    let answer = ask(&server, path, query).await;
    assert_eq!(answer["data"]["getMeshsyncStatus"]["error"]["code"], "NO_CLUSTER", "{answer}");
    server.stop().await;
}

#[tokio::test]
async fn subscriptions_push_what_changes() {
    let server = Server::start().await;
    let url = server.url("/api/graphql/query").replace("http://", "ws://");
    let mut request = url.into_client_request().unwrap();
    let headers = request.headers_mut();
    headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    headers.insert("cookie", "meshery-provider=None; token=".parse().unwrap());
    let (mut socket, _) = within(tokio_tungstenite::connect_async(request)).await.unwrap();
    let mut send = Vec::new();
    send.push(json!({"type": "connection_init"}));
    let query = r#"subscription {
        subscribeConfiguration(
            patternSelector: {page: "0", pageSize: "10"}, filterSelector: {page: "0", pageSize: "10"}
        ) { patterns { total_count } filters { total_count } }
    }"#;
    send.push(json!({"id": "designs", "type": "subscribe", "payload": {"query": query}}));
    let query = "subscription { subscribeEvents { action category severity } }";
    send.push(json!({"id": "events", "type": "subscribe", "payload": {"query": query}}));
    for message in send {
        socket.send(Message::text(message.to_string())).await.unwrap();
    }
    let mut next = async || loop {
        let message = within(socket.next()).await.unwrap().unwrap();
        if let Message::Text(text) = message {
            let message: Value = serde_json::from_str(&text).unwrap();
            if message["type"] == "next" {
                return message;
            }
            assert_eq!(message["type"], "connection_ack", "{message}");
        }
    };
    let first = next().await;
    let count = "/payload/data/subscribeConfiguration/patterns/total_count";
    assert_eq!((&first["id"], first.pointer(count)), (&json!("designs"), Some(&json!(0))));

    // Messages of a connection are handled in order, yet the second subscription may still be on
    // its way to the bus: designs are saved until both have told of one.
    let (mut designs, mut events) = (false, false);
    for _ in 0..50 {
        if designs && events {
            break;
        }
        server.meshery().save_design(design("Bookinfo")).await.unwrap();
        let message = next().await;
        if message["id"] == "designs" {
            designs = message.pointer(count).and_then(Value::as_i64).is_some_and(|it| it > 0);
        } else {
            let event = &message["payload"]["data"]["subscribeEvents"];
            assert_eq!(
                (&event["category"], &event["action"]),
                (&json!("design"), &json!("create"))
            );
            events = true;
        }
    }
    assert!(designs && events, "designs: {designs}, events: {events}");
    server.stop().await;
}
