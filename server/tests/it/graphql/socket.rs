//! A WebSocket with subscriptions on it (graphql-transport-ws).

use std::collections::VecDeque;

use futures_util::{SinkExt as _, StreamExt as _};
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

use crate::support::{Server, within};

pub(super) struct Socket {
    stream: WebSocketStream<MaybeTlsStream<TcpStream>>,
    /// What came in for another subscription than the one that was asked about.
    others: VecDeque<Value>,
}

impl Socket {
    pub(super) async fn connect(server: &Server) -> Self {
        let url = server.url("/api/graphql/query").replace("http://", "ws://");
        let mut request = url.into_client_request().unwrap();
        let headers = request.headers_mut();
        headers.insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
        headers.insert("cookie", "meshery-provider=None; token=".parse().unwrap());
        let (stream, _) = within(tokio_tungstenite::connect_async(request)).await.unwrap();
        let mut socket = Self { stream, others: VecDeque::new() };
        socket.send(json!({"type": "connection_init"})).await;
        assert_eq!(socket.receive().await["type"], "connection_ack");
        socket
    }

    /// Subscribes; the id is the name of the field.
    pub(super) async fn subscribe(&mut self, id: &str, query: &str) {
        let payload = json!({"query": format!("subscription {{ {query} }}")});
        self.send(json!({"id": id, "type": "subscribe", "payload": payload})).await;
    }

    /// The next value of a field that is subscribed to.
    pub(super) async fn next(&mut self, id: &str) -> Value {
        let mut message = self.message(id).await;
        assert_eq!(message["type"], "next", "{message}");
        assert!(message["payload"].get("errors").is_none(), "{message}");
        message["payload"]["data"][id].take()
    }

    /// The next message about a field that is subscribed to.
    pub(super) async fn message(&mut self, id: &str) -> Value {
        if let Some(at) = self.others.iter().position(|it| it["id"] == id) {
            return self.others.remove(at).unwrap();
        }
        loop {
            let message = self.receive().await;
            if message["id"] == id {
                return message;
            }
            self.others.push_back(message);
        }
    }

    /// The next value of a field that tells nothing at first: does something until it is told.
    pub(super) async fn after(&mut self, id: &str, mut act: impl AsyncFnMut()) -> Value {
        for _ in 0..100 {
            act().await;
            let patience = std::time::Duration::from_millis(200);
            if let Ok(value) = tokio::time::timeout(patience, self.next(id)).await {
                return value;
            }
        }
        panic!("nothing came of `{id}`");
    }

    async fn send(&mut self, message: Value) {
        self.stream.send(Message::text(message.to_string())).await.unwrap();
    }

    async fn receive(&mut self) -> Value {
        // As a whole: pings of the server come all the time.
        within(async {
            loop {
                if let Message::Text(text) = self.stream.next().await.unwrap().unwrap() {
                    return serde_json::from_str(&text).unwrap();
                }
            }
        })
        .await
    }
}
