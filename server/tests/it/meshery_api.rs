//! The Meshery API.

use futures_util::StreamExt as _;
use meshery::client::Client;
use meshery::operations::credentials::{
    CreateCredentialInput, GetCredentialInput, ListCredentialsInput,
};
use meshery::operations::designs::{
    CloneDesignInput, DeleteDesignInput, DeployDesignInput, DeployDesignOutput,
    DownloadDesignInput, DownloadDesignOkBody, DownloadDesignSourceInput, GetDesignInput,
    GetDesignOutput, ImportDesignBody, ImportDesignInput, ListCatalogDesignsInput,
    ListDesignsInput, PublishDesignInput, SaveDesignInput, SaveDesignOutput,
};
use meshery::operations::environments::{CreateEnvironmentInput, CreateEnvironmentOutput};
use meshery::operations::events::{ListEventsInput, UpdateEventStatusInput};
use meshery::operations::health::GetReadinessInput;
use meshery::operations::kubernetes::{
    DiscoverKubernetesContextsInput, ListKubernetesContextsInput,
};
use meshery::operations::organizations::ListOrganizationsInput;
use meshery::operations::preferences::SavePreferencesInput;
use meshery::operations::users::GetCurrentUserOutput;
use meshery::operations::workspaces::{
    AddDesignToWorkspaceInput, AddDesignToWorkspaceOutput, CreateWorkspaceInput,
    ListWorkspaceDesignsInput,
};
use meshery::security::BEARER_TOKEN;
use meshery::types::{
    CatalogData, CatalogPublishRequest, CloneRequest, CredentialPayload, Design, DesignData,
    DesignImport, DesignSaveRequest, DesignSourceType, DesignUpload, DesignUrlImport,
    EnvironmentPayload, Event, EventStatus, EventStatusUpdate, KubernetesConfigDiscovery,
    Preferences, ProviderType, Visibility, WorkspacePayload,
};
use meshwright_runtime::client::Error;
use meshwright_runtime::json::{Mode, from_slice};
use meshwright_runtime::{Map, Uuid, Value};

use crate::support::{Server, within};

pub(crate) fn design(name: &str) -> SaveDesignInput {
    let mut data = DesignData::new(name);
    data.pattern_file = Some(format!("name: {name}\n"));
    SaveDesignInput::new(DesignSaveRequest { pattern_data: Some(data), ..Default::default() })
}

async fn save(client: &Client, name: &str) -> Design {
    client.save_design(design(name)).await.unwrap().remove(0)
}

async fn organization(client: &Client) -> Uuid {
    let page = client.list_organizations(ListOrganizationsInput::default()).await.unwrap();
    page.organizations[0].id
}

#[tokio::test]
async fn what_is_open_is_open() {
    let server = Server::start().await;
    let client = Client::new(server.connection());
    let version = client.get_system_version().await.unwrap();
    assert!(version.build.starts_with('v'));
    assert_eq!(client.get_readiness(GetReadinessInput::default()).await.unwrap(), "ok");
    let providers = client.list_providers().await.unwrap();
    assert_eq!(providers["None"].provider_type, ProviderType::Local);
    let mut stream = client.stream_providers().await.unwrap();
    assert_eq!(within(stream.next()).await.unwrap().event.as_deref(), Some("provider"));
    server.stop().await;
}

#[tokio::test]
async fn the_local_user_needs_no_token_and_gets_one() {
    let server = Server::start().await;
    let nobody = Client::new(server.connection()).get_current_user().await;
    assert!(matches!(nobody, Err(Error::Answer(GetCurrentUserOutput::Unauthorized { .. }))));
    let user = server.meshery().get_current_user().await.unwrap();
    assert_eq!((user.user_id.as_str(), user.provider.as_str()), ("meshery", "None"));

    let file = server.meshery().get_token_file().await.unwrap();
    assert_eq!(file.meshery_provider, "None");
    let bearer = server.connection().with_credential(&BEARER_TOKEN, file.token);
    assert_eq!(Client::new(bearer).get_current_user().await.unwrap().id, user.id);
    let wrong = server.connection().with_credential(&BEARER_TOKEN, "nonsense");
    let wrong = Client::new(wrong).get_current_user().await;
    assert!(matches!(wrong, Err(Error::Answer(GetCurrentUserOutput::Unauthorized { .. }))));
    server.stop().await;
}

