//! Runs `execution.cases`: queries with what they must answer.
//!
//! A case is `# name`, the query, `$ variables` if there are any, and `= response`; `UPDATE_EXPECT=1` rewrites it.

use std::fmt::Write;

use meshwright_runtime::graphql::{Context, Limits, Request};

use super::generated::schema;
use super::service::Library;

#[tokio::test]
async fn cases() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/graphql/execution.cases");
    let text = std::fs::read_to_string(file).unwrap();
    let (mut fresh, mut failed) = (String::new(), Vec::new());
    for case in text.split("\n\n").filter(|case| !case.trim().is_empty()) {
        let lines = || case.trim().lines();
        let (name, query) = (lines().next().unwrap(), lines().nth(1).unwrap());
        let mut request = Request::new(query);
        let variables = lines().find(|line| line.starts_with("$ "));
        if let Some(variables) = variables {
            request.variables = serde_json::from_str(&variables[2..]).unwrap();
        }
        let expected = lines().find(|line| line.starts_with("= ")).unwrap_or("=");
        // Twice with the same schema: planned, then from the cache.
        let schema = schema(Library::default(), Limits::default()).unwrap();
        let response = schema.execute(request.clone(), Context::default()).await.to_bytes();
        if !query.starts_with("mutation") {
            let again = schema.execute(request, Context::default()).await.to_bytes();
            assert_eq!(response, again, "{name}");
        }
        let actual = format!("= {}", String::from_utf8(response).unwrap());
        serde_json::from_str::<serde_json::Value>(&actual[2..]).unwrap();
        if actual != expected {
            failed.push(format!("{name}\n{query}\n  expected {expected}\n  actual   {actual}"));
        }
        let variables = variables.map(|line| format!("{line}\n")).unwrap_or_default();
        write!(fresh, "{name}\n{query}\n{variables}{actual}\n\n").unwrap();
    }
    if std::env::var_os("UPDATE_EXPECT").is_some() {
        std::fs::write(file, fresh.trim_end().to_owned() + "\n").unwrap();
    } else {
        assert!(failed.is_empty(), "{}", failed.join("\n"));
    }
}

#[tokio::test]
async fn siblings_run_at_the_same_time() {
    let schema = schema(Library::default(), Limits::default()).unwrap();
    let waits: String = (0..40).map(|n| format!(" w{n}: wait(ms: 50)")).collect();
    let start = std::time::Instant::now();
    let response = schema
        .execute(Request::new(format!("{{ probeNn {{ {waits} }} }}")), Context::default())
        .await;
    assert!(response.errors.is_empty());
    assert!(start.elapsed().as_millis() < 1_000, "{:?}", start.elapsed());
}
