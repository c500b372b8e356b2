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
    AddonList, CatalogFilter, CatalogPattern, ControlPlane, DataPlane, KctlDescribeDetails,
    MeshModelSummary, MesheryControllersStatusListItem, MesheryResult, NameSpace,
    OperatorControllerStatus, PatternPageResult, PerfPageProfiles, PerfPageResult, TelemetryComp,
};
use meshwright_runtime::graphql::{Context, Error};

use super::documents::{catalog_filter, catalog_pattern};
use super::page::Page;
use super::performance::of_profile;
use super::planes::Selection;
use super::{Resolvers, failure, list};

impl QueryResolver for Resolvers {
    async fn get_operator_status(
        &self,
        _: &Context,
        args: QueryGetOperatorStatusArgs,
    ) -> Result<Option<MesheryControllersStatusListItem>, Error> {
        self.operator(&args.connection_id).await
    }

    async fn get_meshsync_status(
        &self,
        _: &Context,
        args: QueryGetMeshsyncStatusArgs,
    ) -> Result<OperatorControllerStatus, Error> {
        self.meshsync(args.connection_id).await
    }

    async fn get_nats_status(
        &self,
        _: &Context,
        args: QueryGetNatsStatusArgs,
    ) -> Result<OperatorControllerStatus, Error> {
        self.nats(args.connection_id).await
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
        args: QueryGetAvailableNamespacesArgs,
    ) -> Result<Vec<NameSpace>, Error> {
        self.namespaces(&list(args.k8s_cluster_ids)).await
    }

    async fn get_kubectl_describe(
        &self,
        _: &Context,
        args: QueryGetKubectlDescribeArgs,
    ) -> Result<KctlDescribeDetails, Error> {
        self.described(&args.kind, &args.namespace, &args.name).await
    }

    async fn get_mesh_model_summary(
        &self,
        _: &Context,
        args: QueryGetMeshModelSummaryArgs,
    ) -> Result<MeshModelSummary, Error> {
        self.summary(&args.selector.r#type).await
    }

    async fn resync_cluster(
        &self,
        _: &Context,
        args: QueryResyncClusterArgs,
    ) -> Result<Status, Error> {
        self.resync(args.selector, &args.k8scontext_id).await
    }

    async fn get_perf_result(
        &self,
        _: &Context,
        args: QueryGetPerfResultArgs,
    ) -> Result<Option<MesheryResult>, Error> {
        self.result(&args.id).await
    }

    async fn fetch_results(
        &self,
        _: &Context,
        args: QueryFetchResultsArgs,
    ) -> Result<PerfPageResult, Error> {
        let page = of_profile(Page::plain(&args.selector)?, &args.profile_id)?;
        self.results(&page).await
    }

    async fn get_performance_profiles(
        &self,
        _: &Context,
        args: QueryGetPerformanceProfilesArgs,
    ) -> Result<PerfPageProfiles, Error> {
        self.profiles(&Page::plain(&args.selector)?).await
    }

    async fn fetch_all_results(
        &self,
        _: &Context,
        args: QueryFetchAllResultsArgs,
    ) -> Result<PerfPageResult, Error> {
        self.results(&Page::results(&args.selector)?).await
    }

    async fn get_available_addons(
        &self,
        _: &Context,
        args: QueryGetAvailableAddonsArgs,
    ) -> Result<Vec<AddonList>, Error> {
        self.addons(Selection::read(args.filter)?).await
    }

    async fn get_control_planes(
        &self,
        _: &Context,
        args: QueryGetControlPlanesArgs,
    ) -> Result<Vec<ControlPlane>, Error> {
        self.control_planes(Selection::read(args.filter)?).await
    }

    async fn get_data_planes(
        &self,
        _: &Context,
        args: QueryGetDataPlanesArgs,
    ) -> Result<Vec<DataPlane>, Error> {
        self.data_planes(Selection::read(args.filter)?).await
    }

    async fn fetch_telemetry_components(
        &self,
        _: &Context,
        args: QueryFetchTelemetryComponentsArgs,
    ) -> Result<Vec<Option<TelemetryComp>>, Error> {
        self.telemetry(list(args.contexts)).await
    }
}
