//! Pods and their containers.

use meshwright_runtime::Value;

use super::form::{metadata_text, part};
use crate::store::ClusterResource;

/// A pod.
#[derive(Debug, Clone)]
pub struct Pod {
    /// Its name.
    pub name: String,
    /// What its controller made its name of: `istiod-7d4f9c-`; empty where nobody did.
    pub generate_name: String,
    /// The namespace that it is in.
    pub namespace: String,
    /// Its containers, in the order of its spec; without those that only prepare it.
    pub containers: Vec<PodContainer>,
}

/// A container of a pod.
#[derive(Debug, Clone)]
pub struct PodContainer {
    /// Its name.
    pub name: String,
    /// The image that was asked for.
    pub image: String,
    /// What the spec says of it (Kubernetes' `Container`).
    pub spec: Value,
    /// What the cluster last said of it (Kubernetes' `ContainerStatus`), if anything.
    pub status: Option<Value>,
}

impl Pod {
    /// Reads a resource of the kind `Pod`.
    #[must_use]
    pub fn read(resource: &ClusterResource) -> Self {
        let (spec, status) = (part(resource, "spec"), part(resource, "status"));
        let statuses = status.get("containerStatuses").and_then(Value::as_array);
        let container = |spec: &Value| {
            let name = spec.get("name")?.as_str()?;
            let is_its = |it: &&Value| it.get("name").and_then(Value::as_str) == Some(name);
            Some(PodContainer {
                name: name.to_owned(),
                image: spec.get("image").and_then(Value::as_str).unwrap_or_default().to_owned(),
                status: statuses.and_then(|it| it.iter().find(is_its)).cloned(),
                spec: spec.clone(),
            })
        };
        let containers = spec.get("containers").and_then(Value::as_array);
        Self {
            name: resource.name.clone(),
            generate_name: metadata_text(resource, "generateName").to_owned(),
            namespace: resource.namespace.clone(),
            containers: containers.into_iter().flatten().filter_map(container).collect(),
        }
    }

    /// What it does: the first part of the name that it was given.
    #[must_use]
    pub fn component(&self) -> &str {
        let name = Some(&self.generate_name).filter(|it| !it.is_empty()).unwrap_or(&self.name);
        name.split('-').next().unwrap_or(name)
    }
}
