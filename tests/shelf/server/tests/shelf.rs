//! Values of the application's types, hooks, and what a gateway asks.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use std::sync::{Arc, Mutex};

use futures_util::StreamExt;
use meshwright_runtime::graphql::{Context, Request};
use serde_json::{Value, json};
use shelf_server::Shelf;

/// Executes an operation: the response, and what hooks and entities were asked.
async fn ask(query: &str, variables: Value, context: Context) -> (Value, Vec<String>) {
    let shelf = Shelf::default();
    let log = Arc::<Mutex<Vec<String>>>::clone(&shelf.log);
    let request = request(query, variables);
    let response = shelf.schema().unwrap().execute(request, context).await;
    let log = log.lock().unwrap().clone();
    (serde_json::from_slice(&response.to_bytes()).unwrap(), log)
}

fn request(query: &str, variables: Value) -> Request {
    Request { variables: variables.as_object().cloned().unwrap_or_default(), ..Request::new(query) }
}

async fn data(query: &str) -> Value {
    let (response, _) = ask(query, json!({}), Context::default()).await;
    assert_eq!(response.get("errors"), None, "{response}");
    response["data"].clone()
}

fn writer() -> Context {
    let mut headers = http::HeaderMap::new();
    headers.insert("writer", "yes".parse().unwrap());
    Context::new(headers, Default::default())
}

#[tokio::test]
async fn fields_of_the_application() {
    let user = data(
        "{ user(id: \"00000000-0000-0000-0000-000000000001\") {
            id name email joined born age visits score tags role city initials favourite
            friends { name bestFriend { id } }
            bestFriend { name role }
        } }",
    )
    .await;
    assert_eq!(
        user,
        json!({ "user": {
            "id": "00000000-0000-0000-0000-000000000001",
            "name": "Ada Lovelace",
            "email": null,
            "joined": "2023-11-14T22:13:20Z",
            "born": "1815-12-10",
            "age": 36,
            "visits": 5_000_000_000_i64,
            "score": 0.5,
            "tags": ["maths", "engines"],
            "role": "READER",
            "city": "London",
            "initials": "AL",
            "favourite": "FICTION",
            "friends": [{ "name": "Charles Babbage", "bestFriend": null }],
            "bestFriend": { "name": "Charles Babbage", "role": "READER" },
        } })
    );
}

#[tokio::test]
async fn what_does_not_fit_is_an_error_of_its_field() {
    let (response, _) = ask("{ users { age } }", json!({}), Context::default()).await;
    assert_eq!(response["data"], json!({ "users": [{ "age": 36 }, null, null] }));
    assert_eq!(response["errors"][0]["path"], json!(["users", 2, "age"]));
}

#[tokio::test]
async fn values_of_the_application_within_others() {
    let found = data("{ search { ... on User { name } ... on Book { author { name } } } }").await;
    let author = json!({ "name": "Ada Lovelace" });
    assert_eq!(found, json!({ "search": [author, { "author": author }] }));
}

#[tokio::test]
async fn hooks_run_around_fields() {
    let (response, log) = ask("{ hidden }", json!({}), Context::default()).await;
    assert_eq!(response["data"], json!({ "hidden": null }));
    assert_eq!(response["errors"][0]["extensions"], json!({ "code": "FORBIDDEN" }));
    assert_eq!(log, ["auth Query.hidden"]);
    let (response, log) = ask("{ hidden replaced }", json!({}), writer()).await;
    assert_eq!(response, json!({ "data": { "hidden": "PLANS", "replaced": "DEFAULT" } }));
    assert_eq!(log[..3], ["auth Query.hidden", "upper Query.hidden", "hidden"]);
}

#[tokio::test]
async fn hooks_of_types_and_interfaces_run_around_plain_fields() {
    let query = "{ book(isbn: \"1234567890\") { title pages } }";
    let (response, log) = ask(query, json!({}), Context::default()).await;
    assert_eq!(response["data"], json!({ "book": { "title": "Notes", "pages": 66 } }));
    assert_eq!(log, ["auth Book.title"]);
    let reviews = "{ user(id: \"00000000-0000-0000-0000-000000000001\") { reviews(first: 1) { text stars } } }";
    let (response, log) = ask(reviews, json!({}), Context::default()).await;
    assert_eq!(
        response["data"]["user"]["reviews"],
        json!([{ "text": "BY ADA LOVELACE", "stars": 0 }])
    );
    assert_eq!(log, ["upper Review.text", "upper Review.stars"]);
}

