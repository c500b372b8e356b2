//! Systems that measure and show: known by the names of the Kubernetes services that lead to them.

use super::form::labels;
use crate::store::ClusterResource;

/// Telemetry systems.
pub const TELEMETRY: &[&str] = &["prometheus", "grafana", "jaeger", "zipkin", "kiali", "tempo"];

/// What is often installed next to a service mesh.
pub const ADDONS: &[&str] = &["prometheus", "grafana", "jaeger", "zipkin", "kiali", "tracing"];

/// Whether a service is of one of these systems, as its labels or else its name say.
#[must_use]
pub fn is_one_of(systems: &[&str], service: &ClusterResource) -> bool {
    let labels = labels(service, "labels");
    let label = ["app.kubernetes.io/name", "app"].iter().find_map(|it| labels.get(*it));
    if label.is_some_and(|it| systems.contains(&it.as_str())) {
        return true;
    }
    // `grafana`, `prometheus-server`, `kube-prometheus-stack-grafana`: as one of its words.
    service.name.split('-').any(|word| systems.contains(&word))
}
