//! What is registered of models.

use meshery::operations::registry::{
    RegisterRegistryComponentInput, RegisterRegistryRelationshipInput,
};
use meshery::types::{Registrant, RegistryEntityType, RegistryRegistration};
use meshwright_runtime::Base64;
use serde_json::{Value, json};

use super::{Server, Socket, data};

fn registration(entity_type: RegistryEntityType, entity: &Value) -> RegistryRegistration {
    let registrant = Registrant::new("kubernetes");
    RegistryRegistration::new(registrant, entity_type, Base64(entity.to_string().into_bytes()))
}

async fn register(server: &Server, model: &str, version: &str, kind: &str) {
    let entity = json!({"component": {"kind": kind}, "model": {"name": model, "model": {"version": version}}});
    let body = registration(RegistryEntityType::Component, &entity);
    let input = RegisterRegistryComponentInput::new(body);
    server.meshery().register_registry_component(input).await.unwrap();
}

#[tokio::test]
async fn models_are_counted_by_version() {
    let server = Server::start().await;
    let summary = async |kind: &str| {
        let selector = format!("{{type: {}}}", json!(kind));
        let fields = "components { name count } relationships { name count }";
        data(&server, &format!("{{ getMeshModelSummary(selector: {selector}) {{ {fields} }} }}"))
            .await
    };
    assert_eq!(summary("components").await, json!({"components": [], "relationships": []}));
    register(&server, "kubernetes", "v1.30.0", "Pod").await;
    register(&server, "kubernetes", "v1.31.0", "Pod").await;
    register(&server, "kubernetes", "v1.31.0", "Service").await;
    register(&server, "kubernetes", "v1.31.0", "Service").await;
    register(&server, "istio", "v1.20.0", "Gateway").await;
    let models = json!([{"name": "istio", "count": 1}, {"name": "kubernetes", "count": 2}]);
    assert_eq!(summary("components").await, json!({"components": models, "relationships": []}));
    assert_eq!(summary("relationships").await, json!({"components": [], "relationships": []}));
    assert_eq!(summary("policies").await, json!({"components": null, "relationships": null}));

    let good = json!({"kind": "edge", "model": {"name": "kubernetes", "version": "v1.31.0"}});
    let relationship = registration(RegistryEntityType::Relationship, &good);
    let input = RegisterRegistryRelationshipInput::new(relationship.clone());
    server.meshery().register_registry_relationship(input).await.unwrap();
    let models = json!([{"name": "kubernetes", "count": 1}]);
    assert_eq!(summary("relationships").await["relationships"], models);

    let input = RegisterRegistryComponentInput::new(relationship);
    assert!(server.meshery().register_registry_component(input).await.is_err());
    for wrong in [json!({"model": {}}), json!([]), json!("x")] {
        let body = registration(RegistryEntityType::Component, &wrong);
        let input = RegisterRegistryComponentInput::new(body);
        assert!(server.meshery().register_registry_component(input).await.is_err(), "{wrong}");
    }
    server.stop().await;
}

#[tokio::test]
async fn subscribers_hear_of_registrations() {
    let server = Server::start().await;
    let mut socket = Socket::connect(&server).await;
    let id = "subscribeMeshModelSummary";
    let query = r#"subscribeMeshModelSummary(selector: {type: "components"}) { components { name count } }"#;
    socket.subscribe(id, query).await;
    assert_eq!(socket.next(id).await, json!({"components": []}));
    register(&server, "istio", "v1.20.0", "Gateway").await;
    assert_eq!(socket.next(id).await, json!({"components": [{"name": "istio", "count": 1}]}));
    server.stop().await;
}
