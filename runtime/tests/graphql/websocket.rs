//! GraphQL over WebSocket, over a real socket.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::{FutureExt, SinkExt, StreamExt};
use meshwright_runtime::graphql::{Endpoint, Error, Limits};
use tokio::net::TcpListener;
use tokio::time::timeout;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream, connect_async};

use super::generated::schema;
use super::service::Library;

const TRANSPORT: &str = "graphql-transport-ws";
const LEGACY: &str = "graphql-ws";
const INIT: &str = r#"{"type":"connection_init","payload":{"token":"open"}}"#;

struct Client {
    socket: WebSocketStream<MaybeTlsStream<tokio::net::TcpStream>>,
    library: Library,
}

impl Client {
    async fn connect(protocol: &str) -> Self {
        let limits = Limits {
            connection_init: Duration::from_millis(200),
            subscriptions: 2,
            ..Limits::default()
        };
        let library = Library::default();
        let endpoint = Endpoint::new(schema(library.clone(), limits).unwrap()).on_connect(
            |payload, mut context| {
                async move {
                    if payload.get("token").is_none_or(|token| token != "open") {
                        return Err(Error::new("Forbidden"));
                    }
                    context.insert("principal");
                    Ok(context)
                }
                .boxed()
            },
        );
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        tokio::spawn(async move { axum::serve(listener, endpoint.into_router("/graphql")).await });
        let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
        request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
        let (socket, _) = connect_async(request).await.unwrap();
        Self { socket, library }
    }

