//! A mock server over HTTP: requests and what they are answered with are data.

use meshwright_runtime::contract::Contract;
use reqwest::Method;
use reqwest::header::{HeaderMap, HeaderName};
use serde::Deserialize;
use serde_json::Value;
use tests::{mock, root};

#[derive(Deserialize)]
struct Page {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    /// The method and the target.
    request: String,
    #[serde(default)]
    send: std::collections::BTreeMap<String, String>,
    #[serde(default)]
    content: String,
    status: u16,
    #[serde(default)]
    headers: std::collections::BTreeMap<String, String>,
    body: Option<Value>,
}

/// Serves documents of `tests/mock`, and gives the URL.
async fn serve(documents: &[&str]) -> String {
    let folder = root().join("tests/mock");
    let mocks: Vec<_> = documents.iter().map(|it| mock::of(&folder, it).expect("a mock")).collect();
    let router = meshwright::mock::public_router(&mocks);
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

#[tokio::test]
async fn requests_are_answered_as_the_page_says() {
    let text = std::fs::read_to_string(root().join("tests/mock/garage.toml")).expect("a page");
    let page: Page = toml::from_str(&text).expect("cases");
    let url = serve(&["garage.yaml"]).await;
    let mut wrong = Vec::new();
    for case in &page.case {
        if let Err(why) = run(&url, case).await {
            wrong.push(format!("{} {:?}: {why}", case.request, case.send));
        }
    }
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), page.case.len(), wrong.join("\n"));
}

async fn run(url: &str, case: &Case) -> Result<(), String> {
    let (method, target) = case.request.split_once(' ').expect("a method and a target");
    let headers = case.send.iter().map(|(name, value)| {
        (name.parse::<HeaderName>().expect("a name"), value.parse().expect("a value"))
    });
    let mut request = reqwest::Client::new()
        .request(method.parse::<Method>().expect("a method"), format!("{url}{target}"))
        .headers(headers.collect::<HeaderMap>());
    if !case.content.is_empty() {
        request = request.body(case.content.clone());
    }
    let response = request.send().await.map_err(|it| it.to_string())?;
    let (status, headers) = (response.status().as_u16(), response.headers().clone());
    let text = response.text().await.map_err(|it| it.to_string())?;
    if status != case.status {
        return Err(format!("status {status}: {text}"));
    }
    for (name, expected) in &case.headers {
        let mut found = headers.get_all(name).iter().filter_map(|it| it.to_str().ok());
        if !found.any(|it| it == expected) {
            return Err(format!("`{name}` is {:?}", headers.get(name)));
        }
    }
    match &case.body {
        None => Ok(()),
        Some(Value::String(expected)) if *expected == text => Ok(()),
        Some(Value::String(_)) => Err(format!("the body is {text:?}")),
        Some(expected) => match serde_json::from_str(&text) {
            Ok(found) if holds(expected, &found) => Ok(()),
            _ => Err(format!("the body is {text}")),
        },
    }
}

/// Whether a value is another, or an object that has at least its members.
fn holds(expected: &Value, found: &Value) -> bool {
    match (expected, found) {
        (Value::Object(expected), Value::Object(found)) => {
            expected.iter().all(|(name, it)| found.get(name).is_some_and(|found| holds(it, found)))
        }
        (Value::Array(expected), Value::Array(found)) => {
            expected.len() == found.len() && expected.iter().zip(found).all(|it| holds(it.0, it.1))
        }
        (expected, found) => expected == found,
    }
}

/// The server does what its own contract asks for, at a URL.
#[tokio::test]
async fn the_mock_keeps_its_contract_over_http() {
    let url = serve(&["garage.yaml"]).await;
    let mocked = mock::of(&root().join("tests/mock"), "garage.yaml").expect("a mock");
    let operations = meshwright::mock::load(&mocked);
    let rows = mock::rows(&mocked, operations);
    let mut contract = Contract::new(rows);
    for scheme in schemes(operations) {
        contract = contract.credential(scheme, "bmFtZTpwYXNzd29yZA==");
    }
    let report = contract.check_url(&url).await;
    assert!(report.is_clean() && report.n_cases > 60, "{report}");

    // What makes requests bad is looked at: without the credentials none of them is made.
    let report = Contract::new(rows).check_url(&url).await;
    assert_eq!(report.skipped.len(), 3, "{report}");
    // Another value for a parameter is sent: one that no car has.
    let report = Contract::new(rows).value("limit", 70).skip("watch").check_url(&url).await;
    let failed: Vec<&str> = report.failures.iter().map(|it| it.operation.as_str()).collect();
    assert_eq!(failed, ["listCars"], "{report}");
}

