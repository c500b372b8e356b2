//! What we emit, read by others: `openapiv3` takes the bundled documents, `graphql-parser` the SDL.

use std::fs;

use tests::{corpus, root};

#[test]
fn openapiv3_reads_the_bundled_documents() {
    let mut n_read = 0;
    for folder in tests::fixture::list(&root().join("generated/docs")) {
        let file = folder.join("openapi.json");
        if !file.exists() {
            continue;
        }
        let document = corpus::value(&file);
        let expected = corpus::declared(&file).operations.len();
        assert!(expected > 0, "{}: no operations", file.display());
        if !document["openapi"].as_str().is_some_and(|it| it.starts_with("3.0.")) {
            continue;
        }
        let text = fs::read_to_string(&file).expect("a document");
        let read: openapiv3::OpenAPI = serde_json::from_str(&text)
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert_eq!(read.operations().count(), expected, "{}", file.display());
        assert!(!has_foreign_reference(&document), "{}: not bundled", file.display());
        n_read += 1;
    }
    assert!(n_read >= 2, "Meshery's and Meshplay's documents are of version 3.0");
}

fn has_foreign_reference(value: &serde_json::Value) -> bool {
    match value {
        serde_json::Value::Object(map) => {
            let reference = map.get("$ref").and_then(|it| it.as_str());
            reference.is_some_and(|it| !it.starts_with('#'))
                || map.values().any(has_foreign_reference)
        }
        serde_json::Value::Array(list) => list.iter().any(has_foreign_reference),
        _ => false,
    }
}

#[test]
fn graphql_parser_reads_the_sdl() {
    for folder in tests::fixture::list(&root().join("generated/docs")) {
        let file = folder.join("schema.graphql");
        let Ok(text) = fs::read_to_string(&file) else { continue };
        let document = graphql_parser::parse_schema::<String>(undescribed(&text))
            .unwrap_or_else(|error| panic!("{}: {error}", file.display()));
        assert!(!document.definitions.is_empty(), "{}: nothing in it", file.display());
    }
}

/// The SDL without a description of the schema itself, which this reader does not know.
fn undescribed(text: &str) -> &str {
    let described = text.strip_prefix("\"\"\"").and_then(|it| it.split_once("\"\"\""));
    match described {
        Some((_, rest)) if rest.trim_start().starts_with("schema") => rest,
        _ => text,
    }
}