#[tokio::test]
async fn choosing_the_provider_sets_cookies() {
    let server = Server::start().await;
    let redirect = reqwest::redirect::Policy::none();
    let http = reqwest::Client::builder().redirect(redirect).build().unwrap();
    let chosen = http.get(server.url("/api/provider?provider=none")).send().await.unwrap();
    assert_eq!(chosen.status(), 302);
    assert_eq!(chosen.headers()["location"], "/user/login");
    let cookies = |response: &reqwest::Response| -> Vec<String> {
        let all = response.headers().get_all("set-cookie").iter();
        all.map(|it| it.to_str().unwrap().to_owned()).collect()
    };
    let set = cookies(&chosen);
    assert!(set.iter().any(|it| it.starts_with("meshery-provider=None;")), "{set:?}");
    assert!(set.iter().any(|it| it.starts_with("token=ey")), "{set:?}");
    let cookie: Vec<&str> = set.iter().map(|it| it.split(';').next().unwrap()).collect();
    let request = http.get(server.url("/api/user")).header("cookie", cookie.join("; "));
    assert_eq!(request.send().await.unwrap().status(), 200);

    let unknown = http.get(server.url("/api/provider?provider=Nobody")).send().await.unwrap();
    assert_eq!((unknown.status().as_u16(), cookies(&unknown).len()), (200, 0));
    let away = http
        .get(server.url("/user/login?ref=aHR0cHM6Ly9leGFtcGxlLmNvbQ"))
        .header("cookie", "meshery-provider=None");
    assert_eq!(away.send().await.unwrap().status(), 400);
    let out = http.get(server.url("/user/logout")).header("cookie", "meshery-provider=None");
    let out = out.send().await.unwrap();
    assert!(cookies(&out).iter().all(|it| it.contains("Max-Age=0")));
    server.stop().await;
}

#[tokio::test]
async fn a_design_lives_from_its_first_save_to_its_end() {
    let server = Server::start().await;
    let client = server.meshery();
    let saved = save(&client, "Bookinfo").await;
    save(&client, "Another").await;
    assert_eq!(saved.visibility, Visibility::Private);

    let mut list = ListDesignsInput { search: Some("BOOK".to_owned()), ..Default::default() };
    let page = client.list_designs(list).await.unwrap();
    assert_eq!((page.total_count, page.patterns[0].id), (1, saved.id));
    list = ListDesignsInput {
        order: Some("name asc".to_owned()),
        pagesize: Some(1),
        ..Default::default()
    };
    let page = client.list_designs(list).await.unwrap();
    assert_eq!((page.total_count, page.patterns[0].name.as_str()), (2, "Another"));

    let mut again = design("Bookinfo 2");
    again.body.pattern_data.as_mut().unwrap().id = Some(saved.id);
    let updated = client.save_design(again).await.unwrap().remove(0);
    assert_eq!((updated.id, updated.name.as_str()), (saved.id, "Bookinfo 2"));
    let copy = CloneDesignInput::new(saved.id, CloneRequest::new("Copy"));
    let copy = client.clone_design(copy).await.unwrap();
    assert_ne!(copy.id, saved.id);
    let file = client.download_design(DownloadDesignInput::new(saved.id)).await.unwrap();
    let DownloadDesignOkBody::Yaml(text) = file else { panic!("YAML was asked for") };
    assert_eq!(text, "name: Bookinfo 2\n");

    let publish = CatalogPublishRequest::new(saved.id, CatalogData::default());
    client.publish_design(PublishDesignInput::new(publish)).await.unwrap();
    let catalog = client.list_catalog_designs(ListCatalogDesignsInput::default()).await.unwrap();
    assert_eq!((catalog.total_count, catalog.patterns[0].id), (1, saved.id));

    client.delete_design(DeleteDesignInput::new(saved.id)).await.unwrap();
    match client.get_design(GetDesignInput::new(saved.id)).await {
        Err(Error::Answer(GetDesignOutput::NotFound { body, x_content_type_options })) => {
            assert_eq!(body.error, "there is no such design");
            assert_eq!(x_content_type_options.unwrap().as_str(), "nosniff");
        }
        other => panic!("{other:?}"),
    }
    server.stop().await;
}

