//! Servers that say what the schema of the client does not know, or speak HTTP in their own ways.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use aviary::client::Client;
use aviary::client::enums::Diet;
use aviary::client::operations::*;
use aviary::runtime::client::{Connection, Hook};
use aviary::runtime::graphql_client::{Documents, Endpoint, Error};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::IntoResponse;
use serde_json::{Value, json};

async fn listen(router: axum::Router) -> String {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/graphql")
}

/// An answer of JSON.
fn answer(json: Value) -> axum::response::Response {
    ([(header::CONTENT_TYPE, "application/json")], json.to_string()).into_response()
}

/// A server that answers always the same.
async fn says(status: u16, media_type: &'static str, text: &'static str) -> Client {
    let status = StatusCode::from_u16(status).expect("a status");
    let always = move || async move { (status, [(header::CONTENT_TYPE, media_type)], text) };
    Client::new(Connection::new(listen(axum::Router::new().fallback(always)).await))
}

#[tokio::test]
async fn values_and_types_of_a_later_schema() {
    let client = says(
        200,
        "application/json",
        r#"{"data":{"find":[
            {"__typename":"Emu","speed":50},
            {"__typename":"Duck","depth":2,"id":"1","name":"D","diet":"KRILL"}
        ]}}"#,
    )
    .await;
    let found = client.find(FindVariables::new("x")).await.expect("data").find;
    assert_eq!(found[0], FindFind::Other("Emu".to_owned()));
    let FindFind::Swimmer(duck) = &found[1] else { panic!("{found:?}") };
    assert_eq!(duck.swimmer_parts.bird_parts.diet, Diet::Unknown("KRILL".to_owned()));

    // What every bird has is there for birds of types that nobody knows.
    let client = says(
        200,
        "application/graphql-response+json",
        r#"{"data":{"animal":{"__typename":"Emu","id":"e","label":"E","name":"E","seen":null,"diet":"FISH"}}}"#,
    )
    .await;
    let emu = client.animal(AnimalVariables::new("e", false)).await.expect("data");
    let emu = emu.animal.expect("an emu");
    assert_eq!((emu.label.as_str(), emu.on), ("E", AnimalAnimalOn::Other("Emu".to_owned())));
}

