//! The same requests to us and to graphql-js: equal responses, errors and all; and what it refuses, we refuse.
//!
//! `MESHWRIGHT_ALL=1` tries 5,000 valid and 2,000 invalid requests, `SEED=7` others.

use std::collections::BTreeMap;

use futures_util::StreamExt as _;
use graphql_sink_server::{Pushed, Sink};
use meshwright_runtime::graphql::{Context, Limits, OperationKind, Request, Response, Schema};
use serde_json::{Map, Value};

use crate::json::difference;
use crate::reference::{Case, cases};

/// Requests in a run of `cargo test`, valid and invalid.
const FEW: (u32, u32) = (600, 300);

/// Requests where all are wanted.
const ALL: (u32, u32) = (5_000, 2_000);

/// How many differences a failure shows.
const SHOWN: usize = 10;

#[tokio::test]
async fn answers_as_graphql_js_does() {
    let (n_valid, n_invalid) = if std::env::var_os("MESHWRIGHT_ALL").is_some() { ALL } else { FEW };
    let seed = std::env::var("SEED").ok().and_then(|it| it.parse().ok()).unwrap_or(1);
    let Some(cases) = cases(seed, n_valid, n_invalid) else { return };
    let schema = schema();
    let mut differences = Vec::new();
    let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
    for case in &cases {
        let found = match &case.spoiled {
            Some(_) => accepted(&schema, case).await,
            None => differ(&schema, case, &mut counts).await,
        };
        let kind = if case.spoiled.is_some() { "invalid" } else { "valid" };
        *counts.entry(kind).or_default() += 1;
        differences.extend(found.map(|why| format!("{why}\n{}", case.line)));
    }
    say(&counts, seed);
    let shown = differences.iter().take(SHOWN).cloned().collect::<Vec<_>>().join("\n\n");
    assert!(differences.is_empty(), "{} differences:\n\n{shown}", differences.len());
}

#[expect(
    clippy::print_stdout,
    reason = "who reads the test's output wants to know what was compared"
)]
fn say(counts: &BTreeMap<&str, usize>, seed: u32) {
    println!("compared with graphql-js, seed {seed}: {counts:?}");
}

fn schema() -> Schema {
    // The documents are large at times; bounds have tests of their own.
    // What is random may be large.
    let limits = Limits {
        depth: 100,
        fields: 100_000,
        root_fields: 10_000,
        aliases: 10_000,
        directives: 10_000,
        tokens: 1_000_000,
        cost: u64::MAX,
        list_size: u64::MAX,
        ..Limits::default()
    };
    graphql_sink::schema(Sink, limits).expect("the schema")
}

fn request(case: &Case) -> Request {
    let mut request = Request::new(case.text("query"));
    request.operation_name = case.line["operationName"].as_str().map(str::to_owned);
    request.variables = case.line["variables"].as_object().cloned().unwrap_or_default();
    request
}

/// Where the responses differ, if they do.
async fn differ(
    schema: &Schema,
    case: &Case,
    counts: &mut BTreeMap<&str, usize>,
) -> Option<String> {
    let ours = answers(schema, request(case)).await;
    let theirs = case.line["responses"].as_array().expect("responses");
    if ours.len() != theirs.len() {
        return Some(format!("{} responses, not {}", ours.len(), theirs.len()));
    }
    for (ours, theirs) in ours.iter().zip(theirs) {
        if theirs.get("errors").is_some() {
            *counts.entry("responses with errors").or_default() += 1;
        }
        *counts.entry("responses").or_default() += 1;
        let (ours, theirs) = (in_order(ours.clone()), in_order(theirs.clone()));
        let (ours, theirs) = (sorted(ours), sorted(theirs));
        if let Some(why) = difference(&ours, &theirs) {
            return Some(format!("{why}\nours   {ours}\ntheirs {theirs}"));
        }
    }
    None
}

