//! Designs, filters, the catalog and events.

use meshery::operations::designs::PublishDesignInput;
use meshery::operations::filters::{PublishFilterInput, SaveFilterInput};
use meshery::types::{CatalogData, CatalogPublishRequest, FilterData, FilterSaveRequest};
use meshwright_runtime::Base64;
use serde_json::json;

use super::{Server, Socket, ask, code, data, design};

fn filter(name: &str) -> SaveFilterInput {
    let mut data = FilterData::new(name);
    data.filter_file = Some(Base64(b"\0asm".to_vec()));
    SaveFilterInput::new(FilterSaveRequest { filter_data: Some(data), ..Default::default() })
}

#[tokio::test]
async fn designs_come_in_pages_searched_and_sorted() {
    let server = Server::start().await;
    for name in ["Bookinfo", "Cart", "Books"] {
        server.meshery().save_design(design(name)).await.unwrap();
    }
    let names = async |selector: &str| {
        let fields = "page page_size total_count patterns { name canSupport pattern_file }";
        let query = format!("{{ fetchPatterns(selector: {selector}) {{ {fields} }} }}");
        let page = data(&server, &query).await;
        let patterns = page["patterns"].as_array().unwrap().iter();
        let names: Vec<_> = patterns.map(|it| it["name"].as_str().unwrap().to_owned()).collect();
        (page["total_count"].as_i64().unwrap(), names)
    };
    let sorted = r#"{page: "0", pageSize: "2", order: "name asc"}"#;
    assert_eq!(names(sorted).await, (3, vec!["Bookinfo".to_owned(), "Books".to_owned()]));
    let second = r#"{page: "1", pageSize: "2", order: "name asc"}"#;
    assert_eq!(names(second).await, (3, vec!["Cart".to_owned()]));
    let books = r#"{page: "0", pageSize: "9", search: "BOOK", order: "name desc"}"#;
    assert_eq!(names(books).await, (2, vec!["Books".to_owned(), "Bookinfo".to_owned()]));
    let public = r#"{page: "0", pageSize: "9", visibility: ["public"]}"#;
    assert_eq!(names(public).await, (0, vec![]));
    let later = r#"{page: "0", pageSize: "9", updated_after: "2999-01-01T00:00:00Z"}"#;
    assert_eq!(names(later).await, (0, vec![]));
    for wrong in [
        r#"{page: "-1", pageSize: "9"}"#,
        r#"{page: "0", pageSize: "101"}"#,
        r#"{page: "0", pageSize: "9", order: "secret"}"#,
        r#"{page: "0", pageSize: "9", updated_after: "soon"}"#,
    ] {
        let query = format!("{{ fetchPatterns(selector: {wrong}) {{ page }} }}");
        assert_eq!(code(&server, &query).await, "BAD_INPUT", "{wrong}");
    }
    server.stop().await;
}

#[tokio::test]
async fn the_catalog_has_what_is_published() {
    let server = Server::start().await;
    let client = server.meshery();
    let id = client.save_design(design("Bookinfo")).await.unwrap()[0].id;
    client.save_design(design("Private")).await.unwrap();
    let catalog = CatalogData { pattern_info: Some("Books".to_owned()), ..Default::default() };
    let input = PublishDesignInput::new(CatalogPublishRequest::new(id, catalog.clone()));
    client.publish_design(input).await.unwrap();
    let id = client.save_filter(filter("Rate limit")).await.unwrap()[0].id;
    let input = PublishFilterInput::new(CatalogPublishRequest::new(id, catalog));
    client.publish_filter(input).await.unwrap();

    let selector = r#"selector: {page: "0", pagesize: "10", search: "", order: ""}"#;
    let fields = "name visibility catalog_data";
    let query = format!("{{ fetchPatternCatalogContent({selector}) {{ {fields} }} }}");
    let published = |name| json!([{"name": name, "visibility": "published", "catalog_data": {"pattern_info": "Books"}}]);
    assert_eq!(data(&server, &query).await, published("Bookinfo"));
    let query = format!("{{ fetchFilterCatalogContent({selector}) {{ {fields} filter_file }} }}");
    let found = data(&server, &query).await;
    assert_eq!(found[0]["filter_file"], "AGFzbQ==", "{found}");
    for field in ["fetchPatternCatalogContent", "fetchFilterCatalogContent"] {
        let query = format!("{{ {field}(selector: null) {{ name }} }}");
        assert_eq!(code(&server, &query).await, "BAD_INPUT");
    }
    server.stop().await;
}

#[tokio::test]
async fn subscribers_of_the_configuration_get_what_changed() {
    let server = Server::start().await;
    let mut socket = Socket::connect(&server).await;
    let page = r#"{page: "0", pageSize: "10"}"#;
    let query = format!(
        "subscribeConfiguration(patternSelector: {page}, filterSelector: {page}) \
         {{ patterns {{ total_count }} filters {{ total_count }} applications {{ total_count }} }}"
    );
    let id = "subscribeConfiguration";
    socket.subscribe(id, &query).await;
    let count = |n| json!({"total_count": n});
    let expected = json!({"patterns": count(0), "filters": count(0), "applications": null});
    assert_eq!(socket.next(id).await, expected);
    server.meshery().save_design(design("Bookinfo")).await.unwrap();
    let expected = json!({"patterns": count(1), "filters": null, "applications": null});
    assert_eq!(socket.next(id).await, expected);
    server.meshery().save_filter(filter("Rate limit")).await.unwrap();
    let expected = json!({"patterns": null, "filters": count(1), "applications": null});
    assert_eq!(socket.next(id).await, expected);
    server.stop().await;
}

#[tokio::test]
async fn subscribers_of_events_get_each_event() {
    let server = Server::start().await;
    let mut socket = Socket::connect(&server).await;
    let query = "subscribeEvents { action category severity status createdAt }";
    socket.subscribe("subscribeEvents", query).await;
    let act = async || {
        server.meshery().save_design(design("Bookinfo")).await.unwrap();
    };
    let event = socket.after("subscribeEvents", act).await;
    let text = |name: &str| event[name].as_str().unwrap().to_owned();
    assert_eq!(
        [text("action"), text("category"), text("severity"), text("status")],
        ["create", "design", "informational", "unread"]
    );
    let answer = ask(&server, "subscription { subscribeEvents { id } }").await;
    assert!(answer["errors"].is_array(), "over plain HTTP: {answer}");
    server.stop().await;
}
