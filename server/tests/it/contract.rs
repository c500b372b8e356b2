//! The server keeps the contract of an API that was generated with one.

use meshes_events::contract::OPERATIONS;
use meshes_events::security::{MACHINE_TOKEN, PUBLISHABLE_KEY};
use meshes_management::operations::workspaces::{CreateWorkspaceInput, GetWorkspaceInput};
use meshes_management::types::CreateWorkspaceRequest;
use meshwright_runtime::contract::Contract;

use crate::support::{Server, machine_token};

#[tokio::test]
async fn events_are_taken_and_refused_as_their_schema_says() {
    let server = Server::start().await;
    let (management, key) = server.management().await;
    let input = CreateWorkspaceInput::new(CreateWorkspaceRequest::new("Shop".to_owned()));
    let id = management.create_workspace(input).await.unwrap().workspace.id;
    let workspace = management.get_workspace(GetWorkspaceInput::new(id)).await.unwrap();
    let contract = Contract::new(OPERATIONS)
        .credential(&MACHINE_TOKEN, machine_token(&key, 50))
        .credential(&PUBLISHABLE_KEY, workspace.publishable_key.public_key);
    let report = contract.check_url(&server.base).await;
    assert!(report.is_clean(), "{report}");
    assert!(report.skipped.is_empty() && report.n_cases > 20, "{report}");
    server.stop().await;
}
