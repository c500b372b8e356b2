//! Every field of `Query`, `Mutation` and `Subscription` is asked for by a test of this folder.

use super::{Server, data};

const TESTS: &[&str] = &[
    include_str!("clusters.rs"),
    include_str!("contexts.rs"),
    include_str!("performance.rs"),
    include_str!("planes.rs"),
    include_str!("registry.rs"),
    include_str!("stored.rs"),
];

#[tokio::test]
async fn every_field_is_exercised() {
    let server = Server::start().await;
    let root = |name: &str| format!("{name}Type {{ fields(includeDeprecated: true) {{ name }} }}");
    let roots = ["query", "mutation", "subscription"].map(root).join(" ");
    let schema = data(&server, &format!("{{ __schema {{ {roots} }} }}")).await;
    let types = schema.as_object().unwrap().values();
    let fields: Vec<&str> = types
        .flat_map(|it| it["fields"].as_array().unwrap())
        .map(|it| it["name"].as_str().unwrap())
        .collect();
    assert_eq!(fields.len(), 18 + 2 + 9, "{fields:?}");
    // In a document or in a text that becomes one; never only in a comment.
    let is_code = |line: &&str| !line.trim_start().starts_with("//");
    let lines: Vec<&str> = TESTS.iter().flat_map(|it| it.lines()).filter(is_code).collect();
    let is_missing = |field: &&&str| !lines.iter().any(|line| has_word(line, field));
    let missing: Vec<&&str> = fields.iter().filter(is_missing).collect();
    assert!(missing.is_empty(), "no test asks for {missing:?}");
    server.stop().await;
}

fn has_word(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let is_end = |c: Option<char>| !c.is_some_and(|it| it.is_ascii_alphanumeric());
        is_end(line[..at].chars().last()) && is_end(line[at + word.len()..].chars().next())
    })
}
