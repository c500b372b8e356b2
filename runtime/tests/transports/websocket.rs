//! WebSocket connections that behave badly; those that behave are in the other test, and npm's clients use both.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use meshwright_runtime::graphql::Limits;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio_tungstenite::connect_async;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};

use super::support::{Random, serve, settles};

const INIT: &str = r#"{"type":"connection_init"}"#;

fn request(address: std::net::SocketAddr, protocol: &str) -> http::Request<()> {
    let mut request = format!("ws://{address}/graphql").into_client_request().unwrap();
    request.headers_mut().insert("sec-websocket-protocol", protocol.parse().unwrap());
    request
}

/// What closes the connection after this message, in both protocols.
#[tokio::test]
async fn malformed_messages() {
    let large = format!(r#"{{"type":"ping","payload":"{}"}}"#, "x".repeat(2_000));
    let rows = [
        ("no JSON", Message::text("{"), 4400),
        ("a list", Message::text("[]"), 4400),
        ("an unknown type", Message::text(r#"{"type":"hello"}"#), 4400),
        ("a type that is no text", Message::text(r#"{"type":1}"#), 4400),
        ("bytes", Message::binary(INIT.as_bytes().to_vec()), 4400),
        ("too large", Message::text(large), 4400),
        (
            "a payload that is no object",
            Message::text(r#"{"type":"connection_init","payload":[]}"#),
            4400,
        ),
    ];
    let limits = Limits { body_bytes: 1_000, ..Limits::default() };
    let (address, _) = serve(limits, |it| it).await;
    for protocol in ["graphql-transport-ws", "graphql-ws"] {
        for (name, message, code) in &rows {
            let (mut socket, _) = connect_async(request(address, protocol)).await.unwrap();
            socket.send(message.clone()).await.unwrap();
            let answer =
                tokio::time::timeout(Duration::from_secs(10), socket.next()).await.unwrap();
            let Some(Ok(Message::Close(Some(frame)))) = answer else {
                panic!("{protocol}, {name}: {answer:?}")
            };
            assert_eq!(u16::from(frame.code), *code, "{protocol}, {name}");
        }
    }
    // The server goes on.
    connect_async(request(address, "graphql-transport-ws")).await.unwrap();
}

/// Frames that no library sends.
#[tokio::test]
async fn malformed_frames() {
    let (address, service) = serve(Limits::default(), |it| it).await;
    let frames: [&[u8]; 4] = [
        // Text that is no UTF-8, masked with zeros.
        &[0x81, 0x82, 0, 0, 0, 0, 0xff, 0xfe],
        // No mask.
        &[0x81, 0x02, b'{', b'}'],
        // A reserved operation.
        &[0x83, 0x80, 0, 0, 0, 0],
        // A length of 2^63 - 1.
        &[0x81, 0xff, 0x7f, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0, 0, 0, 0],
    ];
    for frame in frames {
        let mut socket = TcpStream::connect(address).await.unwrap();
        let handshake = format!(
            "GET /graphql HTTP/1.1\r\nhost: {address}\r\nupgrade: websocket\r\nconnection: upgrade\r\n\
             sec-websocket-version: 13\r\nsec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
             sec-websocket-protocol: graphql-transport-ws\r\n\r\n"
        );
        socket.write_all(handshake.as_bytes()).await.unwrap();
        socket.write_all(frame).await.unwrap();
        let mut answer = Vec::new();
        // It is closed, politely or not.
        let read = socket.read_to_end(&mut answer);
        let _ = tokio::time::timeout(Duration::from_secs(10), read).await.unwrap();
        assert!(answer.starts_with(b"HTTP/1.1 101 "), "{frame:?}");
    }
    assert_eq!(service.streams.load(Ordering::SeqCst), 0);
}

/// A client that subscribes and never reads: the stream is not asked for more than the sockets hold, and the
/// connection ends when sending takes too long.
#[tokio::test]
async fn a_client_that_does_not_read_is_cut_off() {
    let limits = Limits { send: Duration::from_millis(300), ..Limits::default() };
    let (address, service) = serve(limits, |it| it).await;
    let (mut socket, _) = connect_async(request(address, "graphql-transport-ws")).await.unwrap();
    socket.send(Message::text(INIT)).await.unwrap();
    for id in 0..10 {
        let query = "subscription { flood(bytes: 100000) }";
        let message =
            format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":"{query}"}}}}"#);
        socket.send(Message::text(message)).await.unwrap();
    }
    settles(&service.streams, 10).await;
    settles(&service.streams, 0).await;
    let events = service.events.load(Ordering::SeqCst);
    assert!(events < 1_000, "{events} events of 100 kB");
}

/// More subscriptions than allowed, as fast as they can be sent.
#[tokio::test]
async fn floods_of_subscriptions_are_refused_one_by_one() {
    let (address, service) = serve(Limits::default(), |it| it).await;
    let (mut socket, _) = connect_async(request(address, "graphql-transport-ws")).await.unwrap();
    socket.send(Message::text(INIT)).await.unwrap();
    let (mut sender, mut receiver) = socket.split();
    let sending = tokio::spawn(async move {
        for id in 0..1_000 {
            let query = "subscription { forever(pause: 1000) }";
            let message =
                format!(r#"{{"id":"{id}","type":"subscribe","payload":{{"query":"{query}"}}}}"#);
            sender.send(Message::text(message)).await.unwrap();
        }
        sender
    });
    let mut refused = 0;
    while refused < 900 {
        let message = tokio::time::timeout(Duration::from_secs(20), receiver.next()).await.unwrap();
        if let Message::Text(text) = message.unwrap().unwrap() {
            refused += usize::from(text.contains("LIMIT_SUBSCRIPTIONS"));
        }
    }
    settles(&service.streams, 100).await;
    drop((sending.await.unwrap(), receiver));
    settles(&service.streams, 0).await;
}

#[tokio::test]
async fn other_sites_cannot_connect_where_origins_are_named() {
    let (address, _) = serve(Limits::default(), |it| it.origins(["https://app.example.com"])).await;
    for (origin, good) in [("https://app.example.com", true), ("https://evil.example.com", false)] {
        let mut request = request(address, "graphql-transport-ws");
        request.headers_mut().insert("origin", origin.parse().unwrap());
        match connect_async(request).await {
            Ok(_) => assert!(good),
            Err(Error::Http(response)) => assert!(!good && response.status() == 403),
            Err(error) => panic!("{error}"),
        }
    }
}

/// The older protocol has no message with which a client shows that it is there; pings of WebSocket do.
#[tokio::test]
async fn quiet_clients_stay_and_dead_ones_go() {
    let limits = Limits { keep_alive: Duration::from_millis(100), ..Limits::default() };
    let (address, service) = serve(limits, |it| it).await;
    for (protocol, start) in [("graphql-transport-ws", "subscribe"), ("graphql-ws", "start")] {
        let (mut socket, _) = connect_async(request(address, protocol)).await.unwrap();
        socket.send(Message::text(INIT)).await.unwrap();
        let query = "subscription { forever(pause: 600000) }";
        let message = format!(r#"{{"id":"1","type":"{start}","payload":{{"query":"{query}"}}}}"#);
        socket.send(Message::text(message)).await.unwrap();
        // Reading answers pings; eight of them are more than three pauses.
        let mut pings = 0;
        while pings < 8 {
            let message = socket.next().await.unwrap().unwrap();
            pings += usize::from(matches!(message, Message::Ping(_)));
        }
        settles(&service.streams, 1).await;
        // Who does not read does not answer.
        settles(&service.streams, 0).await;
        drop(socket);
    }
}

/// Messages that are almost right: each is answered or ends its connection, and the server goes on.
#[tokio::test]
async fn broken_messages_end_no_more_than_their_connection() {
    let (address, service) = serve(Limits::default(), |it| it).await;
    let mut random = Random(0x2545_f491_4f6c_dd1d);
    for (protocol, start) in [("graphql-transport-ws", "subscribe"), ("graphql-ws", "start")] {
        let query = r#"{"query":"subscription { forever }","variables":{}}"#;
        let message = format!(r#"{{"id":"1","type":"{start}","payload":{query}}}"#);
        for _ in 0..200 {
            let (mut socket, _) = connect_async(request(address, protocol)).await.unwrap();
            socket.send(Message::text(INIT)).await.unwrap();
            let text = random.mutate(message.as_bytes());
            let text = String::from_utf8_lossy(&text).into_owned();
            socket.send(Message::text(text)).await.unwrap();
            let mut heard = 0;
            // The acknowledgement, and then something about the message.
            while heard < 2 {
                match tokio::time::timeout(Duration::from_secs(10), socket.next()).await.unwrap() {
                    Some(Ok(Message::Text(_))) => heard += 1,
                    Some(Ok(Message::Close(_))) | Some(Err(_)) | None => break,
                    Some(Ok(_)) => {}
                }
            }
        }
    }
    settles(&service.streams, 0).await;
}
