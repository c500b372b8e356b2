//! GraphQL over WebSocket: one task per connection, which owns all streams of that connection.
//!
//! When the client completes an operation, its stream is dropped; when the client is gone, all are.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use axum::body::Body;
use axum::extract::FromRequestParts;
use axum::extract::ws::{CloseFrame, Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::IntoResponse;
use futures_util::future::AbortHandle;
use futures_util::stream::{self, BoxStream, SelectAll, SplitSink, SplitStream};
use futures_util::{SinkExt, StreamExt};
use http::Request;
use serde_json::{Map, Value};
use tokio::time;

use super::context::Context;
use super::endpoint::Endpoint;
use super::error::ResponseError;
use super::events::{Event, EventKind, events};
use super::http::MediaType;
use super::limits::coded;
use super::operation::Prepared;
use super::protocol::{Close, Incoming, NAMES, Protocol};
use super::request;

/// How long the closing handshake may take.
const FAREWELL: Duration = Duration::from_secs(2);

pub(crate) async fn upgrade(endpoint: Endpoint, request: Request<Body>) -> http::Response<Body> {
    let (mut parts, _) = request.into_parts();
    if let Err(refusal) = endpoint.check_origin(&parts.headers) {
        return refusal.into_response(MediaType::Json);
    }
    let upgrade = match WebSocketUpgrade::from_request_parts(&mut parts, &()).await {
        Ok(upgrade) => upgrade,
        Err(rejection) => return rejection.into_response(),
    };
    let limit = endpoint.schema.limits().body_bytes;
    let context = Context::new(parts.headers, parts.extensions);
    let upgrade = upgrade.protocols(NAMES).max_message_size(limit).max_frame_size(limit);
    upgrade.on_upgrade(move |socket| serve(socket, endpoint, context))
}

async fn serve(socket: WebSocket, endpoint: Endpoint, context: Context) {
    let name = socket.protocol().and_then(|name| name.to_str().ok());
    let protocol = Protocol::named(name);
    let (sink, mut messages) = socket.split();
    let Some(protocol) = protocol else {
        let mut outgoing = Outgoing { sink, endpoint };
        outgoing.close(Close(4406, "Subprotocol not acceptable".into())).await;
        return linger(&mut messages).await;
    };
    let limits = endpoint.schema.limits().clone();
    let mut connection = Connection {
        protocol,
        outgoing: Outgoing { sink, endpoint },
        context,
        is_acknowledged: false,
        events: SelectAll::new(),
        operations: BTreeMap::new(),
    };
    let init_deadline = time::sleep(limits.connection_init);
    tokio::pin!(init_deadline);
    let mut keep_alive =
        time::interval_at(time::Instant::now() + limits.keep_alive, limits.keep_alive);
    let mut last_seen = Instant::now();
    let unreadable =
        format!("invalid message: larger than {} bytes, or no text", limits.body_bytes);
    loop {
        // What the client says comes first: the answer to a ping may be waiting behind events.
        let outcome = tokio::select! {
            biased;
            () = &mut init_deadline, if !connection.is_acknowledged => {
                Err(Stop::Close(Close(4408, "Connection initialisation timeout".into())))
            }
            message = messages.next() => {
                last_seen = Instant::now();
                match message {
                    Some(Ok(message)) => connection.receive(message).await,
                    // Too large, no text in UTF-8, no WebSocket at all, or gone: then nobody hears it.
                    Some(Err(_)) => Err(Close(4400, unreadable.clone()).into()),
                    None => Err(Stop::Gone),
                }
            }
            _ = keep_alive.tick() => {
                let is_silent = last_seen.elapsed() > limits.keep_alive * 3;
                if is_silent { Err(Stop::Gone) } else { connection.keep_alive().await }
            }
            Some(event) = connection.events.next(), if !connection.events.is_empty() => {
                connection.emit(event).await
            }
        };
        let stop = match outcome {
            Ok(()) => continue,
            Err(stop) => stop,
        };
        // Operations end now, whatever the client takes to say farewell.
        let Connection { mut outgoing, events, .. } = connection;
        drop(events);
        match stop {
            Stop::Gone => return,
            Stop::Left => {}
            Stop::Close(close) => outgoing.close(close).await,
        }
        return linger(&mut messages).await;
    }
}

/// Lets the closing handshake end (RFC 6455, section 7.1.1): what is dropped with something unread is reset, and the
/// client may never see why.
async fn linger(messages: &mut SplitStream<WebSocket>) {
    let rest = async { while let Some(Ok(_)) = messages.next().await {} };
    drop(time::timeout(FAREWELL, rest).await);
}

/// Why a connection ends.
enum Stop {
    /// The client is not there to be told.
    Gone,
    /// The client said that it goes.
    Left,
    Close(Close),
}

impl From<Close> for Stop {
    fn from(close: Close) -> Self {
        Self::Close(close)
    }
}

struct Connection {
    protocol: Protocol,
    outgoing: Outgoing,
    context: Context,
    is_acknowledged: bool,
    events: SelectAll<BoxStream<'static, Event>>,
    /// By id; aborting ends the stream among `events`.
    operations: BTreeMap<String, AbortHandle>,
}

impl Connection {
    async fn receive(&mut self, message: Message) -> Result<(), Stop> {
        let text = match message {
            Message::Text(text) => text,
            Message::Binary(_) => {
                return Err(Close(4400, "invalid message: expected text".into()).into());
            }
            Message::Ping(_) | Message::Pong(_) => return Ok(()),
            Message::Close(_) => return Err(Stop::Left),
        };
        match self.protocol.parse(&text)? {
            Incoming::Init(payload) => self.initialise(payload).await,
            Incoming::Ping(payload) => {
                let payload =
                    payload.map_or_else(String::new, |payload| format!(r#","payload":{payload}"#));
                self.outgoing.send(format!(r#"{{"type":"pong"{payload}}}"#)).await
            }
            Incoming::Pong => Ok(()),
            Incoming::Subscribe { id, payload } => self.subscribe(id, payload).await,
            Incoming::Complete { id } => {
                self.stop(&id);
                Ok(())
            }
            Incoming::Terminate => Err(Close(1000, String::new()).into()),
        }
    }

    async fn initialise(&mut self, payload: Map<String, Value>) -> Result<(), Stop> {
        if self.is_acknowledged {
            return Err(Close(4429, "Too many initialisation requests".into()).into());
        }
        if let Some(on_connect) = &self.outgoing.endpoint.on_connect {
            let limit = self.outgoing.endpoint.schema.limits().connection_init;
            match time::timeout(limit, on_connect(payload, self.context.clone())).await {
                Ok(Ok(context)) => self.context = context,
                Ok(Err(error)) => {
                    let error = ResponseError::at(error, &[]);
                    if self.protocol == Protocol::Legacy {
                        let error = error.to_json();
                        self.outgoing
                            .send(format!(r#"{{"type":"connection_error","payload":{error}}}"#))
                            .await?;
                    }
                    return Err(Close(4403, error.message).into());
                }
                Err(_) => {
                    return Err(Close(4408, "Connection initialisation timeout".into()).into());
                }
            }
        }
        self.is_acknowledged = true;
        self.outgoing.send(r#"{"type":"connection_ack"}"#.into()).await?;
        self.keep_alive().await
    }

    async fn subscribe(&mut self, id: String, payload: Value) -> Result<(), Stop> {
        if !self.is_acknowledged {
            return Err(Close(4401, "Unauthorized".into()).into());
        }
        if self.operations.contains_key(&id) {
            match self.protocol {
                Protocol::Transport => {
                    return Err(Close(4409, format!("Subscriber for {id} already exists")).into());
                }
                // The older protocol replaces the operation.
                Protocol::Legacy => self.stop(&id),
            }
        }
        let request = request::Request::from_json(payload);
        let request =
            request.map_err(|error| Close(4400, format!("invalid message: {}", error.message)))?;
        let limit = self.outgoing.endpoint.schema.limits().subscriptions;
        if self.operations.len() >= limit {
            let message = format!("more than {limit} operations on one connection");
            let error = coded("LIMIT_SUBSCRIPTIONS", message, None);
            return self.outgoing.send(self.protocol.error(&id, &[error])).await;
        }
        match self.outgoing.endpoint.schema.prepare(request) {
            Ok(prepared) => {
                self.start(id, prepared);
                Ok(())
            }
            Err(refusal) => self.outgoing.send(self.protocol.error(&id, &refusal.errors)).await,
        }
    }

    fn start(&mut self, id: String, prepared: Prepared) {
        let kinds = events(prepared, self.context.clone());
        let (kinds, handle) = stream::abortable(kinds);
        self.operations.insert(id.clone(), handle);
        self.events.push(kinds.map(move |kind| Event { id: id.clone(), kind }).boxed());
    }

    fn stop(&mut self, id: &str) {
        if let Some(handle) = self.operations.remove(id) {
            handle.abort();
        }
    }

    async fn emit(&mut self, Event { id, kind }: Event) -> Result<(), Stop> {
        let text = match kind {
            EventKind::Next(response) => self.protocol.next(&id, &response),
            EventKind::Error(errors) => {
                self.stop(&id);
                self.protocol.error(&id, &errors)
            }
            EventKind::Complete => {
                self.stop(&id);
                self.protocol.complete(&id)
            }
        };
        self.outgoing.send(text).await
    }

    /// Asks whether the client is there; the older protocol has a message for clients that wait for one besides.
    async fn keep_alive(&mut self) -> Result<(), Stop> {
        if self.protocol == Protocol::Legacy && self.is_acknowledged {
            self.outgoing.send(r#"{"type":"ka"}"#.into()).await?;
        }
        self.outgoing.deliver(Message::Ping(axum::body::Bytes::new())).await
    }
}

struct Outgoing {
    sink: SplitSink<WebSocket, Message>,
    endpoint: Endpoint,
}

impl Outgoing {
    async fn send(&mut self, text: String) -> Result<(), Stop> {
        self.deliver(Message::Text(Utf8Bytes::from(text))).await
    }

    async fn deliver(&mut self, message: Message) -> Result<(), Stop> {
        let limit = self.endpoint.schema.limits().send;
        match time::timeout(limit, self.sink.send(message)).await {
            Ok(Ok(())) => Ok(()),
            Ok(Err(_)) | Err(_) => Err(Stop::Gone),
        }
    }

    async fn close(&mut self, Close(code, mut reason): Close) {
        // A close frame has room for 123 bytes.
        while reason.len() > 120 {
            reason.pop();
        }
        let frame = CloseFrame { code, reason: Utf8Bytes::from(reason) };
        // The client may be gone already, and then nobody is left to tell.
        drop(self.deliver(Message::Close(Some(frame))).await);
    }
}
