//! The operations tagged `System`.

use ::meshery::operations::system::{
    GetDatabaseSummaryInput, GetDatabaseSummaryOutput, GetSystemVersionOutput, ResetDatabaseOutput,
    SyncSystemOutput,
};
use ::meshery::server::system::SystemApi;
use ::meshery::types::{
    DatabaseSummary, DatabaseTable, Message, SystemSync, SystemVersion, SystemVersionReleaseChannel,
};
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery};
use crate::bus::News;
use crate::store::Error;

impl SystemApi for Meshery {
    /// This server looks nowhere for newer versions: the latest that it knows is itself.
    async fn get_system_version(&self, _: Context<()>) -> Result<GetSystemVersionOutput, Fault> {
        let version = concat!("v", env!("CARGO_PKG_VERSION"));
        let commit = option_env!("MESHWRIGHT_COMMIT").unwrap_or_default();
        let channel = SystemVersionReleaseChannel::Edge;
        let version = SystemVersion::new(version, version, false, commit, channel);
        Ok(GetSystemVersionOutput::Ok(version))
    }

    async fn get_database_summary(
        &self,
        _: Context<()>,
        input: GetDatabaseSummaryInput,
    ) -> Result<GetDatabaseSummaryOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let tables = self.store.tables().await?;
        let record_count = tables.iter().map(|it| it.count).sum();
        let tables = tables.into_iter().map(|it| DatabaseTable::new(it.name, "table", it.count));
        let (tables, n_tables) = listing.part(tables.collect(), |it| &it.name);
        let summary =
            DatabaseSummary::new(listing.page, listing.size, n_tables, record_count, tables);
        Ok(GetDatabaseSummaryOutput::Ok(summary))
    }

    async fn reset_database(&self, _: Context<()>) -> Result<ResetDatabaseOutput, Fault> {
        self.reset().await?;
        Ok(ResetDatabaseOutput::Ok(Message::new("The database was archived and reset.")))
    }

    async fn sync_system(&self, _: Context<()>) -> Result<SyncSystemOutput, Fault> {
        let preferences = self.preferences().await?;
        Ok(SyncSystemOutput::Ok(SystemSync {
            mesh_adapters: preferences.mesh_adapters,
            load_test_prefs: preferences.load_test_prefs,
            anonymous_usage_stats: preferences.anonymous_usage_stats,
            anonymous_perf_results: preferences.anonymous_perf_results,
            selected_organization_id: preferences.selected_organization_id,
            users_extension_preferences: preferences.users_extension_preferences,
            updated_at: preferences.updated_at,
            k8s_config: self.all_contexts().await?,
        }))
    }
}

impl Meshery {
    /// Archives the database, and empties what Meshery keeps for its user.
    ///
    /// # Errors
    ///
    /// When the database fails; nothing is lost then.
    pub async fn reset(&self) -> Result<(), Error> {
        let archive = self.store.archive().await?;
        self.store.reset_meshery().await?;
        let changed = [
            News::Designs,
            News::Filters,
            News::Profiles,
            News::Results,
            News::Contexts,
            News::Registry,
            News::Resources,
        ];
        for news in changed {
            self.bus.tell(news);
        }
        tracing::warn!(archive, "the database was reset");
        Ok(())
    }
}
