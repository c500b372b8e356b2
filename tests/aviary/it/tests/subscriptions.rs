//! Subscriptions of the generated client: over WebSockets with the generated server, and over server-sent events.

mod proxy;

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aviary::client::Client;
use aviary::client::operations::*;
use aviary::runtime::client::{Connection, Failure, Retry};
use aviary::runtime::graphql_client::{Endpoint, Error, Subscriptions};
use aviary_tests::{Aviary, serve};
use axum::body::Body;
use axum::http::{HeaderMap, Response, header};
use futures_util::{StreamExt as _, stream};
use proxy::Proxy;
use serde_json::json;

fn endpoint(url: &str) -> Endpoint {
    let quick =
        Retry { times: 5, first: Duration::from_millis(10), most: Duration::from_millis(50) };
    Endpoint::new(Connection::new(url)).with_reconnect(quick)
}

/// Waits until something is so, and not for ever.
async fn until(what: impl Fn() -> bool) {
    for _ in 0..500 {
        if what() {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("it did not come to be");
}

#[tokio::test]
async fn one_answer_after_the_other() {
    let url = serve(Aviary::default()).await;
    let client = Client::new(endpoint(&url).with_initialiser(json!({ "ticket": "t" })));
    let arrivals = client.arrivals(ArrivalsVariables::new(3));
    let names: Vec<String> =
        arrivals.map(|it| it.expect("an arrival").arrivals.name).collect().await;
    assert_eq!(names, ["t1", "t2", "t3"]);
}

#[tokio::test]
async fn more_answers_than_wait() {
    let url = serve(Aviary::default()).await;
    let mut arrivals = Client::new(endpoint(&url)).arrivals(ArrivalsVariables::new(5000));
    let mut count = 0;
    while let Some(next) = arrivals.next().await {
        next.expect("an arrival");
        count += 1;
    }
    assert_eq!(count, 5000);
}

#[tokio::test]
async fn what_the_server_refuses() {
    let url = serve(Aviary::default()).await;
    let mut refused = Client::new(endpoint(&url)).refused();
    let Some(Err(Error::Errors(response))) = refused.next().await else { panic!("refused") };
    assert_eq!(response.errors[0].message, "not today");
    assert!(refused.next().await.is_none());

    let forged = endpoint(&url).with_initialiser(json!({ "ticket": "forged" }));
    let mut arrivals = Client::new(forged).arrivals(ArrivalsVariables::new(1));
    let Some(Err(Error::Failure(Failure::Closed(code, reason)))) = arrivals.next().await else {
        panic!("closed")
    };
    assert_eq!((code, reason.as_str()), (4403, "no such ticket"));
    assert!(arrivals.next().await.is_none());
}

#[tokio::test]
async fn a_server_that_does_no_websockets() {
    let router =
        axum::Router::new().fallback(async || (axum::http::StatusCode::NOT_FOUND, "nothing here"));
    let url = listen(router).await;
    let mut arrivals = Client::new(endpoint(&url)).arrivals(ArrivalsVariables::new(1));
    let Some(Err(Error::Unexpected(unexpected))) = arrivals.next().await else { panic!("refused") };
    assert_eq!((unexpected.status.as_u16(), &unexpected.body[..]), (404, &b"nothing here"[..]));
}

#[tokio::test]
async fn a_broken_connection_is_made_anew() {
    let aviary = Aviary::default();
    let proxy = Proxy::start(&serve(aviary.clone()).await).await;
    let mut arrivals = Client::new(endpoint(&proxy.url)).arrivals(ArrivalsVariables::new(-2));
    let mut names = Vec::new();
    for round in 1..=3 {
        for _ in 0..2 {
            let next = arrivals.next().await.expect("it goes on").expect("an arrival");
            names.push(next.arrivals.name);
        }
        assert_eq!(proxy.connections(), round);
        if round < 3 {
            proxy.cut();
        }
    }
    assert_eq!(names, ["1", "2", "1", "2", "1", "2"]);
    until(|| aviary.open.load(Ordering::SeqCst) == 1).await;
}

#[tokio::test]
async fn a_server_that_stays_away() {
    let proxy = Proxy::start(&serve(Aviary::default()).await).await;
    let mut arrivals = Client::new(endpoint(&proxy.url)).arrivals(ArrivalsVariables::new(-1));
    arrivals.next().await.expect("it begins").expect("an arrival");
    proxy.stop();
    let Some(Err(Error::Failure(_))) = arrivals.next().await else { panic!("it is over") };
    assert!(arrivals.next().await.is_none());
}

#[tokio::test]
async fn dropping_it_ends_it() {
    let aviary = Aviary::default();
    let proxy = Proxy::start(&serve(aviary.clone()).await).await;
    let mut arrivals = Client::new(endpoint(&proxy.url)).arrivals(ArrivalsVariables::new(-1));
    arrivals.next().await.expect("it begins").expect("an arrival");
    assert_eq!(aviary.open.load(Ordering::SeqCst), 1);
    drop(arrivals);
    until(|| aviary.open.load(Ordering::SeqCst) == 0).await;
    until(|| proxy.open() == 0).await;
}

#[tokio::test]
async fn a_server_that_falls_silent() {
    let proxy = Proxy::start(&serve(Aviary::default()).await).await;
    let patient = endpoint(&proxy.url).with_keep_alive(Duration::from_millis(100));
    let mut arrivals = Client::new(patient).arrivals(ArrivalsVariables::new(-1));
    arrivals.next().await.expect("it begins").expect("an arrival");
    // A server that is there answers pings, so that nothing happens.
    let next = tokio::time::timeout(Duration::from_millis(500), arrivals.next()).await;
    assert!(next.is_err() && proxy.connections() == 1, "{next:?}");
    proxy.freeze();
    arrivals.next().await.expect("it goes on").expect("an arrival of another connection");
    assert_eq!(proxy.connections(), 2);
}

async fn listen(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/graphql")
}

/// A server of `graphql-sse`, distinct connections mode: what it says, one body after the other.
async fn sse(bodies: &'static [&'static str]) -> (String, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let router = axum::Router::new().fallback(move |headers: HeaderMap, body: String| async move {
        assert_eq!(headers[header::ACCEPT], "text/event-stream");
        let request: serde_json::Value = serde_json::from_str(&body).expect("JSON");
        assert_eq!(request["operationName"], "Arrivals");
        assert_eq!(request["variables"]["count"], 2);
        let index = count.fetch_add(1, Ordering::SeqCst);
        let body = bodies.get(index).copied().unwrap_or("event: complete\n\n");
        // In pieces, as it comes over a wire.
        let pieces = body.as_bytes().chunks(7).map(|it| Ok::<_, std::io::Error>(it.to_vec()));
        let body = Body::from_stream(stream::iter(pieces.collect::<Vec<_>>()));
        Response::builder()
            .header(header::CONTENT_TYPE, "text/event-stream; charset=utf-8")
            .body(body)
            .expect("a response")
    });
    (listen(router).await, asked)
}

const FIRST: &str = concat!(
    ": hello\n\n",
    "event: next\ndata: {\"data\":{\"arrivals\":{\"__typename\":\"Duck\",\"id\":\"1\",\"name\":\"a\",\"diet\":\"FISH\"}}}\n\n",
    "event: next\ndata: {\"errors\":[{\"message\":\"lost one\",\"path\":[\"arrivals\",0]}],\"data\":null}\n\n",
);
const SECOND: &str = concat!(
    "event: next\ndata: {\"data\":{\"arrivals\":{\"id\":\"2\",\"name\":\"b\",\"diet\":\"KRILL\"}}}\n\n",
    "event: complete\n\n",
);

#[tokio::test]
async fn server_sent_events_go_on_after_a_break() {
    let (url, asked) = sse(&[FIRST, SECOND]).await;
    let client = Client::new(endpoint(&url).with_subscriptions(Subscriptions::Events));
    let mut arrivals = client.arrivals(ArrivalsVariables::new(2));
    let first = arrivals.next().await.expect("it begins").expect("an arrival");
    assert_eq!(first.arrivals.name, "a");
    let Some(Err(Error::Errors(lost))) = arrivals.next().await else { panic!("an error") };
    assert_eq!(lost.errors[0].to_string(), "lost one at arrivals.0");
    let second = arrivals.next().await.expect("it goes on").expect("an arrival");
    assert_eq!(second.arrivals.diet.as_str(), "KRILL");
    assert!(arrivals.next().await.is_none());
    assert_eq!(asked.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn server_sent_events_that_are_refused() {
    let router = axum::Router::new().fallback(async || {
        let json = [(header::CONTENT_TYPE, "application/json")];
        (axum::http::StatusCode::BAD_REQUEST, json, r#"{"errors":[{"message":"no"}]}"#)
    });
    let url = listen(router).await;
    let client = Client::new(endpoint(&url).with_subscriptions(Subscriptions::Events));
    let mut arrivals = client.arrivals(ArrivalsVariables::new(2));
    let Some(Err(Error::Errors(refused))) = arrivals.next().await else { panic!("refused") };
    assert_eq!(refused.errors[0].message, "no");
    assert!(arrivals.next().await.is_none());
}
