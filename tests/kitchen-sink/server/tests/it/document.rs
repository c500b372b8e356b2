//! The schema as plain data, by a reader of its own.

use std::sync::LazyLock;

use serde_json::{Map, Value, json};

/// The whole document.
pub(crate) static DOCUMENT: LazyLock<Value> = LazyLock::new(|| {
    let text = include_str!("../../../openapi.yaml");
    serde_yaml::from_str(text).expect("the schema is YAML")
});

/// What an operation takes.
#[derive(Debug)]
pub(crate) struct Taken {
    /// Its parameters: each with its name, its schema, and whether it must be there.
    pub(crate) parameters: Vec<(String, Value, bool)>,
    /// The schema of its body in the first media type, and whether it must be there.
    pub(crate) body: Option<(Value, bool)>,
}

/// Each operation of the paths, with the item of its path.
pub(crate) fn operations() -> impl Iterator<Item = (&'static Value, &'static Value)> {
    let items = members(&DOCUMENT["paths"]);
    items.flat_map(|(_, item)| {
        let more = members(&item["additionalOperations"]);
        let methods = members(item).chain(more);
        methods.filter(|it| it.1["operationId"].is_string()).map(move |it| (item, it.1))
    })
}

/// What the operation with this id takes.
pub(crate) fn taken(id: &str) -> Taken {
    let (item, operation) =
        operations().find(|it| it.1["operationId"] == id).unwrap_or_else(|| panic!("no `{id}`"));
    let lists = [&item["parameters"], &operation["parameters"]];
    let all = lists.into_iter().filter_map(Value::as_array).flatten().map(|it| {
        let it = follow(it);
        let schema = match it.get("schema") {
            Some(schema) => schema,
            None => media_type(&it["content"]),
        };
        let name = it["name"].as_str().expect("a name").to_owned();
        (name, schema.clone(), it["required"] == true)
    });
    let body = operation.get("requestBody").map(|it| {
        let it = follow(it);
        (media_type(&it["content"]).clone(), it["required"] == true)
    });
    Taken { parameters: all.collect(), body }
}

/// The schema of the first media type.
fn media_type(content: &'static Value) -> &'static Value {
    let first = members(content).next().expect("a media type").1;
    first.get("schema").unwrap_or(&Value::Bool(true))
}

/// What is there, or where a reference leads.
pub(crate) fn follow(value: &'static Value) -> &'static Value {
    match value.get("$ref").and_then(Value::as_str) {
        Some(reference) => target(reference),
        None => value,
    }
}

/// Where a reference leads.
pub(crate) fn target(reference: &str) -> &'static Value {
    let pointer = reference.strip_prefix('#').expect("a reference within the document");
    DOCUMENT.pointer(pointer).unwrap_or_else(|| panic!("`{reference}` leads nowhere"))
}

/// A validator of somebody else for a schema of the document; formats count.
pub(crate) fn validator(schema: &Value) -> jsonschema::Validator {
    let mut root = match schema {
        Value::Object(members) => members.clone(),
        other => Map::from_iter([("allOf".to_owned(), json!([other]))]),
    };
    root.insert("components".to_owned(), json!({ "schemas": DOCUMENT["components"]["schemas"] }));
    jsonschema::options()
        .with_draft(jsonschema::Draft::Draft202012)
        .should_validate_formats(true)
        .build(&Value::Object(root))
        .expect("the schema is one")
}

/// The members of an object; none of anything else.
pub(crate) fn members(
    value: &'static Value,
) -> impl Iterator<Item = (&'static String, &'static Value)> {
    value.as_object().into_iter().flatten()
}
