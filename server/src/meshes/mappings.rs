//! Fields and mappings of connections.

use http::StatusCode;
use meshes_management::types::{
    CatalogField, Connection, DefaultMapping, DefaultMappingResponse, FieldCatalog,
    IntegrationType, MappingField, MappingSchema, MappingSource, MappingStatus, PathSource,
    PathSourceType, UpdateDefaultMappingRequest,
};
use meshwright_runtime::server::Fault;

use super::{Caller, Meshes};
use crate::clock::now;
use crate::refusal::{bad_place, conflict, refuse};
use crate::store::Query;

/// The properties of a payload that need no mapping (schema `EventPayload`).
const KNOWN: &[&str] =
    &["id", "email", "name", "first_name", "last_name", "phone", "ip_address", "resource_url"];

const CATALOG_VERSION: &str = "1";

impl Meshes {
    /// The fields that a connection accepts.
    pub(super) async fn fields(&self, connection: &Connection) -> Result<FieldCatalog, Fault> {
        if connection.r#type != IntegrationType::Webhook {
            let detail = format!("this server has no adapter for `{}`", connection.r#type);
            return Err(refuse(StatusCode::UNPROCESSABLE_ENTITY, detail));
        }
        let field = |key: &&str| CatalogField::new(*key, "string");
        Ok(FieldCatalog {
            id: self.store.identity(&format!("meshes.fields.{}", connection.id)).await?,
            connection_id: connection.id,
            workspace_id: connection.workspace,
            integration_type: connection.r#type.clone(),
            catalog_version: CATALOG_VERSION.to_owned(),
            fields: KNOWN.iter().map(field).collect(),
            created_by: connection.created_by.clone(),
            created_at: connection.created_at,
            updated_at: connection.created_at,
            refreshed_at: now(),
        })
    }

    /// The mapping that was stored for a connection; else the one that changes nothing.
    pub(super) async fn mapping(
        &self,
        connection: &Connection,
    ) -> Result<DefaultMappingResponse, Fault> {
        if let Some(mapping) = self.stored_mapping(connection).await? {
            return Ok(DefaultMappingResponse::new(MappingStatus::Stored, mapping));
        }
        let id = self.store.identity(&format!("meshes.mapping.{}", connection.id)).await?;
        let mapping = DefaultMapping {
            id,
            mapping_id: id,
            connection_id: connection.id,
            workspace_id: connection.workspace,
            integration_type: connection.r#type.clone(),
            name: "Default".to_owned(),
            version: 1,
            catalog_version: Some(CATALOG_VERSION.to_owned()),
            schema: MappingSchema {
                schema_version: 1,
                fields: KNOWN.iter().map(|it| same(it)).collect(),
                meta: None,
            },
            created_by: Some(connection.created_by.clone()),
            created_at: connection.created_at,
            updated_at: connection.created_at,
        };
        Ok(DefaultMappingResponse::new(MappingStatus::Generated, mapping))
    }

    /// Stores a mapping, unless somebody else has changed it in between.
    pub(super) async fn keep_mapping(
        &self,
        caller: &Caller,
        connection: &Connection,
        body: UpdateDefaultMappingRequest,
    ) -> Result<DefaultMappingResponse, Fault> {
        if body.workspace_id.is_some_and(|it| it != connection.workspace) {
            return Err(bad_place("/body/workspace_id", "the connection is in another workspace"));
        }
        let DefaultMappingResponse { status, mut mapping } = self.mapping(connection).await?;
        let is_stored = status == MappingStatus::Stored;
        if body.mapping_id.is_some_and(|it| it != mapping.mapping_id) {
            return Err(conflict("the connection has another mapping"));
        }
        if body.expected_version.is_some_and(|it| it != mapping.version) {
            let detail = format!("the mapping is at version {}", mapping.version);
            return Err(conflict(detail));
        }
        if is_stored {
            mapping.version += 1;
        } else {
            mapping.created_by = Some(caller.label());
            mapping.created_at = now();
        }
        mapping.schema = body.schema;
        mapping.name = body.name.unwrap_or(mapping.name);
        mapping.updated_at = now();
        self.store.put(&mapping).await?;
        Ok(DefaultMappingResponse::new(MappingStatus::Stored, mapping))
    }

    async fn stored_mapping(
        &self,
        connection: &Connection,
    ) -> Result<Option<DefaultMapping>, Fault> {
        Ok(self.store.find(Query::default().scope(connection.id)).await?)
    }
}

/// A field that takes the property of its own name.
fn same(key: &str) -> MappingField {
    let source = PathSource { r#type: PathSourceType::Path, value: key.to_owned() };
    MappingField {
        dest: key.to_owned(),
        source: MappingSource::PathSource(source),
        transforms: None,
        on_error: None,
        notes: None,
    }
}
