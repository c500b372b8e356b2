//! Reading kubeconfig files: which contexts they have. Nothing is reached, and no secret is kept.

use ::meshery::types::KubernetesContext;
use serde::Deserialize;
use sha2::{Digest as _, Sha256};

#[derive(Deserialize)]
struct File {
    #[serde(default)]
    clusters: Vec<NamedCluster>,
    #[serde(default)]
    contexts: Vec<NamedContext>,
}

#[derive(Deserialize)]
struct NamedCluster {
    name: String,
    cluster: Cluster,
}

#[derive(Deserialize)]
struct Cluster {
    server: String,
}

#[derive(Deserialize)]
struct NamedContext {
    name: String,
    context: Target,
}

#[derive(Deserialize)]
struct Target {
    cluster: String,
    #[serde(default)]
    user: String,
}

/// The contexts of a file; or why it cannot be read.
pub(super) fn contexts(bytes: &[u8]) -> Result<Vec<KubernetesContext>, String> {
    let text = std::str::from_utf8(bytes).map_err(|_| "the file is no text".to_owned())?;
    let file: File = serde_yaml::from_str(text).map_err(|error| error.to_string())?;
    if file.contexts.is_empty() {
        return Err("the file has no contexts".to_owned());
    }
    let read = |it: &NamedContext| {
        let cluster = file.clusters.iter().find(|cluster| cluster.name == it.context.cluster);
        let cluster = cluster
            .ok_or_else(|| format!("context `{}` names a cluster that is not there", it.name))?;
        let id = id([&it.name, &cluster.cluster.server, &it.context.user]);
        Ok(KubernetesContext::new(id, &it.name, &cluster.cluster.server))
    };
    file.contexts.iter().map(read).collect()
}

/// The same for the same context of the same cluster, in whatever file: of the names of context,
/// server and user.
pub(super) fn id(parts: [&str; 3]) -> String {
    let mut hash = Sha256::new();
    for part in parts {
        hash.update(part.as_bytes());
        hash.update([0]);
    }
    hash.finalize().iter().take(16).map(|it| format!("{it:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::contexts;

    #[test]
    fn each_context_names_its_server() {
        let file = "clusters: [{name: a, cluster: {server: 'https://a:6443'}}]\n\
                    contexts: [{name: dev, context: {cluster: a, user: me}}]\n";
        let found = contexts(file.as_bytes()).unwrap_or_default();
        assert_eq!((found[0].name.as_str(), found[0].server.as_str()), ("dev", "https://a:6443"));
        assert_eq!(found[0].id.len(), 32);
        let lost = "contexts: [{name: dev, context: {cluster: b}}]";
        assert!(contexts(lost.as_bytes()).is_err_and(|it| it.contains("`dev`")));
        assert!(contexts(b"\xff").is_err());
    }
}
