//! Resources of clusters, as MeshSync reported them.

use std::collections::BTreeMap;

use futures_util::{StreamExt as _, stream};
use meshery_graphql::enums::MeshSyncEventType;
use meshery_graphql::types::{
    ClusterResources, KctlDescribeDetails, MeshSyncEvent, NameSpace, Resource,
};
use meshwright_runtime::graphql::{Error, EventStream};

use super::contexts::cluster;
use super::{Resolvers, bad_input, count, failure};
use crate::bus::{News, Watch};
use crate::cluster::{Change, Report, describe};
use crate::store::{ClusterResource, Query};

impl Resolvers {
    /// The namespaces of clusters, each name once.
    pub(super) async fn namespaces(&self, clusters: &[String]) -> Result<Vec<NameSpace>, Error> {
        if clusters.is_empty() {
            return Err(bad_input("`k8sClusterIDs` has to name a cluster"));
        }
        let query = Query::default().scopes(clusters).any_of("kind", ["Namespace"]);
        let names = self.meshery.store.tally::<ClusterResource>(&query, "name").await;
        let names = names.map_err(failure)?.into_iter();
        Ok(names.map(|(namespace, _)| NameSpace { namespace }).collect())
    }

    /// How many resources of each kind clusters have in a namespace, and in none.
    pub(super) async fn resources(
        &self,
        clusters: &[String],
        namespace: &str,
    ) -> Result<ClusterResources, Error> {
        let query = Query::default().scopes(clusters).any_of("namespace", ["", namespace]);
        let kinds = self.meshery.store.tally::<ClusterResource>(&query, "kind").await;
        let resource = |(kind, n)| Resource { kind, count: count(n) };
        Ok(ClusterResources {
            resources: kinds.map_err(failure)?.into_iter().map(resource).collect(),
        })
    }

    /// A resource in words. Where several clusters have one of that name, the one reported last for
    /// the first time.
    pub(super) async fn described(
        &self,
        kind: &str,
        namespace: &str,
        name: &str,
    ) -> Result<KctlDescribeDetails, Error> {
        let query =
            Query::default().named(name).like("kind", kind).any_of("namespace", [namespace]);
        let found = self.meshery.store.find::<ClusterResource>(query).await.map_err(failure)?;
        let Some(resource) = found else {
            return Err(Error::new("no such resource is known").with("code", "NOT_FOUND"));
        };
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        let is_its = |it: &_| cluster(it).as_ref() == Some(&resource.cluster);
        let context = contexts.into_iter().find(is_its);
        Ok(KctlDescribeDetails {
            describe: Some(describe(&resource)),
            ctxid: context.map(|it| it.id),
        })
    }

    /// Reports of some kinds about the clusters of some connections, as they come in.
    pub(super) async fn reports(
        &self,
        connections: Vec<String>,
        kinds: Vec<MeshSyncEventType>,
    ) -> Result<EventStream<MeshSyncEvent>, Error> {
        let watch = self.meshery.bus.watch();
        let clusters = self.clusters_of(&connections).await?;
        let state = Reports { resolvers: self.clone(), connections, kinds, clusters, watch };
        let next = |mut state: Reports| async { Some((state.next().await?, state)) };
        Ok(stream::unfold(state, next).boxed())
    }

    /// The clusters that connections lead to, and by which.
    async fn clusters_of(&self, connections: &[String]) -> Result<BTreeMap<String, String>, Error> {
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        let known = contexts.iter().filter_map(|it| {
            let connection = it.connection_id?.to_string();
            Some((cluster(it)?, connection)).filter(|it| connections.contains(&it.1))
        });
        Ok(known.collect())
    }
}

/// Somebody who follows reports.
struct Reports {
    resolvers: Resolvers,
    connections: Vec<String>,
    kinds: Vec<MeshSyncEventType>,
    /// The clusters that the connections lead to, and by which.
    clusters: BTreeMap<String, String>,
    watch: Watch,
}

impl Reports {
    /// The next report that is wanted; `None` once the server stops.
    async fn next(&mut self) -> Option<Result<MeshSyncEvent, Error>> {
        loop {
            match self.watch.next().await? {
                News::Contexts | News::Missed => {
                    match self.resolvers.clusters_of(&self.connections).await {
                        Ok(clusters) => self.clusters = clusters,
                        Err(error) => return Some(Err(error)),
                    }
                }
                News::Report(report) => {
                    if let Some(event) = self.event(&report) {
                        return Some(Ok(event));
                    }
                }
                _ => {}
            }
        }
    }

    fn event(&self, report: &Report) -> Option<MeshSyncEvent> {
        let connection_id = self.clusters.get(&report.resource.cluster)?.clone();
        let kind = match report.change {
            Change::Added => MeshSyncEventType::Added,
            Change::Modified => MeshSyncEventType::Modified,
            Change::Deleted => MeshSyncEventType::Deleted,
        };
        self.kinds.contains(&kind).then(|| MeshSyncEvent {
            r#type: kind.as_str().to_owned(),
            object: report.resource.object.clone(),
            connection_id,
        })
    }
}
