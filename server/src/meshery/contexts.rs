//! Kubernetes contexts: connections of the kind `kubernetes` that say which API server they lead to.
//!
//! Such a connection has in its metadata what Meshery's have: `id`, `name`, `server`, `version`, and
//! `kubernetes_server_id`, the id of the cluster (that of its namespace `kube-system`). This server
//! reaches no cluster, so the last is there only once a client has said it.

use ::meshery::types::{Connection, ConnectionStatus, KubernetesContext};
use meshwright_runtime::{Map, Uuid, Value};

use super::{Meshery, kubeconfig};
use crate::bus::News;
use crate::clock::now;
use crate::store::{Error, Page, Query};

/// The kind of connections that lead to clusters.
pub(super) const KUBERNETES: &str = "kubernetes";

impl Meshery {
    /// The contexts that a query of connections finds.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn contexts(&self, query: Query) -> Result<Page<KubernetesContext>, Error> {
        let query = query.any_of("kind", [KUBERNETES]).has("metadata.server");
        let page = self.store.list::<Connection>(&query).await?;
        let records = page.records.into_iter().map(context).collect();
        Ok(Page { records, total: page.total })
    }

    /// Every context, the one that was added last first.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn all_contexts(&self) -> Result<Vec<KubernetesContext>, Error> {
        Ok(self.contexts(Query::default()).await?.records)
    }

    /// Keeps a context, in place of the one with its id if there is one.
    pub(super) async fn keep_context(
        &self,
        context: KubernetesContext,
    ) -> Result<KubernetesContext, Error> {
        let known = self.all_contexts().await?.into_iter().find(|it| it.id == context.id);
        let known = match known.and_then(|it| it.connection_id) {
            Some(id) => self.store.get::<Connection>(id).await?,
            None => None,
        };
        let now = now();
        let mut connection = known.unwrap_or_else(|| Connection {
            id: Uuid::new_v4(),
            name: String::new(),
            kind: KUBERNETES.to_owned(),
            r#type: "platform".to_owned(),
            sub_type: "orchestration".to_owned(),
            status: ConnectionStatus::Registered,
            metadata: None,
            credential_id: None,
            user_id: Some(self.user),
            environments: None,
            created_at: now,
            updated_at: now,
            deleted_at: None,
        });
        connection.name.clone_from(&context.name);
        connection.updated_at = now;
        let metadata = connection.metadata.get_or_insert_with(Map::new);
        for (name, value) in
            [("id", context.id), ("name", context.name), ("server", context.server)]
        {
            metadata.insert(name.to_owned(), Value::String(value));
        }
        self.store.put(&connection).await?;
        self.bus.tell(News::Contexts);
        let description = format!("Kubernetes context {} was registered.", connection.name);
        self.note("connection", "register", connection.id, description).await?;
        Ok(self::context(connection))
    }

    /// Tells that a connection changed, if it may be a context.
    pub(super) fn tell_of(&self, connection: &Connection) {
        if connection.kind == KUBERNETES {
            self.bus.tell(News::Contexts);
        }
    }
}

fn context(connection: Connection) -> KubernetesContext {
    let metadata = connection.metadata.unwrap_or_default();
    let text = |name: &str| metadata.get(name).and_then(Value::as_str).map(str::to_owned);
    let server = text("server").unwrap_or_default();
    let cluster = text("kubernetes_server_id").and_then(|it| Uuid::parse_str(&it).ok());
    KubernetesContext {
        id: text("id").unwrap_or_else(|| kubeconfig::id([&connection.name, &server, ""])),
        name: text("name").unwrap_or(connection.name),
        server,
        version: text("version"),
        owner: connection.user_id,
        created_by: connection.user_id,
        connection_id: Some(connection.id),
        kubernetes_server_id: Some(cluster),
        meshery_instance_id: None,
        created_at: Some(connection.created_at),
        updated_at: Some(connection.updated_at),
    }
}
