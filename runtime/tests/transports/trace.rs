//! What is logged of an operation: its name, and nothing that is somebody's.

use std::io;
use std::sync::{Arc, Mutex};

use meshwright_runtime::graphql::{Endpoint, Limits};
use serde_json::json;
use tracing_subscriber::fmt::MakeWriter;

use super::service::{Service, schema};
use super::support::post;

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl io::Write for Log {
    fn write(&mut self, text: &[u8]) -> io::Result<usize> {
        self.0.lock().unwrap().write(text)
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl<'a> MakeWriter<'a> for Log {
    type Writer = Self;

    fn make_writer(&'a self) -> Self {
        self.clone()
    }
}

#[tokio::test]
async fn spans_are_named_by_operations_and_hold_no_secrets() {
    let log = Log::default();
    let subscriber = tracing_subscriber::fmt()
        .with_max_level(tracing::Level::DEBUG)
        .with_ansi(false)
        .with_writer(log.clone())
        .finish();
    let _guard = tracing::subscriber::set_default(subscriber);
    let endpoint = Endpoint::new(schema(Service::default(), Limits::default()));
    let bodies = [
        json!({ "query": "query Greet($n: String) { hello(name: $n) }", "variables": { "n": "s3cret" } }),
        json!({ "query": "mutation Broken($n: Int!) { set(value: $n) }", "variables": { "n": "s3cret" } }),
        json!({ "query": "{ hello(nome: \"s3cret\") }" }),
    ];
    for body in bodies {
        post(&endpoint, &[("authorization", "s3cret")], body.to_string()).await;
    }
    let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
    assert!(log.contains(r#"graphql{otel.name="query Greet""#), "{log}");
    assert!(
        log.contains(r#"graphql.operation.type="mutation" graphql.operation.name="Broken"}"#),
        "{log}"
    );
    assert!(log.contains("answered errors=0"), "{log}");
    assert!(log.contains("GraphQL over HTTP method=POST status=200"), "{log}");
    assert!(!log.contains("s3cret"), "{log}");
}
