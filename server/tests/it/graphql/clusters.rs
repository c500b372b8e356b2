//! What is known of clusters: MeshSync is played by the test, over a real NATS server.

use futures_util::StreamExt as _;
use meshery::operations::designs::ListDesignsInput;
use meshwright_runtime::Uuid;
use serde_json::{Value, json};

use super::contexts::server_with_cluster;
use super::{Server, Socket, ask, code, data, design, error};
use crate::nats::{Nats, resource, with};
use crate::support::within;

/// Subscribes to the numbers of resources, and returns once the server hears the broker: it knows
/// of the namespace `shop` then.
pub(super) async fn heard(server: &Server, nats: &Nats, cluster: Uuid) -> Socket {
    let cluster = cluster.to_string();
    let mut socket = Socket::connect(server).await;
    let id = "subscribeClusterResources";
    let query = format!(
        r#"{id}(k8scontextIDs: ["{cluster}"], namespace: "shop") {{ resources {{ kind count }} }}"#
    );
    socket.subscribe(id, &query).await;
    assert_eq!(socket.next(id).await, json!({"resources": []}));
    let act = async || nats.report("ADDED", resource(&cluster, "Namespace", "", "shop")).await;
    let resources = socket.after(id, act).await;
    assert_eq!(resources, json!({"resources": [{"kind": "Namespace", "count": 1}]}));
    socket
}

/// Waits until the numbers of resources are these.
pub(super) async fn counted(socket: &mut Socket, wanted: &[(&str, i32)]) {
    let wanted: Vec<Value> = wanted.iter().map(|(k, n)| json!({"kind": k, "count": n})).collect();
    loop {
        let told = socket.next("subscribeClusterResources").await;
        if told["resources"] == json!(wanted) {
            return;
        }
    }
}

