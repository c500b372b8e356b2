//! The docs site over hostile APIs: everything has a page, every link leads somewhere, nothing breaks out.

#[path = "pages/sample.rs"]
mod sample;

use std::collections::{BTreeMap, BTreeSet};

use meshwright_generator::{emit, output::OutputTree, plan};

fn site() -> BTreeMap<String, String> {
    let (rest, graphql) = (sample::rest(), sample::graphql());
    let mut output = OutputTree::default();
    emit::pages::emit_site(
        &plan::pages::plan_site(&[&rest, &graphql], "Demo", "docs"),
        &mut output,
    );
    assert_eq!(output.owned(), ["docs"]);
    output.files().clone()
}

fn html(files: &BTreeMap<String, String>) -> impl Iterator<Item = (&str, &str)> {
    files
        .iter()
        .filter(|(path, _)| path.ends_with(".html"))
        .map(|(path, text)| (path.as_str(), text.as_str()))
}

/// The values of an attribute in a page.
fn values<'a>(text: &'a str, attribute: &str) -> Vec<&'a str> {
    let start = format!(" {attribute}=\"");
    text.split(start.as_str()).skip(1).filter_map(|it| it.split('"').next()).collect()
}

/// The file that a relative link leads to.
fn resolve(from: &str, to: &str) -> String {
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in to.split('/') {
        match part {
            ".." => assert!(parts.pop().is_some(), "{from}: `{to}` leaves the site"),
            part => parts.push(part),
        }
    }
    parts.join("/")
}

#[test]
fn no_link_is_dead() {
    let files = site();
    let ids: BTreeMap<&str, BTreeSet<&str>> =
        html(&files).map(|(path, text)| (path, values(text, "id").into_iter().collect())).collect();
    for (path, text) in html(&files) {
        for link in values(text, "href")
            .into_iter()
            .chain(values(text, "src"))
            .chain(values(text, "action"))
        {
            if link.starts_with("https://example.com/") {
                continue;
            }
            let (file, anchor) = link.split_once('#').unwrap_or((link, ""));
            let target = if file.is_empty() { path.to_owned() } else { resolve(path, file) };
            assert!(files.contains_key(&target), "{path}: `{link}` leads nowhere");
            assert!(
                anchor.is_empty() || ids[target.as_str()].contains(anchor),
                "{path}: no `{link}`"
            );
        }
    }
    for (path, text) in
        files.iter().filter(|(path, _)| path.ends_with(".md") || path.ends_with("llms.txt"))
    {
        for link in text.split("](").skip(1).filter_map(|it| it.split(')').next()) {
            if link.ends_with(".md") {
                assert!(files.contains_key(&resolve(path, link)), "{path}: `{link}` leads nowhere");
            }
        }
    }
}

#[test]
fn ids_are_unique_and_every_page_has_one_h1() {
    for (path, text) in html(&site()) {
        let ids = values(text, "id");
        let distinct: BTreeSet<_> = ids.iter().collect();
        assert_eq!(ids.len(), distinct.len(), "{path}: {ids:?}");
        assert_eq!(text.matches("<h1>").count(), 1, "{path}");
        assert_eq!(
            text.matches("aria-current").count().min(2),
            usize::from(!path.ends_with("all.html")),
            "{path}"
        );
    }
}

#[test]
fn hostile_text_stays_text() {
    let files = site();
    for (path, text) in html(&files) {
        assert_eq!(text.matches("<script").count(), 1, "{path}: a script that is not ours");
        assert!(!text.contains("<img"), "{path}");
        assert!(!text.contains("=\"javascript:"), "{path}");
        assert!(
            !text.contains(" style=") && !text.contains(" onclick="),
            "{path}: the policy forbids these"
        );
    }
    for (path, text) in
        files.iter().filter(|(path, _)| path.ends_with(".md") && path.contains("/operations/"))
    {
        let outside_code: String = text.split("```").step_by(2).collect();
        assert!(!outside_code.contains("<img"), "{path}");
    }
    assert!(!files["docs/search-index.js"].contains("</script"));
}

#[test]
fn paths_stay_inside_and_apart() {
    let mut seen = BTreeSet::new();
    for path in site().keys() {
        assert!(path.starts_with("docs/"), "{path}");
        assert!(path.chars().all(|c| c.is_ascii_alphanumeric() || "-./".contains(c)), "{path}");
        assert!(seen.insert(path.to_lowercase()), "{path} differs from another in case alone");
    }
}

#[test]
fn everything_has_a_page() {
    let files = site();
    for page in [
        "index",
        "all",
        "demo/index",
        "demo/operations/list-events",
        "demo/operations/list-events-2",
        "demo/operations/etc-passwd",
        "demo/types/event",
        "demo/types/event-2",
        "demo/types/names",
        "demo/types/index",
        "demo/tags/unnamed",
        "demo-graphql/queries/events",
        "demo-graphql/subscriptions/events",
        "demo-graphql/types/filter",
        "demo-graphql/types/time",
        "demo-graphql/directives/tag",
    ] {
        for suffix in ["html", "md"] {
            assert!(files.contains_key(&format!("docs/{page}.{suffix}")), "{page}.{suffix}");
        }
    }
    for file in [
        "demo/openapi.json",
        "demo-graphql/schema.graphql",
        "llms.txt",
        "search-index.js",
        "style.css",
        "script.js",
    ] {
        assert!(files.contains_key(&format!("docs/{file}")), "{file}");
    }
    assert!(
        !files.keys().any(|it| it.contains("types/query")),
        "root types have lists, not type pages"
    );
}

#[test]
fn pages_say_who_uses_a_type_and_where_else_it_is() {
    let files = site();
    let event = &files["docs/demo/types/event.html"];
    assert!(event.contains("GET /events/{id}") && event.contains("status 200"), "{event}");
    assert!(event.contains("href=\"../../demo-graphql/types/event.html\""), "{event}");
    assert!(files["docs/demo-graphql/types/filter.html"].contains("../queries/events.html"));
}

#[test]
fn examples_follow_their_schemas() {
    let files = site();
    let event = &files["docs/demo/types/event.md"];
    assert!(event.contains("\"status\": \"active\""), "{event}");
    let create = &files["docs/demo/operations/list-events-2.md"];
    let sent = create
        .split("## Request\n")
        .nth(1)
        .and_then(|it| it.split("\n## ").next())
        .unwrap_or_default();
    assert!(sent.contains("\"key\": \"pk_"), "{create}");
    assert!(!sent.contains("\"id\""), "a client does not send what is read-only: {create}");
    let query = &files["docs/demo-graphql/queries/events.md"];
    assert!(
        query.contains("query Events($filter: Filter!) {\n  events(filter: $filter) {\n    id\n"),
        "{query}"
    );
    assert!(query.contains("\"state\": \"ON\""), "{query}");
}

#[test]
fn the_same_bytes_every_time() {
    assert_eq!(site(), site());
}
