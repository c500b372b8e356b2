//! The resolvers of `Subscription`.

use ::meshery::types as rest;
use futures_util::{FutureExt as _, StreamExt as _, stream};
use meshery_graphql::enums::Severity;
use meshery_graphql::resolvers::{
    SubscriptionResolver, SubscriptionSubscribeClusterResourcesArgs,
    SubscriptionSubscribeConfigurationArgs, SubscriptionSubscribeK8sContextArgs,
    SubscriptionSubscribeMeshModelSummaryArgs, SubscriptionSubscribeMeshSyncEventsArgs,
    SubscriptionSubscribeMesheryControllersStatusArgs, SubscriptionSubscribePerfProfilesArgs,
    SubscriptionSubscribePerfResultsArgs,
};
use meshery_graphql::types::{
    ClusterResources, ConfigurationPage, Event, K8sContextsPage, MeshModelSummary, MeshSyncEvent,
    MesheryControllersStatusListItem, PerfPageProfiles, PerfPageResult,
};
use meshwright_runtime::graphql::{Context, Error, EventStream};

use super::page::Page;
use super::performance::of_profile;
use super::{Resolvers, list};
use crate::bus::{News, Watch};

impl SubscriptionResolver for Resolvers {
    async fn subscribe_meshery_controllers_status(
        &self,
        _: &Context,
        args: SubscriptionSubscribeMesheryControllersStatusArgs,
    ) -> Result<EventStream<Vec<MesheryControllersStatusListItem>>, Error> {
        Ok(self.controllers(list(args.connection_ids)))
    }

    async fn subscribe_configuration(
        &self,
        _: &Context,
        args: SubscriptionSubscribeConfigurationArgs,
    ) -> Result<EventStream<ConfigurationPage>, Error> {
        let patterns = Page::filter(&args.pattern_selector)?;
        let filters = Page::filter(&args.filter_selector)?;
        Ok(self.configuration(patterns, filters))
    }

    async fn subscribe_events(&self, _: &Context) -> Result<EventStream<Event>, Error> {
        let events = stream::unfold(self.meshery.bus.watch(), |mut watch| async {
            loop {
                if let News::Event(it) = watch.next().await? {
                    return Some((Ok(event(*it)), watch));
                }
            }
        });
        Ok(events.boxed())
    }

    async fn subscribe_cluster_resources(
        &self,
        _: &Context,
        args: SubscriptionSubscribeClusterResourcesArgs,
    ) -> Result<EventStream<ClusterResources>, Error> {
        let (clusters, namespace) = (list(args.k8scontext_ids), args.namespace);
        let matters = |news: &News| matches!(news, News::Resources);
        Ok(self.follow(matters, move |it| {
            let (clusters, namespace) = (clusters.clone(), namespace.clone());
            async move { it.resources(&clusters, &namespace).await }.boxed()
        }))
    }

    async fn subscribe_k8s_context(
        &self,
        _: &Context,
        args: SubscriptionSubscribeK8sContextArgs,
    ) -> Result<EventStream<K8sContextsPage>, Error> {
        let page = Page::plain(&args.selector)?;
        let matters = |news: &News| matches!(news, News::Contexts);
        Ok(self.follow(matters, move |it| {
            let page = page.clone();
            async move { it.context_page(&page).await }.boxed()
        }))
    }

    async fn subscribe_mesh_model_summary(
        &self,
        _: &Context,
        args: SubscriptionSubscribeMeshModelSummaryArgs,
    ) -> Result<EventStream<MeshModelSummary>, Error> {
        let selector = args.selector.r#type;
        let matters = |news: &News| matches!(news, News::Registry);
        Ok(self.follow(matters, move |it| {
            let selector = selector.clone();
            async move { it.summary(&selector).await }.boxed()
        }))
    }

    async fn subscribe_mesh_sync_events(
        &self,
        _: &Context,
        args: SubscriptionSubscribeMeshSyncEventsArgs,
    ) -> Result<EventStream<MeshSyncEvent>, Error> {
        self.reports(list(args.connection_ids), list(args.event_types)).await
    }

