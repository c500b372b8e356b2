//! The Meshes APIs.

use meshes_events::client::Client as EventsClient;
use meshes_events::operations::events::{
    CreateBulkEventInput, CreateBulkEventOutput, CreateEventInput, CreateEventOutput,
};
use meshes_events::security::{MACHINE_TOKEN, PUBLISHABLE_KEY};
use meshes_events::types::{BulkRecord, EventPayload, NewEvent};
use meshes_management::operations::connections::{
    CreateConnectionInput, DeleteConnectionInput, DeleteConnectionOutput,
    GetConnectionDefaultMappingsInput, UpdateConnectionDefaultMappingsInput,
    UpdateConnectionDefaultMappingsOutput,
};
use meshes_management::operations::deliveries::RetryEventRuleInput;
use meshes_management::operations::events::{GetEventInput, GetEventPayloadInput, GetEventsInput};
use meshes_management::operations::rules::{CreateRuleInput, DeleteRuleInput};
use meshes_management::operations::sessions::{
    CreateSessionInput, ListSessionsInput, RefreshSessionInput, RefreshSessionOutput,
    RevokeSessionInput,
};
use meshes_management::operations::workspaces::{
    CreateWorkspaceInput, CreateWorkspaceOutput, GetWorkspaceConnectionsInput,
    GetWorkspaceEventTypesInput, GetWorkspaceEventTypesOutput, GetWorkspaceInput,
    GetWorkspaceOutput, UpdateWorkspaceInput,
};
use meshes_management::types::{
    Connection, CreateConnectionRequest, CreateRuleRequest, CreateSessionRequest,
    CreateWorkspaceRequest, EventStatus, IntegrationType, MappingStatus, RuleMetadata,
    SessionStatus, UpdateDefaultMappingRequest, UpdateWorkspaceRequest, WorkspaceWithKey,
};
use meshwright_runtime::client::Error;
use meshwright_runtime::{Map, Uuid, Value};
use tokio::sync::mpsc;

use crate::support::{Server, machine_token, within};

type Management = meshes_management::client::Client;

async fn workspace(management: &Management, name: &str) -> WorkspaceWithKey {
    let input = CreateWorkspaceInput::new(CreateWorkspaceRequest::new(name.to_owned()));
    let id = management.create_workspace(input).await.unwrap().workspace.id;
    management.get_workspace(GetWorkspaceInput::new(id)).await.unwrap()
}

fn events(server: &Server, workspace: &WorkspaceWithKey) -> EventsClient {
    let key = workspace.publishable_key.public_key.clone();
    EventsClient::new(server.connection().with_credential(&PUBLISHABLE_KEY, key))
}

fn signup() -> NewEvent {
    let payload = EventPayload { email: Some("ada@example.com".to_owned()), ..Default::default() };
    NewEvent::new("user.signup", payload)
}

#[tokio::test]
async fn an_event_with_the_publishable_key_can_be_read_back() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let mut new = signup();
    new.resource = Some("account".to_owned());
    let created = events(&server, &workspace).create_event(CreateEventInput::new(new)).await;
    let created = created.unwrap().event;
    assert_eq!(created.workspace, workspace.id);

    let read = management.get_event(GetEventInput::new(created.id)).await.unwrap();
    assert_eq!((read.event.as_str(), read.status), ("user.signup", EventStatus::Completed));
    let full = management.get_event_payload(GetEventPayloadInput::new(created.id)).await.unwrap();
    assert_eq!(full.payload.email.as_deref(), Some("ada@example.com"));
    let types = GetWorkspaceEventTypesInput::new(workspace.id);
    let types = management.get_workspace_event_types(types).await.unwrap();
    assert_eq!(types.iter().map(|it| it.key.as_str()).collect::<Vec<_>>(), ["user.signup"]);
    server.stop().await;
}

