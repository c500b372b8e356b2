//! Kubernetes contexts as GraphQL shows them.

use ::meshery::types as rest;
use meshery_graphql::types::{K8sContext, K8sContextsPage};
use meshwright_runtime::Uuid;
use meshwright_runtime::graphql::Error;

use super::page::Page;
use super::{Resolvers, count, failure};

impl Resolvers {
    /// A page of contexts.
    pub(super) async fn context_page(&self, page: &Page) -> Result<K8sContextsPage, Error> {
        let found = self.meshery.contexts(page.query.clone()).await.map_err(failure)?;
        let contexts = found.records.into_iter().map(|it| Some(self.context(it))).collect();
        Ok(K8sContextsPage { total_count: count(found.total), contexts })
    }

    /// The context with an id.
    pub(super) async fn known_context(&self, id: &str) -> Result<rest::KubernetesContext, Error> {
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        let found = contexts.into_iter().find(|it| it.id == id);
        found.ok_or_else(|| Error::new("there is no such context").with("code", "NOT_FOUND"))
    }

    /// What nobody knows is empty: a version and the id of a cluster that was not reached.
    fn context(&self, context: rest::KubernetesContext) -> K8sContext {
        let id = |id: Option<Uuid>| id.map(|it| it.to_string()).unwrap_or_default();
        let moment = |it: Option<meshwright_runtime::DateTime>| {
            it.map(|it| it.to_rfc3339()).unwrap_or_default()
        };
        K8sContext {
            id: context.id,
            name: context.name,
            server: context.server,
            owner: id(context.owner),
            created_by: id(context.created_by),
            meshery_instance_id: self.meshery.system.to_string(),
            kubernetes_server_id: id(context.kubernetes_server_id.flatten()),
            // Contexts come from kubeconfig files, which lead to clusters from outside.
            deployment_type: "out_of_cluster".to_owned(),
            version: context.version.unwrap_or_default(),
            updated_at: moment(context.updated_at),
            created_at: moment(context.created_at),
            connection_id: id(context.connection_id),
        }
    }
}

/// The cluster of a context, as MeshSync names it; `None` while nobody has said which it is.
pub(super) fn cluster(context: &rest::KubernetesContext) -> Option<String> {
    context.kubernetes_server_id.flatten().map(|it| it.to_string())
}
