//! The operations tagged `Deliveries`.

use http::StatusCode;
use meshes_management::operations::deliveries::{RetryEventRuleInput, RetryEventRuleOutput};
use meshes_management::server::deliveries::DeliveriesApi;
use meshes_management::types::{EventStatus, EventWithPayload, RuleEvent};
use meshwright_runtime::server::{Context, Fault};

use super::{Caller, Meshes};
use crate::refusal::{conflict, found, refuse};
use crate::store::Query;

impl DeliveriesApi for Meshes {
    async fn retry_event_rule(
        &self,
        context: Context<Caller>,
        input: RetryEventRuleInput,
    ) -> Result<RetryEventRuleOutput, Fault> {
        let caller = &context.principal;
        let event = self
            .own::<EventWithPayload>(caller, input.event_id, |it| it.workspace, "event")
            .await?;
        let query = Query::default().scope(event.id).named(input.rule_id.to_string());
        let mut delivery = found(self.store.find::<RuleEvent>(query).await?, "delivery")?;
        match delivery.status {
            EventStatus::Failed | EventStatus::Canceled => {}
            EventStatus::Pending | EventStatus::Retrying => {
                return Err(refuse(StatusCode::TOO_EARLY, "an attempt is about to be made"));
            }
            status => return Err(conflict(format!("the delivery is {status}"))),
        }
        delivery.status = EventStatus::Pending;
        delivery.completed_at = None;
        self.store.put(&delivery).await?;
        self.courier.count(event.id).await?;
        self.courier.wake();
        Ok(RetryEventRuleOutput::Ok(delivery))
    }
}
