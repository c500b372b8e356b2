//! The resolvers of `Query`.

use ::meshery::types as rest;
use meshery_graphql::enums::Status;
use meshery_graphql::resolvers::{
    QueryFetchAllResultsArgs, QueryFetchFilterCatalogContentArgs,
    QueryFetchPatternCatalogContentArgs, QueryFetchPatternsArgs, QueryFetchResultsArgs,
    QueryFetchTelemetryComponentsArgs, QueryGetAvailableAddonsArgs,
    QueryGetAvailableNamespacesArgs, QueryGetControlPlanesArgs, QueryGetDataPlanesArgs,
    QueryGetKubectlDescribeArgs, QueryGetMeshModelSummaryArgs, QueryGetMeshsyncStatusArgs,
    QueryGetNatsStatusArgs, QueryGetOperatorStatusArgs, QueryGetPerfResultArgs,
    QueryGetPerformanceProfilesArgs, QueryResolver, QueryResyncClusterArgs,
};
use meshery_graphql::types::{
    AddonList, CatalogFilter, CatalogPattern, ControlPlane, DataPlane, Error as ControllerError,
    KctlDescribeDetails, MeshModelSummary, MesheryControllersStatusListItem, MesheryResult,
    NameSpace, OperatorControllerStatus, PatternPageResult, PerfPageProfiles, PerfPageResult,
    TelemetryComp,
};
use meshwright_runtime::graphql::{Context, Error};

use super::documents::{catalog_filter, catalog_pattern};
use super::page::Page;
use super::{Resolvers, failure, no_cluster};

impl QueryResolver for Resolvers {
    async fn get_operator_status(
        &self,
        _: &Context,
        _: QueryGetOperatorStatusArgs,
    ) -> Result<Option<MesheryControllersStatusListItem>, Error> {
        Err(no_cluster())
    }

    async fn get_meshsync_status(
        &self,
        _: &Context,
        args: QueryGetMeshsyncStatusArgs,
    ) -> Result<OperatorControllerStatus, Error> {
        Ok(unknown("MeshSync", args.connection_id))
    }

    async fn get_nats_status(
        &self,
        _: &Context,
        args: QueryGetNatsStatusArgs,
    ) -> Result<OperatorControllerStatus, Error> {
        Ok(unknown("MesheryBroker", args.connection_id))
    }

    async fn fetch_pattern_catalog_content(
        &self,
        _: &Context,
        args: QueryFetchPatternCatalogContentArgs,
    ) -> Result<Vec<CatalogPattern>, Error> {
        let page = Page::catalog(&args.selector)?;
        let found = self.meshery.store.list::<rest::Design>(&page.query).await.map_err(failure)?;
        Ok(found.records.into_iter().map(catalog_pattern).collect())
    }

    async fn fetch_filter_catalog_content(
        &self,
        _: &Context,
        args: QueryFetchFilterCatalogContentArgs,
    ) -> Result<Vec<CatalogFilter>, Error> {
        let page = Page::catalog(&args.selector)?;
        let found = self.meshery.store.list::<rest::Filter>(&page.query).await.map_err(failure)?;
        Ok(found.records.into_iter().map(catalog_filter).collect())
    }

    async fn fetch_patterns(
        &self,
        _: &Context,
        args: QueryFetchPatternsArgs,
    ) -> Result<PatternPageResult, Error> {
        self.patterns(&Page::filter(&args.selector)?).await
    }

    async fn get_available_namespaces(
        &self,
        _: &Context,
        _: QueryGetAvailableNamespacesArgs,
    ) -> Result<Vec<NameSpace>, Error> {
        Ok(Vec::new())
    }

    async fn get_kubectl_describe(
        &self,
        _: &Context,
        _: QueryGetKubectlDescribeArgs,
    ) -> Result<KctlDescribeDetails, Error> {
        Err(no_cluster())
    }

    async fn get_mesh_model_summary(
        &self,
        _: &Context,
        _: QueryGetMeshModelSummaryArgs,
    ) -> Result<MeshModelSummary, Error> {
        Ok(MeshModelSummary { components: Some(Vec::new()), relationships: Some(Vec::new()) })
    }

    async fn resync_cluster(
        &self,
        _: &Context,
        _: QueryResyncClusterArgs,
    ) -> Result<Status, Error> {
        Err(no_cluster())
    }

    /// No load test runs here, so no result is stored.
    async fn get_perf_result(
        &self,
        _: &Context,
        _: QueryGetPerfResultArgs,
    ) -> Result<Option<MesheryResult>, Error> {
        Ok(None)
    }

    async fn fetch_results(
        &self,
        _: &Context,
        args: QueryFetchResultsArgs,
    ) -> Result<PerfPageResult, Error> {
        Ok(no_results(&Page::filter(&args.selector)?))
    }

    async fn get_performance_profiles(
        &self,
        _: &Context,
        args: QueryGetPerformanceProfilesArgs,
    ) -> Result<PerfPageProfiles, Error> {
        Ok(no_profiles(&Page::filter(&args.selector)?))
    }

    async fn fetch_all_results(
        &self,
        _: &Context,
        args: QueryFetchAllResultsArgs,
    ) -> Result<PerfPageResult, Error> {
        Ok(no_results(&Page::filter(&args.selector)?))
    }

    async fn get_available_addons(
        &self,
        _: &Context,
        _: QueryGetAvailableAddonsArgs,
    ) -> Result<Vec<AddonList>, Error> {
        Ok(Vec::new())
    }

    async fn get_control_planes(
        &self,
        _: &Context,
        _: QueryGetControlPlanesArgs,
    ) -> Result<Vec<ControlPlane>, Error> {
        Ok(Vec::new())
    }

    async fn get_data_planes(
        &self,
        _: &Context,
        _: QueryGetDataPlanesArgs,
    ) -> Result<Vec<DataPlane>, Error> {
        Ok(Vec::new())
    }

    async fn fetch_telemetry_components(
        &self,
        _: &Context,
        _: QueryFetchTelemetryComponentsArgs,
    ) -> Result<Vec<Option<TelemetryComp>>, Error> {
        Ok(Vec::new())
    }
}

/// The status of a controller of a cluster that nobody knows.
fn unknown(name: &str, connection_id: String) -> OperatorControllerStatus {
    let error = ControllerError {
        code: "NO_CLUSTER".to_owned(),
        description: "no cluster is connected".to_owned(),
    };
    OperatorControllerStatus {
        name: name.to_owned(),
        version: String::new(),
        status: Status::Unknown,
        error: Some(error),
        connection_id,
    }
}

/// A page of no results.
pub(super) fn no_results(page: &Page) -> PerfPageResult {
    let (page, page_size) = (page.number, page.size);
    PerfPageResult { page, page_size, total_count: 0, results: Some(Vec::new()) }
}

/// A page of no profiles.
pub(super) fn no_profiles(page: &Page) -> PerfPageProfiles {
    let (page, page_size) = (page.number, page.size);
    PerfPageProfiles { page, page_size, total_count: 0, profiles: Some(Vec::new()) }
}
