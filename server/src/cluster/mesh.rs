//! Service meshes, and how to tell that a container is one's: by its image.
//!
//! Only images that nobody but the mesh has are named. Meshes that run a proxy of somebody else
//! (a plain Envoy) have their control plane recognised and not their proxies; those of which no
//! public image is known are recognised by nothing.

use meshery_graphql::enums::MeshType;

use super::form::repository;

/// A service mesh.
#[derive(Debug)]
pub struct Mesh {
    /// Its name in the schema.
    pub kind: MeshType,
    control: &'static [&'static str],
    proxies: &'static [&'static str],
}

/// Every mesh that the schema names.
pub const MESHES: &[Mesh] = &[
    mesh(MeshType::AppMesh, &["amazon/appmesh-controller"], &["aws-appmesh-envoy"]),
    mesh(MeshType::CitrixServiceMesh, &["citrix/citrix-istio-adaptor"], &[]),
    mesh(
        MeshType::Consul,
        &["hashicorp/consul-k8s-control-plane"],
        &["hashicorp/consul-dataplane"],
    ),
    mesh(MeshType::Istio, &["istio/pilot", "istio/istiod"], &["istio/proxyv2", "istio/ztunnel"]),
    mesh(MeshType::Kuma, &["kumahq/kuma-cp"], &["kumahq/kuma-dp"]),
    mesh(
        MeshType::Linkerd,
        &["linkerd/controller", "linkerd/policy-controller"],
        &["linkerd/proxy"],
    ),
    mesh(MeshType::TraefikMesh, &["traefik/mesh"], &[]),
    mesh(MeshType::Octarine, &[], &[]),
    mesh(
        MeshType::NetworkServiceMesh,
        &["networkservicemesh/cmd-nsmgr", "networkservicemesh/cmd-registry-k8s"],
        &["networkservicemesh/cmd-forwarder-vpp"],
    ),
    mesh(MeshType::Tanzu, &[], &[]),
    mesh(
        MeshType::OpenServiceMesh,
        &["openservicemesh/osm-controller", "openservicemesh/osm-injector"],
        &[],
    ),
    mesh(
        MeshType::NginxServiceMesh,
        &["nginx-mesh/nginx-mesh-controller", "nginx/nginx-mesh-controller"],
        &["nginx-mesh/nginx-mesh-sidecar", "nginx/nginx-mesh-sidecar"],
    ),
    mesh(
        MeshType::CiliumServiceMesh,
        &["cilium/operator", "cilium/operator-generic"],
        &["cilium/cilium-envoy"],
    ),
];

const fn mesh(
    kind: MeshType,
    control: &'static [&'static str],
    proxies: &'static [&'static str],
) -> Mesh {
    Mesh { kind, control, proxies }
}

impl Mesh {
    /// Its name as planes have it: `istio`.
    #[must_use]
    pub fn name(&self) -> String {
        self.kind.as_str().to_lowercase()
    }

    /// Whether a container with this image is part of its control plane.
    #[must_use]
    pub fn controls(&self, image: &str) -> bool {
        is_one_of(self.control, image)
    }

    /// Whether a container with this image is one of its proxies.
    #[must_use]
    pub fn proxies(&self, image: &str) -> bool {
        is_one_of(self.proxies, image)
    }
}

/// Whether an image is one of these, from whatever registry.
fn is_one_of(names: &[&str], image: &str) -> bool {
    let repository = repository(image);
    names.iter().any(|name| {
        repository.strip_suffix(name).is_some_and(|it| it.is_empty() || it.ends_with('/'))
    })
}

#[cfg(test)]
mod tests {
    use super::is_one_of;

    #[test]
    fn an_image_is_known_from_any_registry() {
        let names = ["istio/pilot"];
        for image in ["istio/pilot", "docker.io/istio/pilot:1", "r:5000/x/istio/pilot@sha256:a"] {
            assert!(is_one_of(&names, image), "{image}");
        }
        for image in ["", "pilot", "notistio/pilot", "istio/pilot/x", "istio/pilot-agent:1"] {
            assert!(!is_one_of(&names, image), "{image}");
        }
    }
}
