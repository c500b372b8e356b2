//! The connection to the broker.

use std::collections::BTreeMap;
use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use async_nats::{Client, ConnectOptions, Event, Subscriber};
use futures_util::StreamExt as _;

use super::message::{self, Change, REPORTS, REQUESTS, RESYNC, Report};
use crate::bus::{Bus, News};
use crate::store::{ClusterResource, Error, Query, Record as _, Store};

/// A MeshSync that has said nothing for longer is not known to be at work.
pub const QUIET: Duration = Duration::from_secs(300);

/// More resources are not kept, over all clusters.
const MOST_RESOURCES: i64 = 50_000;

/// More clusters are not heard at the same time.
const MOST_CLUSTERS: usize = 1000;

/// Reports that wait to be kept; what comes beyond them is lost, and logged.
const WAITING: usize = 4096;

/// How long a request may take to leave.
const PATIENCE: Duration = Duration::from_secs(5);

/// A connection to a NATS server, which comes back whenever it is lost.
#[derive(Debug)]
pub struct Broker {
    client: Client,
    reports: Mutex<Option<Subscriber>>,
    heard: Arc<Heard>,
    store: Store,
    bus: Bus,
}

/// Whether the connection stands, and when each cluster was heard of since it came about.
#[derive(Debug, Default)]
struct Heard {
    is_connected: AtomicBool,
    clusters: Mutex<BTreeMap<String, Instant>>,
}

/// Why there can be no connection: the address is none.
#[derive(Debug)]
pub struct ConnectError(String);

impl fmt::Display for ConnectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "the address of the broker cannot be used: {}", self.0)
    }
}

impl std::error::Error for ConnectError {}

/// Why MeshSync was not asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct NotAsked;

impl Broker {
    /// Begins to connect, and goes on in the background: a server that is not there yet is tried
    /// again. `address` is `nats://HOST:PORT`, with `USER:PASSWORD@` or `tls` where they are needed.
    ///
    /// # Errors
    ///
    /// When the address cannot be read.
    pub async fn connect(address: &str, store: Store, bus: Bus) -> Result<Self, ConnectError> {
        let failed = |error: &dyn fmt::Display| ConnectError(error.to_string());
        let heard = Arc::new(Heard::default());
        let (known, news) = (Arc::clone(&heard), bus.clone());
        let client = ConnectOptions::new()
            .name("meshwright-server")
            .retry_on_initial_connect()
            .subscription_capacity(WAITING)
            .event_callback(move |event| {
                happened(&event, &known, &news);
                async {}
            })
            .connect(address)
            .await
            .map_err(|error| failed(&error))?;
        // No queue group: every server hears every report.
        let reports = client.subscribe(REPORTS).await.map_err(|error| failed(&error))?;
        Ok(Self { client, reports: Mutex::new(Some(reports)), heard, store, bus })
    }

    /// Keeps what is reported, for as long as it is polled. Only the first call does.
    pub async fn run(&self) {
        let reports = self.reports.lock().unwrap_or_else(PoisonError::into_inner).take();
        let Some(mut reports) = reports else { return };
        let mut room = Room::new(MOST_RESOURCES);
        while let Some(message) = reports.next().await {
            match message::read(&message.payload) {
                Ok(report) => {
                    if let Err(error) = self.keep(report, &mut room).await {
                        tracing::error!(%error, "a report was not kept");
                    }
                }
                Err(reason) => tracing::warn!(reason, "a message of the broker was passed over"),
            }
        }
    }

    async fn keep(&self, report: Report, room: &mut Room) -> Result<(), Error> {
        let resource = &report.resource;
        let is_new = self.heard.hear(&resource.cluster);
        match report.change {
            Change::Deleted => {
                self.store.delete::<ClusterResource>(resource.id()).await?;
            }
            Change::Added | Change::Modified => {
                if room.has_room_for(resource, &self.store).await? {
                    self.store.put(resource).await?;
                } else {
                    tracing::warn!(MOST_RESOURCES, "too many resources: one was not kept");
                }
            }
        }
        if is_new {
            self.bus.tell(News::Broker);
        }
        self.bus.tell(News::Resources);
        self.bus.tell(News::Report(Arc::new(report)));
        Ok(())
    }

