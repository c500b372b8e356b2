//! The operations tagged `Performance`. No load is made here: load generators run elsewhere, and
//! send what they measured.

use ::meshery::operations::performance::{
    DeletePerformanceProfileInput, DeletePerformanceProfileOutput, GetPerformanceProfileInput,
    GetPerformanceProfileOutput, ListPerformanceProfileResultsInput,
    ListPerformanceProfileResultsOutput, ListPerformanceProfilesInput,
    ListPerformanceProfilesOutput, ListPerformanceResultsInput, ListPerformanceResultsOutput,
    SavePerformanceProfileInput, SavePerformanceProfileOutput, StorePerformanceResultInput,
    StorePerformanceResultOutput, UpdatePerformanceProfileInput, UpdatePerformanceProfileOutput,
};
use ::meshery::server::performance::PerformanceApi;
use ::meshery::types::{
    PerformanceProfile, PerformanceProfilePage, PerformanceProfilePayload, PerformanceResult,
    PerformanceResultPage,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, total};
use crate::bus::News;
use crate::clock::now;
use crate::refusal::found;
use crate::store::{Error, Order, Page, Query};

impl PerformanceApi for Meshery {
    async fn list_performance_profiles(
        &self,
        _: Context<()>,
        input: ListPerformanceProfilesInput,
    ) -> Result<ListPerformanceProfilesOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = self.profiles(&listing.query()?).await?;
        let n_profiles = total(page.total);
        let page =
            PerformanceProfilePage::new(listing.page, listing.size, n_profiles, page.records);
        Ok(ListPerformanceProfilesOutput::Ok(page))
    }

    async fn save_performance_profile(
        &self,
        _: Context<()>,
        input: SavePerformanceProfileInput,
    ) -> Result<SavePerformanceProfileOutput, Fault> {
        let known = match input.body.id {
            Some(id) => self.store.get::<PerformanceProfile>(id).await?,
            None => None,
        };
        let profile = self.change_profile(known, input.body).await?;
        Ok(SavePerformanceProfileOutput::Ok(profile))
    }

    async fn get_performance_profile(
        &self,
        _: Context<()>,
        input: GetPerformanceProfileInput,
    ) -> Result<GetPerformanceProfileOutput, Fault> {
        let profile = self.profile(input.performance_profile_id).await?;
        Ok(GetPerformanceProfileOutput::Ok(self.with_runs(profile).await?))
    }

    async fn update_performance_profile(
        &self,
        _: Context<()>,
        input: UpdatePerformanceProfileInput,
    ) -> Result<UpdatePerformanceProfileOutput, Fault> {
        let known = self.profile(input.performance_profile_id).await?;
        let profile = self.change_profile(Some(known), input.body).await?;
        Ok(UpdatePerformanceProfileOutput::Ok(profile))
    }

    async fn delete_performance_profile(
        &self,
        _: Context<()>,
        input: DeletePerformanceProfileInput,
    ) -> Result<DeletePerformanceProfileOutput, Fault> {
        let profile = self.profile(input.performance_profile_id).await?;
        let of_it = Query::default().scope(profile.id);
        for mut result in self.store.list::<PerformanceResult>(&of_it).await?.records {
            result.performance_profile = None;
            self.store.put(&result).await?;
        }
        self.store.delete::<PerformanceProfile>(profile.id).await?;
        self.bus.tell(News::Profiles);
        self.bus.tell(News::Results);
        let description = format!("Performance profile {} was deleted.", profile.name);
        self.note("performance", "delete", profile.id, description).await?;
        Ok(DeletePerformanceProfileOutput::NoContent)
    }

    async fn list_performance_profile_results(
        &self,
        _: Context<()>,
        input: ListPerformanceProfileResultsInput,
    ) -> Result<ListPerformanceProfileResultsOutput, Fault> {
        let profile = self.profile(input.performance_profile_id).await?;
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.scope(profile.id);
        let page = self.result_page(&listing, &query).await?;
        Ok(ListPerformanceProfileResultsOutput::Ok(page))
    }

    async fn store_performance_result(
        &self,
        _: Context<()>,
        input: StorePerformanceResultInput,
    ) -> Result<StorePerformanceResultOutput, Fault> {
        let profile = self.profile(input.performance_profile_id).await?;
        let (body, now) = (input.body, now());
        let result = PerformanceResult {
            meshery_id: Uuid::new_v4(),
            name: body.name.or(Some(profile.name.clone())),
            mesh: body.mesh.or(profile.service_mesh),
            performance_profile: Some(profile.id),
            test_id: body.test_id,
            runner_results: Some(body.runner_results),
            server_metrics: body.server_metrics,
            server_board_config: body.server_board_config,
            test_start_time: body.test_start_time,
            user_id: self.user,
            created_at: now,
            updated_at: now,
        };
        self.store.put(&result).await?;
        self.bus.tell(News::Results);
        let description = format!("Performance profile {} was run.", profile.name);
        self.note("performance", "run", profile.id, description).await?;
        Ok(StorePerformanceResultOutput::Created(result))
    }

    async fn list_performance_results(
        &self,
        _: Context<()>,
        input: ListPerformanceResultsInput,
    ) -> Result<ListPerformanceResultsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.between(input.from, input.to);
        Ok(ListPerformanceResultsOutput::Ok(self.result_page(&listing, &query).await?))
    }
}

