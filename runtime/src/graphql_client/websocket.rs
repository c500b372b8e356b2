//! Subscriptions over WebSockets, one each, in the protocol `graphql-transport-ws`.
//!
//! A task of its own answers pings while nobody polls; it ends with the stream that it feeds.

use std::time::Duration;

use futures_util::stream::{SplitSink, SplitStream, StreamExt};
use futures_util::{SinkExt, stream};
use http::header::{CONNECTION, HeaderName, HeaderValue, UPGRADE};
use http::{HeaderMap, StatusCode};
use reqwest::Upgraded;
use serde_json::Value;
use tokio::sync::mpsc::{self, Sender};
use tokio::time::Instant;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::client::generate_key;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role};
use tokio_tungstenite::tungstenite::{Message, Utf8Bytes};

use super::body::{self, message};
use super::subscription::{Happening, Happenings, Subscribing, Trouble, failed, no_answer};
use crate::client::connection::Target;
use crate::client::send::Attempts;
use crate::client::{Connection, Failure};
use crate::http::Request;
use crate::json::member;
use crate::platform::within;

const PROTOCOL: &str = "graphql-transport-ws";
const WEBSOCKET_KEY: HeaderName = HeaderName::from_static("sec-websocket-key");
const WEBSOCKET_ACCEPT: &str = "sec-websocket-accept";

/// There is one operation on a connection.
const ID: &str = "1";

/// How many answers wait for whoever polls; then the server waits.
const WAITING: usize = 64;

/// How long a server may take to take the operation's connection, and a client to say goodbye.
const PATIENCE: Duration = Duration::from_secs(10);

/// Codes of closing after which another connection would be closed in the same way.
const FATAL: &[u16] = &[4004, 4005, 4400, 4401, 4403, 4406, 4409, 4429, 4500];

type Socket = WebSocketStream<Upgraded>;

pub(super) async fn connect(subscribing: &Subscribing) -> Happenings {
    match open(subscribing).await {
        Ok(socket) => {
            let (sender, receiver) = mpsc::channel(WAITING);
            let Subscribing { operation, variables, .. } = subscribing;
            let subscribe = body::json(operation, variables, subscribing.carries());
            let keep_alive = subscribing.endpoint.settings().keep_alive;
            let (sink, messages) = socket.split();
            let talk = Talk { sink, sender, keep_alive };
            tokio::spawn(talk.run(messages, message("subscribe", Some(&subscribe), Some(ID))));
            Box::pin(stream::unfold(receiver, |mut receiver| async move {
                let happening = receiver.recv().await?;
                Some((happening, receiver))
            }))
        }
        Err(happenings) => happenings,
    }
}

/// Opens a connection, up to the server's word that it is ready.
async fn open(subscribing: &Subscribing) -> Result<Socket, Happenings> {
    let settings = subscribing.endpoint.settings();
    let payload = match &settings.initialiser {
        Some(it) => Some(it.0.payload().await.map_err(|it| failed(Failure::Credential(it)))?),
        None => None,
    };
    let mut socket = handshake(subscribing).await?;
    let payload = payload.map(|it| it.to_string().into_bytes());
    let init = message("connection_init", payload.as_deref(), None);
    socket.send(Message::Text(init.into())).await.map_err(|error| failed(broken(&error)))?;
    match within(PATIENCE, acknowledged(&mut socket)).await {
        Some(outcome) => outcome.map(|()| socket),
        None => Err(failed(Failure::Timeout)),
    }
}