#[tokio::test]
async fn a_machine_token_names_its_workspace() {
    let server = Server::start().await;
    let (management, key) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let client = |token: String| {
        EventsClient::new(server.connection().with_credential(&MACHINE_TOKEN, token))
    };
    let good = client(machine_token(&key, 60));
    let mut new = signup();
    new.workspace = Some(workspace.id);
    let created = good.create_event(CreateEventInput::new(new.clone())).await.unwrap();
    assert_eq!(created.event.created_by, key.access_key);

    match good.create_event(CreateEventInput::new(signup())).await {
        Err(Error::Answer(CreateEventOutput::BadRequest(body))) => {
            assert_eq!(body.error.unwrap().data.unwrap()[0].param, "workspace");
        }
        other => panic!("{other:?}"),
    }
    let stale =
        client(machine_token(&key, -30)).create_event(CreateEventInput::new(new.clone())).await;
    assert!(matches!(stale, Err(Error::Answer(CreateEventOutput::Unauthorized(_)))), "{stale:?}");
    let long = client(machine_token(&key, 3600)).create_event(CreateEventInput::new(new)).await;
    assert!(matches!(long, Err(Error::Answer(CreateEventOutput::Unauthorized(_)))), "{long:?}");
    server.stop().await;
}

#[tokio::test]
async fn a_wrong_key_is_turned_down() {
    let server = Server::start().await;
    let (management, key) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let right = workspace.publishable_key.public_key;
    let other = if right.ends_with('x') { 'y' } else { 'x' };
    let almost = format!("{}{other}", &right[..right.len() - 1]);
    for wrong in [almost, "mesh_pub_a_b_c".to_owned(), "nonsense".to_owned()] {
        let client =
            EventsClient::new(server.connection().with_credential(&PUBLISHABLE_KEY, wrong));
        let answer = client.create_event(CreateEventInput::new(signup())).await;
        let Err(Error::Answer(CreateEventOutput::Unauthorized(_))) = answer else {
            panic!("{answer:?}");
        };
    }
    let mut stolen = key.clone();
    stolen.secret = meshwright_runtime::http::Secret::new("not the secret");
    let connection =
        server.connection().with_credential(&MACHINE_TOKEN, machine_token(&stolen, 30));
    let answer = EventsClient::new(connection).create_event(CreateEventInput::new(signup())).await;
    assert!(matches!(answer, Err(Error::Answer(CreateEventOutput::Unauthorized(_)))));
    server.stop().await;
}

#[tokio::test]
async fn an_invalid_payload_names_the_place() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let mut new = signup();
    new.payload.email = Some("not an address".to_owned());
    match events(&server, &workspace).create_event(CreateEventInput::new(new)).await {
        Err(Error::Answer(CreateEventOutput::BadRequest(body))) => {
            let detail = body.error.unwrap();
            assert_eq!(detail.name, "ValidationError");
            assert_eq!(detail.data.unwrap()[0].param, "payload.email");
        }
        other => panic!("{other:?}"),
    }
    server.stop().await;
}

#[tokio::test]
async fn a_batch_is_judged_one_by_one() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let client = events(&server, &workspace);
    let good = CreateBulkEventInput::new(vec![signup(), signup()]);
    match client.create_bulk_event(good).await.unwrap() {
        CreateBulkEventOutput::Created(body) => {
            assert_eq!((body.count, body.error_count), (2, None))
        }
        other => panic!("{other:?}"),
    }
    let mut elsewhere = signup();
    elsewhere.workspace = Some(Uuid::new_v4());
    let mixed = CreateBulkEventInput::new(vec![signup(), elsewhere]);
    match client.create_bulk_event(mixed).await.unwrap() {
        CreateBulkEventOutput::MultiStatus(body) => {
            assert_eq!((body.count, body.error_count), (2, Some(1)));
            assert!(matches!(body.records[0], BulkRecord::Event(_)));
            assert!(matches!(body.records[1], BulkRecord::BulkError(_)));
        }
        other => panic!("{other:?}"),
    }
    let page = GetEventsInput { limit: Some(2), cursor: None };
    let page = management.get_events(page).await.unwrap();
    assert_eq!((page.records.len(), page.next_cursor.is_some()), (2, true));
    let page = GetEventsInput { limit: Some(2), cursor: page.next_cursor };
    let page = management.get_events(page).await.unwrap();
    assert_eq!((page.records.len(), page.next_cursor), (1, None));
    server.stop().await;
}

