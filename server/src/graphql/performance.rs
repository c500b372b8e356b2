//! Performance profiles and results as GraphQL shows them.

use ::meshery::types as rest;
use meshery_graphql::types::{MesheryResult, PerfPageProfiles, PerfPageResult, PerfProfile};
use meshwright_runtime::graphql::Error;
use meshwright_runtime::{Map, Uuid, Value};

use super::page::Page;
use super::{Resolvers, bad_input, count, failure};

impl Resolvers {
    /// A page of profiles, each with what is known of its runs.
    pub(super) async fn profiles(&self, page: &Page) -> Result<PerfPageProfiles, Error> {
        let found = self.meshery.profiles(&page.query).await.map_err(failure)?;
        Ok(PerfPageProfiles {
            page: page.number,
            page_size: page.size,
            total_count: count(found.total),
            profiles: Some(found.records.into_iter().map(|it| Some(profile(it))).collect()),
        })
    }

    /// A page of results.
    pub(super) async fn results(&self, page: &Page) -> Result<PerfPageResult, Error> {
        let store = &self.meshery.store;
        let found = store.list::<rest::PerformanceResult>(&page.query).await.map_err(failure)?;
        Ok(PerfPageResult {
            page: page.number,
            page_size: page.size,
            total_count: count(found.total),
            results: Some(found.records.into_iter().map(|it| Some(result(it))).collect()),
        })
    }

    /// A result, if there is one with this id.
    pub(super) async fn result(&self, id: &str) -> Result<Option<MesheryResult>, Error> {
        let Ok(id) = Uuid::parse_str(id) else { return Ok(None) };
        let found = self.meshery.store.get::<rest::PerformanceResult>(id).await;
        Ok(found.map_err(failure)?.map(result))
    }
}

/// The page of one profile's results that is asked for.
pub(super) fn of_profile(page: Page, profile: &str) -> Result<Page, Error> {
    let profile = Uuid::parse_str(profile).map_err(|_| bad_input("`profileID` is no UUID"))?;
    Ok(Page { query: page.query.scope(profile), ..page })
}

fn profile(profile: rest::PerformanceProfile) -> PerfProfile {
    let generators = profile.load_generators;
    PerfProfile {
        id: profile.id.to_string(),
        user_id: profile.owner.to_string(),
        name: Some(profile.name),
        load_generators: generators.map(|it| it.iter().map(|it| Some(it.to_string())).collect()),
        endpoints: profile.endpoints.map(|it| it.into_iter().map(Some).collect()),
        service_mesh: profile.service_mesh,
        concurrent_request: profile.concurrent_request.unwrap_or_default(),
        qps: profile.qps,
        duration: profile.duration.unwrap_or_default(),
        request_headers: profile.request_headers,
        request_cookies: profile.request_cookies,
        request_body: profile.request_body,
        content_type: profile.content_type,
        metadata: profile.metadata.map(object),
        last_run: profile.last_run.map(|it| it.to_rfc3339()),
        total_results: profile.total_results,
        created_at: Some(profile.created_at.to_rfc3339()),
        updated_at: Some(profile.updated_at.to_rfc3339()),
    }
}

fn result(result: rest::PerformanceResult) -> MesheryResult {
    MesheryResult {
        meshery_id: Some(result.meshery_id.to_string()),
        name: result.name,
        mesh: result.mesh,
        performance_profile: result.performance_profile.map(|it| it.to_string()),
        test_id: result.test_id,
        runner_results: result.runner_results.map(object),
        server_metrics: result.server_metrics.map(|it| object(it).to_string()),
        server_board_config: result.server_board_config.map(|it| object(it).to_string()),
        test_start_time: result.test_start_time.map(|it| it.to_rfc3339()),
        user_id: Some(result.user_id.to_string()),
        updated_at: Some(result.updated_at.to_rfc3339()),
        created_at: Some(result.created_at.to_rfc3339()),
    }
}

fn object(members: Map<Value>) -> Value {
    Value::Object(members.into_iter().collect())
}