#[tokio::test]
async fn a_design_without_content_is_refused_with_its_place() {
    let server = Server::start().await;
    let empty = SaveDesignInput::new(DesignSaveRequest::default());
    match server.meshery().save_design(empty).await {
        Err(Error::Answer(SaveDesignOutput::BadRequest { body, .. })) => {
            assert!(body.probable_cause.unwrap()[0].contains("/body/pattern_data"));
        }
        other => panic!("{other:?}"),
    }
    server.stop().await;
}

#[tokio::test]
async fn who_watches_hears_of_a_design() {
    let server = Server::start().await;
    let client = server.meshery();
    let mut events = client.subscribe_events().await.unwrap();
    let saved = save(&client, "Bookinfo").await;
    let event = within(events.next()).await.unwrap();
    assert_eq!(event.event.as_deref(), Some("message"));
    let event: Event = from_slice(event.data.as_bytes(), Mode::Strict).unwrap();
    assert_eq!((event.acted_upon, event.action.as_str()), (saved.id, "create"));

    let status = EventStatusUpdate::new(EventStatus::Read);
    let read = client.update_event_status(UpdateEventStatusInput::new(event.id, status)).await;
    assert_eq!(read.unwrap().status, EventStatus::Read);
    let unread = ListEventsInput { status: Some(EventStatus::Unread), ..Default::default() };
    assert_eq!(client.list_events(unread).await.unwrap().total_count, 0);
    let all = client.list_events(ListEventsInput::default()).await.unwrap();
    assert_eq!(all.count_by_severity_level[0].count, 1);
    // The stream must not keep the server from stopping.
    server.stop().await;
    assert!(within(events.next()).await.is_none());
}

#[tokio::test]
async fn a_workspace_holds_designs() {
    let server = Server::start().await;
    let client = server.meshery();
    let organization = organization(&client).await;
    let payload = WorkspacePayload::new("Platform", organization);
    let workspace = client.create_workspace(CreateWorkspaceInput::new(payload)).await.unwrap();
    let saved = save(&client, "Bookinfo").await;
    let add = AddDesignToWorkspaceInput::new(workspace.id, saved.id);
    client.add_design_to_workspace(add.clone()).await.unwrap();
    let again = client.add_design_to_workspace(add).await;
    assert!(matches!(again, Err(Error::Answer(AddDesignToWorkspaceOutput::Conflict { .. }))));
    let list = ListWorkspaceDesignsInput::new(workspace.id);
    assert_eq!(client.list_workspace_designs(list.clone()).await.unwrap().designs[0].id, saved.id);
    client.delete_design(DeleteDesignInput::new(saved.id)).await.unwrap();
    assert_eq!(client.list_workspace_designs(list).await.unwrap().total_count, 0);

    let payload = EnvironmentPayload::new("Production", Uuid::new_v4());
    let elsewhere = client.create_environment(CreateEnvironmentInput::new(payload)).await;
    assert!(matches!(elsewhere, Err(Error::Answer(CreateEnvironmentOutput::BadRequest { .. }))));
    server.stop().await;
}