    async fn subscribe_perf_profiles(
        &self,
        _: &Context,
        args: SubscriptionSubscribePerfProfilesArgs,
    ) -> Result<EventStream<PerfPageProfiles>, Error> {
        let page = Page::plain(&args.selector)?;
        // A result is a run of its profile.
        let matters = |news: &News| matches!(news, News::Profiles | News::Results);
        Ok(self.follow(matters, move |it| {
            let page = page.clone();
            async move { it.profiles(&page).await }.boxed()
        }))
    }

    async fn subscribe_perf_results(
        &self,
        _: &Context,
        args: SubscriptionSubscribePerfResultsArgs,
    ) -> Result<EventStream<PerfPageResult>, Error> {
        let page = of_profile(Page::plain(&args.selector)?, &args.profile_id)?;
        let matters = |news: &News| matches!(news, News::Results);
        Ok(self.follow(matters, move |it| {
            let page = page.clone();
            async move { it.results(&page).await }.boxed()
        }))
    }
}

impl Resolvers {
    /// Designs and filters now; later, whichever of them change.
    fn configuration(&self, patterns: Page, filters: Page) -> EventStream<ConfigurationPage> {
        // Watching begins before the first look, so that no change falls in between.
        let state = (self.clone(), self.meshery.bus.watch(), true);
        let next = move |(it, mut watch, is_first): (Self, Watch, bool)| {
            let (patterns, filters) = (patterns.clone(), filters.clone());
            async move {
                let (designs, others) =
                    if is_first { (true, true) } else { next_change(&mut watch).await? };
                let (patterns, filters) =
                    (designs.then_some(&patterns), others.then_some(&filters));
                let page = it.configuration_page(patterns, filters).await;
                Some((page, (it, watch, false)))
            }
        };
        stream::unfold(state, next).boxed()
    }

    async fn configuration_page(
        &self,
        patterns: Option<&Page>,
        filters: Option<&Page>,
    ) -> Result<ConfigurationPage, Error> {
        let patterns = match patterns {
            Some(page) => Some(self.patterns(page).await?),
            None => None,
        };
        let filters = match filters {
            Some(page) => Some(self.filters(page).await?),
            None => None,
        };
        Ok(ConfigurationPage { applications: None, patterns, filters })
    }
}

/// Waits for a change, and says whether it is one of designs, and of filters; `None` once the server
/// stops.
async fn next_change(watch: &mut Watch) -> Option<(bool, bool)> {
    loop {
        match watch.next().await? {
            News::Designs => return Some((true, false)),
            News::Filters => return Some((false, true)),
            News::Missed => return Some((true, true)),
            _ => {}
        }
    }
}

fn event(event: rest::Event) -> Event {
    Event {
        id: event.id.to_string(),
        user_id: event.user_id.to_string(),
        acted_upon: event.acted_upon.to_string(),
        operation_id: event.operation_id.to_string(),
        system_id: event.system_id.to_string(),
        severity: severity(&event.severity),
        action: event.action,
        status: event.status.to_string(),
        category: event.category,
        description: event.description,
        metadata: event.metadata.map(|it| it.into_iter().collect()),
        created_at: event.created_at,
        updated_at: event.updated_at,
        deleted_at: event.deleted_at.flatten(),
    }
}

fn severity(severity: &rest::EventSeverity) -> Severity {
    use rest::EventSeverity;
    match severity {
        EventSeverity::Debug => Severity::Debug,
        EventSeverity::Informational => Severity::Informational,
        EventSeverity::Warning => Severity::Warning,
        EventSeverity::Error => Severity::Error,
        EventSeverity::Critical => Severity::Critical,
        EventSeverity::Alert => Severity::Alert,
        EventSeverity::Emergency | EventSeverity::Unknown(_) => Severity::Emergency,
    }
}