/// A response with the members of the response itself, and of each error, in our order: neither has a meaning.
fn in_order(response: Value) -> Value {
    let sorted = |it: &Value, names: &[&str]| -> Value {
        let members =
            names.iter().filter_map(|name| Some(((*name).to_owned(), it.get(*name)?.clone())));
        Value::Object(members.collect::<Map<_, _>>())
    };
    let mut response = sorted(&response, &["errors", "data"]);
    if let Some(Value::Array(errors)) = response.get_mut("errors") {
        for error in errors {
            *error = sorted(error, &["message", "locations", "path", "extensions"]);
            // Other names that there are, which it suggests and we do not tell.
            let message = error["message"].as_str().unwrap_or_default();
            let own = message.split(" Did you mean ").next().unwrap_or_default().to_owned();
            error["message"] = Value::from(own);
        }
    }
    response
}

/// Texts of graphql-js for which we have others that say the same.
const SAID_OTHERWISE: &[(&str, &str)] = &[
    // It writes defaults as they are after coercion, and we as they are in the schema.
    ("[RED]", "RED"),
    (
        "{int: 3, intNn: 7, string: \"s\\\"\\n\", colour: GREEN, colours: [RED, BLUE], nested: {intNn: 7, string: \
         \"s\\\"\\n\", colour: BLUE, colours: [RED, BLUE], matrix: [[1, 2.5], null]}, matrix: [[1, 2.5], null]}",
        "{int: 3, nested: {colour: BLUE}}",
    ),
];

/// Types and directives that every schema has, and that are not the same in every edition of the specification.
fn is_built_in(item: &Value) -> bool {
    const DIRECTIVES: &[&str] = &["deprecated", "include", "oneOf", "skip", "specifiedBy"];
    let name = item["name"].as_str().unwrap_or_default();
    name.starts_with("__") || DIRECTIVES.contains(&name)
}

/// What introspection answers, with the types and the directives of `__schema` sorted: the specification gives them no
/// order.
fn sorted(mut response: Value) -> Value {
    fn sort(value: &mut Value) {
        match value {
            Value::Object(members) => {
                for (name, value) in members {
                    sort(value);
                    let Value::Array(items) = value else { continue };
                    if ["types", "directives", "possibleTypes"].contains(&name.as_str()) {
                        items.retain(|it| !is_built_in(it));
                        items.sort_by_key(|it| it["name"].to_string());
                    }
                }
            }
            Value::Array(items) => items.iter_mut().for_each(sort),
            Value::String(text) => {
                let other = SAID_OTHERWISE.iter().find(|(theirs, _)| theirs == text);
                other.into_iter().for_each(|(_, ours)| *text = (*ours).to_owned());
            }
            _ => {}
        }
    }
    response.get_mut("data").into_iter().for_each(sort);
    response
}

async fn answers(schema: &Schema, request: Request) -> Vec<Value> {
    let mut context = Context::default();
    context.insert(Pushed::default());
    let prepared = match schema.prepare(request) {
        Ok(prepared) => prepared,
        Err(refusal) => return vec![json(&refusal)],
    };
    if prepared.kind() != OperationKind::Subscription {
        return vec![json(&prepared.execute(context).await)];
    }
    match prepared.subscribe(context).await {
        Ok(events) => events.map(|it| json(&it)).collect().await,
        Err(refusal) => vec![json(&refusal)],
    }
}

fn json(response: &Response) -> Value {
    let text = response.to_bytes();
    serde_json::from_slice(&text)
        .unwrap_or_else(|error| panic!("{error}: {}", String::from_utf8_lossy(&text)))
}

/// What is wrong if a spoiled document is executed.
async fn accepted(schema: &Schema, case: &Case) -> Option<String> {
    let answers = answers(schema, request(case)).await;
    let refused = |it: &Value| it.get("data").is_none() && it.get("errors").is_some();
    let is_refused = answers.len() == 1 && answers.iter().all(refused);
    (!is_refused).then(|| format!("{:?} is accepted: {answers:?}", case.spoiled))
}
