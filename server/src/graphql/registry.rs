//! What is registered of models.

use ::meshery::types::RegistryEntityType;
use meshery_graphql::types::{MeshModelComponent, MeshModelRelationship, MeshModelSummary};
use meshwright_runtime::graphql::Error;

use super::{Resolvers, count, failure};

impl Resolvers {
    /// Models with their numbers of versions, for the one list that is asked for.
    pub(super) async fn summary(&self, selector: &str) -> Result<MeshModelSummary, Error> {
        let entity_type = match selector {
            "components" => RegistryEntityType::Component,
            "relationships" => RegistryEntityType::Relationship,
            _ => return Ok(MeshModelSummary { components: None, relationships: None }),
        };
        let is_components = entity_type == RegistryEntityType::Component;
        let models = self.meshery.store.model_versions(&entity_type).await.map_err(failure)?;
        let models = models.into_iter().map(|(name, n)| (name, count(n)));
        let (mut components, mut relationships) = (Vec::new(), Vec::new());
        if is_components {
            components = models.map(|(name, count)| MeshModelComponent { name, count }).collect();
        } else {
            let one = |(name, count)| MeshModelRelationship { name, count };
            relationships = models.map(one).collect();
        }
        let (components, relationships) = (Some(components), Some(relationships));
        Ok(MeshModelSummary { components, relationships })
    }
}
