//! The operations tagged `Workspaces`.
//!
//! The local provider has no views and no teams: their lists are empty, and none can be added.

use ::meshery::operations::workspaces::{
    AddDesignToWorkspaceInput, AddDesignToWorkspaceOutput, AddEnvironmentToWorkspaceInput,
    AddEnvironmentToWorkspaceOutput, AddTeamToWorkspaceInput, AddTeamToWorkspaceOutput,
    AddViewToWorkspaceInput, AddViewToWorkspaceOutput, CreateWorkspaceInput, CreateWorkspaceOutput,
    DeleteWorkspaceInput, DeleteWorkspaceOutput, GetWorkspaceInput, GetWorkspaceOutput,
    ListWorkspaceDesignsInput, ListWorkspaceDesignsOutput, ListWorkspaceEnvironmentsInput,
    ListWorkspaceEnvironmentsOutput, ListWorkspaceTeamsInput, ListWorkspaceTeamsOutput,
    ListWorkspaceViewsInput, ListWorkspaceViewsOutput, ListWorkspacesInput, ListWorkspacesOutput,
    RemoveDesignFromWorkspaceInput, RemoveDesignFromWorkspaceOutput,
    RemoveEnvironmentFromWorkspaceInput, RemoveEnvironmentFromWorkspaceOutput,
    RemoveTeamFromWorkspaceInput, RemoveTeamFromWorkspaceOutput, RemoveViewFromWorkspaceInput,
    RemoveViewFromWorkspaceOutput, UpdateWorkspaceInput, UpdateWorkspaceOutput,
};
use ::meshery::server::workspaces::WorkspacesApi;
use ::meshery::types::{
    Design, TeamPage, ViewPage, Workspace, WorkspaceDesignMapping, WorkspaceDesignPage,
    WorkspaceEnvironmentMapping, WorkspacePage,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, total};
use crate::clock::now;
use crate::refusal::{conflict, found, not_found};
use crate::store::{Link, LinkKind, Query};

