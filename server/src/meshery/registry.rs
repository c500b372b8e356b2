//! The operations tagged `Registry`.

use ::meshery::operations::registry::{
    RegisterRegistryComponentInput, RegisterRegistryComponentOutput,
    RegisterRegistryRelationshipInput, RegisterRegistryRelationshipOutput,
};
use ::meshery::server::registry::RegistryApi;
use ::meshery::types::{RegistryEntityType, RegistryRegistration};
use meshwright_runtime::Value;
use meshwright_runtime::server::{Context, Fault};

use super::Meshery;
use crate::bus::News;
use crate::refusal::bad_place;
use crate::store::Entity;

impl RegistryApi for Meshery {
    async fn register_registry_component(
        &self,
        _: Context<()>,
        input: RegisterRegistryComponentInput,
    ) -> Result<RegisterRegistryComponentOutput, Fault> {
        self.register_entity(input.body, RegistryEntityType::Component).await?;
        Ok(RegisterRegistryComponentOutput::Ok)
    }

    async fn register_registry_relationship(
        &self,
        _: Context<()>,
        input: RegisterRegistryRelationshipInput,
    ) -> Result<RegisterRegistryRelationshipOutput, Fault> {
        self.register_entity(input.body, RegistryEntityType::Relationship).await?;
        Ok(RegisterRegistryRelationshipOutput::Ok)
    }
}

impl Meshery {
    async fn register_entity(
        &self,
        registration: RegistryRegistration,
        expected: RegistryEntityType,
    ) -> Result<(), Fault> {
        let RegistryRegistration { connection: _, entity_type, entity } = registration;
        if entity_type != expected {
            return Err(bad_place("/body/entityType", format!("expected `{expected}`")));
        }
        let definition: Value = serde_json::from_slice(&entity.0)
            .map_err(|error| bad_place("/body/entity", format!("it is no JSON: {error}")))?;
        let text = |pointers: &[&str]| {
            let texts = pointers.iter().filter_map(|it| definition.pointer(it)?.as_str());
            texts.map(str::to_owned).next()
        };
        let Some(model) = text(&["/model/name"]).filter(|it| !it.is_empty()) else {
            return Err(bad_place("/body/entity", "`model.name` is missing"));
        };
        let version = text(&["/model/model/version", "/model/version"]).unwrap_or_default();
        let kind = text(&["/component/kind", "/kind"]).unwrap_or_default();
        self.store.put(&Entity { entity_type, model, version, kind, definition }).await?;
        self.bus.tell(News::Registry);
        Ok(())
    }
}
