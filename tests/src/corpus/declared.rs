//! How many operations a document describes, counted without the generator.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::Value;

use super::value;

/// The operations of one OpenAPI document, each as `GET /pets/{id}`.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Declared {
    /// Below `paths`.
    pub operations: Vec<String>,
    /// Below `webhooks`.
    pub webhooks: Vec<String>,
    /// Below `paths`, with a method that only version 3.2 can say.
    pub newer: Vec<String>,
}

const METHODS: &[&str] = &["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/// How many references may follow each other.
const MOST_STEPS: usize = 20;

/// Reads a document and counts; path items are followed into other files.
///
/// # Panics
///
/// When the document, or one that it refers to, cannot be read.
pub fn declared(file: &Path) -> Declared {
    let mut files = Files::default();
    let root = files.get(file);
    let mut declared = Declared::default();
    for (path, item) in members(&root["paths"]) {
        let item = files.follow(file, item);
        for (method, operation) in members(&item) {
            let list = match method.as_str() {
                method if METHODS.contains(&method) => &mut declared.operations,
                "query" => &mut declared.newer,
                "additionalOperations" => {
                    let methods = members(&operation).into_iter().map(|it| it.0);
                    declared.newer.extend(methods.map(|it| format!("{it} {path}")));
                    continue;
                }
                _ => continue,
            };
            list.push(format!("{} {path}", method.to_uppercase()));
        }
    }
    for (name, item) in members(&root["webhooks"]) {
        let item = files.follow(file, item);
        let methods = METHODS.iter().chain(&["query"]).filter(|it| item.get(**it).is_some());
        declared.webhooks.extend(methods.map(|it| format!("{} {name}", it.to_uppercase())));
    }
    declared
}

/// The members of an object that are no extensions.
fn members(object: &Value) -> Vec<(String, Value)> {
    let members = object.as_object().into_iter().flatten();
    let members = members.filter(|(name, _)| !name.starts_with("x-"));
    members.map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What was read so far.
#[derive(Default)]
struct Files {
    read: BTreeMap<PathBuf, Value>,
}

impl Files {
    fn get(&mut self, file: &Path) -> Value {
        self.read.entry(file.to_owned()).or_insert_with(|| value(file)).clone()
    }

    /// The object itself, or what it refers to.
    fn follow(&mut self, file: &Path, object: Value) -> Value {
        let (mut file, mut object) = (file.to_owned(), object);
        for _ in 0..MOST_STEPS {
            let Some(reference) = object["$ref"].as_str() else { return object };
            let (path, pointer) = reference.split_once('#').unwrap_or((reference, ""));
            if !path.is_empty() {
                file = file.parent().unwrap_or(Path::new("")).join(path);
            }
            let pointer = pointer.replace("%7B", "{").replace("%7D", "}");
            object = self.get(&file).pointer(&pointer).cloned().unwrap_or_default();
        }
        object
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn operations_are_counted_across_files() {
        let folder = tempfile::tempdir().expect("a folder");
        let root = serde_json::json!({
            "paths": {
                "/a": { "get": {}, "x-get": {}, "parameters": [], "trace": {}, "query": {} },
                "/b": { "$ref": "#/x-paths/b" },
                "/c": { "$ref": "paths/c.yaml" },
                "/d": { "additionalOperations": { "COPY": {}, "x-a": {} } },
                "x-internal": { "get": {} },
            },
            "webhooks": { "paid": { "post": {} } },
            "x-paths": { "b": { "post": {} } },
        });
        let file = folder.path().join("root.json");
        fs::write(&file, root.to_string()).expect("a file");
        fs::create_dir(folder.path().join("paths")).expect("a folder");
        let text = "$ref: '#/x/c'\nx: {c: {put: {}, delete: {}}}\n";
        fs::write(folder.path().join("paths/c.yaml"), text).expect("a file");
        let Declared { operations, webhooks, newer } = declared(&file);
        assert_eq!(operations, ["GET /a", "TRACE /a", "POST /b", "PUT /c", "DELETE /c"]);
        assert_eq!(webhooks, ["POST paid"]);
        assert_eq!(newer, ["QUERY /a", "COPY /d"]);
    }
}
