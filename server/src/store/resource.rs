//! What is known of clusters.

use meshwright_runtime::Value;
use meshwright_runtime::json::{Json, Members};

use super::{Error, Record, Store};

/// A Kubernetes resource as MeshSync last reported it.
#[derive(Debug, Clone, PartialEq)]
pub struct Resource {
    /// The cluster that it is in: the id of its namespace `kube-system`.
    pub cluster: String,
    /// Its API version: `apps/v1`.
    pub api_version: String,
    /// Its kind: `Deployment`.
    pub kind: String,
    /// The namespace that it is in; empty for a kind that has none.
    pub namespace: String,
    /// Its name.
    pub name: String,
    /// All of it, in MeshSync's form; a `Secret` without its data.
    pub object: Value,
}

impl Json for Resource {
    fn blank() -> Self {
        Self {
            cluster: Json::blank(),
            api_version: Json::blank(),
            kind: Json::blank(),
            namespace: Json::blank(),
            name: Json::blank(),
            object: Json::blank(),
        }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("cluster", &mut self.cluster);
        m.required("api_version", &mut self.api_version);
        m.required("kind", &mut self.kind);
        m.required("namespace", &mut self.namespace);
        m.required("name", &mut self.name);
        m.required("object", &mut self.object);
    }
}

impl Record for Resource {
    const TABLE: &'static str = "cluster_resources";

    fn id(&self) -> String {
        // Unique at any time, also where a deletion was missed. As JSON, so that no name can be
        // taken for two.
        let Self { cluster, api_version, kind, namespace, name, object: _ } = self;
        serde_json::json!([cluster, api_version, kind, namespace, name]).to_string()
    }

    fn scope(&self) -> String {
        self.cluster.clone()
    }

    fn name(&self) -> String {
        self.name.clone()
    }
}

impl Store {
    /// Forgets every resource of a cluster.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn forget_cluster(&self, cluster: &str) -> Result<(), Error> {
        sqlx::query("DELETE FROM cluster_resources WHERE scope = ?")
            .bind(cluster.to_owned())
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