#[tokio::test]
async fn hooks_run_on_what_requests_give() {
    let (response, log) = ask(
        "mutation ($input: NewReview!) { review(input: $input) { stars text } }",
        json!({ "input": { "isbn": "1234567890", "text": "a", "stars": 9 } }),
        Context::default(),
    )
    .await;
    assert_eq!(response["data"], json!({ "review": { "stars": 4, "text": "A" } }));
    assert_eq!(log[..2], ["bounded NewReview.stars 5", "bounded NewReview.stars 4"]);
    let query = "{ search(filter: { any: [{ stars: 7 }, { not: { stars: 8 } }] }) { __typename } }";
    let (_, log) = ask(query, json!({}), Context::default()).await;
    assert_eq!(
        log[..3],
        ["bounded Filter.stars 5", "bounded Filter.stars 5", "bounded Query.search(first:) 20"]
    );
    assert!(log[3].contains("stars: Value(5)") && log[3].ends_with("Some(10)"), "{}", log[3]);
    let query = "{ search(first: 2000) { __typename } }";
    let (response, _) = ask(query, json!({}), Context::default()).await;
    assert_eq!(response["errors"][0]["message"], "Query.search(first:) is absurd");
}

#[tokio::test]
async fn hooks_run_before_subscriptions() {
    let start = async |query: &str| {
        let schema = Shelf::default().schema().unwrap();
        let prepared = schema.prepare(request(query, json!({}))).unwrap();
        match prepared.subscribe(Context::default()).await {
            Ok(events) => Ok(events.map(|it| it.to_bytes()).collect::<Vec<_>>().await),
            Err(refusal) => Err(String::from_utf8(refusal.to_bytes()).unwrap()),
        }
    };
    let refusal = start("subscription { lent { name } }").await.unwrap_err();
    assert!(refusal.contains("only for writers"), "{refusal}");
    let events = start("subscription { returned { name } }").await.unwrap();
    assert_eq!(events.len(), 2);
    assert_eq!(events[0], br#"{"data":{"returned":{"name":"Ada Lovelace"}}}"#);
}

#[tokio::test]
async fn what_is_only_noted_can_be_looked_up() {
    let notes = shelf::directives::APPLIED;
    assert!(notes.contains(&("Genre.SCIENCE", "note", "{\"text\":\"with figures\"}")));
    assert!(notes.contains(&("Book.secret", "owner", "{\"team\":\"desk\"}")));
}

#[tokio::test]
async fn a_gateway_gets_the_schema_as_it_was_written() {
    let sdl = data("{ _service { sdl } }").await;
    let sdl = sdl["_service"]["sdl"].as_str().unwrap();
    assert!(sdl.contains("{ name: \"@tag\", as: \"@label\" }"), "{sdl}");
    assert!(!sdl.contains("_entities") && !sdl.contains("directive @key"), "{sdl}");
}

#[tokio::test]
async fn a_gateway_finds_entities_of_all_types_at_once() {
    let ada = "00000000-0000-0000-0000-000000000001";
    let (response, log) = ask(
        "query ($all: [_Any!]!) { _entities(representations: $all) {
            __typename ... on User { name } ... on Book { isbn shipping }
        } }",
        json!({ "all": [
            { "__typename": "User", "id": ada },
            { "__typename": "Book", "isbn": "1234567890", "price": 5, "weight": 2.5 },
            { "__typename": "User", "id": "nobody" },
            { "__typename": "Book", "title": "T", "author": { "id": "a" } },
            { "__typename": "Loan", "id": "1" },
            { "__typename": "Book", "pages": 3 },
        ] }),
        Context::default(),
    )
    .await;
    assert_eq!(
        response["data"]["_entities"],
        json!([
            { "__typename": "User", "name": "Ada Lovelace" },
            { "__typename": "Book", "isbn": "1234567890", "shipping": 15 },
            null,
            { "__typename": "Book", "isbn": "T a", "shipping": null },
            null,
            null,
        ])
    );
    assert_eq!(log, ["users 2", "books 2"]);
    let messages: Vec<&str> = response["errors"]
        .as_array()
        .unwrap()
        .iter()
        .map(|it| it["message"].as_str().unwrap())
        .collect();
    assert_eq!(
        messages,
        ["there is no entity `Loan` here", "cannot read a `Book`: it has none of the keys"]
    );
}