impl WorkspacesApi for Meshery {
    async fn list_workspaces(
        &self,
        _: Context<()>,
        input: ListWorkspacesInput,
    ) -> Result<ListWorkspacesOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.any_of("organization_id", input.org_id);
        let page = self.store.list::<Workspace>(&query).await?;
        let page = WorkspacePage::new(listing.page, listing.size, total(page.total), page.records);
        Ok(ListWorkspacesOutput::Ok(page))
    }

    async fn create_workspace(
        &self,
        _: Context<()>,
        input: CreateWorkspaceInput,
    ) -> Result<CreateWorkspaceOutput, Fault> {
        let body = input.body;
        self.check_organization(body.organization_id)?;
        let (id, now) = (Uuid::new_v4(), now());
        let description = body.description.unwrap_or_default();
        let mut workspace =
            Workspace::new(id, body.name, description, body.organization_id, now, now);
        workspace.owner = Some(self.user);
        workspace.metadata = body.metadata;
        self.check_workspace_name(&workspace).await?;
        self.store.put(&workspace).await?;
        let description = format!("Workspace {} was created.", workspace.name);
        self.note("workspace", "create", workspace.id, description).await?;
        Ok(CreateWorkspaceOutput::Created(workspace))
    }

    async fn get_workspace(
        &self,
        _: Context<()>,
        input: GetWorkspaceInput,
    ) -> Result<GetWorkspaceOutput, Fault> {
        Ok(GetWorkspaceOutput::Ok(self.workspace(input.id).await?))
    }

    async fn update_workspace(
        &self,
        _: Context<()>,
        input: UpdateWorkspaceInput,
    ) -> Result<UpdateWorkspaceOutput, Fault> {
        let (mut workspace, body) = (self.workspace(input.id).await?, input.body);
        self.check_organization(body.organization_id)?;
        workspace.name = body.name;
        workspace.description = body.description.unwrap_or(workspace.description);
        workspace.metadata = body.metadata.or(workspace.metadata);
        workspace.updated_at = now();
        self.check_workspace_name(&workspace).await?;
        self.store.put(&workspace).await?;
        let description = format!("Workspace {} was updated.", workspace.name);
        self.note("workspace", "update", workspace.id, description).await?;
        Ok(UpdateWorkspaceOutput::Ok(workspace))
    }

    async fn delete_workspace(
        &self,
        _: Context<()>,
        input: DeleteWorkspaceInput,
    ) -> Result<DeleteWorkspaceOutput, Fault> {
        let workspace = self.workspace(input.id).await?;
        self.store.delete::<Workspace>(workspace.id).await?;
        self.store.unlink_all(workspace.id).await?;
        let description = format!("Workspace {} was deleted.", workspace.name);
        self.note("workspace", "delete", workspace.id, description).await?;
        Ok(DeleteWorkspaceOutput::NoContent)
    }

    async fn list_workspace_environments(
        &self,
        _: Context<()>,
        input: ListWorkspaceEnvironmentsInput,
    ) -> Result<ListWorkspaceEnvironmentsOutput, Fault> {
        let workspace = self.workspace(input.id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.linked(LinkKind::WorkspaceEnvironment, workspace.id);
        Ok(ListWorkspaceEnvironmentsOutput::Ok(self.environment_page(&listing, &query).await?))
    }

    async fn add_environment_to_workspace(
        &self,
        _: Context<()>,
        input: AddEnvironmentToWorkspaceInput,
    ) -> Result<AddEnvironmentToWorkspaceOutput, Fault> {
        let environment = self.environment(input.environment_id).await?.id;
        let kind = LinkKind::WorkspaceEnvironment;
        let Link { id, created_at } = self.add(kind, input.id, environment).await?;
        Ok(AddEnvironmentToWorkspaceOutput::Created(WorkspaceEnvironmentMapping::new(
            id,
            input.id,
            environment,
            created_at,
            created_at,
        )))
    }

    async fn remove_environment_from_workspace(
        &self,
        _: Context<()>,
        input: RemoveEnvironmentFromWorkspaceInput,
    ) -> Result<RemoveEnvironmentFromWorkspaceOutput, Fault> {
        let kind = LinkKind::WorkspaceEnvironment;
        if !self.store.unlink(kind, input.id, input.environment_id).await? {
            return Err(not_found("environment in the workspace"));
        }
        Ok(RemoveEnvironmentFromWorkspaceOutput::NoContent)
    }

    async fn list_workspace_designs(
        &self,
        _: Context<()>,
        input: ListWorkspaceDesignsInput,
    ) -> Result<ListWorkspaceDesignsOutput, Fault> {
        let workspace = self.workspace(input.id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.linked(LinkKind::WorkspaceDesign, workspace.id);
        let page = self.store.list::<Design>(&query).await?;
        let (total, designs) = (total(page.total), page.records);
        let page = WorkspaceDesignPage::new(listing.page, listing.size, total, designs);
        Ok(ListWorkspaceDesignsOutput::Ok(page))
    }

    async fn add_design_to_workspace(
        &self,
        _: Context<()>,
        input: AddDesignToWorkspaceInput,
    ) -> Result<AddDesignToWorkspaceOutput, Fault> {
        let design = found(self.store.get::<Design>(input.design_id).await?, "design")?.id;
        let Link { id, created_at } = self.add(LinkKind::WorkspaceDesign, input.id, design).await?;
        Ok(AddDesignToWorkspaceOutput::Created(WorkspaceDesignMapping::new(
            id, input.id, design, created_at, created_at,
        )))
    }

    async fn remove_design_from_workspace(
        &self,
        _: Context<()>,
        input: RemoveDesignFromWorkspaceInput,
    ) -> Result<RemoveDesignFromWorkspaceOutput, Fault> {
        if !self.store.unlink(LinkKind::WorkspaceDesign, input.id, input.design_id).await? {
            return Err(not_found("design in the workspace"));
        }
        Ok(RemoveDesignFromWorkspaceOutput::NoContent)
    }

    async fn list_workspace_views(
        &self,
        _: Context<()>,
        input: ListWorkspaceViewsInput,
    ) -> Result<ListWorkspaceViewsOutput, Fault> {
        self.workspace(input.id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = ViewPage::new(listing.page, listing.size, 0, Vec::new());
        Ok(ListWorkspaceViewsOutput::Ok(page))
    }

    async fn add_view_to_workspace(
        &self,
        _: Context<()>,
        input: AddViewToWorkspaceInput,
    ) -> Result<AddViewToWorkspaceOutput, Fault> {
        self.workspace(input.id).await?;
        Err(not_found("view"))
    }

    async fn remove_view_from_workspace(
        &self,
        _: Context<()>,
        input: RemoveViewFromWorkspaceInput,
    ) -> Result<RemoveViewFromWorkspaceOutput, Fault> {
        self.workspace(input.id).await?;
        Err(not_found("view in the workspace"))
    }

    async fn list_workspace_teams(
        &self,
        _: Context<()>,
        input: ListWorkspaceTeamsInput,
    ) -> Result<ListWorkspaceTeamsOutput, Fault> {
        self.workspace(input.id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = TeamPage::new(listing.page, listing.size, 0, Vec::new());
        Ok(ListWorkspaceTeamsOutput::Ok(page))
    }

    async fn add_team_to_workspace(
        &self,
        _: Context<()>,
        input: AddTeamToWorkspaceInput,
    ) -> Result<AddTeamToWorkspaceOutput, Fault> {
        self.workspace(input.id).await?;
        Err(not_found("team"))
    }

    async fn remove_team_from_workspace(
        &self,
        _: Context<()>,
        input: RemoveTeamFromWorkspaceInput,
    ) -> Result<RemoveTeamFromWorkspaceOutput, Fault> {
        self.workspace(input.id).await?;
        Err(not_found("team in the workspace"))
    }
}

impl Meshery {
    async fn workspace(&self, id: Uuid) -> Result<Workspace, Fault> {
        found(self.store.get::<Workspace>(id).await?, "workspace")
    }

    /// Puts a member that exists into a workspace.
    async fn add(&self, kind: LinkKind, workspace: Uuid, member: Uuid) -> Result<Link, Fault> {
        self.workspace(workspace).await?;
        let link = self.store.link(kind, workspace, member).await?;
        link.ok_or_else(|| conflict("it is in the workspace already"))
    }

    async fn check_workspace_name(&self, workspace: &Workspace) -> Result<(), Fault> {
        let query = Query::default().scope(workspace.organization_id);
        let same = self.store.find::<Workspace>(query.named(workspace.name.clone())).await?;
        match same.filter(|it| it.id != workspace.id) {
            Some(_) => Err(conflict("another workspace has this name")),
            None => Ok(()),
        }
    }
}
