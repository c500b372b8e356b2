//! A real server, and limits as tables name them.

use std::net::SocketAddr;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use axum::body::{Body, to_bytes};
use http::Request;
use meshwright_runtime::graphql::{Endpoint, Limits};
use serde::Deserialize;
use serde_json::Value;
use tokio::net::TcpListener;

use super::service::{Service, schema};

/// The limits that a table changes.
#[derive(Default, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Bounds {
    depth: Option<usize>,
    fields: Option<usize>,
    root_fields: Option<usize>,
    aliases: Option<usize>,
    directives: Option<usize>,
    tokens: Option<usize>,
    recursion: Option<usize>,
    cost: Option<u64>,
    list_size: Option<u64>,
    assumed_list_size: Option<u64>,
    time_ms: Option<u64>,
    body_bytes: Option<usize>,
    batch: Option<usize>,
    files: Option<usize>,
    files_bytes: Option<u64>,
    event_streams: Option<usize>,
    persisted_queries: Option<usize>,
}

impl Bounds {
    pub fn limits(&self) -> Limits {
        let mut limits = Limits::default();
        fn set<T: Copy>(limit: &mut T, bound: Option<T>) {
            *limit = bound.unwrap_or(*limit);
        }
        set(&mut limits.depth, self.depth);
        set(&mut limits.fields, self.fields);
        set(&mut limits.root_fields, self.root_fields);
        set(&mut limits.aliases, self.aliases);
        set(&mut limits.directives, self.directives);
        set(&mut limits.tokens, self.tokens);
        set(&mut limits.recursion, self.recursion);
        set(&mut limits.cost, self.cost);
        set(&mut limits.list_size, self.list_size);
        set(&mut limits.assumed_list_size, self.assumed_list_size);
        set(&mut limits.time, self.time_ms.map(Duration::from_millis));
        set(&mut limits.body_bytes, self.body_bytes);
        set(&mut limits.batch, self.batch);
        set(&mut limits.files, self.files);
        set(&mut limits.files_bytes, self.files_bytes);
        set(&mut limits.event_streams, self.event_streams);
        set(&mut limits.persisted_queries, self.persisted_queries);
        limits
    }
}

/// Serves a schema until the test ends.
pub async fn serve(
    limits: Limits,
    endpoint: impl FnOnce(Endpoint) -> Endpoint,
) -> (SocketAddr, Service) {
    let service = Service::default();
    let endpoint = endpoint(Endpoint::new(schema(service.clone(), limits)));
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, endpoint.into_router("/graphql")).await });
    (address, service)
}

/// Waits until a counter is what it should be.
pub async fn settles(counter: &AtomicUsize, expected: usize) {
    for _ in 0..1_000 {
        if counter.load(Ordering::SeqCst) == expected {
            return;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    panic!("{} and not {expected}", counter.load(Ordering::SeqCst));
}

/// Sends one request to a router of its own and gives its JSON.
pub async fn ask(limits: Limits, body: Value) -> Value {
    let endpoint = Endpoint::new(schema(Service::default(), limits));
    post(&endpoint, &[], body.to_string()).await.1
}

/// Posts JSON to an endpoint: the status, and the JSON of the answer.
pub async fn post(endpoint: &Endpoint, headers: &[(&str, &str)], body: String) -> (u16, Value) {
    let mut request = Request::post("/graphql");
    if headers.iter().all(|(name, _)| *name != "content-type") {
        request = request.header("content-type", "application/json");
    }
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    answer(endpoint, request.body(Body::from(body)).unwrap()).await
}

/// Sends a request to an endpoint: the status, and the JSON of the answer.
pub async fn answer(endpoint: &Endpoint, request: Request<Body>) -> (u16, Value) {
    let response = endpoint.serve(request).await;
    let status = response.status().as_u16();
    let body = to_bytes(response.into_body(), 1 << 24).await.unwrap();
    (status, serde_json::from_slice(&body).unwrap_or_default())
}

/// The same numbers every time.
pub struct Random(pub u64);

impl Random {
    pub fn below(&mut self, end: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % end.max(1) as u64) as usize
    }

    /// The bytes with some taken out, changed or doubled.
    pub fn mutate(&mut self, bytes: &[u8]) -> Vec<u8> {
        let mut bytes = bytes.to_vec();
        for _ in 0..=self.below(4) {
            let (from, to) = (self.below(bytes.len() + 1), self.below(bytes.len() + 1));
            let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 20));
            match self.below(3) {
                0 => drop(bytes.drain(from..to)),
                1 => bytes[from..to].iter_mut().for_each(|it| *it ^= 1 << (to % 8)),
                _ => {
                    let again = bytes[from..to].to_vec();
                    bytes.splice(from..from, again);
                }
            }
        }
        bytes
    }
}

/// What a test has counted.
#[expect(clippy::print_stdout, reason = "for those who run tests with their output")]
pub fn say(what: &str) {
    println!("{what}");
}

/// What a test could not do here, and why.
#[expect(clippy::print_stderr, reason = "a skipped test must be seen")]
pub fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}