/// What is found wrong with a server that takes everything and says nothing.
#[tokio::test]
async fn a_server_that_breaks_the_contract_is_found_out() {
    let mocked = mock::of(&root().join("tests/mock"), "garage.yaml").expect("a mock");
    let operations = meshwright::mock::load(&mocked);
    let mut contract = Contract::new(mock::rows(&mocked, operations));
    for scheme in schemes(operations) {
        contract = contract.credential(scheme, "bmFtZTpwYXNzd29yZA==");
    }
    let careless = axum::Router::new().fallback(|| async { "fine" });
    let report = contract.check(careless).await;
    let text = report.to_string();
    for expected in [
        "listCars, what is required\n  GET /cars\n  answer 200 OK is not in the schema",
        "listCars, the query parameter `limit`: less than 1\n  GET /cars?limit=0\n  expected 400 or 422, got 200",
        "addCar, without credentials",
        "addCar, a body of another media type",
        "addCar, without the body, which is required",
        "addCar, the body at `/plate`: required, and missing",
        "addCar, the body at `/wings`",
        "getCar, the path parameter `plate`: a text that does not match the pattern",
        "listCars, an `Accept` of nothing there is",
        "listCars, a method that the path does not have",
        "no operation, a path that there is not",
    ] {
        let expected = expected.replace("/wings", "/no_such_member");
        assert!(text.contains(&expected), "{expected}\n{text}");
    }
    let broken = axum::Router::new().fallback(|| async { axum::http::StatusCode::BAD_GATEWAY });
    let report = contract.check(broken).await;
    assert_eq!(report.failures.len(), report.n_cases, "{report}");
}

fn schemes(
    operations: &'static [meshwright_runtime::mock::Mocked],
) -> impl Iterator<Item = &'static meshwright_runtime::http::Scheme> {
    let requirements = operations.iter().flat_map(|it| it.operation.security.iter());
    requirements.flat_map(|it| it.iter()).map(|it| it.scheme)
}

/// The changes that follow from the document are those of the page; `UPDATE_EXPECT=1` writes it anew.
#[test]
fn changes_follow_from_the_schema() {
    use meshwright_generator::rust::{ContractChange, ContractValue};
    let mocked = mock::of(&root().join("tests/mock"), "garage.yaml").expect("a mock");
    let shown = |it: &ContractValue| match it {
        ContractValue::Json(text) => text.clone(),
        ContractValue::Letters(count) => format!("{count} letters"),
        ContractValue::Items(count) => format!("{count} items"),
    };
    let mut lines = String::new();
    for (it, row) in mocked.operations.iter().zip(&mocked.contract) {
        let table = &it.table;
        lines.push_str(&format!("{} {}\n", table.operation.method, table.operation.path));
        for (parameter, value) in table.parameters.iter().zip(&row.parameters) {
            lines.push_str(&format!("  {} = {value}\n", parameter.name));
        }
        if let Some(body) = &row.body {
            lines.push_str(&format!("  {}\n  {}\n", body.least, body.whole));
        }
        for change in &row.changes {
            let (place, value, why) = match change {
                ContractChange::Parameter(index, value, why) => {
                    (table.parameters[*index].name.clone(), shown(value), why)
                }
                ContractChange::Member(at, Some(value), why) => {
                    (format!("body{at}"), shown(value), why)
                }
                ContractChange::Member(at, None, why) => (format!("body{at}"), String::new(), why),
            };
            lines.push_str(&format!("  - {place} = {value}: {why}\n"));
        }
    }
    let file = root().join("tests/mock/garage.cases");
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(&file, &lines).expect("a page");
    }
    assert_eq!(std::fs::read_to_string(&file).expect("a page"), lines);
}

#[tokio::test]
async fn several_documents_are_one_server() {
    let url = serve(&["garage.yaml", "bikes.yaml"]).await;
    for (path, status) in [("/cars", 200), ("/bikes", 200), ("/trains", 404), ("/v2/cars", 200)] {
        let found = reqwest::get(format!("{url}{path}")).await.expect("an answer");
        assert_eq!(found.status(), status, "{path}");
    }
}
