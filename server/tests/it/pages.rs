//! Methods, paths and pages.

use crate::support::Server;

#[tokio::test]
async fn methods_are_those_of_all_apis_together() {
    let server = Server::start().await;
    let http = reqwest::Client::new();
    let method = |name: &str| reqwest::Method::from_bytes(name.as_bytes()).unwrap();
    let ask = |name: &str, path: &str| http.request(method(name), server.url(path)).send();

    let head = ask("HEAD", "/api/system/version").await.unwrap();
    assert_eq!(head.status(), 200);
    assert_eq!(head.text().await.unwrap(), "");
    let options = ask("OPTIONS", "/api/v1/events").await.unwrap();
    assert_eq!(options.status(), 204);
    assert_eq!(options.headers()["allow"], "GET, HEAD, OPTIONS, POST");
    let wrong = ask("DELETE", "/api/system/version").await.unwrap();
    assert_eq!(wrong.status(), 405);
    assert_eq!(wrong.headers()["allow"], "GET, HEAD, OPTIONS");
    let body: serde_json::Value = serde_json::from_str(&wrong.text().await.unwrap()).unwrap();
    assert!(body["error"].is_string());
    assert_eq!(ask("GET", "/api/nothing/here").await.unwrap().status(), 404);
    server.stop().await;
}

#[tokio::test]
async fn the_site_is_under_docs() {
    let server = Server::start().await;
    let get = |path: &str| reqwest::get(server.url(path));
    let start = get("/").await.unwrap();
    assert_eq!(start.url().path(), "/docs/");
    assert_eq!(start.text().await.unwrap(), "<h1>APIs</h1>");
    assert_eq!(get("/docs").await.unwrap().url().path(), "/docs/");
    let folder = get("/docs/meshery").await.unwrap();
    assert_eq!((folder.status().as_u16(), folder.url().path()), (200, "/docs/meshery/"));
    let schema = get("/docs/meshery/openapi.json").await.unwrap();
    assert_eq!(schema.headers()["content-type"], "application/json");
    for away in ["/docs/../test.db", "/docs/%2e%2e/test.db", "/docs/nothing.html"] {
        assert_eq!(get(away).await.unwrap().status(), 404, "{away}");
    }
    server.stop().await;
}

#[tokio::test]
async fn another_name_is_misdirected() {
    let server = Server::start().await;
    let http = reqwest::Client::new();
    let ask = |host: &str| http.get(server.url("/api/system/version")).header("host", host).send();
    assert_eq!(ask("localhost:9081").await.unwrap().status(), 200);
    assert_eq!(ask("rebound.example.com").await.unwrap().status(), 421);
    server.stop().await;
}

#[tokio::test]
async fn graphiql_is_served_from_its_package() {
    let server = Server::start().await;
    let get = |path: &str| reqwest::get(server.url(path));
    let page = get("/graphiql").await.unwrap();
    assert_eq!(page.headers()["content-type"], "text/html; charset=utf-8");
    let text = page.text().await.unwrap();
    assert!(text.contains("data-endpoint=\"/api/system/graphql/query\""), "{text}");
    for file in ["start.js", "start.css", "yoga-graphiql.umd.js", "json.worker.bundle.js"] {
        assert_eq!(get(&format!("/graphiql/{file}")).await.unwrap().status(), 200, "{file}");
    }
    server.stop().await;
}

#[tokio::test]
async fn pages_of_other_origins_have_no_graphql() {
    let ours = "https://app.example.com";
    let server = Server::start_by(|config| config.origins = Some(vec![ours.to_owned()])).await;
    let open = Server::start().await;
    let http = reqwest::Client::new();
    for (server, origin, expected) in [
        (&server, Some(ours), 200),
        (&server, Some("https://elsewhere.example.com"), 403),
        (&server, None, 200),
        (&open, Some("https://elsewhere.example.com"), 200),
    ] {
        let mut request = http.post(server.url("/api/graphql/query"));
        request = request.header("cookie", "meshery-provider=None");
        request = request.header("content-type", "application/json");
        if let Some(origin) = origin {
            request = request.header("origin", origin);
        }
        let answer = request.body(r#"{"query": "{ __typename }"}"#).send().await.unwrap();
        assert_eq!(answer.status(), expected, "{origin:?}");
    }
    server.stop().await;
    open.stop().await;
}
