//! The operations tagged `Events`.

use ::meshery::operations::events::{
    CreateEventInput, CreateEventOutput, DeleteEventInput, DeleteEventOutput, DeleteEventsInput,
    DeleteEventsOutput, GetEventConfigOutput, GetEventTypesOutput, ListEventsInput,
    ListEventsOutput, SubscribeEventsOutput, UpdateEventConfigInput, UpdateEventConfigOutput,
    UpdateEventStatusInput, UpdateEventStatusOutput, UpdateEventStatusesInput,
    UpdateEventStatusesOutput,
};
use ::meshery::server::events::EventsApi;
use ::meshery::types::{
    BulkEventDeleteResult, BulkEventStatusResult, Event, EventPage, EventSeverity, EventStatus,
    EventTypes, SeverityCount,
};
use futures_util::stream;
use meshwright_runtime::server::{Context, Fault};
use meshwright_runtime::{Uuid, http, json};

use super::journal::CONFIG;
use super::{Listing, Meshery, total};
use crate::bus::{News, Watch};
use crate::clock::now;
use crate::refusal::{found, not_found};
use crate::store::Query;

impl EventsApi for Meshery {
    async fn list_events(
        &self,
        _: Context<()>,
        input: ListEventsInput,
    ) -> Result<ListEventsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing
            .query()?
            .any_of("status", input.status)
            .any_of("severity", input.severity.unwrap_or_default())
            .any_of("category", input.category.unwrap_or_default())
            .any_of("action", input.action.unwrap_or_default());
        let page = self.store.list::<Event>(&query).await?;
        let by_severity = self.store.tally::<Event>(&query, "severity").await?;
        let count = |(severity, count): (String, i64)| {
            SeverityCount::new(EventSeverity::from(severity.as_str()), total(count))
        };
        Ok(ListEventsOutput::Ok(EventPage {
            page: listing.page,
            page_size: listing.size,
            total_count: total(page.total),
            events: page.records,
            count_by_severity_level: by_severity.into_iter().map(count).collect(),
        }))
    }

    async fn create_event(
        &self,
        _: Context<()>,
        input: CreateEventInput,
    ) -> Result<CreateEventOutput, Fault> {
        let (body, now) = (input.body, now());
        let event = Event {
            id: Uuid::new_v4(),
            user_id: self.user,
            acted_upon: body.acted_upon.unwrap_or(self.user),
            operation_id: Uuid::new_v4(),
            system_id: self.system,
            severity: body.severity.unwrap_or(EventSeverity::Informational),
            action: body.action,
            category: body.category,
            description: body.description,
            status: EventStatus::Unread,
            metadata: body.metadata,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        };
        self.keep_event(event.clone()).await?;
        Ok(CreateEventOutput::Created(event))
    }

    async fn subscribe_events(&self, _: Context<()>) -> Result<SubscribeEventsOutput, Fault> {
        let events = stream::unfold(self.bus.watch(), |mut watch| async {
            let event = next_event(&mut watch).await?;
            let data = String::from_utf8_lossy(&json::to_vec(&event)).into_owned();
            let event = http::Event {
                id: Some(event.id.to_string()),
                event: Some("message".to_owned()),
                data,
                retry: None,
            };
            Some((event, watch))
        });
        Ok(SubscribeEventsOutput::Ok(http::Events::new(events)))
    }

    async fn get_event_types(&self, _: Context<()>) -> Result<GetEventTypesOutput, Fault> {
        let all = Query::default();
        let names = |tally: Vec<(String, i64)>| tally.into_iter().map(|it| it.0).collect();
        let category = names(self.store.tally::<Event>(&all, "category").await?);
        let action = names(self.store.tally::<Event>(&all, "action").await?);
        Ok(GetEventTypesOutput::Ok(EventTypes { category, action }))
    }

    async fn update_event_statuses(
        &self,
        _: Context<()>,
        input: UpdateEventStatusesInput,
    ) -> Result<UpdateEventStatusesOutput, Fault> {
        let mut updated = Vec::new();
        for id in input.body.ids {
            if self.mark(id, input.body.status.clone()).await?.is_some() {
                updated.push(id);
            }
        }
        Ok(UpdateEventStatusesOutput::Ok(BulkEventStatusResult { updated }))
    }

    async fn update_event_status(
        &self,
        _: Context<()>,
        input: UpdateEventStatusInput,
    ) -> Result<UpdateEventStatusOutput, Fault> {
        let event = self.mark(input.id, input.body.status).await?;
        Ok(UpdateEventStatusOutput::Ok(found(event, "event")?))
    }

    async fn delete_events(
        &self,
        _: Context<()>,
        input: DeleteEventsInput,
    ) -> Result<DeleteEventsOutput, Fault> {
        let mut deleted = Vec::new();
        for id in input.body.ids {
            if self.store.delete::<Event>(id).await? {
                deleted.push(id);
            }
        }
        Ok(DeleteEventsOutput::Ok(BulkEventDeleteResult { deleted }))
    }

    async fn get_event_config(&self, _: Context<()>) -> Result<GetEventConfigOutput, Fault> {
        Ok(GetEventConfigOutput::Ok(self.event_config().await?))
    }

    async fn update_event_config(
        &self,
        _: Context<()>,
        input: UpdateEventConfigInput,
    ) -> Result<UpdateEventConfigOutput, Fault> {
        self.store.set(CONFIG, &input.body).await?;
        Ok(UpdateEventConfigOutput::Ok(input.body))
    }

    async fn delete_event(
        &self,
        _: Context<()>,
        input: DeleteEventInput,
    ) -> Result<DeleteEventOutput, Fault> {
        if !self.store.delete::<Event>(input.id).await? {
            return Err(not_found("event"));
        }
        Ok(DeleteEventOutput::NoContent)
    }
}

impl Meshery {
    async fn mark(&self, id: Uuid, status: EventStatus) -> Result<Option<Event>, Fault> {
        let Some(mut event) = self.store.get::<Event>(id).await? else { return Ok(None) };
        event.status = status;
        event.updated_at = now();
        self.store.put(&event).await?;
        Ok(Some(event))
    }
}

/// The next event among the news.
async fn next_event(watch: &mut Watch) -> Option<Event> {
    loop {
        if let News::Event(event) = watch.next().await? {
            return Some(*event);
        }
    }
}
