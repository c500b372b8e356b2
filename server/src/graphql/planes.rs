//! Service meshes and what is installed next to them, told from stored pods and services.

use meshery_graphql::enums::MeshType;
use meshery_graphql::inputs::ServiceMeshFilter;
use meshery_graphql::types::{
    AddonList, Container, ContainerPort, ContainerStatus, ControlPlane, ControlPlaneMember,
    DataPlane, TelemetryComp,
};
use meshwright_runtime::Value;
use meshwright_runtime::graphql::{Error, Nullable};

use super::{Resolvers, bad_input, failure, list};
use crate::cluster::{ADDONS, MESHES, Mesh, Pod, PodContainer, TELEMETRY, is_one_of, part, tag};
use crate::store::{ClusterResource, Query};

/// The meshes and clusters that are asked for.
pub(super) struct Selection {
    meshes: Vec<&'static Mesh>,
    /// Whether a single mesh is asked for, which is answered for also where it is not there.
    is_one: bool,
    clusters: Vec<String>,
}

impl Selection {
    pub(super) fn read(filter: Nullable<ServiceMeshFilter>) -> Result<Self, Error> {
        let Nullable::Value(filter) = filter else {
            return Err(bad_input("a filter is needed"));
        };
        let clusters = list(filter.k8s_cluster_ids);
        let wanted = match filter.r#type {
            Nullable::Value(MeshType::InvalidMesh) => {
                return Err(bad_input("`INVALID_MESH` is no mesh"));
            }
            Nullable::Value(MeshType::AllMesh) => None,
            Nullable::Value(kind) => Some(kind),
            _ => None,
        };
        let meshes = MESHES.iter().filter(|it| wanted.is_none_or(|kind| kind == it.kind));
        Ok(Self { meshes: meshes.collect(), is_one: wanted.is_some(), clusters })
    }
}

impl Resolvers {
    pub(super) async fn control_planes(&self, of: Selection) -> Result<Vec<ControlPlane>, Error> {
        let pods = self.pods(&of.clusters).await?;
        let plane = |mesh: &&Mesh| {
            let members = pods.iter().filter(|it| controls(mesh, it));
            ControlPlane {
                name: mesh.name(),
                members: members.map(|it| member(mesh, it)).collect(),
            }
        };
        let planes = of.meshes.iter().map(plane);
        Ok(planes.filter(|it| of.is_one || !it.members.is_empty()).collect())
    }

    pub(super) async fn data_planes(&self, of: Selection) -> Result<Vec<DataPlane>, Error> {
        let pods = self.pods(&of.clusters).await?;
        let plane = |mesh: &&Mesh| {
            let proxies = pods.iter().flat_map(|it| proxies(mesh, it)).collect();
            DataPlane { name: mesh.name(), proxies }
        };
        let planes = of.meshes.iter().map(plane);
        Ok(planes.filter(|it| of.is_one || !it.proxies.is_empty()).collect())
    }

    /// Services of add-ons in the namespaces that a control plane runs in.
    pub(super) async fn addons(&self, of: Selection) -> Result<Vec<AddonList>, Error> {
        let mut addons = Vec::new();
        for cluster in &of.clusters {
            let clusters = [cluster.clone()];
            let (pods, services) =
                (self.pods(&clusters).await?, self.of_kind(Some(&clusters), "Service").await?);
            for service in services.iter().filter(|it| is_one_of(ADDONS, it)) {
                let is_beside = |mesh: &&&Mesh| {
                    pods.iter().any(|it| it.namespace == service.namespace && controls(mesh, it))
                };
                let owner = of.meshes.iter().find(is_beside);
                addons.extend(owner.map(|mesh| AddonList {
                    name: service.name.clone(),
                    owner: mesh.kind.as_str().to_owned(),
                }));
            }
        }
        Ok(addons)
    }

