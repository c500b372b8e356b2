//! Connections on which nobody says what is wanted.

use std::future::pending;
use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::routing::get;
use meshwright_runtime::server::Connections;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};

const HEAD: Duration = Duration::from_millis(200);

async fn start() -> SocketAddr {
    let slow = get(|| async {
        tokio::time::sleep(HEAD * 3).await;
        "slow"
    });
    let router = Router::new().route("/", get(|| async { "quick" })).route("/slow", slow);
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(Connections { head: HEAD }.serve(listener, router, pending()));
    address
}

/// What comes back for a text until the other side hangs up.
async fn say(address: SocketAddr, text: &str) -> String {
    let mut stream = TcpStream::connect(address).await.expect("a connection");
    stream.write_all(text.as_bytes()).await.expect("room");
    let mut answer = Vec::new();
    let read = tokio::time::timeout(HEAD * 50, stream.read_to_end(&mut answer));
    read.await.unwrap_or_else(|_| panic!("{text:?} keeps its connection")).expect("an end");
    String::from_utf8(answer).expect("text")
}

#[tokio::test]
async fn heads_come_in_time_or_not_at_all() {
    let address = start().await;
    let good = "GET / HTTP/1.1\r\nhost: a\r\n\r\n";
    let slow = "GET /slow HTTP/1.1\r\nhost: a\r\n\r\n";
    for (text, expected) in [
        ("", ""),
        // As either version begins.
        ("P", ""),
        ("PRI * HTTP/2.0\r\n", ""),
        ("GET / HTTP/1.1\r\nhost: a\r\nx-slow: ", ""),
        (good, "quick"),
        (&format!("{good}GET / HT"), "quick"),
        // An answer takes as long as it takes.
        (slow, "slow"),
    ] {
        let answer = say(address, text).await;
        assert_eq!(answer.rsplit("\r\n\r\n").next(), Some(expected), "{text:?}: {answer}");
    }
}

#[tokio::test]
async fn open_requests_end_before_the_server() {
    let listener = TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let (begun, mut begins) = tokio::sync::mpsc::channel::<()>(1);
    let slow = get(move || async move {
        begun.send(()).await.expect("somebody who waits");
        tokio::time::sleep(HEAD).await;
        "done"
    });
    let router = Router::new().route("/", slow);
    let serve = Connections::default().serve(listener, router, async { drop(stopped.await) });
    let server = tokio::spawn(serve);
    let asked = tokio::spawn(say(address, "GET / HTTP/1.1\r\nhost: a\r\n\r\n"));
    begins.recv().await.expect("a request");
    drop(stop);
    server.await.expect("an end");
    assert!(asked.await.expect("an answer").ends_with("done"));
    assert!(TcpStream::connect(address).await.is_err());
}
