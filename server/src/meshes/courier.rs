//! Deliveries on their way out: one worker takes those that are pending, oldest first.

use std::time::Duration;

use meshes_management::types::{
    Connection, EventStatus, EventWithPayload, IntegrationType, RuleEvent,
};
use meshwright_runtime::json::to_vec;
use meshwright_runtime::{Uuid, Value};
use tokio::sync::Notify;

use crate::clock::now;
use crate::store::{Error, Order, Query, Store};

/// Carries out deliveries.
#[derive(Debug)]
pub struct Courier {
    store: Store,
    http: reqwest::Client,
    bell: Notify,
}

/// How long a webhook may take to answer.
const PATIENCE: Duration = Duration::from_secs(10);

/// How many deliveries are looked up at once.
const BATCH: i64 = 100;

impl Courier {
    /// A courier who has not started.
    ///
    /// # Errors
    ///
    /// When the HTTP client cannot be set up.
    pub fn new(store: Store) -> Result<Self, reqwest::Error> {
        // A redirect could lead from a public address to one inside of the network.
        let redirect = reqwest::redirect::Policy::none();
        let http = reqwest::Client::builder().timeout(PATIENCE).redirect(redirect).build()?;
        Ok(Self { store, http, bell: Notify::new() })
    }

    /// Says that there is something to deliver.
    pub fn wake(&self) {
        self.bell.notify_one();
    }

    /// Delivers until the task is dropped; what a former run left unfinished comes first.
    pub async fn run(&self) {
        if let Err(error) = self.work(&[EventStatus::Processing]).await {
            tracing::error!(%error, "unfinished deliveries cannot be taken up");
        }
        loop {
            match self.work(&[EventStatus::Pending]).await {
                Ok(0) => self.bell.notified().await,
                Ok(n_done) => tracing::debug!(n_done, "delivered"),
                Err(error) => {
                    tracing::error!(%error, "deliveries have to wait");
                    tokio::time::sleep(Duration::from_secs(1)).await;
                }
            }
        }
    }

    async fn work(&self, statuses: &[EventStatus]) -> Result<usize, Error> {
        let oldest = Order::OLDEST;
        let query = Query::default().any_of("status", statuses).order(oldest).most(BATCH);
        let deliveries = self.store.list::<RuleEvent>(&query).await?.records;
        let n_deliveries = deliveries.len();
        for delivery in deliveries {
            self.carry(delivery).await?;
        }
        Ok(n_deliveries)
    }

    async fn carry(&self, mut delivery: RuleEvent) -> Result<(), Error> {
        delivery.status = EventStatus::Processing;
        delivery.attempt_count += 1;
        delivery.started_at = Some(now());
        self.store.put(&delivery).await?;
        let outcome = self.attempt(&delivery).await?;
        delivery.completed_at = Some(now());
        delivery.status = match outcome {
            Ok(()) => EventStatus::Completed,
            Err(_) => EventStatus::Failed,
        };
        delivery.last_error = outcome.err();
        self.store.put(&delivery).await?;
        self.count(delivery.event_id).await
    }

    /// Hands an event over; or says why that did not work.
    async fn attempt(&self, delivery: &RuleEvent) -> Result<Result<(), String>, Error> {
        let Some(connection) = self.store.get::<Connection>(delivery.connection).await? else {
            return Ok(Err("the connection is gone".to_owned()));
        };
        let Some(event) = self.store.get::<EventWithPayload>(delivery.event_id).await? else {
            return Ok(Err("the event is gone".to_owned()));
        };
        if connection.active == Some(false) {
            return Ok(Err("the connection is not active".to_owned()));
        }
        if connection.r#type != IntegrationType::Webhook {
            return Ok(Err(format!("this server has no adapter for `{}`", connection.r#type)));
        }
        let url = connection.metadata.get("url").and_then(Value::as_str).unwrap_or_default();
        let request = self
            .http
            .post(url)
            .header("content-type", "application/json")
            .header("x-meshes-event", delivery.event_id.to_string())
            .body(to_vec(&event));
        Ok(match request.send().await {
            Ok(response) if response.status().is_success() => Ok(()),
            Ok(response) => Err(format!("the webhook answered {}", response.status())),
            Err(error) => Err(format!("the webhook cannot be reached: {}", error.without_url())),
        })
    }

    /// Brings an event up to date with its deliveries.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn count(&self, event: Uuid) -> Result<(), Error> {
        let Some(mut event) = self.store.get::<EventWithPayload>(event).await? else {
            return Ok(());
        };
        let query = Query::default().scope(event.id);
        let deliveries = self.store.list::<RuleEvent>(&query).await?.records;
        let n_with =
            |status: EventStatus| deliveries.iter().filter(|it| it.status == status).count();
        let (n_completed, n_failed) = (n_with(EventStatus::Completed), n_with(EventStatus::Failed));
        let is_done = n_completed + n_failed == deliveries.len();
        event.status = match (is_done, n_failed) {
            (true, 0) => EventStatus::Completed,
            (true, _) => EventStatus::Failed,
            (false, _) => EventStatus::Processing,
        };
        event.completed_count = i32::try_from(n_completed).ok();
        event.failed_count = i32::try_from(n_failed).ok();
        event.started_at = deliveries.iter().filter_map(|it| it.started_at).min();
        event.completed_at = if is_done { Some(now()) } else { None };
        self.store.put(&event).await
    }
}
