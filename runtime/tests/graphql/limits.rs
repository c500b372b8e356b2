//! Limits, and schemas that do not fit their tables.

use meshwright_runtime::graphql::{
    Call, Called, Context, Limits, ObjectType, Request, Root, Schema, Tables,
};

use super::generated::schema;
use super::service::Library;

async fn errors(limits: Limits, query: &str) -> String {
    let schema = schema(Library::default(), limits).unwrap();
    let response = schema.execute(Request::new(query), Context::default()).await;
    assert!(response.errors.is_empty() || response.data.is_none(), "refused before execution");
    response.errors_json().to_string()
}

#[tokio::test]
async fn operations_are_measured_with_fragments_expanded() {
    let nested = "{ probe { ...F } } fragment F on Probe { inner { inner { ok } } }";
    assert!(errors(Limits { depth: 3, ..Limits::default() }, nested).await.contains("depth of 4"));
    assert_eq!(errors(Limits { depth: 4, ..Limits::default() }, nested).await, "[]");
    let wide = "{ a: probe { ok } b: probe { ok } c: probe { ok } }";
    assert!(
        errors(Limits { fields: 5, ..Limits::default() }, wide)
            .await
            .contains("number of fields of 6")
    );
    assert!(
        errors(Limits { aliases: 2, ..Limits::default() }, wide)
            .await
            .contains("number of aliases of 3")
    );
    assert!(
        errors(Limits { tokens: 5, ..Limits::default() }, wide)
            .await
            .contains("more than 5 tokens")
    );
    let schema = "{ __schema { queryType { name } } }";
    assert!(
        errors(Limits { introspection: false, ..Limits::default() }, schema)
            .await
            .contains("not allowed")
    );
}

#[tokio::test]
async fn a_fragment_bomb_costs_nothing() {
    let mut query = "{ probe { ...F0 } }".to_owned();
    for n in 0..25 {
        let next = n + 1;
        query += &format!(
            " fragment F{n} on Probe {{ a: inner {{ ...F{next} }} b: inner {{ ...F{next} }} }}"
        );
    }
    query += " fragment F25 on Probe { ok }";
    let start = std::time::Instant::now();
    assert!(errors(Limits::default(), &query).await.contains("number of fields"));
    assert!(start.elapsed().as_secs() < 5, "{:?}", start.elapsed());
}

struct Nothing;

impl Root for Nothing {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
        call.unknown()
    }
}

#[tokio::test]
async fn tables_must_fit_the_schema() {
    const QUERY: Tables = Tables {
        objects: &[ObjectType { name: "Query", fields: &["a"], resolved: &[0], batched: &[] }],
        scalars: &[],
        costs: &[],
    };
    let made = |sdl| {
        Schema::new(sdl, &QUERY, Nothing, Limits::default())
            .map(drop)
            .map_err(|error| error.to_string())
    };
    assert_eq!(made("type Query { a: Int }"), Ok(()));
    assert!(made("type Query { a: Int b: Int }").unwrap_err().contains("`Query.b`"));
    assert!(made("type Query { a: Other } type Other { x: Int }").unwrap_err().contains("`Other`"));
    assert!(made("type Quer").is_err());

    let schema = Schema::new("type Query { a: Int }", &QUERY, Nothing, Limits::default()).unwrap();
    let response = schema.execute(Request::new("{ a }"), Context::default()).await;
    assert!(response.errors_json().to_string().contains("no resolver for the field Query.a"));
}

/// Real schemas deprecate a field without deprecating the interface's: a warning to a linter, nothing to a server.
#[test]
fn soft_violations_are_served() {
    const TABLES: Tables = Tables {
        objects: &[ObjectType { name: "Query", fields: &["a"], resolved: &[0], batched: &[] }],
        scalars: &[],
        costs: &[],
    };
    let sdl = "interface I { a: Int } type Query implements I { a: Int @deprecated }";
    assert!(Schema::new(sdl, &TABLES, Nothing, Limits::default()).is_ok());
}

#[tokio::test]
async fn deep_documents_do_not_exhaust_the_stack() {
    for query in [
        "{a".repeat(20_000),
        format!("{{ probe {} }}", "{ inner ".repeat(100) + "{ ok }" + &"}".repeat(100)),
        format!("{{ echo(value: {}1{}) }}", "[".repeat(20_000), "]".repeat(20_000)),
        format!("query ($a: {}Int{}) {{ echo }}", "[".repeat(20_000), "]".repeat(20_000)),
    ] {
        let limits = Limits { tokens: 100_000, ..Limits::default() };
        assert!(errors(limits, &query).await.len() > 2, "{}", &query[..40]);
    }
}

/// Fifty types behind an interface, twenty levels deep: merged per type, but shared between parents.
#[tokio::test]
async fn plans_of_nested_interfaces_do_not_explode() {
    let mut sdl = "type Query { n: N } interface N { n: N }".to_owned();
    let mut objects =
        vec![ObjectType { name: "Query", fields: &["n"], resolved: &[0], batched: &[] }];
    for index in 0..50 {
        let name: &'static str = format!("T{index}").leak();
        sdl += &format!(" type {name} implements N {{ n: N }}");
        objects.push(ObjectType { name, fields: &["n"], resolved: &[0], batched: &[] });
    }
    let tables = Tables { objects: objects.leak(), scalars: &[], costs: &[] };
    let schema = Schema::new(&sdl, &tables, Nothing, Limits::default()).unwrap();
    let query = format!("{}{}", "{ n ".repeat(20) + "{ __typename }", "}".repeat(20));
    let start = std::time::Instant::now();
    let response = schema.execute(Request::new(query), Context::default()).await;
    assert_eq!(response.data.as_deref(), Some(&br#"{"n":null}"#[..]));
    assert!(start.elapsed().as_secs() < 2, "{:?}", start.elapsed());
}
