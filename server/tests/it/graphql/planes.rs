//! Service meshes, add-ons and telemetry, told from pods and services.

use serde_json::{Value, json};

use super::clusters::{counted, heard};
use super::contexts::server_with_cluster;
use super::{code, data};
use crate::nats::{Nats, resource, with};

#[tokio::test]
async fn meshes_are_known_by_their_images() {
    let Some(nats) = Nats::start().await else { return };
    let (server, _, cluster) = server_with_cluster(Some(nats.address.clone())).await;
    let mut socket = heard(&server, &nats, cluster).await;
    let cluster = cluster.to_string();
    let pod = |namespace: &str, name: &str, generated: &str, containers: Value, statuses: Value| {
        let mut pod = resource(&cluster, "Pod", namespace, name);
        pod["metadata"]["generateName"] = json!(generated);
        let pod = with(pod, "spec", json!({"containers": containers}));
        with(pod, "status", json!({"containerStatuses": statuses}))
    };
    let pilot = json!([{"name": "discovery", "image": "docker.io/istio/pilot:1.20.1"}]);
    nats.report("ADDED", pod("istio-system", "istiod-7d-x", "istiod-7d-", pilot, json!([]))).await;
    let image = "docker.io/istio/proxyv2:1.20.1";
    let containers = json!([
        {"name": "cart", "image": "example.com/cart"},
        {"name": "istio-proxy", "image": image, "resources": {"limits": {"cpu": "2"}},
         "ports": [{"name": "metrics", "containerPort": 15090, "protocol": "TCP"}, {"containerPort": 80}]},
    ]);
    let statuses = json!([{
        "name": "istio-proxy", "image": image, "ready": true, "started": true, "restartCount": 2,
        "state": {"running": {}}, "lastState": {}, "imageID": "sha256:a", "containerID": "containerd://4f",
    }]);
    nats.report("ADDED", pod("shop", "cart-5f-y", "cart-5f-", containers, statuses)).await;
    let service = |namespace: &str, name: &str| {
        with(
            resource(&cluster, "Service", namespace, name),
            "spec",
            json!({"clusterIP": "10.0.0.7"}),
        )
    };
    for (namespace, name) in [
        ("istio-system", "grafana"),
        ("istio-system", "istiod"),
        ("shop", "jaeger-query"),
        ("shop", "cart"),
    ] {
        nats.report("ADDED", service(namespace, name)).await;
    }
    counted(&mut socket, &[("Namespace", 1), ("Pod", 1), ("Service", 2)]).await;

    let filter = |kind: &str, cluster: &str| {
        format!(r#"(filter: {{type: {kind}, k8sClusterIDs: ["{cluster}"]}})"#)
    };
    let planes = async |kind: &str, cluster: &str| {
        let fields =
            "name members { name component version namespace data_planes { containerName } }";
        data(&server, &format!("{{ getControlPlanes{} {{ {fields} }} }}", filter(kind, cluster)))
            .await
    };
    let istio = json!([{"name": "istio", "members": [{
        "name": "istiod-7d-x", "component": "istiod", "version": "1.20.1", "namespace": "istio-system",
        "data_planes": [],
    }]}]);
    assert_eq!(planes("ALL_MESH", &cluster).await, istio);
    assert_eq!(planes("ISTIO", &cluster).await, istio);
    assert_eq!(planes("LINKERD", &cluster).await, json!([{"name": "linkerd", "members": []}]));
    assert_eq!(planes("ALL_MESH", "another").await, json!([]));

    let fields = "name proxies { controlPlaneMemberName containerName image resources \
        ports { name containerPort protocol } \
        status { containerStatusName image state lastState ready restartCount started imageID containerID } }";
    let query = format!("{{ getDataPlanes{} {{ {fields} }} }}", filter("ALL_MESH", &cluster));
    let proxy = json!({
        "controlPlaneMemberName": "cart-5f-y", "containerName": "istio-proxy", "image": image,
        "resources": {"limits": {"cpu": "2"}},
        "ports": [
            {"name": "metrics", "containerPort": 15090, "protocol": "TCP"},
            {"name": null, "containerPort": 80, "protocol": "TCP"},
        ],
        "status": {
            "containerStatusName": "istio-proxy", "image": image, "state": {"running": {}}, "lastState": {},
            "ready": true, "restartCount": 2, "started": true, "imageID": "sha256:a",
            "containerID": "containerd://4f",
        },
    });
    assert_eq!(data(&server, &query).await, json!([{"name": "istio", "proxies": [proxy]}]));

    let query =
        format!("{{ getAvailableAddons{} {{ name owner }} }}", filter("ALL_MESH", &cluster));
    assert_eq!(data(&server, &query).await, json!([{"name": "grafana", "owner": "ISTIO"}]));
    let query = format!("{{ getAvailableAddons{} {{ name }} }}", filter("LINKERD", &cluster));
    assert_eq!(data(&server, &query).await, json!([]));

    let telemetry = async |contexts: &str| {
        data(
            &server,
            &format!("{{ fetchTelemetryComponents(contexts: {contexts}) {{ name spec status }} }}"),
        )
        .await
    };
    let component =
        |name| json!({"name": name, "spec": "{\"clusterIP\":\"10.0.0.7\"}", "status": "{}"});
    let both = json!([component("grafana"), component("jaeger-query")]);
    assert_eq!(telemetry(r#"["all"]"#).await, both);
    assert_eq!(telemetry(&format!(r#"["{cluster}"]"#)).await, both);
    assert_eq!(telemetry("[]").await, json!([]));

    for field in ["getControlPlanes", "getDataPlanes", "getAvailableAddons"] {
        for filter in ["null", "{type: INVALID_MESH}"] {
            let query = format!("{{ {field}(filter: {filter}) {{ name }} }}");
            assert_eq!(code(&server, &query).await, "BAD_INPUT", "{query}");
        }
    }
    server.stop().await;
}
