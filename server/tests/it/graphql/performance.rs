//! Performance profiles and their results.

use meshery::operations::performance::{
    DeletePerformanceProfileInput, GetPerformanceProfileInput, ListPerformanceProfileResultsInput,
    ListPerformanceProfilesInput, ListPerformanceResultsInput, SavePerformanceProfileInput,
    StorePerformanceResultInput, UpdatePerformanceProfileInput,
};
use meshery::types::{
    LoadGenerator, PerformanceProfile, PerformanceProfilePayload, PerformanceResult,
    PerformanceResultPayload,
};
use meshwright_runtime::{Map, Uuid};
use serde_json::{Value, json};

use super::{Server, Socket, code, data};

fn payload(name: &str) -> PerformanceProfilePayload {
    let endpoints = vec!["https://shop.example.com/checkout".to_owned()];
    let mut payload =
        PerformanceProfilePayload::new(name, vec![LoadGenerator::Fortio], endpoints, "30s");
    payload.qps = Some(50);
    payload.concurrent_request = Some(4);
    payload.service_mesh = Some("istio".to_owned());
    payload
}

async fn save(server: &Server, name: &str) -> PerformanceProfile {
    let input = SavePerformanceProfileInput::new(payload(name));
    server.meshery().save_performance_profile(input).await.unwrap()
}

async fn run(server: &Server, profile: Uuid, name: &str, began: &str) -> PerformanceResult {
    let measured = Map::from_iter([("ActualQPS".to_owned(), json!(49.8))]);
    let mut payload = PerformanceResultPayload::new(measured);
    payload.name = Some(name.to_owned());
    payload.test_start_time = Some(began.parse().unwrap());
    payload.server_metrics = Some(Map::from_iter([("cpu".to_owned(), json!(0.4))]));
    let input = StorePerformanceResultInput::new(profile, payload);
    server.meshery().store_performance_result(input).await.unwrap()
}

fn names(page: &Value, list: &str) -> Vec<String> {
    let items = page[list].as_array().unwrap().iter();
    items.map(|it| it["name"].as_str().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn profiles_know_of_their_runs() {
    let server = Server::start().await;
    let client = server.meshery();
    let profile = save(&server, "Checkout").await;
    save(&server, "Search").await;
    assert_eq!((profile.total_results, profile.last_run), (Some(0), None));
    // Neither the order of arrival nor that of the texts is the order of time.
    run(&server, profile.id, "second", "2026-02-03T23:30:00-02:00").await;
    run(&server, profile.id, "first", "2026-02-03T23:45:00Z").await;

    let query = r#"{ getPerformanceProfiles(selector: {page: "0", pageSize: "10", order: "name asc"}) {
        page page_size total_count profiles {
            name qps concurrent_request duration endpoints load_generators service_mesh
            total_results last_run user_id metadata
        }
    } }"#;
    let page = data(&server, query).await;
    let user = client.get_current_user().await.unwrap().id;
    assert_eq!(
        (&page["page"], &page["page_size"], &page["total_count"]),
        (&json!(0), &json!(10), &json!(2))
    );
    let checkout = json!({
        "name": "Checkout", "qps": 50, "concurrent_request": 4, "duration": "30s",
        "endpoints": ["https://shop.example.com/checkout"], "load_generators": ["fortio"],
        "service_mesh": "istio", "total_results": 2, "last_run": "2026-02-03T23:30:00-02:00",
        "user_id": user.to_string(), "metadata": null,
    });
    assert_eq!(page["profiles"][0], checkout);
    assert_eq!(page["profiles"][1]["last_run"], Value::Null);

    let same = client.get_performance_profile(GetPerformanceProfileInput::new(profile.id));
    let same = same.await.unwrap();
    assert_eq!(same.total_results, Some(2));
    let input = UpdatePerformanceProfileInput::new(profile.id, payload("Checkout 2"));
    let renamed = client.update_performance_profile(input).await.unwrap();
    assert_eq!((renamed.id, renamed.created_at), (profile.id, profile.created_at));
    let mut again = payload("Checkout 3");
    again.id = Some(profile.id);
    client.save_performance_profile(SavePerformanceProfileInput::new(again)).await.unwrap();
    let input = ListPerformanceProfilesInput {
        order: Some("updated_at desc".to_owned()),
        ..Default::default()
    };
    let page = client.list_performance_profiles(input).await.unwrap();
    assert_eq!((page.total_count, page.profiles[0].name.as_str()), (2, "Checkout 3"));
    server.stop().await;
}