impl Meshery {
    /// A page of profiles, each with what is known of its runs.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn profiles(&self, query: &Query) -> Result<Page<PerformanceProfile>, Error> {
        let page = self.store.list::<PerformanceProfile>(query).await?;
        let mut records = Vec::with_capacity(page.records.len());
        for profile in page.records {
            records.push(self.with_runs(profile).await?);
        }
        Ok(Page { records, ..page })
    }

    async fn with_runs(
        &self,
        mut profile: PerformanceProfile,
    ) -> Result<PerformanceProfile, Error> {
        let of_it = Query::default().scope(profile.id);
        profile.total_results = Some(total(self.store.count::<PerformanceResult>(&of_it).await?));
        let last = self.store.find::<PerformanceResult>(of_it.order(Order::LAST_RUN)).await?;
        profile.last_run = last.map(|it| it.test_start_time.unwrap_or(it.created_at));
        Ok(profile)
    }

    async fn profile(&self, id: Uuid) -> Result<PerformanceProfile, Fault> {
        found(self.store.get::<PerformanceProfile>(id).await?, "performance profile")
    }

    async fn result_page(
        &self,
        listing: &Listing,
        query: &Query,
    ) -> Result<PerformanceResultPage, Fault> {
        let page = self.store.list::<PerformanceResult>(query).await?;
        let n_results = total(page.total);
        Ok(PerformanceResultPage::new(listing.page, listing.size, n_results, page.records))
    }

    /// Keeps a profile as it was asked for, in place of the known one if there is one.
    async fn change_profile(
        &self,
        known: Option<PerformanceProfile>,
        payload: PerformanceProfilePayload,
    ) -> Result<PerformanceProfile, Fault> {
        let now = now();
        let (action, done) = match known {
            Some(_) => ("update", "updated"),
            None => ("create", "created"),
        };
        let given = payload.id.unwrap_or_else(Uuid::new_v4);
        let (id, created_at) = known.map_or((given, now), |it| (it.id, it.created_at));
        let profile = PerformanceProfile {
            id,
            name: payload.name,
            owner: self.user,
            schedule: payload.schedule,
            load_generators: Some(payload.load_generators),
            endpoints: Some(payload.endpoints),
            service_mesh: payload.service_mesh,
            concurrent_request: payload.concurrent_request,
            qps: payload.qps,
            duration: Some(payload.duration),
            request_headers: payload.request_headers,
            request_cookies: payload.request_cookies,
            request_body: payload.request_body,
            content_type: payload.content_type,
            metadata: payload.metadata,
            // What is known of runs is counted whenever a profile is shown.
            last_run: None,
            total_results: None,
            created_at,
            updated_at: now,
        };
        self.store.put(&profile).await?;
        self.bus.tell(News::Profiles);
        let description = format!("Performance profile {} was {done}.", profile.name);
        self.note("performance", action, profile.id, description).await?;
        Ok(self.with_runs(profile).await?)
    }
}
