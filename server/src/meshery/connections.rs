//! The operations tagged `Connections`.

use ::meshery::operations::connections::{
    CancelConnectionRegistrationInput, CancelConnectionRegistrationOutput, CreateConnectionInput,
    CreateConnectionOutput, DeleteConnectionInput, DeleteConnectionOutput, GetConnectionInput,
    GetConnectionOutput, ListConnectionsInput, ListConnectionsOutput, RegisterConnectionInput,
    RegisterConnectionOutput, UpdateConnectionInput, UpdateConnectionOutput,
};
use ::meshery::server::connections::ConnectionsApi;
use ::meshery::types::{Connection, ConnectionPage, ConnectionPayload, Credential, Environment};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, total};
use crate::clock::now;
use crate::refusal::{bad_place, found};
use crate::store::{LinkKind, Query};

impl ConnectionsApi for Meshery {
    async fn list_connections(
        &self,
        _: Context<()>,
        input: ListConnectionsInput,
    ) -> Result<ListConnectionsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing
            .query()?
            .any_of("kind", input.kind.unwrap_or_default())
            .any_of("status", input.status.unwrap_or_default());
        Ok(ListConnectionsOutput::Ok(self.connection_page(&listing, &query).await?))
    }

    async fn create_connection(
        &self,
        _: Context<()>,
        input: CreateConnectionInput,
    ) -> Result<CreateConnectionOutput, Fault> {
        let connection = self.with_credential(input.body).await?;
        self.store.put(&connection).await?;
        self.tell_of(&connection);
        let description = format!("Connection {} was created.", connection.name);
        self.note("connection", "create", connection.id, description).await?;
        Ok(CreateConnectionOutput::Created(connection))
    }

    async fn register_connection(
        &self,
        _: Context<()>,
        input: RegisterConnectionInput,
    ) -> Result<RegisterConnectionOutput, Fault> {
        Ok(RegisterConnectionOutput::Ok(self.register_step(input.body).await?))
    }

    async fn cancel_connection_registration(
        &self,
        _: Context<()>,
        input: CancelConnectionRegistrationInput,
    ) -> Result<CancelConnectionRegistrationOutput, Fault> {
        self.cancel_registration(input.body.id).await?;
        Ok(CancelConnectionRegistrationOutput::NoContent)
    }

    async fn get_connection(
        &self,
        _: Context<()>,
        input: GetConnectionInput,
    ) -> Result<GetConnectionOutput, Fault> {
        let mut connection = self.connection(input.connection_id).await?;
        let kind = LinkKind::EnvironmentConnection;
        let mut environments = Vec::new();
        for owner in self.store.owners(kind, connection.id).await? {
            environments.extend(self.store.get::<Environment>(owner).await?);
        }
        connection.environments = Some(environments);
        Ok(GetConnectionOutput::Ok(connection))
    }

    async fn update_connection(
        &self,
        _: Context<()>,
        input: UpdateConnectionInput,
    ) -> Result<UpdateConnectionOutput, Fault> {
        let known = self.connection(input.connection_id).await?;
        let new = self.with_credential(input.body).await?;
        let connection = Connection {
            id: known.id,
            created_at: known.created_at,
            credential_id: new.credential_id.or(known.credential_id),
            metadata: new.metadata.or_else(|| known.metadata.clone()),
            ..new
        };
        self.store.put(&connection).await?;
        self.tell_of(&known);
        self.tell_of(&connection);
        let description = format!("Connection {} was updated.", connection.name);
        self.note("connection", "update", connection.id, description).await?;
        Ok(UpdateConnectionOutput::Ok(connection))
    }

    async fn delete_connection(
        &self,
        _: Context<()>,
        input: DeleteConnectionInput,
    ) -> Result<DeleteConnectionOutput, Fault> {
        let connection = self.connection(input.connection_id).await?;
        self.remove_connection(connection).await?;
        Ok(DeleteConnectionOutput::NoContent)
    }
}

impl Meshery {
    pub(super) async fn connection(&self, id: Uuid) -> Result<Connection, Fault> {
        found(self.store.get::<Connection>(id).await?, "connection")
    }

    pub(super) async fn remove_connection(&self, connection: Connection) -> Result<(), Fault> {
        self.store.delete::<Connection>(connection.id).await?;
        self.store.unlink_all(connection.id).await?;
        self.tell_of(&connection);
        let description = format!("Connection {} was deleted.", connection.name);
        Ok(self.note("connection", "delete", connection.id, description).await?)
    }

    pub(super) async fn connection_page(
        &self,
        listing: &Listing,
        query: &Query,
    ) -> Result<ConnectionPage, Fault> {
        let page = self.store.list::<Connection>(query).await?;
        Ok(ConnectionPage::new(listing.page, listing.size, total(page.total), page.records))
    }

    /// A connection as it was asked for; a secret that comes with it becomes a credential.
    pub(super) async fn with_credential(
        &self,
        payload: ConnectionPayload,
    ) -> Result<Connection, Fault> {
        let now = now();
        let credential_id = match (payload.credential_id, payload.credential_secret) {
            (Some(id), _) => match self.store.get::<Credential>(id).await? {
                Some(_) => Some(id),
                None => {
                    return Err(bad_place("/body/credential_id", "there is no such credential"));
                }
            },
            (None, Some(secret)) if !secret.is_empty() => {
                let name = format!("{} secret", payload.name);
                Some(self.keep_secret(name, &payload.kind, secret).await?.id)
            }
            (None, _) => None,
        };
        Ok(Connection {
            id: Uuid::new_v4(),
            name: payload.name,
            kind: payload.kind,
            r#type: payload.r#type,
            sub_type: payload.sub_type.unwrap_or_default(),
            status: payload.status,
            metadata: payload.metadata,
            credential_id: credential_id.map(Some),
            user_id: Some(self.user),
            environments: None,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        })
    }
}