    async fn ready(protocol: &str) -> Self {
        let mut client = Self::connect(protocol).await;
        client.send(INIT).await;
        assert_eq!(client.next().await, r#"{"type":"connection_ack"}"#);
        client
    }

    async fn send(&mut self, text: &str) {
        self.socket.send(Message::text(text)).await.unwrap();
    }

    /// The next text, or `code reason` of a close; WebSocket pings pass unseen.
    async fn next(&mut self) -> String {
        loop {
            match timeout(Duration::from_secs(5), self.socket.next())
                .await
                .unwrap()
                .unwrap()
                .unwrap()
            {
                Message::Text(text) => return text.to_string(),
                Message::Close(Some(frame)) => {
                    return format!("{} {}", u16::from(frame.code), frame.reason);
                }
                _ => {}
            }
        }
    }

    async fn alive(&self, expected: usize) {
        for _ in 0..200 {
            if self.library.streams.0.load(Ordering::SeqCst) == expected {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("{} streams alive, not {expected}", self.library.streams.0.load(Ordering::SeqCst));
    }
}

fn subscribe(id: &str, query: &str) -> String {
    format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":"{query}"}}}}"#)
}

#[tokio::test]
async fn events_come_in_order_and_then_complete() {
    let mut client = Client::ready(TRANSPORT).await;
    client.send(&subscribe("1", "subscription { t: ticks(count: 2) { double number odd } }")).await;
    assert_eq!(
        client.next().await,
        r#"{"id":"1","type":"next","payload":{"data":{"t":{"double":2,"number":1,"odd":1}}}}"#
    );
    assert_eq!(
        client.next().await,
        r#"{"id":"1","type":"next","payload":{"errors":[{"message":"even","locations":[{"line":1,"column":51}],"path":["t","odd"]}],"data":{"t":{"double":4,"number":2,"odd":null}}}}"#
    );
    assert_eq!(client.next().await, r#"{"id":"1","type":"complete"}"#);
    // The id is free again, and queries are welcome too.
    client.send(&subscribe("1", "{ probe { ok } }")).await;
    assert_eq!(
        client.next().await,
        r#"{"id":"1","type":"next","payload":{"data":{"probe":{"ok":1}}}}"#
    );
    assert_eq!(client.next().await, r#"{"id":"1","type":"complete"}"#);
}

#[tokio::test]
async fn refusals_are_errors_without_complete() {
    let mut client = Client::ready(TRANSPORT).await;
    client.send(&subscribe("a", "subscription { nope }")).await;
    assert!(
        client
            .next()
            .await
            .starts_with(r#"{"id":"a","type":"error","payload":[{"message":"Cannot query field"#)
    );
    client.send(&subscribe("a", "subscription { refused { number } }")).await;
    assert_eq!(
        client.next().await,
        r#"{"id":"a","type":"error","payload":[{"message":"not today","locations":[{"line":1,"column":16}],"path":["refused"]}]}"#
    );
    client.send(r#"{"type":"ping","payload":{"a":1}}"#).await;
    assert_eq!(client.next().await, r#"{"type":"pong","payload":{"a":1}}"#);
    client.send(r#"{"type":"pong"}"#).await;
    client.send(r#"{"type":"ping"}"#).await;
    assert_eq!(client.next().await, r#"{"type":"pong"}"#);
}

#[tokio::test]
async fn a_completed_stream_is_dropped() {
    let mut client = Client::ready(TRANSPORT).await;
    client.send(&subscribe("1", "subscription { forever { number } }")).await;
    client.next().await;
    client.alive(1).await;
    client.send(r#"{"id":"1","type":"complete"}"#).await;
    client.alive(0).await;
}

#[tokio::test]
async fn a_gone_client_takes_its_streams_along() {
    for protocol in [TRANSPORT, LEGACY] {
        let mut client = Client::ready(protocol).await;
        let start = subscribe("1", "subscription { forever { number } }");
        let start = if protocol == LEGACY { start.replace("subscribe", "start") } else { start };
        client.send(&start).await;
        client.alive(1).await;
        let Client { socket, library } = client;
        drop(socket);
        let client = Client { socket: Client::connect(TRANSPORT).await.socket, library };
        client.alive(0).await;
    }
}

#[tokio::test]
async fn the_number_of_operations_is_limited() {
    let mut client = Client::ready(TRANSPORT).await;
    for id in ["1", "2", "3"] {
        client.send(&subscribe(id, "subscription { forever { number } }")).await;
    }
    loop {
        let text = client.next().await;
        if text.contains("error") {
            assert!(
                text.starts_with(
                    r#"{"id":"3","type":"error","payload":[{"message":"more than 2 operations"#
                ),
                "{text}"
            );
            break;
        }
    }
}

#[tokio::test]
async fn closes() {
    let duplicate = subscribe("1", "subscription { forever { number } }");
    let rows: &[(&str, &str, &[&str], &str)] = &[
        (TRANSPORT, "no JSON", &["{"], "4400 invalid message: expected a JSON object"),
        (TRANSPORT, "no type", &[r#"{"id":"1"}"#], "4400 invalid message: unknown `type`"),
        (
            TRANSPORT,
            "no id",
            &[INIT, r#"{"type":"subscribe","payload":{"query":""}}"#],
            "4400 invalid message: `id` must",
        ),
        (
            TRANSPORT,
            "no query",
            &[INIT, r#"{"id":"1","type":"subscribe","payload":{}}"#],
            "4400 invalid message: `query`",
        ),
        (
            TRANSPORT,
            "a message of the other protocol",
            &[INIT, r#"{"id":"1","type":"stop"}"#],
            "4400 ",
        ),
        (TRANSPORT, "too early", &[&duplicate], "4401 Unauthorized"),
        (TRANSPORT, "forbidden", &[r#"{"type":"connection_init"}"#], "4403 Forbidden"),
        (TRANSPORT, "silence", &[], "4408 Connection initialisation timeout"),
        (
            TRANSPORT,
            "duplicate",
            &[INIT, &duplicate, &duplicate],
            "4409 Subscriber for 1 already exists",
        ),
        (TRANSPORT, "twice", &[INIT, INIT], "4429 Too many initialisation requests"),
        (LEGACY, "silence", &[], "4408 Connection initialisation timeout"),
        (LEGACY, "forbidden", &[r#"{"type":"connection_init"}"#], "4403 Forbidden"),
        (LEGACY, "a message of the other protocol", &[INIT, &duplicate], "4400 "),
    ];
    for (protocol, name, messages, expected) in rows {
        let mut client = Client::connect(protocol).await;
        for message in *messages {
            client.send(message).await;
        }
        let closed = loop {
            let text = client.next().await;
            if !text.starts_with('{') {
                break text;
            }
        };
        assert!(closed.starts_with(expected), "{protocol} {name}: {closed}");
    }
}

#[tokio::test]
async fn the_older_protocol() {
    let mut client = Client::ready(LEGACY).await;
    assert_eq!(client.next().await, r#"{"type":"ka"}"#);
    client.send(r#"{"id":"1","type":"start","payload":{"query":"subscription { ticks(count: 1) { number } }"}}"#).await;
    assert_eq!(
        client.next().await,
        r#"{"id":"1","type":"data","payload":{"data":{"ticks":{"number":1}}}}"#
    );
    assert_eq!(client.next().await, r#"{"id":"1","type":"complete"}"#);
    client.send(r#"{"id":"2","type":"start","payload":{"query":"{ nope }"}}"#).await;
    assert!(
        client
            .next()
            .await
            .starts_with(r#"{"id":"2","type":"error","payload":{"message":"Cannot query"#)
    );
    client.send(r#"{"id":"3","type":"start","payload":{"query":"subscription { forever { number } }"}}"#).await;
    client.next().await;
    client.send(r#"{"id":"3","type":"stop"}"#).await;
    client.alive(0).await;
}

#[tokio::test]
async fn an_unknown_subprotocol_is_not_acceptable() {
    let endpoint = Endpoint::new(schema(Library::default(), Limits::default()).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, endpoint.into_router("/graphql")).await });
    let (socket, _) = connect_async(format!("ws://{address}/graphql")).await.unwrap();
    let mut client = Client { socket, library: Library::default() };
    assert_eq!(client.next().await, "4406 Subprotocol not acceptable");
}
