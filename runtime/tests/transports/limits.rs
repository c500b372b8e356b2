//! Limits of documents: `limits.toml`, and documents made to take long.

use meshwright_runtime::graphql::{
    Context, FieldCost, Limits, ObjectType, Request, Schema, Tables,
};
use serde::Deserialize;
use serde_json::{Value, json};

use super::service::{Service, schema};
use super::support::{Bounds, ask, say};

#[derive(Deserialize)]
struct Table {
    case: Vec<Case>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Case {
    query: String,
    #[serde(default)]
    limits: Bounds,
    variables: Option<String>,
    code: Option<String>,
    message: Option<String>,
}

#[tokio::test]
async fn operations_are_measured() {
    let table: Table = toml::from_str(include_str!("limits.toml")).unwrap();
    let mut failures = Vec::new();
    for case in &table.case {
        let variables = case.variables.as_ref().map(|it| serde_json::from_str(it).unwrap());
        let body = json!({ "query": case.query, "variables": variables.unwrap_or(Value::Null) });
        let answer = ask(case.limits.limits(), body).await;
        let error = &answer["errors"][0];
        let found = (error["extensions"]["code"].as_str(), error["message"].as_str());
        let is_refused = case.code.is_some() && answer.get("data").is_some();
        if found != (case.code.as_deref(), case.message.as_deref()) || is_refused {
            failures.push(format!("{}: {answer}", case.query));
        }
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
    say(&format!("{} cases", table.case.len()));
}

/// Each is as long as the limits let it be, and expands to far more.
#[tokio::test]
async fn documents_that_expand_take_no_time() {
    let fragments = |name: &str, count: usize, body: &dyn Fn(usize) -> String| {
        let all: Vec<String> =
            (0..count).map(|n| format!("fragment F{n} on {name} {{ {} }}", body(n))).collect();
        all.join(" ")
    };
    let chain = fragments("Query", 1_000, &|n| match n {
        999 => "hello".to_owned(),
        n => format!("...F{}", n + 1),
    });
    let doubling = fragments("Item", 300, &|n| match n {
        299 => "id".to_owned(),
        n => format!("a: items {{ ...F{} }} b: items {{ ...F{} }}", n + 1, n + 1),
    });
    let sized = fragments("Page", 400, &|n| match n {
        399 => "nodes { id }".to_owned(),
        n => format!("...F{}", n + 1),
    });
    let pages: String = (0..250).map(|n| format!("p{n}: page(first: {n}) {{ ...F0 }} ")).collect();
    let documents = [
        format!("{{ ...F0 }} {chain}"),
        format!("{{ few {{ ...F0 }} }} {doubling}"),
        format!("{{ {pages} }} {sized}"),
        format!("{{ {} }}", "hello ".repeat(9_000)),
        format!("{{ {} }}", "hello @x ".repeat(4_000)),
        format!("{{ few {{ {} }} }}", "...F ".repeat(4_000)) + " fragment F on Item { id }",
        format!("{{ {} }}", "nope ".repeat(9_000)),
        // Selections that merge, level by level, and fields that cannot.
        format!("{{ {} }}", "few { items { id } } ".repeat(1_200)),
        format!("{{ few {{ {} }} }}", "items { items { items { id } } } ".repeat(900)),
        format!(
            "{{ {} }}",
            (0..1_200).map(|n| format!("a: hello(name: \"{n}\") ")).collect::<String>()
        ),
        format!("{{ {} }}", "...A ...B ".repeat(1_000))
            + " fragment A on Query { few { ...C } } fragment B on Query { few { ...C } }"
            + " fragment C on Item { items { id } }",
        format!(
            "query ({}) {{ hello }}",
            (0..1_500).map(|n| format!("$v{n}: Int ")).collect::<String>()
        ),
        format!("{{ search(text: \"{}\") {{ id }} }}", "x".repeat(1 << 20)),
    ];
    for document in documents {
        let start = std::time::Instant::now();
        let limits = Limits { body_bytes: 1 << 22, ..Limits::default() };
        let answer = ask(limits, json!({ "query": document })).await;
        let errors = answer["errors"].as_array().map_or(0, Vec::len);
        let (elapsed, start) = (start.elapsed(), &document[..60]);
        assert!(errors <= 101, "{errors} errors: {start}");
        assert!(elapsed.as_secs() < 10, "{elapsed:?}: {start}");
        say(&format!("{elapsed:?}, {errors} errors: {start}"));
    }
}

#[test]
fn tables_that_price_what_is_not_there_are_refused() {
    let sdl = "type Query { a(first: Int): Int }";
    let objects = &[ObjectType { name: "Query", fields: &["a"], resolved: &[0], batched: &[] }];
    for (coordinate, good) in [("Query.a", true), ("Query.b", false), ("Q.a", false), ("a", false)]
    {
        let cost = FieldCost {
            coordinate,
            weight: Some(1),
            assumed_size: Some(2),
            slicing_arguments: &["first"],
            sized_fields: &[],
            require_one_slicing_argument: true,
        };
        let tables = Tables { objects, scalars: &[], costs: Vec::leak(vec![cost]) };
        let made = Schema::new(sdl, &tables, Service::default(), Limits::default());
        assert_eq!(made.is_ok(), good, "{coordinate}");
        if let Err(error) = made {
            assert_eq!(error.to_string(), format!("costs: there is no field `{coordinate}`"));
        }
    }
}

/// Without a transport there is nobody to keep the time, and everything else holds.
#[tokio::test]
async fn limits_hold_without_a_transport() {
    let schema = schema(Service::default(), Limits { depth: 1, ..Limits::default() });
    let response = schema.execute(Request::new("{ few { id } }"), Context::default()).await;
    assert_eq!(response.errors[0].extensions["code"], "LIMIT_DEPTH");
}
