//! The operations tagged `Events` of the management API: reading events back.

use meshes_management::operations::events::{
    GetEventInput, GetEventOutput, GetEventPayloadInput, GetEventPayloadOutput, GetEventsInput,
    GetEventsOutput,
};
use meshes_management::server::events::EventsApi;
use meshes_management::types::{Event, EventPage, EventWithPayload, RuleEvent};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Caller, Meshes, count};
use crate::refusal::bad_place;
use crate::store::{Cursor, Query};

/// How many events a page has, unless the caller wants another number.
const PAGE: i32 = 50;

impl EventsApi for Meshes {
    async fn get_events(
        &self,
        context: Context<Caller>,
        input: GetEventsInput,
    ) -> Result<GetEventsOutput, Fault> {
        let workspaces = self.workspace_ids(&context.principal).await?;
        let (limit, cursor) = (input.limit, input.cursor);
        let page = self.events_of(&workspaces, Query::default(), limit, cursor).await?;
        Ok(GetEventsOutput::Ok(page))
    }

    async fn get_event(
        &self,
        context: Context<Caller>,
        input: GetEventInput,
    ) -> Result<GetEventOutput, Fault> {
        let event = self.event(&context.principal, input.event_id).await?;
        Ok(GetEventOutput::Ok(bare(event)))
    }

    async fn get_event_payload(
        &self,
        context: Context<Caller>,
        input: GetEventPayloadInput,
    ) -> Result<GetEventPayloadOutput, Fault> {
        let event = self.event(&context.principal, input.event_id).await?;
        Ok(GetEventPayloadOutput::Ok(event))
    }
}

impl Meshes {
    /// An event of the caller's with its deliveries.
    async fn event(&self, caller: &Caller, id: Uuid) -> Result<EventWithPayload, Fault> {
        let mut event =
            self.own::<EventWithPayload>(caller, id, |it| it.workspace, "event").await?;
        let query = Query::default().scope(event.id);
        event.rule_events = Some(self.store.list::<RuleEvent>(&query).await?.records);
        Ok(event)
    }

    /// A page of the events of some workspaces.
    pub(super) async fn events_of(
        &self,
        workspaces: &[Uuid],
        query: Query,
        limit: Option<i32>,
        cursor: Option<String>,
    ) -> Result<EventPage, Fault> {
        let cursor = read_cursor(cursor.as_deref())?;
        let limit = limit.unwrap_or(PAGE);
        let query = query.scopes(workspaces).before(cursor);
        let (events, next) = self.store.newest::<EventWithPayload>(query, limit).await?;
        let records: Vec<Event> = events.into_iter().map(bare).collect();
        Ok(EventPage::new(count(&records), limit, next.map(Cursor::encode), records))
    }
}

/// Reads the cursor of a request.
pub(super) fn read_cursor(text: Option<&str>) -> Result<Option<Cursor>, Fault> {
    let wrong = || bad_place("/query/cursor", "not a cursor that this server gave");
    text.map(|it| Cursor::decode(it).ok_or_else(wrong)).transpose()
}

fn bare(event: EventWithPayload) -> Event {
    Event {
        id: event.id,
        r#type: event.r#type,
        event: event.event,
        workspace: event.workspace,
        resource: event.resource,
        resource_id: event.resource_id,
        status: event.status,
        total_rules: event.total_rules,
        completed_count: event.completed_count,
        failed_count: event.failed_count,
        started_at: event.started_at,
        completed_at: event.completed_at,
        rule_events: event.rule_events,
        created_by: event.created_by,
        created_at: event.created_at,
    }
}
