//! A server and a client for one test, and how values are compared.

use std::collections::BTreeSet;
use std::time::Duration;

use kitchen_sink::client::Client;
use kitchen_sink_server::{Running, Settings, start};
use meshwright_runtime::client::{Connection, Retry};
use meshwright_runtime::{DateTime, Uuid};
use serde_json::Value;
use tokio::runtime::Runtime;

/// A server with whoever calls it.
pub(crate) struct World {
    pub(crate) runtime: Runtime,
    pub(crate) running: Running,
}

impl World {
    pub(crate) fn new() -> Self {
        Self::with(Settings::default())
    }

    pub(crate) fn with(settings: Settings) -> Self {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
        let runtime = runtime.expect("a runtime");
        let running = runtime.block_on(start(settings)).expect("a server");
        Self { runtime, running }
    }

    pub(crate) fn client(&self) -> Client {
        let never = Retry { times: 0, ..Retry::default() };
        let connection = Connection::new(self.running.url())
            .with_one_server()
            .with_timeout(Duration::from_secs(20))
            .with_retry(never);
        Client::new(connection)
    }

    /// Stops the server, which must let go of everything.
    pub(crate) fn end(self) {
        self.runtime.block_on(self.running.stop(Duration::from_secs(20))).expect("it stops");
    }
}

/// Whether two values are one, however they are spelt: `1.0` and `1`, `Z` and `+00:00`.
pub(crate) fn is_same(left: &Value, right: &Value) -> bool {
    match (left, right) {
        (Value::Number(a), Value::Number(b)) => a == b || a.as_f64() == b.as_f64(),
        (Value::String(a), Value::String(b)) => a == b || is_same_text(a, b),
        (Value::Array(a), Value::Array(b)) => {
            a.len() == b.len() && a.iter().zip(b).all(|it| is_same(it.0, it.1))
        }
        (Value::Object(a), Value::Object(b)) => {
            let keys: BTreeSet<_> = a.keys().chain(b.keys()).collect();
            keys.into_iter().all(|key| match (a.get(key), b.get(key)) {
                (Some(a), Some(b)) => is_same(a, b),
                _ => false,
            })
        }
        (a, b) => a == b,
    }
}

fn is_same_text(a: &str, b: &str) -> bool {
    let moments = (DateTime::parse_from_rfc3339(a), DateTime::parse_from_rfc3339(b));
    if let (Ok(a), Ok(b)) = moments {
        return a == b && a.offset() == b.offset();
    }
    matches!((Uuid::parse_str(a), Uuid::parse_str(b)), (Ok(a), Ok(b)) if a == b)
}