    /// Whether the connection stands.
    #[must_use]
    pub fn is_connected(&self) -> bool {
        self.heard.is_connected.load(Ordering::Acquire)
    }

    /// The version of the NATS server; empty before the first connection.
    #[must_use]
    pub fn version(&self) -> String {
        self.client.server_info().version
    }

    /// Whether MeshSync of a cluster is heard: since the connection came about, and not longer ago
    /// than [`QUIET`].
    #[must_use]
    pub fn hears(&self, cluster: &str) -> bool {
        self.is_connected() && self.heard.hears(cluster)
    }

    /// Asks MeshSync, in every cluster that the broker leads to, to report every resource again.
    ///
    /// # Errors
    ///
    /// When there is no connection.
    pub async fn resync(&self) -> Result<(), NotAsked> {
        if !self.is_connected() {
            return Err(NotAsked);
        }
        let ask = async {
            self.client.publish(REQUESTS, RESYNC.into()).await.map_err(|_| NotAsked)?;
            self.client.flush().await.map_err(|_| NotAsked)
        };
        tokio::time::timeout(PATIENCE, ask).await.unwrap_or(Err(NotAsked))
    }
}

fn happened(event: &Event, heard: &Heard, bus: &Bus) {
    match event {
        Event::Connected => {
            tracing::info!("connected to the broker");
            heard.is_connected.store(true, Ordering::Release);
            bus.tell(News::Broker);
        }
        Event::Disconnected | Event::Closed => {
            tracing::warn!("the connection to the broker is lost");
            heard.is_connected.store(false, Ordering::Release);
            heard.locked().clear();
            bus.tell(News::Broker);
        }
        other => tracing::warn!(event = %other, "from the broker"),
    }
}

impl Heard {
    /// Takes note of a cluster; says whether it was not heard before.
    fn hear(&self, cluster: &str) -> bool {
        let mut heard = self.locked();
        if heard.len() >= MOST_CLUSTERS {
            heard.retain(|_, it| it.elapsed() <= QUIET);
        }
        if heard.len() >= MOST_CLUSTERS && !heard.contains_key(cluster) {
            return false;
        }
        let before = heard.insert(cluster.to_owned(), Instant::now());
        before.is_none_or(|it| it.elapsed() > QUIET)
    }

    fn hears(&self, cluster: &str) -> bool {
        self.locked().get(cluster).is_some_and(|it| it.elapsed() <= QUIET)
    }

    fn locked(&self) -> std::sync::MutexGuard<'_, BTreeMap<String, Instant>> {
        self.clusters.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// How many resources may still come before they have to be counted.
#[derive(Debug)]
struct Room {
    left: i64,
    most: i64,
}

impl Room {
    /// For this many resources in the database.
    fn new(most: i64) -> Self {
        Self { left: 0, most }
    }

    async fn has_room_for(&mut self, new: &ClusterResource, store: &Store) -> Result<bool, Error> {
        if self.left <= 0 {
            self.left = self.most - store.count::<ClusterResource>(&Query::default()).await?;
        }
        if self.left > 0 {
            self.left -= 1;
            return Ok(true);
        }
        Ok(store.get::<ClusterResource>(new.id()).await?.is_some())
    }
}

#[cfg(test)]
#[expect(clippy::unwrap_used, reason = "a test says what failed by panicking")]
mod tests {
    use super::{ClusterResource, Room, Store};

    fn pod(name: &str) -> ClusterResource {
        let [cluster, kind] = ["c", "Pod"].map(str::to_owned);
        let [api_version, namespace] = std::array::from_fn(|_| String::new());
        let object = serde_json::json!({});
        ClusterResource { cluster, api_version, kind, namespace, name: name.to_owned(), object }
    }

    #[tokio::test]
    async fn there_is_room_for_so_many_and_for_those_that_are_known() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("test.db").display());
        let store = Store::open(&url).await.unwrap();
        let mut room = Room::new(2);
        for (name, has_room) in [("a", true), ("b", true), ("c", false), ("b", true)] {
            let pod = pod(name);
            assert_eq!(room.has_room_for(&pod, &store).await.unwrap(), has_room, "{name}");
            if has_room {
                store.put(&pod).await.unwrap();
            }
        }
        store.forget_cluster("c").await.unwrap();
        assert!(room.has_room_for(&pod("c"), &store).await.unwrap());
    }
}
