//! The operations tagged `Connections`.

use meshes_management::operations::connections::{
    CreateConnectionInput, CreateConnectionOutput, DeleteConnectionInput, DeleteConnectionOutput,
    GetConnectionActionsInput, GetConnectionActionsOutput, GetConnectionDefaultMappingsInput,
    GetConnectionDefaultMappingsOutput, GetConnectionFieldsInput, GetConnectionFieldsOutput,
    GetConnectionInput, GetConnectionOutput, GetConnectionsOutput,
    UpdateConnectionDefaultMappingsInput, UpdateConnectionDefaultMappingsOutput,
    UpdateConnectionInput, UpdateConnectionOutput,
};
use meshes_management::server::connections::ConnectionsApi;
use meshes_management::types::{
    Connection, ConnectionPage, CreateConnectionResponse, DeletedConnection, IntegrationType, Rule,
};
use meshwright_runtime::server::{Context, Fault};
use meshwright_runtime::{Map, Uuid, Value};

use super::{Caller, Meshes, count, integrations};
use crate::clock::now;
use crate::refusal::{bad_place, conflict};
use crate::store::Query;

impl ConnectionsApi for Meshes {
    async fn get_connections(
        &self,
        context: Context<Caller>,
    ) -> Result<GetConnectionsOutput, Fault> {
        let workspaces = self.workspace_ids(&context.principal).await?;
        Ok(GetConnectionsOutput::Ok(self.connections_of(&workspaces).await?))
    }

    async fn create_connection(
        &self,
        context: Context<Caller>,
        input: CreateConnectionInput,
    ) -> Result<CreateConnectionOutput, Fault> {
        let (caller, body, now) = (&context.principal, input.body, now());
        if !self.workspace_ids(caller).await?.contains(&body.workspace) {
            return Err(bad_place("/body/workspace", "the organization has no such workspace"));
        }
        check(&body.r#type, &body.metadata)?;
        let connection = Connection {
            id: Uuid::new_v4(),
            workspace: body.workspace,
            r#type: body.r#type,
            name: body.name,
            metadata: body.metadata,
            action_data: None,
            active: Some(true),
            inactive_reason: None,
            hidden: Some(body.hidden.unwrap_or(false)),
            created_by: caller.label(),
            created_at: now,
            updated_at: now,
        };
        self.keep_connection(&connection).await?;
        Ok(CreateConnectionOutput::Created(CreateConnectionResponse::new(connection)))
    }

    async fn get_connection(
        &self,
        context: Context<Caller>,
        input: GetConnectionInput,
    ) -> Result<GetConnectionOutput, Fault> {
        let connection = self.connection(&context.principal, input.connection_id).await?;
        Ok(GetConnectionOutput::Ok(connection))
    }

    async fn update_connection(
        &self,
        context: Context<Caller>,
        input: UpdateConnectionInput,
    ) -> Result<UpdateConnectionOutput, Fault> {
        let mut connection = self.connection(&context.principal, input.connection_id).await?;
        check(&connection.r#type, &input.body.metadata)?;
        connection.name = input.body.name;
        connection.metadata = input.body.metadata;
        connection.hidden = input.body.hidden.or(connection.hidden);
        connection.updated_at = now();
        self.keep_connection(&connection).await?;
        Ok(UpdateConnectionOutput::Ok(connection))
    }

    async fn delete_connection(
        &self,
        context: Context<Caller>,
        input: DeleteConnectionInput,
    ) -> Result<DeleteConnectionOutput, Fault> {
        let connection = self.connection(&context.principal, input.connection_id).await?;
        let is_forced = input.body.and_then(|it| it.force_delete).unwrap_or(false);
        let query =
            Query::default().scope(connection.workspace).any_of("connection", [connection.id]);
        let rules = self.store.list::<Rule>(&query).await?.records;
        if !is_forced && rules.iter().any(|it| it.active != Some(false)) {
            return Err(conflict("active rules still use the connection"));
        }
        for rule in rules {
            self.store.delete::<Rule>(rule.id).await?;
        }
        self.store.delete::<Connection>(connection.id).await?;
        Ok(DeleteConnectionOutput::Ok(DeletedConnection::new(connection.id, connection.r#type)))
    }

    async fn get_connection_actions(
        &self,
        context: Context<Caller>,
        input: GetConnectionActionsInput,
    ) -> Result<GetConnectionActionsOutput, Fault> {
        let connection = self.connection(&context.principal, input.connection_id).await?;
        Ok(GetConnectionActionsOutput::Ok(integrations::actions(&connection.r#type)))
    }

    async fn get_connection_fields(
        &self,
        context: Context<Caller>,
        input: GetConnectionFieldsInput,
    ) -> Result<GetConnectionFieldsOutput, Fault> {
        let connection = self.connection(&context.principal, input.connection_id).await?;
        Ok(GetConnectionFieldsOutput::Ok(self.fields(&connection).await?))
    }

    async fn get_connection_default_mappings(
        &self,
        context: Context<Caller>,
        input: GetConnectionDefaultMappingsInput,
    ) -> Result<GetConnectionDefaultMappingsOutput, Fault> {
        let connection = self.connection(&context.principal, input.connection_id).await?;
        Ok(GetConnectionDefaultMappingsOutput::Ok(self.mapping(&connection).await?))
    }

    async fn update_connection_default_mappings(
        &self,
        context: Context<Caller>,
        input: UpdateConnectionDefaultMappingsInput,
    ) -> Result<UpdateConnectionDefaultMappingsOutput, Fault> {
        let caller = &context.principal;
        let connection = self.connection(caller, input.connection_id).await?;
        let mapping = self.keep_mapping(caller, &connection, input.body).await?;
        Ok(UpdateConnectionDefaultMappingsOutput::Ok(mapping))
    }
}

impl Meshes {
    /// A connection of the caller's.
    pub(super) async fn connection(&self, caller: &Caller, id: Uuid) -> Result<Connection, Fault> {
        self.own::<Connection>(caller, id, |it| it.workspace, "connection").await
    }

    /// All connections of some workspaces; the schema gives this list no cursor to go on with.
    pub(super) async fn connections_of(
        &self,
        workspaces: &[Uuid],
    ) -> Result<ConnectionPage, Fault> {
        let query = Query::default().scopes(workspaces);
        let records = self.store.list::<Connection>(&query).await?.records;
        let n_records = count(&records);
        Ok(ConnectionPage::new(n_records, n_records, None, records))
    }

    async fn keep_connection(&self, connection: &Connection) -> Result<(), Fault> {
        self.store.put(connection).await.map_err(|error| match error.is_duplicate() {
            true => conflict("another connection of the workspace has this name"),
            false => error.into(),
        })
    }
}

/// A webhook has to say where it is.
fn check(kind: &IntegrationType, metadata: &Map<Value>) -> Result<(), Fault> {
    if *kind != IntegrationType::Webhook {
        return Ok(());
    }
    match metadata.get("url").and_then(Value::as_str) {
        Some(url) if url.starts_with("http://") || url.starts_with("https://") => Ok(()),
        Some(_) => Err(bad_place("/body/metadata/url", "expected an http or https URL")),
        None => Err(bad_place("/body/metadata/url", "required for a webhook, and missing")),
    }
}
