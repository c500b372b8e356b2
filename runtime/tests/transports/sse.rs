//! Event streams over real connections: what ends what.

use std::sync::atomic::Ordering;
use std::time::Duration;

use futures_util::StreamExt as _;
use meshwright_runtime::graphql::Limits;
use reqwest::{Client, Response};

use super::support::{serve, settles};

const TOKEN: &str = "x-graphql-event-stream-token";

struct Stream {
    response: Response,
    text: String,
}

impl Stream {
    /// Reads until the text is there.
    async fn until(&mut self, expected: &str) {
        while !self.text.contains(expected) {
            let chunk = tokio::time::timeout(Duration::from_secs(10), self.response.chunk()).await;
            let chunk = chunk.unwrap().unwrap().unwrap_or_else(|| panic!("{}", self.text));
            self.text += std::str::from_utf8(&chunk).unwrap();
        }
    }
}

async fn open(client: &Client, url: &str, token: &str) -> Stream {
    let request = client.get(url).header("accept", "text/event-stream").header(TOKEN, token);
    let response = request.send().await.unwrap();
    assert_eq!(response.status(), 200);
    Stream { response, text: String::new() }
}

async fn start(client: &Client, url: &str, token: &str, id: &str, query: &str) -> u16 {
    let body = serde_json::json!({ "query": query, "extensions": { "operationId": id } });
    let request = client.post(url).header("content-type", "application/json").header(TOKEN, token);
    request.body(body.to_string()).send().await.unwrap().status().as_u16()
}

async fn reserve(client: &Client, url: &str) -> String {
    let response = client.put(url).send().await.unwrap();
    assert_eq!(response.status(), 201);
    response.text().await.unwrap()
}

#[tokio::test]
async fn one_stream_carries_many_operations() {
    let limits = Limits { subscriptions: 2, ..Limits::default() };
    let (address, service) = serve(limits, |it| it).await;
    let (client, url) = (Client::new(), format!("http://{address}/graphql"));
    let token = reserve(&client, &url).await;
    // What comes before the stream waits for it.
    assert_eq!(start(&client, &url, &token, "q", "{ hello }").await, 202);
    let mut stream = open(&client, &url, &token).await;
    stream.until("event: next\ndata: {\"id\":\"q\",\"payload\":{\"data\":{\"hello\":\"Hello, world!\"}}}\n\nevent: complete\ndata: {\"id\":\"q\"}\n\n").await;
    let again = client.get(&url).header("accept", "text/event-stream").header(TOKEN, &token);
    assert_eq!(again.send().await.unwrap().status(), 409);

    assert_eq!(start(&client, &url, &token, "f", "subscription { forever }").await, 202);
    assert_eq!(start(&client, &url, &token, "f", "subscription { forever }").await, 409);
    assert_eq!(start(&client, &url, &token, "g", "subscription { forever }").await, 202);
    assert_eq!(start(&client, &url, &token, "h", "subscription { forever }").await, 429);
    assert_eq!(start(&client, &url, &token, "", "subscription { forever }").await, 400);
    assert_eq!(start(&client, &url, &token, "v", "{ nope }").await, 400);
    stream.until("\"id\":\"f\"").await;
    stream.until("\"id\":\"g\"").await;
    settles(&service.streams, 2).await;
    let stop = client.delete(format!("{url}?operationId=f")).header(TOKEN, &token);
    assert_eq!(stop.send().await.unwrap().status(), 200);
    settles(&service.streams, 1).await;
    // The id is free again, and a subscription that does not start says so on the stream.
    assert_eq!(start(&client, &url, &token, "f", "subscription { refused }").await, 202);
    stream.until("{\"id\":\"f\",\"payload\":{\"errors\":[{\"message\":\"not today\"").await;
    // A client that goes takes everything along.
    drop(stream);
    settles(&service.streams, 0).await;
    assert_eq!(start(&client, &url, &token, "x", "{ hello }").await, 404);
}

#[tokio::test]
async fn a_stream_of_its_own_ends_with_its_reader() {
    let (address, service) = serve(Limits::default(), |it| it).await;
    let client = Client::new();
    let request = client.post(format!("http://{address}/graphql"));
    let request = request.header("accept", "text/event-stream");
    let request = request.header("content-type", "application/json");
    let response = request.body(r#"{"query":"subscription { forever }"}"#).send().await.unwrap();
    let mut stream = Stream { response, text: String::new() };
    stream.until("{\"data\":{\"forever\":3}}").await;
    settles(&service.streams, 1).await;
    drop(stream);
    settles(&service.streams, 0).await;
}

#[tokio::test]
async fn quiet_streams_are_kept_alive() {
    let limits = Limits { keep_alive: Duration::from_millis(10), ..Limits::default() };
    let (address, _) = serve(limits, |it| it).await;
    let request = Client::new().post(format!("http://{address}/graphql"));
    let request = request.header("accept", "text/event-stream");
    let request = request.header("content-type", "application/json");
    let query = r#"{"query":"subscription { forever(pause: 60000) }"}"#;
    let response = request.body(query).send().await.unwrap();
    Stream { response, text: String::new() }.until(":\n\n:\n\n:\n\n").await;
}

#[tokio::test]
async fn reservations_are_few_and_end() {
    let limits = Limits {
        event_streams: 1,
        connection_init: Duration::from_millis(50),
        ..Limits::default()
    };
    let (address, _) = serve(limits, |it| it).await;
    let (client, url) = (Client::new(), format!("http://{address}/graphql"));
    reserve(&client, &url).await;
    let full = client.put(&url).send().await.unwrap();
    assert_eq!(full.status(), 503);
    assert!(full.text().await.unwrap().contains("LIMIT_SUBSCRIPTIONS"));
    for _ in 0..500 {
        if client.put(&url).send().await.unwrap().status() == 201 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("the reservation never ends");
}

/// Events are made when somebody takes them: what the sockets hold is all that is ever ahead.
#[tokio::test]
async fn a_reader_who_stops_reading_stops_the_stream() {
    let (address, service) = serve(Limits::default(), |it| it).await;
    let request = Client::new().post(format!("http://{address}/graphql"));
    let request = request.header("accept", "text/event-stream");
    let request = request.header("content-type", "application/json");
    let query = r#"{"query":"subscription { flood(bytes: 100000) }"}"#;
    let response = request.body(query).send().await.unwrap();
    let mut body = response.bytes_stream();
    body.next().await.unwrap().unwrap();
    let mut before = 0;
    for _ in 0..100 {
        tokio::time::sleep(Duration::from_millis(100)).await;
        let now = service.events.load(Ordering::SeqCst);
        if now == before {
            // Megabytes at most, and not gigabytes.
            assert!(now < 500, "{now} events of 100 kB");
            return;
        }
        before = now;
    }
    panic!("{before} events, and no end");
}
