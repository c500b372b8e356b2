//! What the manifest says that fields cost.
#![expect(clippy::unwrap_used, reason = "a test may fail")]

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::diagnostics::render::render;
use meshwright_generator::settings::{FieldCost, GraphqlSettings, Written};
use meshwright_generator::source::SourceMap;
use meshwright_generator::{CrateJob, Emit, Project, generate};

const SDL: &str = "type Query { search(first: Int): [Book!]! } type Book { title: String }";

/// The generated tables, or the diagnostics.
fn tables(coordinate: &str, slicing: &[&str]) -> Result<String, String> {
    let mut sources = SourceMap::default();
    let file = sources.add("a.graphql", SDL.to_owned());
    let cost = FieldCost {
        coordinate: coordinate.to_owned(),
        weight: Some(10),
        assumed_size: None,
        slicing_arguments: slicing.iter().map(|it| (*it).to_owned()).collect(),
        sized_fields: Vec::new(),
        require_one_slicing_argument: true,
    };
    let written = Written { text: coordinate.to_owned(), span: 0..0 };
    let job = CrateJob {
        name: "api".to_owned(),
        out: "api".to_owned(),
        schemas: vec![file],
        overlays: Vec::new(),
        emit: Emit::default(),
        unimplemented: Vec::new(),
        graphql: GraphqlSettings { costs: vec![(written, cost)], ..GraphqlSettings::default() },
        runtime_path: None,
    };
    let project = Project { crates: vec![job], docs: None, strict: false };
    let mut diagnostics = Diagnostics::default();
    match generate(&project, &sources, &mut diagnostics) {
        Some(output) => Ok(output.files().get("api/src/tables.rs").unwrap().clone()),
        None => Err(render(&diagnostics, &sources, false)),
    }
}

#[test]
fn costs_are_in_the_tables() {
    let tables = tables("Query.search", &["first"]).unwrap();
    for part in
        [r#"coordinate: "Query.search""#, "weight: Some(10)", r#"slicing_arguments: &["first"]"#]
    {
        assert!(tables.contains(part), "{tables}");
    }
}

#[test]
fn prices_on_nothing_are_mistakes() {
    let rows: [(&str, &[&str], &str); 4] = [
        ("Query.serch", &[], "the schema has no field `Query.serch`"),
        ("Query", &[], "the schema has no field `Query`"),
        ("Search.query", &[], "the schema has no field `Search.query`"),
        ("Query.search", &["last"], "the schema has no argument `last` of `Query.search`"),
    ];
    for (coordinate, slicing, message) in rows {
        let said = tables(coordinate, slicing).unwrap_err();
        assert!(said.contains(message), "{said}");
    }
    assert!(tables("Query.serch", &[]).unwrap_err().contains("did you mean `Query.search`"));
}