/// A request over HTTP that becomes a WebSocket (RFC 6455, section 4.1).
async fn handshake(subscribing: &Subscribing) -> Result<Socket, Happenings> {
    let endpoint = subscribing.endpoint.settings();
    let operation = &subscribing.operation.get;
    let key = generate_key();
    let mut request = Request::new(operation);
    request.url.clone_from(&endpoint.subscription_url);
    put_headers(&mut request.headers, &key);
    let mut settings = subscribing.settings.clone();
    request.headers.extend(settings.headers.drain(..).map(|(name, value)| (Some(name), value)));
    let connection = over_http1(&endpoint.connection);
    let attempts = Attempts::new(connection, Target::Base, operation, settings);
    let response = attempts.upgrade(request).await.map_err(failed)?;
    let accept = response.headers().get(WEBSOCKET_ACCEPT).map(HeaderValue::as_bytes);
    let is_accepted = accept == Some(derive_accept_key(key.as_bytes()).as_bytes());
    if response.status() != StatusCode::SWITCHING_PROTOCOLS || !is_accepted {
        return Err(no_websocket(response).await);
    }
    let upgraded = response.upgrade().await;
    let upgraded = upgraded.map_err(|error| failed(Failure::Transport(error)))?;
    Ok(WebSocketStream::from_raw_socket(upgraded, Role::Client, None).await)
}

fn put_headers(headers: &mut HeaderMap, key: &str) {
    headers.insert(CONNECTION, HeaderValue::from_static("Upgrade"));
    headers.insert(UPGRADE, HeaderValue::from_static("websocket"));
    headers.insert("sec-websocket-version", HeaderValue::from_static("13"));
    headers.insert("sec-websocket-protocol", HeaderValue::from_static(PROTOCOL));
    if let Ok(key) = HeaderValue::from_str(key) {
        headers.insert(WEBSOCKET_KEY, key);
    }
}

/// The connection with a client that offers HTTP/1.1 alone: an upgrade is none of HTTP/2.
fn over_http1(connection: &Connection) -> Connection {
    static CLIENT: std::sync::OnceLock<Option<reqwest::Client>> = std::sync::OnceLock::new();
    let client = CLIENT.get_or_init(|| reqwest::Client::builder().http1_only().build().ok());
    match client {
        Some(client) => connection.clone().with_http(client.clone()),
        None => connection.clone(),
    }
}

/// A server that answers, and not with a WebSocket.
async fn no_websocket(response: reqwest::Response) -> Happenings {
    let status = response.status();
    let body = response.bytes().await.unwrap_or_default();
    if crate::client::Retry::is_passing(status) {
        let reason = "the server cannot answer now".to_owned();
        return failed(Failure::Closed(status.as_u16(), reason));
    }
    let unexpected = crate::http::Unexpected { status, reason: None, body };
    super::subscription::only(Happening::Refused(Trouble::Unexpected(unexpected)))
}

/// Waits for `connection_ack`.
async fn acknowledged(socket: &mut Socket) -> Result<(), Happenings> {
    while let Some(next) = socket.next().await {
        match next {
            Ok(Message::Text(text)) => match kind_of(&text).0.as_str() {
                "connection_ack" => return Ok(()),
                "ping" => {
                    let pong = Message::Text(message("pong", None, None).into());
                    socket.send(pong).await.map_err(|error| failed(broken(&error)))?;
                }
                _ => {}
            },
            Ok(Message::Close(frame)) => return Err(super::subscription::only(closed(frame))),
            Ok(_) => {}
            Err(error) => return Err(failed(broken(&error))),
        }
    }
    Err(failed(Failure::Closed(1006, "the connection broke".to_owned())))
}

/// The type of a message, and the message.
fn kind_of(text: &str) -> (String, Value) {
    let message: Value = serde_json::from_str(text).unwrap_or_default();
    (message["type"].as_str().unwrap_or_default().to_owned(), message)
}

/// The end of a connection by the server's will.
fn closed(frame: Option<CloseFrame>) -> Happening {
    let (code, reason) =
        frame.map_or((1005, String::new()), |it| (u16::from(it.code), it.reason.to_string()));
    let failure = Failure::Closed(code, reason);
    match FATAL.contains(&code) {
        true => Happening::Refused(Trouble::Failure(failure)),
        false => Happening::Lost(failure),
    }
}

