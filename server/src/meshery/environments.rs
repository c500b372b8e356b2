//! The operations tagged `Environments`.

use ::meshery::operations::environments::{
    AddConnectionToEnvironmentInput, AddConnectionToEnvironmentOutput, CreateEnvironmentInput,
    CreateEnvironmentOutput, DeleteEnvironmentInput, DeleteEnvironmentOutput, GetEnvironmentInput,
    GetEnvironmentOutput, ListEnvironmentConnectionsInput, ListEnvironmentConnectionsOutput,
    ListEnvironmentsInput, ListEnvironmentsOutput, RemoveConnectionFromEnvironmentInput,
    RemoveConnectionFromEnvironmentOutput, UpdateEnvironmentInput, UpdateEnvironmentOutput,
};
use ::meshery::server::environments::EnvironmentsApi;
use ::meshery::types::{Environment, EnvironmentPage, EnvironmentPayload};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, total};
use crate::clock::now;
use crate::refusal::{bad_place, conflict, found, not_found};
use crate::store::{LinkKind, Query};

impl EnvironmentsApi for Meshery {
    async fn list_environments(
        &self,
        _: Context<()>,
        input: ListEnvironmentsInput,
    ) -> Result<ListEnvironmentsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.any_of("organization_id", input.org_id);
        Ok(ListEnvironmentsOutput::Ok(self.environment_page(&listing, &query).await?))
    }

    async fn create_environment(
        &self,
        _: Context<()>,
        input: CreateEnvironmentInput,
    ) -> Result<CreateEnvironmentOutput, Fault> {
        let EnvironmentPayload { name, description, organization_id } = input.body;
        self.check_organization(organization_id)?;
        let (id, now) = (Uuid::new_v4(), now());
        let description = description.unwrap_or_default();
        let mut environment = Environment::new(id, name, description, organization_id, now, now);
        environment.owner = Some(self.user);
        self.check_name(&environment).await?;
        self.store.put(&environment).await?;
        let description = format!("Environment {} was created.", environment.name);
        self.note("environment", "create", environment.id, description).await?;
        Ok(CreateEnvironmentOutput::Created(environment))
    }

    async fn get_environment(
        &self,
        _: Context<()>,
        input: GetEnvironmentInput,
    ) -> Result<GetEnvironmentOutput, Fault> {
        Ok(GetEnvironmentOutput::Ok(self.environment(input.id).await?))
    }

    async fn update_environment(
        &self,
        _: Context<()>,
        input: UpdateEnvironmentInput,
    ) -> Result<UpdateEnvironmentOutput, Fault> {
        let mut environment = self.environment(input.id).await?;
        self.check_organization(input.body.organization_id)?;
        environment.name = input.body.name;
        environment.description = input.body.description.unwrap_or(environment.description);
        environment.updated_at = now();
        self.check_name(&environment).await?;
        self.store.put(&environment).await?;
        let description = format!("Environment {} was updated.", environment.name);
        self.note("environment", "update", environment.id, description).await?;
        Ok(UpdateEnvironmentOutput::Ok(environment))
    }

    async fn delete_environment(
        &self,
        _: Context<()>,
        input: DeleteEnvironmentInput,
    ) -> Result<DeleteEnvironmentOutput, Fault> {
        let environment = self.environment(input.id).await?;
        self.store.delete::<Environment>(environment.id).await?;
        self.store.unlink_all(environment.id).await?;
        let description = format!("Environment {} was deleted.", environment.name);
        self.note("environment", "delete", environment.id, description).await?;
        Ok(DeleteEnvironmentOutput::NoContent)
    }

    async fn list_environment_connections(
        &self,
        _: Context<()>,
        input: ListEnvironmentConnectionsInput,
    ) -> Result<ListEnvironmentConnectionsOutput, Fault> {
        let environment = self.environment(input.environment_id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.linked(LinkKind::EnvironmentConnection, environment.id);
        Ok(ListEnvironmentConnectionsOutput::Ok(self.connection_page(&listing, &query).await?))
    }

    async fn add_connection_to_environment(
        &self,
        _: Context<()>,
        input: AddConnectionToEnvironmentInput,
    ) -> Result<AddConnectionToEnvironmentOutput, Fault> {
        let environment = self.environment(input.environment_id).await?;
        let connection = self.connection(input.connection_id).await?;
        let kind = LinkKind::EnvironmentConnection;
        if self.store.link(kind, environment.id, connection.id).await?.is_none() {
            return Err(conflict("the connection is in the environment already"));
        }
        Ok(AddConnectionToEnvironmentOutput::Ok(environment))
    }

    async fn remove_connection_from_environment(
        &self,
        _: Context<()>,
        input: RemoveConnectionFromEnvironmentInput,
    ) -> Result<RemoveConnectionFromEnvironmentOutput, Fault> {
        let (owner, member) = (input.environment_id, input.connection_id);
        if !self.store.unlink(LinkKind::EnvironmentConnection, owner, member).await? {
            return Err(not_found("connection in the environment"));
        }
        Ok(RemoveConnectionFromEnvironmentOutput::NoContent)
    }
}

impl Meshery {
    pub(super) async fn environment(&self, id: Uuid) -> Result<Environment, Fault> {
        found(self.store.get::<Environment>(id).await?, "environment")
    }

    pub(super) async fn environment_page(
        &self,
        listing: &Listing,
        query: &Query,
    ) -> Result<EnvironmentPage, Fault> {
        let page = self.store.list::<Environment>(query).await?;
        Ok(EnvironmentPage::new(listing.page, listing.size, total(page.total), page.records))
    }

    /// There is one organization, and things belong to it.
    pub(super) fn check_organization(&self, id: Uuid) -> Result<(), Fault> {
        if id == self.organization {
            return Ok(());
        }
        Err(bad_place("/body/organization_id", "there is no such organization"))
    }

    async fn check_name(&self, environment: &Environment) -> Result<(), Fault> {
        let query = Query::default().scope(environment.organization_id);
        let same = self.store.find::<Environment>(query.named(environment.name.clone())).await?;
        match same.filter(|it| it.id != environment.id) {
            Some(_) => Err(conflict("another environment has this name")),
            None => Ok(()),
        }
    }
}