#[tokio::test]
async fn workspaces_belong_to_their_organization() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let shop = workspace(&management, "Shop").await;
    let again = CreateWorkspaceInput::new(CreateWorkspaceRequest::new("Shop".to_owned()));
    let again = management.create_workspace(again).await;
    assert!(matches!(again, Err(Error::Answer(CreateWorkspaceOutput::Conflict(_)))), "{again:?}");
    let body = UpdateWorkspaceRequest {
        name: "Store".to_owned(),
        description: Some(Some("All of it".to_owned())),
    };
    let updated =
        management.update_workspace(UpdateWorkspaceInput::new(shop.id, body)).await.unwrap();
    assert_eq!(updated.name, "Store");
    assert_eq!(management.get_workspaces().await.unwrap().count, 1);

    let (stranger, _) = server.management().await;
    assert_eq!(stranger.get_workspaces().await.unwrap().count, 0);
    let hidden = stranger.get_workspace(GetWorkspaceInput::new(shop.id)).await;
    assert!(matches!(hidden, Err(Error::Answer(GetWorkspaceOutput::NotFound(_)))), "{hidden:?}");
    let types = GetWorkspaceEventTypesInput::new(shop.id);
    let types = stranger.get_workspace_event_types(types).await;
    assert!(matches!(types, Err(Error::Answer(GetWorkspaceEventTypesOutput::Forbidden(_)))));
    let connections = GetWorkspaceConnectionsInput::new(shop.id);
    assert_eq!(stranger.get_workspace_connections(connections).await.unwrap().count, 0);
    server.stop().await;
}

/// A webhook that tells what it got, and answers with the next of some statuses.
async fn webhook(statuses: &'static [u16]) -> (String, mpsc::UnboundedReceiver<Value>) {
    let (sender, receiver) = mpsc::unbounded_channel();
    let calls = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let handler = move |body: String| {
        let (sender, calls) = (sender.clone(), calls.clone());
        async move {
            let index = calls.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
            sender.send(serde_json::from_str(&body).unwrap()).unwrap();
            axum::http::StatusCode::from_u16(statuses[index.min(statuses.len() - 1)]).unwrap()
        }
    };
    let router = axum::Router::new().route("/hook", axum::routing::post(handler));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let url = format!("http://{}/hook", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    (url, receiver)
}

async fn connect(management: &Management, workspace: Uuid, url: &str) -> Connection {
    let metadata = Map::from([("url".to_owned(), Value::from(url))]);
    let body = CreateConnectionRequest::new(
        workspace,
        IntegrationType::Webhook,
        "Hook".to_owned(),
        metadata,
    );
    management.create_connection(CreateConnectionInput::new(body)).await.unwrap().connection
}

/// Asks until an event has a status; deliveries go on in the background.
async fn until(
    management: &Management,
    event: Uuid,
    status: EventStatus,
) -> meshes_management::types::Event {
    within(async {
        loop {
            let event = management.get_event(GetEventInput::new(event)).await.unwrap();
            if event.status == status {
                return event;
            }
            tokio::task::yield_now().await;
        }
    })
    .await
}

#[tokio::test]
async fn a_rule_delivers_and_a_failed_delivery_can_be_retried() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let (url, mut received) = webhook(&[500, 200]).await;
    let connection = connect(&management, workspace.id, &url).await;
    let metadata = RuleMetadata::new("send_webhook");
    let rule = CreateRuleRequest::new(workspace.id, connection.id, "user.signup", metadata);
    let rule = management.create_rule(CreateRuleInput::new(rule)).await.unwrap().rule;

    let sent = events(&server, &workspace).create_event(CreateEventInput::new(signup())).await;
    let sent = sent.unwrap().event;
    let body = within(received.recv()).await.unwrap();
    assert_eq!(body["payload"]["email"], "ada@example.com");
    let failed = until(&management, sent.id, EventStatus::Failed).await;
    let delivery = &failed.rule_events.unwrap()[0];
    assert_eq!((delivery.rule, delivery.attempt_count), (rule.id, 1));

    management.retry_event_rule(RetryEventRuleInput::new(sent.id, rule.id)).await.unwrap();
    within(received.recv()).await.unwrap();
    let done = until(&management, sent.id, EventStatus::Completed).await;
    assert_eq!((done.completed_count, done.failed_count), (Some(1), Some(0)));

    let delete = DeleteConnectionInput::new(connection.id);
    let kept = management.delete_connection(delete.clone()).await;
    assert!(matches!(kept, Err(Error::Answer(DeleteConnectionOutput::Conflict(_)))), "{kept:?}");
    management.delete_rule(DeleteRuleInput::new(rule.id)).await.unwrap();
    management.delete_connection(delete).await.unwrap();
    server.stop().await;
}

