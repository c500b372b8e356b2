//! Event types and resources, which workspaces learn from the events that they get.

use meshes_events::types::Event;
use meshes_management::types::CatalogEntry;
use meshwright_runtime::Uuid;
use meshwright_runtime::server::Fault;

use super::Meshes;
use crate::store::{EventType, Query, Resource};

impl Meshes {
    /// Notes the event type and the resource of an event, where they are new.
    pub(super) async fn learn(&self, event: &Event) -> Result<(), Fault> {
        let query = Query::default().scope(event.workspace).named(event.event.clone());
        if self.store.count::<EventType>(&query).await? == 0 {
            let document = entry(&event.event, event);
            let new = EventType { owner: event.workspace, document };
            known(self.store.put(&new).await)?;
        }
        let Some(resource) = &event.resource else { return Ok(()) };
        let query = Query::default().scope(event.workspace).named(resource.clone());
        if self.store.count::<Resource>(&query).await? == 0 {
            let new = Resource { owner: event.workspace, document: entry(resource, event) };
            known(self.store.put(&new).await)?;
        }
        Ok(())
    }
}

/// Two events at once may both find the type new; one of them is enough.
fn known(outcome: Result<(), crate::store::Error>) -> Result<(), Fault> {
    match outcome {
        Err(error) if !error.is_duplicate() => Err(error.into()),
        _ => Ok(()),
    }
}

fn entry(key: &str, event: &Event) -> CatalogEntry {
    CatalogEntry {
        id: Uuid::new_v4(),
        key: key.to_owned(),
        label: key.to_owned(),
        description: None,
        active: Some(true),
        created_by: Some(Some(event.created_by.clone())),
        created_at: event.created_at,
        updated_at: event.created_at,
    }
}
