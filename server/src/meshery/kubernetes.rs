//! The operations tagged `Kubernetes`.
//!
//! This server talks to no cluster yet, and says so: it reads kubeconfig files, knows no contexts
//! of its own, and refuses what needs a cluster.

use ::meshery::operations::kubernetes::{
    AddKubernetesConfigInput, AddKubernetesConfigOutput, DeleteKubernetesContextInput,
    DeleteKubernetesContextOutput, DiscoverKubernetesContextsInput,
    DiscoverKubernetesContextsOutput, GetKubernetesContextInput, GetKubernetesContextOutput,
    ListKubernetesContextsInput, ListKubernetesContextsOutput, PingKubernetesInput,
    PingKubernetesOutput, RegisterKubernetesComponentsInput, RegisterKubernetesComponentsOutput,
};
use ::meshery::server::kubernetes::KubernetesApi;
use ::meshery::types::{EventSeverity, KubernetesContextPage};
use http::StatusCode;
use meshwright_runtime::server::{Context, Fault};

use super::journal::Entry;
use super::{Listing, Meshery, kubeconfig};
use crate::refusal::{bad_place, bad_request, not_found, not_implemented, refuse};

const NO_CLUSTERS: &str = "this server does not connect to clusters";

impl KubernetesApi for Meshery {
    async fn add_kubernetes_config(
        &self,
        _: Context<()>,
        _: AddKubernetesConfigInput,
    ) -> Result<AddKubernetesConfigOutput, Fault> {
        Err(not_implemented(NO_CLUSTERS))
    }

    async fn list_kubernetes_contexts(
        &self,
        _: Context<()>,
        input: ListKubernetesContextsInput,
    ) -> Result<ListKubernetesContextsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = KubernetesContextPage::new(listing.page, listing.size, 0, Vec::new());
        Ok(ListKubernetesContextsOutput::Ok(page))
    }

    async fn discover_kubernetes_contexts(
        &self,
        _: Context<()>,
        input: DiscoverKubernetesContextsInput,
    ) -> Result<DiscoverKubernetesContextsOutput, Fault> {
        let file = input.body.k8sfile.bytes().await?;
        let contexts =
            kubeconfig::contexts(&file).map_err(|reason| bad_place("/body/k8sfile", reason))?;
        Ok(DiscoverKubernetesContextsOutput::Ok(contexts))
    }

    async fn get_kubernetes_context(
        &self,
        _: Context<()>,
        _: GetKubernetesContextInput,
    ) -> Result<GetKubernetesContextOutput, Fault> {
        Err(not_found("context"))
    }

    async fn delete_kubernetes_context(
        &self,
        _: Context<()>,
        _: DeleteKubernetesContextInput,
    ) -> Result<DeleteKubernetesContextOutput, Fault> {
        Err(not_found("context"))
    }

    async fn ping_kubernetes(
        &self,
        _: Context<()>,
        input: PingKubernetesInput,
    ) -> Result<PingKubernetesOutput, Fault> {
        let connection = self.connection(input.connection_id).await?;
        if connection.kind != "kubernetes" {
            return Err(bad_request("the connection leads to no cluster"));
        }
        Err(not_implemented(NO_CLUSTERS))
    }

    async fn register_kubernetes_components(
        &self,
        _: Context<()>,
        _: RegisterKubernetesComponentsInput,
    ) -> Result<RegisterKubernetesComponentsOutput, Fault> {
        Err(not_implemented(NO_CLUSTERS))
    }
}

impl Meshery {
    /// Reports that something could not be deployed, and gives the refusal.
    pub(super) async fn no_cluster(
        &self,
        category: &'static str,
        action: &'static str,
        body: impl AsRef<[u8]>,
    ) -> Result<Fault, Fault> {
        if body.as_ref().is_empty() {
            return Ok(refuse(StatusCode::BAD_REQUEST, format!("the body has no {category}")));
        }
        let reason = "no cluster is connected";
        let description = format!("A {category} was not {action}ed: {reason}.");
        let (severity, acted_upon) = (EventSeverity::Error, self.user);
        self.report(Entry { severity, category, action, description, acted_upon }).await?;
        Ok(bad_request(reason))
    }
}