fn broken(error: &tokio_tungstenite::tungstenite::Error) -> Failure {
    Failure::Closed(1006, error.to_string())
}

/// The conversation about one operation.
struct Talk {
    sink: SplitSink<Socket, Message>,
    sender: Sender<Happening>,
    keep_alive: Duration,
}

/// How a conversation ended.
enum End {
    /// The server said its last word.
    Told,
    /// Nobody listens any more.
    Unwanted,
}

impl Talk {
    async fn run(mut self, messages: SplitStream<Socket>, subscribe: String) {
        if self.send(subscribe).await.is_err() {
            return;
        }
        if let End::Unwanted = self.talk(messages).await {
            // The server may be gone already, and then nobody is left to tell.
            drop(self.send(message("complete", None, Some(ID))).await);
        }
        let frame = CloseFrame { code: CloseCode::Normal, reason: Utf8Bytes::default() };
        drop(within(PATIENCE, self.sink.send(Message::Close(Some(frame)))).await);
    }

    async fn talk(&mut self, mut messages: SplitStream<Socket>) -> End {
        let mut last_word = Instant::now();
        let mut is_asked = false;
        loop {
            let silence = last_word + self.keep_alive * if is_asked { 2 } else { 1 };
            let next = tokio::select! {
                next = messages.next() => next,
                () = self.sender.closed() => return End::Unwanted,
                () = tokio::time::sleep_until(silence) => {
                    if is_asked {
                        let failure = Failure::Closed(1006, "the server fell silent".to_owned());
                        return self.tell(Happening::Lost(failure)).await;
                    }
                    is_asked = true;
                    if let Err(failure) = self.send(message("ping", None, None)).await {
                        return self.tell(Happening::Lost(failure)).await;
                    }
                    continue;
                }
            };
            (last_word, is_asked) = (Instant::now(), false);
            let happening = match next {
                Some(Ok(Message::Text(text))) => self.hear(&text).await,
                Some(Ok(Message::Close(frame))) => Some(closed(frame)),
                Some(Ok(_)) => None,
                Some(Err(error)) => Some(Happening::Lost(broken(&error))),
                None => return End::Told,
            };
            match happening {
                None => {}
                Some(next @ Happening::Next(_)) => match self.sender.send(next).await {
                    Ok(()) => {}
                    Err(_) => return End::Unwanted,
                },
                Some(last) => return self.tell(last).await,
            }
        }
    }

    /// What a message says, if it is of concern.
    async fn hear(&mut self, text: &str) -> Option<Happening> {
        let (kind, message) = kind_of(text);
        let payload = member(text, "payload").unwrap_or("null");
        match kind.as_str() {
            "next" if message["id"] == ID => Some(Happening::Next(payload.as_bytes().to_vec())),
            "error" if message["id"] == ID => {
                Some(Happening::Last(format!("{{\"errors\":{payload}}}").into_bytes()))
            }
            "complete" if message["id"] == ID => Some(Happening::Complete),
            "ping" => {
                let pong = body::message("pong", None, None);
                self.send(pong).await.err().map(Happening::Lost)
            }
            "pong" | "connection_ack" | "next" | "error" | "complete" => None,
            _ => {
                let unexpected = no_answer(text.as_bytes(), None);
                Some(Happening::Refused(Trouble::Unexpected(unexpected)))
            }
        }
    }

    async fn tell(&mut self, last: Happening) -> End {
        match self.sender.send(last).await {
            Ok(()) => End::Told,
            Err(_) => End::Unwanted,
        }
    }

    async fn send(&mut self, text: String) -> Result<(), Failure> {
        match within(PATIENCE, self.sink.send(Message::Text(text.into()))).await {
            Some(outcome) => outcome.map_err(|error| broken(&error)),
            None => Err(Failure::Timeout),
        }
    }
}