#[tokio::test]
async fn a_secret_is_shown_to_who_asks_for_it_alone() {
    let server = Server::start().await;
    let client = server.meshery();
    let secret = Map::from([("password".to_owned(), Value::from("hunter2"))]);
    let payload = CredentialPayload::new("Registry", "basic", secret.clone());
    let created = client.create_credential(CreateCredentialInput::new(payload)).await.unwrap();
    assert_eq!(created.secret, None);
    let listed = client.list_credentials(ListCredentialsInput::default()).await.unwrap();
    assert_eq!(listed.credentials[0].secret, None);
    let one = client.get_credential(GetCredentialInput::new(created.id)).await.unwrap();
    assert_eq!(one.secret, Some(secret));
    server.stop().await;
}

#[tokio::test]
async fn preferences_stay_and_a_reset_forgets_them() {
    let server = Server::start().await;
    let client = server.meshery();
    let preferences = Preferences::new(true, false);
    client.save_preferences(SavePreferencesInput::new(preferences)).await.unwrap();
    assert!(client.sync_system().await.unwrap().anonymous_usage_stats);
    client.reset_database().await.unwrap();
    assert!(!client.get_preferences().await.unwrap().anonymous_usage_stats);
    server.stop().await;
}

#[tokio::test]
async fn nothing_is_deployed_without_a_cluster() {
    let server = Server::start().await;
    let client = server.meshery();
    let input = DeployDesignInput::new("name: Bookinfo\n");
    let answer = client.deploy_design(input).await;
    assert!(
        matches!(answer, Err(Error::Answer(DeployDesignOutput::BadRequest { .. }))),
        "{answer:?}"
    );
    let events = client.list_events(ListEventsInput::default()).await.unwrap();
    assert!(events.events[0].description.contains("no cluster"));
    server.stop().await;
}

#[tokio::test]
async fn a_kubeconfig_file_is_read_and_nothing_is_reached() {
    let server = Server::start().await;
    let client = server.meshery();
    let file = "clusters: [{name: a, cluster: {server: 'https://127.0.0.1:6443'}}]\n\
                contexts: [{name: dev, context: {cluster: a, user: me}}]\n";
    let body = KubernetesConfigDiscovery::new(file);
    let input = DiscoverKubernetesContextsInput::new(body);
    let contexts = client.discover_kubernetes_contexts(input).await.unwrap();
    assert_eq!(contexts[0].name, "dev");
    let known = client.list_kubernetes_contexts(ListKubernetesContextsInput::default()).await;
    assert_eq!(known.unwrap().total_count, 0);
    server.stop().await;
}

#[tokio::test]
async fn a_file_is_imported_as_a_form_or_as_json() {
    let server = Server::start().await;
    let client = server.meshery();
    let manifest = "apiVersion: v1\nkind: Service\n";
    let mut upload = DesignUpload::new(manifest);
    upload.name = Some("Manifest".to_owned());
    let form = ImportDesignInput::new(ImportDesignBody::Multipart(upload));
    let design = client.import_design(form).await.unwrap().remove(0);
    assert_eq!(
        (design.name.as_str(), design.r#type.string.as_str()),
        ("Manifest", "Kubernetes Manifest")
    );
    let kind = DesignSourceType::KubernetesManifest;
    let source = DownloadDesignSourceInput::new(design.id, kind);
    let downloaded = client.download_design_source(source).await.unwrap();
    assert_eq!(&downloaded.bytes(10_000).await.unwrap()[..], manifest.as_bytes());

    let url =
        DesignImport::DesignUrlImport(DesignUrlImport::new("https://example.com/design.yaml"));
    let json = ImportDesignInput::new(ImportDesignBody::Json(url));
    match client.import_design(json).await {
        Err(Error::Unexpected(answer)) => assert_eq!(answer.status, 501),
        other => panic!("{other:?}"),
    }
    server.stop().await;
}
