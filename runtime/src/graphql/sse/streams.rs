//! Streams in single connection mode: reserved, open, gone.
//!
//! A stream owns the operations on it. They run while the client reads, so that nothing piles up, and end with it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use futures_util::future::AbortHandle;
use futures_util::stream::{self, BoxStream, SelectAll, StreamExt as _};
use http::StatusCode;
use tokio::sync::mpsc;

use super::text;
use crate::graphql::events::{Event, EventKind};
use crate::graphql::http::Refusal;
use crate::graphql::limits::Limits;

type Operation = BoxStream<'static, Event>;

/// The streams of an endpoint, by token.
#[derive(Default)]
pub(crate) struct Streams(Mutex<BTreeMap<String, Reservation>>);

struct Reservation {
    /// Operations on their way to the stream.
    sender: mpsc::Sender<Operation>,
    /// Where the stream will find them; gone once it is open.
    receiver: Option<mpsc::Receiver<Operation>>,
    /// Those that run, or wait for the stream; aborting ends one.
    operations: BTreeMap<String, AbortHandle>,
}

/// A stream that a client reads.
pub(crate) struct Opened {
    pub(crate) texts: BoxStream<'static, String>,
}

impl Streams {
    fn lock(&self) -> MutexGuard<'_, BTreeMap<String, Reservation>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(crate) fn knows(&self, token: &str) -> bool {
        self.lock().contains_key(token)
    }

    /// Promises a stream, which must be opened in time.
    pub(crate) fn reserve(self: &Arc<Self>, limits: &Limits) -> Result<String, Refusal> {
        let token = uuid::Uuid::new_v4().to_string();
        // Each of the operations that a stream may have can wait here, so that sending does not.
        let (sender, receiver) = mpsc::channel(limits.subscriptions.max(1));
        let operations = BTreeMap::new();
        let reservation = Reservation { sender, receiver: Some(receiver), operations };
        {
            let mut streams = self.lock();
            if streams.len() >= limits.event_streams {
                let message = "there are as many event streams as the server allows";
                let refusal = Refusal::new(StatusCode::SERVICE_UNAVAILABLE, message);
                return Err(refusal.with_code("LIMIT_SUBSCRIPTIONS"));
            }
            streams.insert(token.clone(), reservation);
        }
        let (streams, expiring) = (Arc::downgrade(self), token.clone());
        let time = limits.connection_init;
        tokio::spawn(async move {
            tokio::time::sleep(time).await;
            let Some(streams) = streams.upgrade() else { return };
            let mut streams = streams.lock();
            if streams.get(&expiring).is_some_and(|it| it.receiver.is_some()) {
                streams.remove(&expiring);
            }
        });
        Ok(token)
    }

    /// Opens a stream; there is one for each reservation.
    pub(crate) fn open(self: &Arc<Self>, token: &str) -> Result<Opened, Refusal> {
        let receiver = {
            let mut streams = self.lock();
            let reservation = streams.get_mut(token).ok_or_else(not_found)?;
            reservation.receiver.take().ok_or_else(|| {
                Refusal::new(StatusCode::CONFLICT, "the event stream is open already")
            })?
        };
        let owner = Owner { streams: Arc::clone(self), token: token.to_owned() };
        let start = Stream { owner, receiver, operations: SelectAll::new() };
        let texts = stream::unfold(start, |mut stream| async move {
            let texts = stream.next().await?;
            Some((stream::iter(texts), stream))
        });
        Ok(Opened { texts: texts.flatten().boxed() })
    }

    /// Puts an operation on a stream, open or not.
    pub(crate) fn start(
        &self,
        token: &str,
        id: String,
        limit: usize,
        events: BoxStream<'static, EventKind>,
    ) -> Result<(), Refusal> {
        let mut streams = self.lock();
        let Reservation { sender, operations, .. } =
            streams.get_mut(token).ok_or_else(not_found)?;
        let too_many = || {
            let message = format!("more than {limit} operations on one event stream");
            Refusal::new(StatusCode::TOO_MANY_REQUESTS, message).with_code("LIMIT_SUBSCRIPTIONS")
        };
        if operations.len() >= limit {
            return Err(too_many());
        }
        match operations.entry(id) {
            Entry::Occupied(_) => {
                let message = "there is an operation with this id already";
                Err(Refusal::new(StatusCode::CONFLICT, message))
            }
            Entry::Vacant(entry) => {
                let id = entry.key().clone();
                let (events, handle) = stream::abortable(events);
                let events = events.map(move |kind| Event { id: id.clone(), kind }).boxed();
                sender.try_send(events).map_err(|_| too_many())?;
                entry.insert(handle);
                Ok(())
            }
        }
    }

    /// Ends an operation; one that is not there has ended already.
    pub(crate) fn stop(&self, token: &str, id: &str) -> Result<(), Refusal> {
        let mut streams = self.lock();
        let reservation = streams.get_mut(token).ok_or_else(not_found)?;
        if let Some(handle) = reservation.operations.remove(id) {
            handle.abort();
        }
        Ok(())
    }
}

pub(super) fn not_found() -> Refusal {
    Refusal::new(StatusCode::NOT_FOUND, "there is no such event stream")
}

struct Stream {
    owner: Owner,
    receiver: mpsc::Receiver<Operation>,
    operations: SelectAll<Operation>,
}

impl Stream {
    /// The next event, or that there will be none.
    async fn next(&mut self) -> Option<Vec<String>> {
        loop {
            tokio::select! {
                operation = self.receiver.recv() => self.operations.push(operation?),
                Some(Event { id, kind }) = self.operations.next(), if !self.operations.is_empty() => {
                    if matches!(kind, EventKind::Error(_) | EventKind::Complete) {
                        self.owner.completed(&id);
                    }
                    return Some(text::of_operation(&id, kind));
                }
            }
        }
    }
}

/// Ends the reservation when the client is gone.
struct Owner {
    streams: Arc<Streams>,
    token: String,
}

impl Owner {
    fn completed(&self, id: &str) {
        if let Some(reservation) = self.streams.lock().get_mut(&self.token) {
            reservation.operations.remove(id);
        }
    }
}

impl Drop for Owner {
    fn drop(&mut self) {
        self.streams.lock().remove(&self.token);
    }
}
