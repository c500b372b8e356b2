//! Events that the server itself reports about what it does.

use ::meshery::types::{Event, EventConfig, EventSeverity, EventStatus};
use meshwright_runtime::{Map, Uuid, Value};

use super::Meshery;
use crate::bus::News;
use crate::clock::now;
use crate::store::Error;

/// The setting that holds [`EventConfig`].
pub(super) const CONFIG: &str = "meshery.event-config";

/// What there is to say about an event.
#[derive(Debug)]
pub(super) struct Entry {
    /// How bad it is.
    pub severity: EventSeverity,
    /// What it is about: `design`.
    pub category: &'static str,
    /// What was done: `create`.
    pub action: &'static str,
    /// The same for people.
    pub description: String,
    /// The thing it was done to.
    pub acted_upon: Uuid,
}

impl Meshery {
    /// Reports that something was done.
    pub(super) async fn note(
        &self,
        category: &'static str,
        action: &'static str,
        acted_upon: Uuid,
        description: String,
    ) -> Result<(), Error> {
        let severity = EventSeverity::Informational;
        self.report(Entry { severity, category, action, description, acted_upon }).await
    }

    /// Reports anything.
    pub(super) async fn report(&self, entry: Entry) -> Result<(), Error> {
        let now = now();
        let event = Event {
            id: Uuid::new_v4(),
            user_id: self.user,
            acted_upon: entry.acted_upon,
            operation_id: Uuid::new_v4(),
            system_id: self.system,
            severity: entry.severity,
            action: entry.action.to_owned(),
            category: entry.category.to_owned(),
            description: entry.description,
            status: EventStatus::Unread,
            metadata: Some(Map::<Value>::new()),
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        self.keep_event(event).await
    }

    /// Keeps an event that is important enough, and tells whoever watches.
    pub(super) async fn keep_event(&self, event: Event) -> Result<(), Error> {
        if weight(&event.severity) < weight(&self.event_config().await?.event_log_level) {
            return Ok(());
        }
        self.store.put(&event).await?;
        self.bus.tell(News::Event(Box::new(event)));
        Ok(())
    }

    /// Which events are kept; at first, all but those for debugging.
    pub(super) async fn event_config(&self) -> Result<EventConfig, Error> {
        let stored = self.store.setting(CONFIG).await?;
        Ok(stored.unwrap_or_else(|| EventConfig::new(EventSeverity::Informational)))
    }
}

/// Severities from harmless to fatal, as syslog orders them (RFC 5424, section 6.2.1).
fn weight(severity: &EventSeverity) -> u8 {
    match severity {
        EventSeverity::Debug => 0,
        EventSeverity::Informational => 1,
        EventSeverity::Warning => 2,
        EventSeverity::Error => 3,
        EventSeverity::Critical => 4,
        EventSeverity::Alert => 5,
        EventSeverity::Emergency | EventSeverity::Unknown(_) => 6,
    }
}
