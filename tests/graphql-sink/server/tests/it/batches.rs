//! Fields that one call answers for all sibling parents: how many calls there are, and for how many of them.

use graphql_sink_server::{Calls, Sink};
use meshwright_runtime::graphql::{Context, Limits, Request};

/// The calls that a query makes.
async fn calls(query: &str) -> Vec<(&'static str, usize)> {
    let schema = graphql_sink::schema(Sink, Limits::default()).expect("the schema");
    let calls = Calls::default();
    let mut context = Context::default();
    context.insert(Calls::clone(&calls));
    let response = schema.execute(Request::new(query), context).await;
    assert!(response.data.is_some(), "{:?}", response.errors);
    calls.lock().expect("no panic").clone()
}

#[tokio::test]
async fn items_of_one_list_are_one_call() {
    assert_eq!(calls("{ branches(seed: 60) { twin { title } } }").await, [("Branch.twin", 3)]);
}

#[tokio::test]
async fn lists_in_plain_lists_are_one_call() {
    let query = "{ branches(seed: 60) { branches { twins { title } } } }";
    assert_eq!(calls(query).await, [("Branch.twins", 6)]);
}

#[tokio::test]
async fn batches_in_batches_are_one_call_a_level() {
    let query = "{ branches(seed: 60) { twins { twins { twins { title } } } } }";
    let expected = [("Branch.twins", 3), ("Branch.twins", 3), ("Branch.twins", 2)];
    assert_eq!(calls(query).await, expected);
}

#[tokio::test]
async fn one_field_with_other_arguments_is_another_call() {
    let query =
        "{ branches(seed: 60) { a: twins(count: 1) { title } b: twins(count: 2) { title } } }";
    assert_eq!(calls(query).await, [("Branch.twins", 3); 2]);
}
