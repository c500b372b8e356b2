//! A real NATS server, with MeshSync played by the test.

use std::io::{BufRead as _, BufReader};
use std::path::PathBuf;
use std::process::{Child, Command, Stdio};

use serde_json::{Value, json};

use crate::support::within;

/// A NATS server on a port of its own; ends with the test.
pub(crate) struct Nats {
    pub(crate) address: String,
    client: async_nats::Client,
    process: Child,
}

impl Nats {
    /// `None`, and a line that says so, where there is no NATS server on this machine.
    pub(crate) async fn start() -> Option<Self> {
        Self::start_at("-1").await
    }

    /// On this port; `-1` is any.
    pub(crate) async fn start_at(port: &str) -> Option<Self> {
        let Some(binary) = binary() else {
            skipped("nats-server not present (Debian: apt-get install nats-server)");
            return None;
        };
        let mut process = Command::new(binary)
            .args(["--addr", "127.0.0.1", "--port", port])
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut lines = BufReader::new(process.stderr.take().unwrap()).lines();
        let listening = "Listening for client connections on ";
        let address = loop {
            let line = lines.next().expect("nats-server ended").unwrap();
            if let Some((_, address)) = line.split_once(listening) {
                break format!("nats://{address}");
            }
        };
        // Nobody else reads it, and it must not fill up.
        std::thread::spawn(move || lines.for_each(drop));
        let client = within(async_nats::connect(&address)).await.unwrap();
        Some(Self { address, client, process })
    }

    pub(crate) fn port(&self) -> &str {
        self.address.rsplit(':').next().unwrap()
    }

    /// Sends anything to where MeshSync reports.
    pub(crate) async fn publish(&self, payload: impl Into<Vec<u8>>) {
        self.client.publish("meshery.meshsync.core", payload.into().into()).await.unwrap();
        within(self.client.flush()).await.unwrap();
    }

    /// Reports a change as MeshSync does.
    pub(crate) async fn report(&self, change: &str, object: Value) {
        let message = json!({
            "ObjectType": "meshsync-data", "EventType": change, "Request": null, "Object": object,
        });
        self.publish(message.to_string()).await;
    }

    /// What MeshSync is asked for from now on.
    pub(crate) async fn requests(&self) -> async_nats::Subscriber {
        let requests = self.client.subscribe("meshery.meshsync.request").await.unwrap();
        within(self.client.flush()).await.unwrap();
        requests
    }
}

impl Drop for Nats {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[expect(clippy::print_stderr, reason = "a test that does not run says so")]
fn skipped(why: &str) {
    eprintln!("skipped: {why}");
}

fn binary() -> Option<PathBuf> {
    // Debian puts it where only the administrator's PATH leads.
    let path = std::env::var_os("PATH").unwrap_or_default();
    let folders = std::env::split_paths(&path).chain([PathBuf::from("/usr/sbin")]);
    folders.map(|it| it.join("nats-server")).find(|it| it.is_file())
}

/// A resource as MeshSync has it: `spec` and `status` as JSON text, labels as a list.
pub(crate) fn resource(cluster: &str, kind: &str, namespace: &str, name: &str) -> Value {
    json!({
        "id": format!("{kind}-{namespace}-{name}"), "apiVersion": "v1", "kind": kind,
        "cluster_id": cluster,
        "metadata": {
            "name": name, "namespace": namespace, "uid": format!("uid-{name}"),
            "labels": [{"kind": "label", "key": "app", "value": name}],
        },
    })
}

/// The same with a part of it, `spec` or `status`.
pub(crate) fn with(mut resource: Value, part: &str, value: Value) -> Value {
    resource[part] = json!({"id": "x", "attribute": value.to_string()});
    resource
}