#[tokio::test]
async fn what_is_no_answer() {
    for (status, media_type, text) in [
        (502, "text/html", "<h1>Bad gateway</h1>"),
        (404, "application/json", r#"{"message":"no such thing"}"#),
        (200, "application/json", r#"{"data":{"find":7}}"#),
        (200, "application/json", r#"{"data":{"find":[{"__typename":"Parrot"}]}}"#),
        (200, "application/json", "{"),
        (204, "application/json", ""),
    ] {
        let client = says(status, media_type, text).await;
        let call = client.find(FindVariables::new("x"));
        let never = aviary::runtime::client::Retry { times: 0, ..Default::default() };
        let error = call.with_retry(never).await.expect_err(text);
        let Error::Unexpected(unexpected) = error else { panic!("{text}: {error:?}") };
        assert_eq!((unexpected.status.as_u16(), &unexpected.body[..]), (status, text.as_bytes()));
    }
    // Errors count whatever the status is.
    let client = says(401, "application/json", r#"{"errors":[{"message":"who are you?"}]}"#).await;
    let error = client.token().await.expect_err("errors");
    assert!(matches!(&error, Error::Errors(it) if it.data.is_none()), "{error:?}");
}

/// A server that remembers documents by their hashes, and counts what came with and without the text.
#[derive(Default)]
struct Memory {
    known: Mutex<BTreeMap<String, String>>,
    with_text: AtomicUsize,
    without: AtomicUsize,
}

fn remember(memory: &Memory, request: &Value) -> Value {
    let hash = request["extensions"]["persistedQuery"]["sha256Hash"].as_str().unwrap_or_default();
    let mut known = memory.known.lock().expect("nobody panicked");
    match request["query"].as_str() {
        Some(text) => {
            memory.with_text.fetch_add(1, Ordering::SeqCst);
            known.insert(hash.to_owned(), text.to_owned());
        }
        None => {
            memory.without.fetch_add(1, Ordering::SeqCst);
            if !known.contains_key(hash) {
                let code = json!({ "code": "PERSISTED_QUERY_NOT_FOUND" });
                return json!({ "errors": [{ "message": "PersistedQueryNotFound", "extensions": code }] });
            }
        }
    }
    json!({ "data": { "token": known[hash].len().to_string() } })
}

#[tokio::test]
async fn automatic_persisted_queries() {
    for by_get in [false, true] {
        let memory = Arc::new(Memory::default());
        let shared = Arc::clone(&memory);
        let router =
            axum::Router::new().fallback(move |uri: axum::http::Uri, body: String| async move {
                let request = match uri.query() {
                    Some(query) => from_query(query),
                    None => serde_json::from_str(&body).expect("JSON"),
                };
                answer(remember(&shared, &request))
            });
        let connection = Connection::new(listen(router).await);
        let endpoint = Endpoint::new(connection).with_documents(Documents::Automatic);
        let client = Client::new(if by_get { endpoint.with_get() } else { endpoint });
        for _ in 0..3 {
            let data = client.token().await.expect("data");
            assert_eq!(data.token, Some(TOKEN.text.len().to_string()));
        }
        let counts = (&memory.with_text, &memory.without);
        let counts = (counts.0.load(Ordering::SeqCst), counts.1.load(Ordering::SeqCst));
        assert_eq!(counts, (1, 3), "by GET: {by_get}");
        assert_eq!(
            memory.known.lock().expect("known").keys().next().map(String::as_str),
            Some(TOKEN.hash)
        );
    }
}

fn from_query(query: &str) -> Value {
    let decode = |text: &str| {
        let mut bytes = Vec::new();
        let mut rest = text.bytes();
        while let Some(byte) = rest.next() {
            let hex =
                |it: Option<u8>| (it.expect("a digit") as char).to_digit(16).expect("a digit");
            bytes.push(match byte {
                b'%' => (hex(rest.next()) * 16 + hex(rest.next())) as u8,
                byte => byte,
            });
        }
        String::from_utf8(bytes).expect("UTF-8")
    };
    let pairs = query.split('&').filter_map(|it| it.split_once('='));
    let members = pairs.map(|(name, value)| {
        let value = decode(value);
        let value = match name {
            "extensions" | "variables" => serde_json::from_str(&value).expect("JSON"),
            _ => Value::from(value),
        };
        (name.to_owned(), value)
    });
    Value::Object(members.collect())
}

#[tokio::test]
async fn a_server_that_remembers_nothing() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let router = axum::Router::new().fallback(move |body: String| async move {
        count.fetch_add(1, Ordering::SeqCst);
        let request: Value = serde_json::from_str(&body).expect("JSON");
        answer(match request.get("query") {
            Some(_) => json!({ "data": { "token": "t" } }),
            None => json!({ "errors": [{ "message": "PersistedQueryNotSupported" }] }),
        })
    });
    let connection = Connection::new(listen(router).await);
    let client = Client::new(Endpoint::new(connection).with_documents(Documents::Automatic));
    for _ in 0..3 {
        assert_eq!(client.token().await.expect("data").token.as_deref(), Some("t"));
    }
    // Once it has said so, the text goes at once.
    assert_eq!(asked.load(Ordering::SeqCst), 4);
}

#[tokio::test]
async fn trusted_documents_travel_by_id() {
    let router = axum::Router::new().fallback(async |body: String| {
        let request: Value = serde_json::from_str(&body).expect("JSON");
        assert!(request.get("query").is_none(), "{request}");
        answer(json!({ "data": { "token": request["documentId"] } }))
    });
    let connection = Connection::new(listen(router).await);
    let client = Client::new(Endpoint::new(connection).with_documents(Documents::Trusted));
    let data = client.token().await.expect("data");
    assert_eq!(data.token, Some(format!("sha256:{}", TOKEN.hash)));
}

/// Notes the operations that attempts are made of, and marks them.
struct Noting(Arc<Mutex<Vec<&'static str>>>);

impl Hook for Noting {
    fn before(
        &self,
        operation: &'static aviary::runtime::http::Operation,
        headers: &mut HeaderMap,
    ) {
        self.0.lock().expect("nobody panicked").push(operation.id);
        headers.insert("x-mark", header::HeaderValue::from_static("1"));
    }
}

#[tokio::test]
async fn queries_are_repeated_and_mutations_are_not() {
    let asked = Arc::new(AtomicUsize::new(0));
    let count = Arc::clone(&asked);
    let router = axum::Router::new().fallback(move |headers: HeaderMap| async move {
        assert_eq!(headers["x-mark"], "1");
        match count.fetch_add(1, Ordering::SeqCst) % 2 {
            0 => (StatusCode::SERVICE_UNAVAILABLE, [("retry-after", "0")]).into_response(),
            _ => answer(json!({ "data": { "token": "t" } })),
        }
    });
    let noted = Arc::new(Mutex::new(Vec::new()));
    let connection = Connection::new(listen(router).await).with_hook(Noting(Arc::clone(&noted)));
    let client = Client::new(connection);
    assert_eq!(client.token().await.expect("data").token.as_deref(), Some("t"));
    let error = client.rename(RenameVariables::new("a", "b")).await.expect_err("503");
    assert!(matches!(error, Error::Unexpected(_)), "{error:?}");
    assert_eq!(*noted.lock().expect("noted"), ["Token", "Token", "Rename"]);
}
