//! The service, and starting and stopping it.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use kitchen_sink::types::Parcel;
use meshwright_runtime::server::{Connections, Limits};
use tokio::net::TcpListener;
use tokio::sync::watch;
use tokio::task::JoinHandle;

use crate::access;

/// What the carrier knows.
#[derive(Debug)]
pub struct Kestrel {
    parcels: Mutex<BTreeMap<String, Parcel>>,
    /// Becomes true when the server stops; streams end then.
    pub(crate) stopping: watch::Receiver<bool>,
    /// The version of the label, and what is on it.
    label: Mutex<(u64, Vec<u8>)>,
}

/// More parcels than this are not kept: the first by number goes.
const MOST: usize = 500;

/// How a server runs.
#[derive(Debug, Clone, Copy)]
pub struct Settings {
    /// Where it listens; port 0 is any that is free.
    pub address: SocketAddr,
    /// What a request may cost.
    pub limits: Limits,
}

impl Default for Settings {
    fn default() -> Self {
        Self { address: SocketAddr::from(([127, 0, 0, 1], 0)), limits: Limits::default() }
    }
}

/// A server that runs.
#[derive(Debug)]
pub struct Running {
    /// Where it is.
    pub address: SocketAddr,
    stop: watch::Sender<bool>,
    task: JoinHandle<()>,
}

impl Kestrel {
    pub(crate) fn new(stopping: watch::Receiver<bool>) -> Self {
        Self { parcels: Mutex::default(), label: Mutex::default(), stopping }
    }

    /// Runs `work` with all parcels.
    pub(crate) fn parcels<T>(&self, work: impl FnOnce(&mut BTreeMap<String, Parcel>) -> T) -> T {
        // A handler that panicked has left the parcels whole: each change is one call of the map.
        let mut parcels = self.parcels.lock().unwrap_or_else(|it| it.into_inner());
        let outcome = work(&mut parcels);
        while parcels.len() > MOST {
            parcels.pop_first();
        }
        outcome
    }

    /// Runs `work` with the label: its version and what is on it.
    pub(crate) fn label<T>(&self, work: impl FnOnce(&mut (u64, Vec<u8>)) -> T) -> T {
        work(&mut self.label.lock().unwrap_or_else(|it| it.into_inner()))
    }
}

/// Starts a server.
///
/// # Errors
///
/// When the port is taken.
pub async fn start(settings: Settings) -> std::io::Result<Running> {
    let Settings { address, limits } = settings;
    let (stop, stopping) = watch::channel(false);
    let mut table =
        kitchen_sink::server::routes::<Kestrel>(Arc::new(Kestrel::new(stopping.clone())));
    table.limits(limits);
    let router = table.into_router().layer(axum::middleware::from_fn(access::certificate));
    let listener = TcpListener::bind(address).await?;
    let address = listener.local_addr()?;
    let serve = Connections::default().serve(listener, router, until(stopping));
    Ok(Running { address, stop, task: tokio::spawn(serve) })
}

/// Waits until the server is to stop.
pub(crate) async fn until(mut stopping: watch::Receiver<bool>) {
    // Whoever could stop it is gone: that is a stop as well.
    let _ = stopping.wait_for(|it| *it).await;
}

impl Running {
    /// The base URL.
    pub fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// Takes no new connections, and waits for those that are open to end.
    ///
    /// # Errors
    ///
    /// When some did not end in time.
    pub async fn stop(self, patience: Duration) -> std::io::Result<()> {
        // The receiver is in the task; where that has ended already there is nothing to tell.
        let _ = self.stop.send(true);
        match tokio::time::timeout(patience, self.task).await {
            Ok(outcome) => outcome.map_err(std::io::Error::other),
            Err(_) => Err(std::io::ErrorKind::TimedOut.into()),
        }
    }
}