#[tokio::test]
async fn resources_are_counted_named_and_described() {
    let Some(nats) = Nats::start().await else { return };
    let (server, context, cluster) = server_with_cluster(Some(nats.address.clone())).await;
    let mut socket = heard(&server, &nats, cluster).await;
    let cluster = cluster.to_string();

    // Anything may arrive there; none of it stops the rest.
    for junk in
        ["", "{", "[]", r#"{"ObjectType": "log-stream", "EventType": "ADDED", "Object": 1}"#]
    {
        nats.publish(junk).await;
    }
    let pod =
        |name| with(resource(&cluster, "Pod", "shop", name), "status", json!({"phase": "Running"}));
    nats.report("ADDED", pod("cart")).await;
    nats.report("ADDED", pod("cart")).await;
    nats.report("ADDED", pod("web")).await;
    nats.report("ADDED", resource(&cluster, "Pod", "elsewhere", "web")).await;
    nats.report("ADDED", resource("another cluster", "Pod", "shop", "web")).await;
    counted(&mut socket, &[("Namespace", 1), ("Pod", 2)]).await;
    nats.report("DELETED", pod("web")).await;
    counted(&mut socket, &[("Namespace", 1), ("Pod", 1)]).await;

    nats.report("ADDED", resource(&cluster, "Namespace", "", "elsewhere")).await;
    counted(&mut socket, &[("Namespace", 2), ("Pod", 1)]).await;
    let query =
        format!(r#"{{ getAvailableNamespaces(k8sClusterIDs: ["{cluster}"]) {{ namespace }} }}"#);
    let namespaces = json!([{"namespace": "elsewhere"}, {"namespace": "shop"}]);
    assert_eq!(data(&server, &query).await, namespaces);
    assert_eq!(code(&server, "{ getAvailableNamespaces { namespace } }").await, "BAD_INPUT");

    let query = r#"{ getKubectlDescribe(name: "cart", kind: "pod", namespace: "shop") { describe ctxid } }"#;
    let described = data(&server, query).await;
    assert_eq!(described["ctxid"], context.id);
    let text = described["describe"].as_str().unwrap();
    assert!(text.starts_with("Name:         cart\nNamespace:    shop\n"), "{text}");
    assert!(text.contains("Phase:") && text.contains("Running"), "{text}");
    let query = r#"{ getKubectlDescribe(name: "cart", kind: "Pod", namespace: "") { describe } }"#;
    assert_eq!(code(&server, query).await, "NOT_FOUND");
    server.stop().await;
}

#[tokio::test]
async fn reports_are_passed_on() {
    let Some(nats) = Nats::start().await else { return };
    let (server, context, cluster) = server_with_cluster(Some(nats.address.clone())).await;
    let mut socket = heard(&server, &nats, cluster).await;
    let connection = context.connection_id.unwrap().to_string();
    let id = "subscribeMeshSyncEvents";
    let query = format!(
        r#"{id}(connectionIDs: ["{connection}"], eventTypes: [ADDED, DELETED]) {{ type object connectionID }}"#
    );
    socket.subscribe(id, &query).await;
    let secret = |cluster: &str| {
        let mut secret = resource(cluster, "Secret", "shop", "key");
        secret["data"] = json!("{\"password\":\"aHVudGVyMg==\"}");
        secret
    };
    let cluster = cluster.to_string();
    let act = async || {
        nats.report("ADDED", secret("another cluster")).await;
        nats.report("MODIFIED", secret(&cluster)).await;
        nats.report("DELETED", secret(&cluster)).await;
    };
    let event = socket.after(id, act).await;
    assert_eq!((&event["type"], &event["connectionID"]), (&json!("DELETED"), &json!(connection)));
    assert_eq!(event["object"]["metadata"]["name"], "key");
    assert!(!event.to_string().contains("aHVudGVyMg"), "{event}");
    server.stop().await;
}

#[tokio::test]
async fn controllers_are_as_the_broker_shows_them() {
    let Some(nats) = Nats::start().await else { return };
    let (server, context, cluster) = server_with_cluster(Some(nats.address.clone())).await;
    let connection = context.connection_id.unwrap().to_string();
    let status = async |field: &str| {
        let fields = "name version status connectionID error { code }";
        data(&server, &format!(r#"{{ {field}(connectionID: "{connection}") {{ {fields} }} }}"#))
            .await
    };
    assert_eq!(status("getMeshsyncStatus").await["status"], "UNKNOWN");
    let mut controllers = Socket::connect(&server).await;
    let id = "subscribeMesheryControllersStatus";
    let query = format!(r#"{id}(connectionIDs: ["{connection}"]) {{ controller status version }}"#);
    controllers.subscribe(id, &query).await;
    let state = |controller: &str, status: &str, version: &str| json!({"controller": controller, "status": status, "version": version});
    let unknown = json!([
        state("OPERATOR", "UNKOWN", ""),
        state("MESHSYNC", "UNKOWN", ""),
        state("BROKER", "UNKOWN", ""),
    ]);
    assert_eq!(controllers.next(id).await, unknown);

    heard(&server, &nats, cluster).await;
    let broker = status("getNatsStatus").await;
    assert_eq!((&broker["status"], &broker["error"]), (&json!("CONNECTED"), &Value::Null));
    let version = broker["version"].as_str().unwrap().to_owned();
    assert!(version.starts_with(|c: char| c.is_ascii_digit()), "{version}");
    let told = controllers.next(id).await;
    assert_eq!(
        told,
        json!([state("MESHSYNC", "CONNECTED", ""), state("BROKER", "CONNECTED", &version)])
    );

    let deployment = |name: &str, image: &str| {
        let spec = json!({"template": {"spec": {"containers": [
            {"name": "proxy", "image": "example.com/kube-rbac-proxy:v9"}, {"name": "main", "image": image},
        ]}}});
        with(resource(&cluster.to_string(), "Deployment", "meshery", name), "spec", spec)
    };
    nats.report("ADDED", deployment("meshery-meshsync", "docker.io/meshery/meshsync:v0.8.1")).await;
    assert_eq!(controllers.next(id).await, json!([state("MESHSYNC", "CONNECTED", "v0.8.1")]));
    let operator = deployment("meshery-operator", "docker.io/meshery/meshery-operator:v0.7.2");
    nats.report("ADDED", operator.clone()).await;
    assert_eq!(controllers.next(id).await, json!([state("OPERATOR", "DEPLOYED", "v0.7.2")]));
    nats.report("MODIFIED", with(operator, "status", json!({"availableReplicas": 1}))).await;
    assert_eq!(controllers.next(id).await, json!([state("OPERATOR", "RUNNING", "v0.7.2")]));
    let query = format!(
        r#"{{ getOperatorStatus(connectionID: "{connection}") {{ controller status version }} }}"#
    );
    assert_eq!(data(&server, &query).await, state("OPERATOR", "RUNNING", "v0.7.2"));
    let expected = json!({
        "name": "MeshSync", "version": "v0.8.1", "status": "ENABLED", "connectionID": connection, "error": null,
    });
    assert_eq!(status("getMeshsyncStatus").await, expected);
    let query = r#"{ getOperatorStatus(connectionID: "unknown") { status } }"#;
    assert_eq!(data(&server, query).await, Value::Null);
    let query = r#"{ getMeshsyncStatus(connectionID: "unknown") { status error { code } } }"#;
    assert_eq!(data(&server, query).await["error"]["code"], "NO_CLUSTER");

    // The broker goes, and comes back with a MeshSync that speaks again.
    let port = nats.port().to_owned();
    drop(nats);
    assert_eq!(controllers.next(id).await, unknown);
    assert_eq!(status("getNatsStatus").await["error"]["code"], "NO_BROKER");
    let nats = Nats::start_at(&port).await.unwrap();
    let pod = resource(&cluster.to_string(), "Pod", "shop", "cart");
    let act = async || nats.report("ADDED", pod.clone()).await;
    let told = controllers.after(id, act).await;
    let expected = json!([
        state("OPERATOR", "RUNNING", "v0.7.2"),
        state("MESHSYNC", "CONNECTED", "v0.8.1"),
        state("BROKER", "CONNECTED", &version),
    ]);
    assert_eq!(told, expected);
    server.stop().await;
}

#[tokio::test]
async fn a_cluster_is_discovered_anew() {
    let Some(nats) = Nats::start().await else { return };
    let (server, context, cluster) = server_with_cluster(Some(nats.address.clone())).await;
    let mut socket = heard(&server, &nats, cluster).await;
    let mut requests = nats.requests().await;
    let resync = |clear: bool, ask: bool, hard: bool, context: &str| {
        format!(
            r#"{{ resyncCluster(selector: {{clearDB: "{clear}", ReSync: "{ask}", hardReset: "{hard}"}}, k8scontextID: "{context}") }}"#
        )
    };
    assert_eq!(data(&server, &resync(true, true, false, &context.id)).await, "PROCESSING");
    let request = within(requests.next()).await.unwrap();
    let request: Value = serde_json::from_slice(&request.payload).unwrap();
    assert_eq!(request, json!({"Request": {"Entity": "resync-discovery"}}));
    counted(&mut socket, &[]).await;

    assert_eq!(code(&server, &resync(false, false, true, &context.id)).await, "BAD_INPUT");
    assert_eq!(code(&server, &resync(true, true, true, "unknown")).await, "NOT_FOUND");
    let query = format!(r#"{{ resyncCluster(selector: null, k8scontextID: "{}") }}"#, context.id);
    assert_eq!(code(&server, &query).await, "BAD_INPUT");

    server.meshery().save_design(design("Bookinfo")).await.unwrap();
    assert_eq!(data(&server, &resync(true, false, true, &context.id)).await, "PROCESSING");
    let designs = server.meshery().list_designs(ListDesignsInput::default()).await.unwrap();
    assert_eq!(designs.total_count, 0);
    server.stop().await;
}

#[tokio::test]
async fn what_cannot_be_done_is_not_claimed() {
    // Nobody listens there: the server starts all the same.
    let (server, context, _) = server_with_cluster(Some("nats://127.0.0.1:1".to_owned())).await;
    let query = format!(
        r#"{{ resyncCluster(selector: {{clearDB: "true", ReSync: "true", hardReset: "false"}}, k8scontextID: "{}") }}"#,
        context.id
    );
    assert_eq!(code(&server, &query).await, "NO_BROKER");
    let connection = context.connection_id.unwrap();
    let query = format!(
        r#"{{ getNatsStatus(connectionID: "{connection}") {{ status error {{ code }} }} }}"#
    );
    let expected = json!({"status": "UNKNOWN", "error": {"code": "NO_BROKER"}});
    assert_eq!(data(&server, &query).await, expected);

    let operator = |id: &str| {
        format!(
            r#"mutation {{ changeOperatorStatus(input: {{targetStatus: ENABLED, contextID: "{id}"}}) }}"#
        )
    };
    for (query, wanted) in [
        (operator(&context.id), "NOT_SUPPORTED"),
        (operator(""), "NOT_SUPPORTED"),
        (operator("unknown"), "NOT_FOUND"),
        ("mutation { changeOperatorStatus(input: null) }".to_owned(), "BAD_INPUT"),
        (r#"mutation { changeAdapterStatus(input: {targetStatus: ENABLED, targetPort: "10000", adapter: ""}) }"#.to_owned(), "NOT_SUPPORTED"),
        (r#"mutation { changeAdapterStatus(input: {targetStatus: ENABLED, targetPort: "x", adapter: ""}) }"#.to_owned(), "BAD_INPUT"),
        (r#"mutation { changeAdapterStatus(input: {targetStatus: DISABLED, targetPort: "", adapter: ""}) }"#.to_owned(), "BAD_INPUT"),
    ] {
        assert_eq!(code(&server, &query).await, wanted, "{query}");
    }
    let (message, _) = error(&server, &operator("")).await;
    assert!(message.contains("does not reach into clusters"), "{message}");
    let answer = ask(&server, &operator("")).await;
    assert_eq!(answer["data"], Value::Null, "the field is not null");
    server.stop().await;
}

#[tokio::test]
async fn an_address_that_is_none_is_refused() {
    let store = meshwright_server::store::Store::open("sqlite::memory:").await.unwrap();
    let bus = meshwright_server::bus::Bus::default();
    let broker = meshwright_server::cluster::Broker::connect("not an address", store, bus).await;
    assert!(broker.unwrap_err().to_string().contains("the address of the broker"));
}
