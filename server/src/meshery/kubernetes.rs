//! The operations tagged `Kubernetes`.
//!
//! This server reaches no cluster, and says so: it reads kubeconfig files and keeps their contexts,
//! without the credentials in them, and refuses what needs a cluster.

use ::meshery::operations::kubernetes::{
    AddKubernetesConfigInput, AddKubernetesConfigOutput, DeleteKubernetesContextInput,
    DeleteKubernetesContextOutput, DiscoverKubernetesContextsInput,
    DiscoverKubernetesContextsOutput, GetKubernetesContextInput, GetKubernetesContextOutput,
    ListKubernetesContextsInput, ListKubernetesContextsOutput, PingKubernetesInput,
    PingKubernetesOutput, RegisterKubernetesComponentsInput, RegisterKubernetesComponentsOutput,
};
use ::meshery::server::kubernetes::KubernetesApi;
use ::meshery::types::{
    EventSeverity, KubernetesContext, KubernetesContextPage, KubernetesRegistrationReport,
};
use http::StatusCode;
use meshwright_runtime::server::{Context, Fault};

use super::contexts::KUBERNETES;
use super::journal::Entry;
use super::{Listing, Meshery, kubeconfig, total};
use crate::refusal::{bad_place, bad_request, found, not_implemented, refuse};

const NO_CLUSTERS: &str = "this server does not connect to clusters";

impl KubernetesApi for Meshery {
    async fn add_kubernetes_config(
        &self,
        _: Context<()>,
        input: AddKubernetesConfigInput,
    ) -> Result<AddKubernetesConfigOutput, Fault> {
        let file = input.body.k8sfile.bytes().await?;
        let contexts =
            kubeconfig::contexts(&file).map_err(|reason| bad_place("/body/k8sfile", reason))?;
        let wanted = input.body.contexts.as_deref().map(serde_json::from_str::<Vec<String>>);
        let wanted = wanted
            .transpose()
            .map_err(|_| bad_place("/body/contexts", "expected a JSON array of names"))?;
        let (mut registered, mut ignored) = (Vec::new(), Vec::new());
        for context in contexts {
            if wanted.as_ref().is_none_or(|it| it.contains(&context.name)) {
                registered.push(self.keep_context(context).await?);
            } else {
                ignored.push(context);
            }
        }
        let (connected, errored) = (Vec::new(), Vec::new());
        let report = KubernetesRegistrationReport::new(registered, connected, ignored, errored);
        Ok(AddKubernetesConfigOutput::Ok(report))
    }

    async fn list_kubernetes_contexts(
        &self,
        _: Context<()>,
        input: ListKubernetesContextsInput,
    ) -> Result<ListKubernetesContextsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let found = self.contexts(listing.query()?).await?;
        let n_contexts = total(found.total);
        let page =
            KubernetesContextPage::new(listing.page, listing.size, n_contexts, found.records);
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
        input: GetKubernetesContextInput,
    ) -> Result<GetKubernetesContextOutput, Fault> {
        Ok(GetKubernetesContextOutput::Ok(self.context(&input.id).await?))
    }

    async fn delete_kubernetes_context(
        &self,
        _: Context<()>,
        input: DeleteKubernetesContextInput,
    ) -> Result<DeleteKubernetesContextOutput, Fault> {
        let context = self.context(&input.id).await?;
        let connection = self.connection(context.connection_id.unwrap_or_default()).await?;
        self.remove_connection(connection).await?;
        Ok(DeleteKubernetesContextOutput::NoContent)
    }

    async fn ping_kubernetes(
        &self,
        _: Context<()>,
        input: PingKubernetesInput,
    ) -> Result<PingKubernetesOutput, Fault> {
        let connection = self.connection(input.connection_id).await?;
        if connection.kind != KUBERNETES {
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
    async fn context(&self, id: &str) -> Result<KubernetesContext, Fault> {
        found(self.all_contexts().await?.into_iter().find(|it| it.id == id), "context")
    }

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
