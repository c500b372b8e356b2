//! The operations tagged `Workspaces`.

use http::StatusCode;
use meshes_management::operations::workspaces::{
    CreateWorkspaceInput, CreateWorkspaceOutput, GetWorkspaceConnectionsInput,
    GetWorkspaceConnectionsOutput, GetWorkspaceEventTypesInput, GetWorkspaceEventTypesOutput,
    GetWorkspaceEventsInput, GetWorkspaceEventsOutput, GetWorkspaceInput, GetWorkspaceOutput,
    GetWorkspaceResourcesInput, GetWorkspaceResourcesOutput, GetWorkspaceRulesInput,
    GetWorkspaceRulesOutput, GetWorkspacesOutput, UpdateWorkspaceInput, UpdateWorkspaceOutput,
};
use meshes_management::server::workspaces::WorkspacesApi;
use meshes_management::types::{
    CreateWorkspaceResponse, PublishableKey, Workspace, WorkspacePage, WorkspaceWithKey,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Caller, Meshes, count};
use crate::clock::now;
use crate::refusal::{conflict, refuse};
use crate::store::{EventType, OrgWorkspace, Query, Resource};

impl WorkspacesApi for Meshes {
    async fn get_workspaces(&self, context: Context<Caller>) -> Result<GetWorkspacesOutput, Fault> {
        let query = Query::default().scope(context.principal.org());
        let page = self.store.list::<OrgWorkspace>(&query).await?;
        let records: Vec<_> = page.records.iter().map(|it| bare(&it.document)).collect();
        // The schema gives this list no cursor to go on with, so it is whole.
        let n_records = count(&records);
        Ok(GetWorkspacesOutput::Ok(WorkspacePage::new(n_records, n_records, None, records)))
    }

    async fn create_workspace(
        &self,
        context: Context<Caller>,
        input: CreateWorkspaceInput,
    ) -> Result<CreateWorkspaceOutput, Fault> {
        let (org, id, now) = (context.principal.org(), Uuid::new_v4(), now());
        // The secret part must not hold the character that separates the parts.
        let secret = crate::secret::random(24).replace('_', ".");
        let document = WorkspaceWithKey {
            id,
            name: input.body.name,
            description: Some(input.body.description),
            created_at: now,
            updated_at: now,
            publishable_key: PublishableKey::new(
                "Default",
                format!("mesh_pub_{org}_{id}_{secret}"),
            ),
        };
        let answer = CreateWorkspaceResponse::new(bare(&document));
        self.keep(OrgWorkspace { owner: org, document }).await?;
        Ok(CreateWorkspaceOutput::Created(answer))
    }

    async fn get_workspace(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceInput,
    ) -> Result<GetWorkspaceOutput, Fault> {
        let workspace = self.workspace(&context.principal, input.workspace_id).await?;
        Ok(GetWorkspaceOutput::Ok(workspace))
    }

    async fn update_workspace(
        &self,
        context: Context<Caller>,
        input: UpdateWorkspaceInput,
    ) -> Result<UpdateWorkspaceOutput, Fault> {
        let mut document = self.workspace(&context.principal, input.workspace_id).await?;
        document.name = input.body.name;
        if input.body.description.is_some() {
            document.description = input.body.description;
        }
        document.updated_at = now();
        let answer = bare(&document);
        self.keep(OrgWorkspace { owner: context.principal.org(), document }).await?;
        Ok(UpdateWorkspaceOutput::Ok(answer))
    }

    async fn get_workspace_connections(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceConnectionsInput,
    ) -> Result<GetWorkspaceConnectionsOutput, Fault> {
        let own = self.own_only(&context.principal, input.workspace_id).await?;
        let page = self.connections_of(&own).await?;
        Ok(GetWorkspaceConnectionsOutput::Ok(page))
    }

    async fn get_workspace_rules(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceRulesInput,
    ) -> Result<GetWorkspaceRulesOutput, Fault> {
        let own = self.own_only(&context.principal, input.workspace_id).await?;
        let query = Query::default()
            .any_of("event", input.event)
            .any_of("resource", input.resource)
            .any_of("resource_id", input.resource_id);
        let page = self.rules_of(&own, query).await?;
        Ok(GetWorkspaceRulesOutput::Ok(page))
    }

    async fn get_workspace_events(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceEventsInput,
    ) -> Result<GetWorkspaceEventsOutput, Fault> {
        let own = self.own_only(&context.principal, input.workspace_id).await?;
        let query = Query::default()
            .any_of("event", input.event)
            .any_of("resource", input.resource)
            .any_of("resource_id", input.resource_id)
            .any_of("status", input.status);
        let page = self.events_of(&own, query, input.limit, input.cursor).await?;
        Ok(GetWorkspaceEventsOutput::Ok(page))
    }

    async fn get_workspace_event_types(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceEventTypesInput,
    ) -> Result<GetWorkspaceEventTypesOutput, Fault> {
        self.check_own(&context.principal, input.workspace_id).await?;
        let query = Query::default().scope(input.workspace_id);
        let page = self.store.list::<EventType>(&query).await?;
        let entries = page.records.into_iter().map(|it| it.document).collect();
        Ok(GetWorkspaceEventTypesOutput::Ok(entries))
    }

    async fn get_workspace_resources(
        &self,
        context: Context<Caller>,
        input: GetWorkspaceResourcesInput,
    ) -> Result<GetWorkspaceResourcesOutput, Fault> {
        self.check_own(&context.principal, input.workspace_id).await?;
        let query = Query::default().scope(input.workspace_id);
        let page = self.store.list::<Resource>(&query).await?;
        let entries = page.records.into_iter().map(|it| it.document).collect();
        Ok(GetWorkspaceResourcesOutput::Ok(entries))
    }
}

impl Meshes {
    /// A workspace for a list that knows no status 404: of another organization's, or of one that
    /// is not there, the list is empty.
    async fn own_only(&self, caller: &Caller, id: Uuid) -> Result<Vec<Uuid>, Fault> {
        let ids = self.workspace_ids(caller).await?;
        Ok(ids.into_iter().filter(|it| *it == id).collect())
    }

    /// Status 403 where the schema has it instead of 404.
    async fn check_own(&self, caller: &Caller, id: Uuid) -> Result<(), Fault> {
        if self.own_only(caller, id).await?.is_empty() {
            let detail = "the organization has no such workspace";
            return Err(refuse(StatusCode::FORBIDDEN, detail));
        }
        Ok(())
    }

    async fn keep(&self, workspace: OrgWorkspace) -> Result<(), Fault> {
        self.store.put(&workspace).await.map_err(|error| match error.is_duplicate() {
            true => conflict("another workspace of the organization has this name"),
            false => error.into(),
        })
    }
}

/// A workspace without its key.
fn bare(workspace: &WorkspaceWithKey) -> Workspace {
    Workspace {
        id: workspace.id,
        name: workspace.name.clone(),
        description: workspace.description.clone(),
        created_at: workspace.created_at,
        updated_at: workspace.updated_at,
    }
}
