//! Kubernetes contexts, which are connections to clusters.

use meshery::client::Client;
use meshery::operations::connections::{
    CreateConnectionInput, DeleteConnectionInput, GetConnectionInput, UpdateConnectionInput,
};
use meshery::operations::kubernetes::{
    AddKubernetesConfigInput, DeleteKubernetesContextInput, GetKubernetesContextInput,
    ListKubernetesContextsInput,
};
use meshery::types::{
    ConnectionPayload, ConnectionStatus, KubernetesConfigUpload, KubernetesContext,
};
use meshwright_runtime::{Map, Uuid};
use serde_json::{Value, json};

use super::{Server, Socket, code};

const FILE: &str = "clusters: [{name: a, cluster: {server: 'https://127.0.0.1:6443'}}]\n\
    users: [{name: me, user: {token: secret-token}}]\n\
    contexts: [{name: dev, context: {cluster: a, user: me}}, \
    {name: prod, context: {cluster: a, user: you}}]\n";

/// Adds the context `dev`.
pub(super) async fn add(client: &Client) -> KubernetesContext {
    let mut body = KubernetesConfigUpload::new(FILE);
    body.contexts = Some(r#"["dev"]"#.to_owned());
    let report = client.add_kubernetes_config(AddKubernetesConfigInput::new(body)).await.unwrap();
    assert_eq!((report.registered_contexts.len(), report.ignored_contexts.len()), (1, 1));
    assert!(report.connected_contexts.is_empty() && report.errored_contexts.is_empty());
    report.registered_contexts[0].clone()
}

/// Says which cluster a context leads to.
pub(super) async fn tell_cluster(client: &Client, context: &KubernetesContext, cluster: Uuid) {
    let id = context.connection_id.unwrap();
    let known = client.get_connection(GetConnectionInput::new(id)).await.unwrap();
    let mut payload =
        ConnectionPayload::new(known.kind, known.r#type, known.name, ConnectionStatus::Connected);
    let mut metadata = known.metadata.unwrap();
    metadata.insert("kubernetes_server_id".to_owned(), json!(cluster.to_string()));
    payload.metadata = Some(metadata);
    client.update_connection(UpdateConnectionInput::new(id, payload)).await.unwrap();
}

/// A server with one context, and the cluster that it leads to.
pub(super) async fn server_with_cluster(
    broker: Option<String>,
) -> (Server, KubernetesContext, Uuid) {
    let (server, cluster) = (Server::start_with(broker).await, Uuid::new_v4());
    let context = add(&server.meshery()).await;
    tell_cluster(&server.meshery(), &context, cluster).await;
    (server, context, cluster)
}

#[tokio::test]
async fn subscribers_hear_of_contexts_that_come_change_and_go() {
    let server = Server::start().await;
    let client = server.meshery();
    let mut socket = Socket::connect(&server).await;
    let id = "subscribeK8sContext";
    let fields = "total_count contexts { id name server kubernetes_server_id connection_id owner }";
    let query = format!(r#"{id}(selector: {{page: "0", pageSize: "10"}}) {{ {fields} }}"#);
    socket.subscribe(id, &query).await;
    assert_eq!(socket.next(id).await, json!({"total_count": 0, "contexts": []}));

    let context = add(&client).await;
    let user = client.get_current_user().await.unwrap().id.to_string();
    let shown = |cluster: &str| {
        json!({"total_count": 1, "contexts": [{
            "id": context.id, "name": "dev", "server": "https://127.0.0.1:6443", "owner": user,
            "kubernetes_server_id": cluster, "connection_id": context.connection_id.unwrap().to_string(),
        }]})
    };
    assert_eq!(socket.next(id).await, shown(""));

    let cluster = Uuid::new_v4();
    tell_cluster(&client, &context, cluster).await;
    assert_eq!(
        until(&mut socket, id, &shown(&cluster.to_string())).await,
        shown(&cluster.to_string())
    );

    client.delete_kubernetes_context(DeleteKubernetesContextInput::new(&context.id)).await.unwrap();
    let none = json!({"total_count": 0, "contexts": []});
    assert_eq!(until(&mut socket, id, &none).await, none);
    server.stop().await;
}

/// One change may be told more than once; what was told before is passed over.
async fn until(socket: &mut Socket, id: &str, wanted: &Value) -> Value {
    for _ in 0..3 {
        let told = socket.next(id).await;
        if told == *wanted {
            return told;
        }
    }
    socket.next(id).await
}

#[tokio::test]
async fn a_context_is_a_connection_without_secrets() {
    let server = Server::start().await;
    let client = server.meshery();
    let context = add(&client).await;
    assert_eq!(add(&client).await.connection_id, context.connection_id, "the same again");
    let shown = client.get_kubernetes_context(GetKubernetesContextInput::new(&context.id)).await;
    assert_eq!(shown.unwrap().connection_id, context.connection_id);
    let id = context.connection_id.unwrap();
    let connection = client.get_connection(GetConnectionInput::new(id)).await.unwrap();
    assert!(!format!("{connection:?}").contains("secret-token"));

    let mut payload =
        ConnectionPayload::new("kubernetes", "platform", "by hand", ConnectionStatus::Registered);
    let server_url = ("server".to_owned(), json!("https://10.0.0.1:6443"));
    payload.metadata = Some(Map::from_iter([server_url]));
    let by_hand = client.create_connection(CreateConnectionInput::new(payload)).await.unwrap();
    let listed = client.list_kubernetes_contexts(ListKubernetesContextsInput {
        order: Some("name".to_owned()),
        ..Default::default()
    });
    let listed = listed.await.unwrap();
    let names: Vec<_> = listed.contexts.iter().map(|it| it.name.as_str()).collect();
    assert_eq!((listed.total_count, names), (2, vec!["by hand", "dev"]));
    assert_eq!(client.sync_system().await.unwrap().k8s_config.len(), 2);
    client.delete_connection(DeleteConnectionInput::new(by_hand.id)).await.unwrap();
    client.delete_connection(DeleteConnectionInput::new(id)).await.unwrap();
    let gone = client.get_kubernetes_context(GetKubernetesContextInput::new(&context.id)).await;
    assert!(gone.is_err());

    let mut body = KubernetesConfigUpload::new(FILE);
    body.contexts = Some("dev".to_owned());
    assert!(client.add_kubernetes_config(AddKubernetesConfigInput::new(body)).await.is_err());
    let body = KubernetesConfigUpload::new("no: contexts");
    assert!(client.add_kubernetes_config(AddKubernetesConfigInput::new(body)).await.is_err());
    server.stop().await;
}

#[tokio::test]
async fn what_needs_a_context_says_so() {
    let server = Server::start().await;
    let fields = [
        r#"query { getOperatorStatus(connectionID: "x") { status } }"#,
        r#"query { resyncCluster(selector: {clearDB: "true", ReSync: "true", hardReset: "false"}, k8scontextID: "x") }"#,
        r#"mutation { changeOperatorStatus(input: {targetStatus: ENABLED, contextID: ""}) }"#,
        r#"mutation { changeAdapterStatus(input: {targetStatus: ENABLED, targetPort: "10000", adapter: ""}) }"#,
    ];
    for query in fields {
        assert_eq!(code(&server, query).await, "NO_CLUSTER", "{query}");
    }
    let mut socket = Socket::connect(&server).await;
    for (id, query) in [
        ("controllers", r#"subscribeMesheryControllersStatus(connectionIDs: ["x"]) { status }"#),
        (
            "events",
            r#"subscribeMeshSyncEvents(connectionIDs: ["x"], eventTypes: [ADDED]) { type }"#,
        ),
    ] {
        socket.subscribe(id, query).await;
        let message = socket.message(id).await;
        assert!(message.to_string().contains("NO_CLUSTER"), "{message}");
    }
    server.stop().await;
}