#[tokio::test]
async fn a_mapping_is_changed_by_one_at_a_time() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let connection = connect(&management, workspace.id, "https://hooks.example.com/").await;
    let get = GetConnectionDefaultMappingsInput::new(connection.id);
    let generated = management.get_connection_default_mappings(get).await.unwrap();
    assert_eq!(generated.status, MappingStatus::Generated);
    let mut body = UpdateDefaultMappingRequest::new(generated.mapping.schema);
    body.expected_version = Some(1);
    let put = UpdateConnectionDefaultMappingsInput::new(connection.id, body);
    let stored = management.update_connection_default_mappings(put.clone()).await.unwrap();
    assert_eq!((stored.status, stored.mapping.version), (MappingStatus::Stored, 1));
    management.update_connection_default_mappings(put.clone()).await.unwrap();
    let late = management.update_connection_default_mappings(put).await;
    assert!(matches!(late, Err(Error::Answer(UpdateConnectionDefaultMappingsOutput::Conflict(_)))));
    server.stop().await;
}

#[tokio::test]
async fn a_session_ends_when_it_is_revoked() {
    let server = Server::start().await;
    let (management, _) = server.management().await;
    let workspace = workspace(&management, "Shop").await;
    let create = CreateSessionInput::new(CreateSessionRequest::new(workspace.id));
    let session = management.create_session(create).await.unwrap();
    assert!(session.launch_url.contains(&session.launch_token));
    let id = session.session_id;
    management.refresh_session(RefreshSessionInput::new(&id)).await.unwrap();
    management.revoke_session(RevokeSessionInput::new(&id)).await.unwrap();
    let refused = management.refresh_session(RefreshSessionInput::new(&id)).await;
    assert!(matches!(refused, Err(Error::Answer(RefreshSessionOutput::Conflict(_)))));
    let mut list = ListSessionsInput::new(workspace.id);
    list.status = Some(SessionStatus::Revoked);
    assert_eq!(management.list_sessions(list).await.unwrap().records[0].session_id, id);
    server.stop().await;
}

/// The server answers any input that is not what the schema says with status 400.
#[test]
fn operations_with_input_say_what_bad_input_gets() {
    for file in ["events", "management"] {
        let path = format!("{}/../schemas/meshes/{file}.yaml", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).unwrap();
        let document: serde_json::Value = serde_yaml::from_str(&text).unwrap();
        for (path, item) in document["paths"].as_object().unwrap() {
            let shared = item.get("parameters");
            for (method, operation) in item.as_object().unwrap() {
                let Some(responses) = operation.get("responses") else { continue };
                let inputs = [shared, operation.get("parameters"), operation.get("requestBody")];
                let has_input = inputs.iter().any(Option::is_some);
                assert!(!has_input || responses.get("400").is_some(), "{method} {path}");
            }
        }
    }
}