    /// Services of telemetry systems, in some clusters or in `all`.
    pub(super) async fn telemetry(
        &self,
        clusters: Vec<String>,
    ) -> Result<Vec<Option<TelemetryComp>>, Error> {
        let is_all = clusters.iter().any(|it| it == "all");
        let services = self.of_kind((!is_all).then_some(&clusters), "Service").await?;
        let text = |service: &ClusterResource, name: &str| match part(service, name) {
            Value::Null => "{}".to_owned(),
            part => part.to_string(),
        };
        let component = |it: &ClusterResource| TelemetryComp {
            name: it.name.clone(),
            spec: text(it, "spec"),
            status: text(it, "status"),
        };
        let known = services.iter().filter(|it| is_one_of(TELEMETRY, it));
        Ok(known.map(|it| Some(component(it))).collect())
    }

    async fn pods(&self, clusters: &[String]) -> Result<Vec<Pod>, Error> {
        Ok(self.of_kind(Some(clusters), "Pod").await?.iter().map(Pod::read).collect())
    }

    async fn of_kind(
        &self,
        clusters: Option<&[String]>,
        kind: &str,
    ) -> Result<Vec<ClusterResource>, Error> {
        let query = Query::default().any_of("kind", [kind]).order(crate::store::Order::OLDEST);
        let query = match clusters {
            Some(clusters) => query.scopes(clusters),
            None => query,
        };
        Ok(self.meshery.store.list(&query).await.map_err(failure)?.records)
    }
}

fn controls(mesh: &Mesh, pod: &Pod) -> bool {
    pod.containers.iter().any(|it| mesh.controls(&it.image))
}

fn member(mesh: &Mesh, pod: &Pod) -> ControlPlaneMember {
    let version = pod.containers.first().and_then(|it| tag(&it.image));
    ControlPlaneMember {
        name: pod.name.clone(),
        component: pod.component().to_owned(),
        version: version.unwrap_or("unknown").to_owned(),
        namespace: pod.namespace.clone(),
        data_planes: Some(proxies(mesh, pod).collect()),
    }
}

fn proxies(mesh: &Mesh, pod: &Pod) -> impl Iterator<Item = Container> {
    let proxies = pod.containers.iter().filter(|it| mesh.proxies(&it.image));
    proxies.map(|it| container(pod, it))
}

fn container(pod: &Pod, container: &PodContainer) -> Container {
    let member = |name: &str| container.spec.get(name).filter(|it| !it.is_null());
    let ports = member("ports").and_then(Value::as_array);
    Container {
        control_plane_member_name: pod.name.clone(),
        container_name: container.name.clone(),
        image: container.image.clone(),
        status: container.status.as_ref().map(|it| status(&container.name, it)),
        ports: ports.map(|it| it.iter().map(port).collect()),
        resources: member("resources").filter(|it| **it != serde_json::json!({})).cloned(),
    }
}

/// A port; `None` where it has no number.
fn port(port: &Value) -> Option<ContainerPort> {
    let text = |name: &str| port.get(name).and_then(Value::as_str).map(str::to_owned);
    Some(ContainerPort {
        name: text("name"),
        container_port: port.get("containerPort")?.as_i64()?.try_into().ok()?,
        protocol: text("protocol").unwrap_or_else(|| "TCP".to_owned()),
    })
}

fn status(name: &str, status: &Value) -> ContainerStatus {
    let any = |name: &str| status.get(name).filter(|it| !it.is_null()).cloned();
    let is = |name: &str| status.get(name).and_then(Value::as_bool).unwrap_or(false);
    ContainerStatus {
        container_status_name: name.to_owned(),
        image: status.get("image").and_then(Value::as_str).unwrap_or_default().to_owned(),
        state: any("state"),
        last_state: any("lastState"),
        ready: is("ready"),
        restart_count: any("restartCount"),
        started: is("started"),
        image_id: any("imageID"),
        container_id: any("containerID"),
    }
}
