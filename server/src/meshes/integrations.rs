//! The operations tagged `Integrations`: what this server can deliver to.
//!
//! Webhooks are carried out; connections to the other products can be stored, and deliveries to
//! them fail with the reason, because this server has no adapter for them.

use meshes_management::operations::integrations::GetIntegrationsOutput;
use meshes_management::server::integrations::IntegrationsApi;
use meshes_management::types::{
    Action, ActionDisplay, ActionMap, Integration, IntegrationPage, IntegrationType,
};
use meshwright_runtime::server::{Context, Fault};
use meshwright_runtime::{Map, Value};

use super::{Caller, Meshes, count};

impl IntegrationsApi for Meshes {
    async fn get_integrations(&self, _: Context<Caller>) -> Result<GetIntegrationsOutput, Fault> {
        let records = vec![Integration {
            r#type: IntegrationType::Webhook,
            name: "Webhook".to_owned(),
            authentication: Map::from([("type".to_owned(), Value::from("none"))]),
            actions: actions(&IntegrationType::Webhook),
        }];
        let n_records = count(&records);
        Ok(GetIntegrationsOutput::Ok(IntegrationPage::new(n_records, n_records, None, records)))
    }
}

/// What a connection of a type can be told to do.
pub(super) fn actions(kind: &IntegrationType) -> ActionMap {
    if *kind != IntegrationType::Webhook {
        return ActionMap::new();
    }
    let action = Action {
        key: "send_webhook".to_owned(),
        label: "Send to the webhook".to_owned(),
        noun: "webhook".to_owned(),
        display: Some(ActionDisplay::new(
            "Send to the webhook",
            "Posts the event and its payload as JSON to the connection's `url`.",
        )),
        fields: None,
        data: None,
    };
    ActionMap::from([(action.key.clone(), action)])
}
