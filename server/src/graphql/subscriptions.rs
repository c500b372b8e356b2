//! The resolvers of `Subscription`.

use ::meshery::types as rest;
use futures_util::{StreamExt as _, stream};
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
use super::queries::{no_profiles, no_results};
use super::{Resolvers, no_cluster};
use crate::bus::{News, Watch};

impl SubscriptionResolver for Resolvers {
    async fn subscribe_meshery_controllers_status(
        &self,
        _: &Context,
        _: SubscriptionSubscribeMesheryControllersStatusArgs,
    ) -> Result<EventStream<Vec<MesheryControllersStatusListItem>>, Error> {
        Err(no_cluster())
    }

    /// Designs and filters now, and again whenever some of them change.
    async fn subscribe_configuration(
        &self,
        _: &Context,
        args: SubscriptionSubscribeConfigurationArgs,
    ) -> Result<EventStream<ConfigurationPage>, Error> {
        let patterns = Page::filter(&args.pattern_selector)?;
        let filters = Page::filter(&args.filter_selector)?;
        // Watching begins before the first look, so that no change falls in between.
        let watch = self.meshery.bus.watch();
        let state = (self.clone(), patterns, filters, watch, true);
        Ok(stream::unfold(
            state,
            |(resolvers, patterns, filters, mut watch, is_first)| async move {
                if !is_first {
                    next_change(&mut watch).await?;
                }
                let page = resolvers.configuration(&patterns, &filters).await;
                Some((page, (resolvers, patterns, filters, watch, false)))
            },
        )
        .boxed())
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
        _: SubscriptionSubscribeClusterResourcesArgs,
    ) -> Result<EventStream<ClusterResources>, Error> {
        Ok(self.still(ClusterResources { resources: Vec::new() }))
    }

    async fn subscribe_k8s_context(
        &self,
        _: &Context,
        _: SubscriptionSubscribeK8sContextArgs,
    ) -> Result<EventStream<K8sContextsPage>, Error> {
        Ok(self.still(K8sContextsPage { total_count: 0, contexts: Vec::new() }))
    }

    async fn subscribe_mesh_model_summary(
        &self,
        _: &Context,
        _: SubscriptionSubscribeMeshModelSummaryArgs,
    ) -> Result<EventStream<MeshModelSummary>, Error> {
        let (components, relationships) = (Some(Vec::new()), Some(Vec::new()));
        Ok(self.still(MeshModelSummary { components, relationships }))
    }

    async fn subscribe_mesh_sync_events(
        &self,
        _: &Context,
        _: SubscriptionSubscribeMeshSyncEventsArgs,
    ) -> Result<EventStream<MeshSyncEvent>, Error> {
        Err(no_cluster())
    }

    async fn subscribe_perf_profiles(
        &self,
        _: &Context,
        args: SubscriptionSubscribePerfProfilesArgs,
    ) -> Result<EventStream<PerfPageProfiles>, Error> {
        Ok(self.still(no_profiles(&Page::filter(&args.selector)?)))
    }

    async fn subscribe_perf_results(
        &self,
        _: &Context,
        args: SubscriptionSubscribePerfResultsArgs,
    ) -> Result<EventStream<PerfPageResult>, Error> {
        Ok(self.still(no_results(&Page::filter(&args.selector)?)))
    }
}

impl Resolvers {
    /// A value that never changes: sent once, and the stream stays open while the server runs.
    fn still<T: Send + 'static>(&self, value: T) -> EventStream<T> {
        let state = (Some(value), self.meshery.bus.watch());
        stream::unfold(state, |(mut value, mut watch)| async move {
            if let Some(value) = value.take() {
                return Some((Ok(value), (None, watch)));
            }
            while watch.next().await.is_some() {}
            None
        })
        .boxed()
    }

    async fn configuration(
        &self,
        patterns: &Page,
        filters: &Page,
    ) -> Result<ConfigurationPage, Error> {
        Ok(ConfigurationPage {
            applications: None,
            patterns: Some(self.patterns(patterns).await?),
            filters: Some(self.filters(filters).await?),
        })
    }
}

/// Waits for a change of designs or filters; `None` once the server stops.
async fn next_change(watch: &mut Watch) -> Option<()> {
    loop {
        if let News::Designs | News::Filters = watch.next().await? {
            return Some(());
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
