//! How Meshery's controllers in clusters are doing, as far as that can be known from the broker:
//! whether it is connected, whether MeshSync is heard over it, and what MeshSync saw of the operator.

use std::time::Duration;

use ::meshery::types as rest;
use futures_util::{StreamExt as _, stream};
use meshery_graphql::enums::{MesheryController, MesheryControllerStatus as State, Status};
use meshery_graphql::types::{
    Error as Problem, MesheryControllersStatusListItem as Item, OperatorControllerStatus,
};
use meshwright_runtime::Value;
use meshwright_runtime::graphql::{Error, EventStream};

use super::contexts::cluster;
use super::{Resolvers, failure};
use crate::bus::{News, Watch};
use crate::cluster::{part, tag};
use crate::store::{ClusterResource, Query};

/// How often to look whether a MeshSync has fallen silent, which nobody tells.
const LOOK: Duration = Duration::from_secs(30);

impl Resolvers {
    /// The operator of the cluster that a connection leads to; `None` for an unknown connection.
    pub(super) async fn operator(&self, connection: &str) -> Result<Option<Item>, Error> {
        match self.context_of(connection).await? {
            Some(context) => {
                let (status, version) = self.operator_state(&context).await?;
                Ok(Some(item(connection, MesheryController::Operator, status, version)))
            }
            None => Ok(None),
        }
    }

    /// MeshSync in the cluster that a connection leads to.
    pub(super) async fn meshsync(&self, id: String) -> Result<OperatorControllerStatus, Error> {
        let heard = self.heard(&id).await?;
        let version = match &heard {
            Ok(cluster) => self.meshsync_version(cluster).await?,
            Err(_) => String::new(),
        };
        Ok(controller("MeshSync", heard.map(|_| Status::Enabled), version, id))
    }

    /// The broker of the cluster that a connection leads to.
    pub(super) async fn nats(&self, id: String) -> Result<OperatorControllerStatus, Error> {
        let heard = self.heard(&id).await?;
        let version = if heard.is_ok() { self.broker_version() } else { String::new() };
        Ok(controller("MesheryBroker", heard.map(|_| Status::Connected), version, id))
    }

    /// Every controller of some connections, and later those that have changed.
    pub(super) fn controllers(&self, connections: Vec<String>) -> EventStream<Vec<Item>> {
        let watch = self.meshery.bus.watch();
        let state = Controllers { resolvers: self.clone(), connections, watch, known: None };
        let next = |mut state: Controllers| async { Some((state.next().await?, state)) };
        stream::unfold(state, next).boxed()
    }

    async fn items(&self, connections: &[String]) -> Result<Vec<Item>, Error> {
        let mut items = Vec::new();
        for id in connections {
            let Some(context) = self.context_of(id).await? else { continue };
            let (status, version) = self.operator_state(&context).await?;
            items.push(item(id, MesheryController::Operator, status, version));
            let heard = cluster(&context).filter(|it| self.hears(it));
            let (status, meshsync, broker) = match &heard {
                Some(cluster) => {
                    let meshsync = self.meshsync_version(cluster).await?;
                    (State::Connected, meshsync, self.broker_version())
                }
                None => (State::Unkown, String::new(), String::new()),
            };
            items.push(item(id, MesheryController::Meshsync, status, meshsync));
            items.push(item(id, MesheryController::Broker, status, broker));
        }
        Ok(items)
    }

    /// The cluster that a connection leads to, if its MeshSync is heard; or why it is not.
    async fn heard(&self, connection: &str) -> Result<Result<String, Problem>, Error> {
        let Some(context) = self.context_of(connection).await? else {
            return Ok(Err(problem("NO_CLUSTER", "there is no such Kubernetes connection")));
        };
        if !self.broker.as_ref().is_some_and(|it| it.is_connected()) {
            return Ok(Err(problem("NO_BROKER", "no broker is connected")));
        }
        let Some(cluster) = cluster(&context) else {
            let reason = "the connection does not say which cluster it leads to";
            return Ok(Err(problem("NO_CLUSTER_ID", reason)));
        };
        if self.hears(&cluster) {
            return Ok(Ok(cluster));
        }
        Ok(Err(problem("NOT_HEARD", "MeshSync of the cluster was not heard lately")))
    }

    fn hears(&self, cluster: &str) -> bool {
        self.broker.as_ref().is_some_and(|it| it.hears(cluster))
    }