#[tokio::test]
async fn results_are_listed_by_profile_and_by_day() {
    let server = Server::start().await;
    let client = server.meshery();
    let (checkout, search) = (save(&server, "Checkout").await, save(&server, "Search").await);
    let january = run(&server, checkout.id, "January", "2026-01-31T23:59:59Z").await;
    run(&server, checkout.id, "February", "2026-02-01T00:00:00Z").await;
    run(&server, search.id, "March", "2026-03-01T12:00:00Z").await;

    let query = format!(
        r#"{{ fetchResults(selector: {{page: "0", pageSize: "1", order: "name asc"}}, profileID: "{}") {{
            total_count results {{ name mesh performance_profile runner_results server_metrics }}
        }} }}"#,
        checkout.id
    );
    let page = data(&server, &query).await;
    assert_eq!(page["total_count"], 2);
    let february = json!({
        "name": "February", "mesh": "istio", "performance_profile": checkout.id.to_string(),
        "runner_results": {"ActualQPS": 49.8}, "server_metrics": "{\"cpu\":0.4}",
    });
    assert_eq!(page["results"], json!([february]));

    let all = async |bounds: &str| {
        let selector = format!(r#"{{page: "0", pageSize: "9", order: "created_at asc"{bounds}}}"#);
        let query = format!("{{ fetchAllResults(selector: {selector}) {{ results {{ name }} }} }}");
        names(&data(&server, &query).await, "results")
    };
    assert_eq!(all("").await, ["January", "February", "March"]);
    assert_eq!(all(r#", from: "2026-02-01""#).await, ["February", "March"]);
    assert_eq!(all(r#", to: "2026-02-01""#).await, ["January", "February"]);
    assert_eq!(all(r#", from: "2026-02-01", to: "2026-02-28""#).await, ["February"]);
    assert_eq!(all(r#", search: "arch""#).await, ["March"]);
    let rest = ListPerformanceResultsInput {
        from: Some("2026-02-01".parse().unwrap()),
        to: Some("2026-03-01".parse().unwrap()),
        ..Default::default()
    };
    assert_eq!(client.list_performance_results(rest).await.unwrap().total_count, 2);

    let id = january.meshery_id;
    let query = format!(r#"{{ getPerfResult(id: "{id}") {{ name test_start_time user_id }} }}"#);
    assert_eq!(data(&server, &query).await["name"], "January");
    for none in [Uuid::new_v4().to_string(), "x".to_owned()] {
        let query = format!(r#"{{ getPerfResult(id: "{none}") {{ name }} }}"#);
        assert_eq!(data(&server, &query).await, Value::Null);
    }

    // Results outlive their profile.
    client
        .delete_performance_profile(DeletePerformanceProfileInput::new(checkout.id))
        .await
        .unwrap();
    let query = format!(r#"{{ getPerfResult(id: "{id}") {{ name performance_profile }} }}"#);
    let expected = json!({"name": "January", "performance_profile": null});
    assert_eq!(data(&server, &query).await, expected);
    let gone = ListPerformanceProfileResultsInput::new(checkout.id);
    assert!(client.list_performance_profile_results(gone).await.is_err());

    for wrong in [
        r#"fetchResults(selector: {page: "0", pageSize: "9"}, profileID: "")"#,
        r#"fetchAllResults(selector: {page: "0", pageSize: "9", from: "yesterday"})"#,
        r#"getPerformanceProfiles(selector: {page: "x", pageSize: "9"})"#,
    ] {
        assert_eq!(code(&server, &format!("{{ {wrong} {{ page }} }}")).await, "BAD_INPUT");
    }
    server.stop().await;
}

#[tokio::test]
async fn subscribers_hear_of_profiles_and_of_results() {
    let server = Server::start().await;
    let mut socket = Socket::connect(&server).await;
    let profile = save(&server, "Checkout").await;
    let page = r#"{page: "0", pageSize: "10", order: "name asc"}"#;
    let (profiles, results) = ("subscribePerfProfiles", "subscribePerfResults");
    let query = "profiles { name total_results }";
    socket
        .subscribe(profiles, &format!("subscribePerfProfiles(selector: {page}) {{ {query} }}"))
        .await;
    let query = format!(
        r#"subscribePerfResults(selector: {page}, profileID: "{}") {{ total_count results {{ name }} }}"#,
        profile.id
    );
    socket.subscribe(results, &query).await;
    let one = |n| json!({"profiles": [{"name": "Checkout", "total_results": n}]});
    assert_eq!(socket.next(profiles).await, one(0));
    assert_eq!(socket.next(results).await, json!({"total_count": 0, "results": []}));

    run(&server, profile.id, "first", "2026-02-03T23:45:00Z").await;
    assert_eq!(socket.next(profiles).await, one(1));
    assert_eq!(
        socket.next(results).await,
        json!({"total_count": 1, "results": [{"name": "first"}]})
    );

    save(&server, "Search").await;
    let pushed = socket.next(profiles).await;
    assert_eq!(names(&pushed, "profiles"), ["Checkout", "Search"]);

    let query =
        r#"subscribePerfResults(selector: {page: "0", pageSize: "9"}, profileID: "") { page }"#;
    socket.subscribe("wrong", query).await;
    let message = socket.message("wrong").await;
    assert!(message.to_string().contains("BAD_INPUT"), "{message}");
    server.stop().await;
}
