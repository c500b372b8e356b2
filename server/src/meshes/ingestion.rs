//! Events on their way in (Meshes Events API).

use meshes_events::operations::events::{
    CreateBulkEventInput, CreateBulkEventOutput, CreateEventInput, CreateEventOutput,
};
use meshes_events::server::events::EventsApi;
use meshes_events::types::{
    BulkError, BulkEventResponse, BulkRecord, CreateEventResponse, ErrorDetail, ErrorParameter,
    Event, EventKind, NewEvent,
};
use meshes_management::types as management;
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Caller, Meshes, count};
use crate::clock::now;
use crate::refusal::bad_place;
use crate::store::{OrgWorkspace, Query};

impl EventsApi for Meshes {
    async fn create_event(
        &self,
        context: Context<Caller>,
        input: CreateEventInput,
    ) -> Result<CreateEventOutput, Fault> {
        match self.accept(&context.principal, input.body).await? {
            Ok(event) => Ok(CreateEventOutput::Created(CreateEventResponse::new(event))),
            Err(wrong) => Err(bad_place(&format!("/body/{}", wrong.param), wrong.msg)),
        }
    }

    async fn create_bulk_event(
        &self,
        context: Context<Caller>,
        input: CreateBulkEventInput,
    ) -> Result<CreateBulkEventOutput, Fault> {
        let (mut records, mut n_errors) = (Vec::new(), 0);
        for new in input.body {
            records.push(match self.accept(&context.principal, new).await? {
                Ok(event) => BulkRecord::Event(Box::new(event)),
                Err(wrong) => {
                    n_errors += 1;
                    let mut error = BulkError::new(wrong.msg.clone());
                    let mut detail = ErrorDetail::new("ValidationError", wrong.msg.clone());
                    detail.data = Some(vec![wrong]);
                    error.error = Some(detail);
                    BulkRecord::BulkError(error)
                }
            });
        }
        let mut response = BulkEventResponse::new(count(&records), records);
        if n_errors == 0 {
            return Ok(CreateBulkEventOutput::Created(response));
        }
        response.error_count = Some(n_errors);
        Ok(CreateBulkEventOutput::MultiStatus(response))
    }
}

impl Meshes {
    /// Stores one event and queues it for the rules that match; or says what is wrong with it.
    async fn accept(
        &self,
        caller: &Caller,
        new: NewEvent,
    ) -> Result<Result<Event, ErrorParameter>, Fault> {
        let workspace = match self.target(caller, new.workspace).await? {
            Ok(workspace) => workspace,
            Err(wrong) => return Ok(Err(wrong)),
        };
        let mut event = Event::new(Uuid::new_v4(), new.event, workspace, caller.label(), now());
        event.r#type = Some(EventKind::Event);
        event.resource = new.resource;
        event.resource_id = new.resource_id;
        let rules = self.matching(&event).await?;
        self.learn(&event).await?;
        let deliveries: Vec<_> = rules.iter().map(|rule| delivery(&event, rule)).collect();
        let document = stored(&event, new.payload, count(&rules));
        self.store.put_all(&document, &deliveries).await?;
        if !rules.is_empty() {
            self.courier.wake();
        }
        Ok(Ok(event))
    }

    /// The workspace that an event goes to.
    async fn target(
        &self,
        caller: &Caller,
        named: Option<Uuid>,
    ) -> Result<Result<Uuid, ErrorParameter>, Fault> {
        let wrong = |text: &str| Ok(Err(ErrorParameter::new("workspace", text)));
        match (caller, named) {
            (Caller::Publishable { workspace, .. }, Some(named)) if named != *workspace => {
                wrong("the publishable key belongs to another workspace")
            }
            (Caller::Publishable { workspace, .. }, _) => Ok(Ok(*workspace)),
            (Caller::Machine { .. }, None) => wrong("required with a machine token"),
            (Caller::Machine { org, .. }, Some(named)) => {
                let found = self.store.get::<OrgWorkspace>(named).await?;
                match found.filter(|it| it.owner == *org) {
                    Some(_) => Ok(Ok(named)),
                    None => wrong("the organization has no such workspace"),
                }
            }
        }
    }

    /// The active rules of the workspace that want an event.
    async fn matching(&self, event: &Event) -> Result<Vec<management::Rule>, Fault> {
        let query = Query::default().scope(event.workspace).named(event.event.clone());
        let page = self.store.list::<management::Rule>(&query).await?;
        let wants = |rule: &management::Rule| {
            rule.active != Some(false)
                && (rule.resource.is_none() || rule.resource == event.resource)
                && (rule.resource_id.is_none() || rule.resource_id == event.resource_id)
        };
        Ok(page.records.into_iter().filter(wants).collect())
    }
}

/// An event as it is kept; without rules there is nothing left to do.
fn stored(
    event: &Event,
    payload: meshes_events::types::EventPayload,
    n_rules: i32,
) -> management::EventWithPayload {
    let is_done = n_rules == 0;
    management::EventWithPayload {
        id: event.id,
        r#type: Some(management::EventKind::Event),
        event: event.event.clone(),
        workspace: event.workspace,
        resource: event.resource.clone(),
        resource_id: event.resource_id.clone(),
        status: if is_done {
            management::EventStatus::Completed
        } else {
            management::EventStatus::Pending
        },
        total_rules: Some(n_rules),
        completed_count: Some(0),
        failed_count: Some(0),
        started_at: None,
        completed_at: is_done.then_some(event.created_at),
        rule_events: None,
        created_by: event.created_by.clone(),
        created_at: event.created_at,
        payload: management::EventPayload {
            id: payload.id,
            email: payload.email,
            name: payload.name,
            first_name: payload.first_name,
            last_name: payload.last_name,
            phone: payload.phone,
            ip_address: payload.ip_address,
            resource_url: payload.resource_url,
            additional_properties: payload.additional_properties,
        },
    }
}

fn delivery(event: &Event, rule: &management::Rule) -> management::RuleEvent {
    management::RuleEvent {
        id: Uuid::new_v4(),
        r#type: management::RuleEventKind::Rule,
        workspace: event.workspace,
        event: event.event.clone(),
        event_id: event.id,
        resource: event.resource.clone(),
        resource_id: event.resource_id.clone(),
        connection: rule.connection,
        rule: rule.id,
        integration_type: rule.r#type.clone(),
        status: management::EventStatus::Pending,
        attempt_count: 0,
        started_at: None,
        completed_at: None,
        last_error: None,
        created_by: event.created_by.clone(),
        created_at: event.created_at,
    }
}