    fn broker_version(&self) -> String {
        self.broker.as_ref().map(|it| it.version()).unwrap_or_default()
    }

    async fn context_of(&self, connection: &str) -> Result<Option<rest::KubernetesContext>, Error> {
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        let is_its = |it: &rest::KubernetesContext| {
            it.connection_id.is_some_and(|it| it.to_string() == connection)
        };
        Ok(contexts.into_iter().find(is_its))
    }

    /// The operator as MeshSync saw it. What it did not see may still be there.
    async fn operator_state(
        &self,
        context: &rest::KubernetesContext,
    ) -> Result<(State, String), Error> {
        let unknown = (State::Unkown, String::new());
        let Some(cluster) = cluster(context).filter(|it| self.hears(it)) else {
            return Ok(unknown);
        };
        let Some(deployment) = self.deployment(&cluster, "meshery-operator").await? else {
            return Ok(unknown);
        };
        let available = part(&deployment, "status");
        let available = available.get("availableReplicas").and_then(Value::as_u64);
        let state =
            if available.is_some_and(|it| it > 0) { State::Running } else { State::Deployed };
        Ok((state, image_version(&deployment, "meshery-operator")))
    }

    async fn meshsync_version(&self, cluster: &str) -> Result<String, Error> {
        let deployment = self.deployment(cluster, "meshery-meshsync").await?;
        Ok(deployment.map(|it| image_version(&it, "meshsync")).unwrap_or_default())
    }

    async fn deployment(
        &self,
        cluster: &str,
        name: &str,
    ) -> Result<Option<ClusterResource>, Error> {
        let query = Query::default().scope(cluster).named(name).any_of("kind", ["Deployment"]);
        self.meshery.store.find(query).await.map_err(failure)
    }
}

/// Somebody who follows controllers.
struct Controllers {
    resolvers: Resolvers,
    connections: Vec<String>,
    watch: Watch,
    /// What was told last; `None` at first.
    known: Option<Vec<Item>>,
}

impl Controllers {
    /// What is new of them; `None` once the server stops.
    async fn next(&mut self) -> Option<Result<Vec<Item>, Error>> {
        let Some(mut known) = self.known.take() else {
            let all = self.resolvers.items(&self.connections).await;
            self.known = Some(all.clone().unwrap_or_default());
            return Some(all);
        };
        loop {
            if let Ok(changed) = tokio::time::timeout(LOOK, self.watch.changed(matters)).await {
                changed?;
            }
            let now = match self.resolvers.items(&self.connections).await {
                Ok(now) => now,
                Err(error) => {
                    self.known = Some(known);
                    return Some(Err(error));
                }
            };
            let new: Vec<Item> = now.iter().filter(|it| is_new(it, &known)).cloned().collect();
            known = now;
            if !new.is_empty() {
                self.known = Some(known);
                return Some(Ok(new));
            }
        }
    }
}

fn matters(news: &News) -> bool {
    matches!(news, News::Broker | News::Contexts | News::Resources)
}

fn is_new(item: &Item, known: &[Item]) -> bool {
    let key = |it: &Item| (it.connection_id.clone(), it.controller, it.status, it.version.clone());
    !known.iter().any(|it| key(it) == key(item))
}

fn item(connection: &str, controller: MesheryController, status: State, version: String) -> Item {
    Item { connection_id: connection.to_owned(), controller, status, version }
}

fn problem(code: &str, description: &str) -> Problem {
    Problem { code: code.to_owned(), description: description.to_owned() }
}

fn controller(
    name: &str,
    status: Result<Status, Problem>,
    version: String,
    connection_id: String,
) -> OperatorControllerStatus {
    let (status, error) = match status {
        Ok(status) => (status, None),
        Err(problem) => (Status::Unknown, Some(problem)),
    };
    OperatorControllerStatus { name: name.to_owned(), version, status, error, connection_id }
}

/// The tag of the image with this word in its name, among those of a deployment.
fn image_version(deployment: &ClusterResource, word: &str) -> String {
    let spec = part(deployment, "spec");
    let containers = spec.pointer("/template/spec/containers").and_then(Value::as_array);
    let images = containers.into_iter().flatten().filter_map(|it| it.get("image")?.as_str());
    let image = images.into_iter().find(|it| it.contains(word));
    image.and_then(tag).unwrap_or_default().to_owned()
}
