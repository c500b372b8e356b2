//! The Meshes APIs: events come in, rules match them, deliveries go out.
//!
//! [`Meshes`] implements the generated traits of both crates; one file per tag.

mod catalog;
mod connections;
mod courier;
mod deliveries;
mod events;
mod guard;
mod ingestion;
mod integrations;
mod machine_token;
mod mappings;
mod rules;
mod sessions;
mod workspaces;

use std::sync::Arc;

use meshes_management::types::WorkspaceWithKey;
use meshwright_runtime::Uuid;
use meshwright_runtime::server::Fault;

pub use courier::Courier;
pub use guard::Caller;

use crate::refusal::{found, not_found};
use crate::store::{OrgWorkspace, Query, Record, Store};
use crate::token::Signer;

/// Everything that both Meshes APIs can do.
#[derive(Debug)]
pub struct Meshes {
    /// What is kept.
    pub store: Store,
    /// Who delivers.
    pub courier: Arc<Courier>,
    /// Who signs the tokens of sessions.
    pub sessions: Signer,
    /// Where people reach this server.
    pub public_url: String,
}

impl Meshes {
    /// The ids of the caller's workspaces.
    async fn workspace_ids(&self, caller: &Caller) -> Result<Vec<Uuid>, Fault> {
        let query = Query::default().scope(caller.org());
        let page = self.store.list::<OrgWorkspace>(&query).await?;
        Ok(page.records.into_iter().map(|it| it.document.id).collect())
    }

    /// A workspace of the caller's organization.
    async fn workspace(&self, caller: &Caller, id: Uuid) -> Result<WorkspaceWithKey, Fault> {
        let workspace = self.store.get::<OrgWorkspace>(id).await?;
        let own = workspace.filter(|it| it.owner == caller.org());
        Ok(found(own, "workspace")?.document)
    }

    /// A document in one of the caller's workspaces; others are not there.
    async fn own<T: Record>(
        &self,
        caller: &Caller,
        id: impl ToString,
        workspace: fn(&T) -> Uuid,
        what: &str,
    ) -> Result<T, Fault> {
        let document = found(self.store.get::<T>(id).await?, what)?;
        match self.workspace(caller, workspace(&document)).await {
            Ok(_) => Ok(document),
            Err(_) => Err(not_found(what)),
        }
    }
}

/// A number of things as the wire has it.
fn count<T>(list: &[T]) -> i32 {
    i32::try_from(list.len()).unwrap_or(i32::MAX)
}
