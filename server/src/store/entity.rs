//! What is registered of models.

use ::meshery::types::RegistryEntityType;
use meshwright_runtime::Value;
use meshwright_runtime::json::{Json, Members};
use sqlx::Row as _;

use super::{Error, Record, Store};

/// The definition of a component or of a relationship. One with the same type, model, version and
/// kind takes its place.
#[derive(Debug, Clone)]
pub struct Entity {
    /// What it is.
    pub entity_type: RegistryEntityType,
    /// The name of its model: `kubernetes`.
    pub model: String,
    /// The version of its model; empty where the definition names none.
    pub version: String,
    /// Its kind: `Pod`; empty where the definition names none.
    pub kind: String,
    /// The definition as it was registered.
    pub definition: Value,
}

impl Json for Entity {
    fn blank() -> Self {
        Self {
            entity_type: Json::blank(),
            model: Json::blank(),
            version: Json::blank(),
            kind: Json::blank(),
            definition: Json::blank(),
        }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("entity_type", &mut self.entity_type);
        m.required("model", &mut self.model);
        m.required("version", &mut self.version);
        m.required("kind", &mut self.kind);
        m.required("definition", &mut self.definition);
    }
}

impl Record for Entity {
    const TABLE: &'static str = "registry_entities";

    fn id(&self) -> String {
        // As JSON, so that no name can be taken for two.
        serde_json::json!([self.scope(), self.model, self.version, self.kind]).to_string()
    }

    fn scope(&self) -> String {
        self.entity_type.to_string()
    }

    fn name(&self) -> String {
        self.model.clone()
    }
}

impl Store {
    /// The models that have entities of a type, by name, and in how many versions each has some.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn model_versions(
        &self,
        entity_type: &RegistryEntityType,
    ) -> Result<Vec<(String, i64)>, Error> {
        let sql = "SELECT name, count(DISTINCT json_extract(body, '$.version')) \
                   FROM registry_entities WHERE scope = ? GROUP BY name ORDER BY name";
        let rows = sqlx::query(sql).bind(entity_type.to_string()).fetch_all(&self.pool).await?;
        rows.iter().map(|row| Ok((row.try_get(0)?, row.try_get(1)?))).collect()
    }
}
