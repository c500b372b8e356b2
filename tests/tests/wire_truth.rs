//! Real schemas with their own examples, and with these spoilt: what an independent validator accepts is taken and
//! written again, and what it rejects is refused.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeMap;
use std::fs;

use serde_json::{Map, Value, json};
use tests::corpus;
use tests::decode::{Decoder, is_equal, is_part, table};
use tests::exceptions::Exceptions;
use tests::generate::crate_of;
use tests::mutate::mutations;

const DOCUMENTS: &[(&str, &str)] = &[
    ("adyen", "openapi/adyen/CheckoutService-v71.yaml"),
    ("box-wire", "openapi/box/openapi.json"),
    ("docker-wire", "openapi/docker-engine/swagger.yaml"),
    ("meilisearch-wire", "openapi/meilisearch/open-api.json"),
    ("nexus-wire", "openapi/oxide-nexus/nexus.json"),
    ("train-wire", "openapi/train-travel/openapi.yaml"),
];

/// How many spoilt values of one example are tried; the first, in the order of its members.
const MOST: usize = 150;

struct Case {
    name: String,
    krate: &'static str,
    ty: String,
    data: Value,
    is_valid: bool,
}

#[test]
fn an_independent_validator_agrees() {
    let Some(folder) = corpus::folder() else { return };
    let mut decoder = Decoder::new("wire-truth");
    let mut cases = Vec::new();
    for (name, path) in DOCUMENTS {
        let mut document = corpus::value(&folder.join(path));
        let examples = examples(&mut document);
        let types: Vec<String> = add_cases(name, &document, &examples, &mut cases);
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("a file");
        let outcome = crate_of(folder.path(), &["openapi.json".to_owned()], &[], name, name);
        decoder.add(name, &outcome.tree.expect("a crate"), &types);
    }
    let texts: Vec<(String, String)> = cases
        .iter()
        .map(|it| (format!("{}/{}", it.krate, it.ty), json!({"v": it.data}).to_string()))
        .collect();
    let verdicts = decoder.run(&texts);
    let mut exceptions = Exceptions::read("wire_truth.toml");
    let (mut n_valid, mut n_shorter) = (0, 0);
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (case, verdict) in cases.iter().zip(verdicts) {
        n_valid += usize::from(case.is_valid);
        let data = spelt(&case.data);
        let wrong = match (&verdict, case.is_valid) {
            (Ok(written), true) if is_equal(&spelt(&written["v"]), &data) => None,
            (Ok(written), true) if is_part(&spelt(&written["v"]), &data) => {
                n_shorter += 1;
                None
            }
            (Ok(written), true) => Some(format!("{data} is written as {}", written["v"])),
            (Ok(_), false) => Some(format!("{data} is taken")),
            (Err(why), true) => Some(format!("{data} is refused: {why}")),
            (Err(_), false) => None,
        };
        let row = rows.entry(case.krate.to_owned()).or_default();
        row.1 += 1;
        match wrong {
            None => row.0 += 1,
            Some(how) => exceptions.disagrees(&case.name, &how),
        }
    }
    print(&table(&rows));
    print(&format!("{n_valid:4} are valid; {n_shorter} of them lose members that no schema names"));
    for (reason, count) in exceptions.reasons() {
        print(&format!("{count:4} {reason}"));
    }
    exceptions.finish();
}

struct Example {
    /// The component in an object of this name.
    holder: String,
    component: String,
    value: Value,
}

/// Takes the operations out of a document, after their examples are found; types alone are tried here.
fn examples(document: &mut Value) -> Vec<Example> {
    let paths = document["paths"].take();
    document["paths"] = json!({});
    let (section, prefix) = match document.get("swagger") {
        Some(_) => ("/definitions", "#/definitions/"),
        None => ("/components/schemas", "#/components/schemas/"),
    };
    let mut found: Vec<(String, Value)> = Vec::new();
    let schemas = document.pointer(section).and_then(Value::as_object).cloned().unwrap_or_default();
    for (name, schema) in &schemas {
        let list = schema["examples"].as_array().into_iter().flatten();
        for value in schema.get("example").into_iter().chain(schema.get("default")).chain(list) {
            found.push((name.clone(), value.clone()));
        }
    }
    of_media_types(&paths, document, prefix, &mut found);
    let components = document["components"].clone();
    of_media_types(&components, document, prefix, &mut found);
    let mut examples: Vec<Example> = Vec::new();
    let mut holders = Map::new();
    for (component, value) in found {
        if !schemas.contains_key(&component)
            || examples.iter().any(|it| it.component == component && it.value == value)
        {
            continue;
        }
        let names: Vec<&String> = schemas.keys().collect();
        let number = names.iter().position(|it| **it == component).unwrap_or_default();
        let holder = format!("WireHolder{number}");
        let reference = json!({"$ref": format!("{prefix}{component}")});
        let held = json!({"type": "object", "required": ["v"], "properties": {"v": reference}});
        holders.insert(holder.clone(), held);
        examples.push(Example { holder, component, value });
    }
    if let Some(schemas) = document.pointer_mut(section).and_then(Value::as_object_mut) {
        schemas.extend(holders);
    }
    examples
}

/// The examples of media types whose schema is a component.
fn of_media_types(value: &Value, root: &Value, prefix: &str, found: &mut Vec<(String, Value)>) {
    match value {
        Value::Object(map) => {
            let reference = map.get("schema").and_then(|it| it["$ref"].as_str());
            if let Some(name) = reference.and_then(|it| it.strip_prefix(prefix)) {
                let several = map.get("examples").and_then(Value::as_object).into_iter().flatten();
                let several = several.filter_map(|(_, it)| {
                    let shared = it["$ref"].as_str().and_then(|it| root.pointer(&it[1..]));
                    shared.unwrap_or(it).get("value")
                });
                // Version 2.0 keys them by media type.
                let old = map.get("examples").and_then(|it| it.get("application/json"));
                let own = map.get("example").into_iter().chain(several).chain(old);
                found.extend(own.map(|it| (name.to_owned(), it.clone())));
            }
            map.values().for_each(|it| of_media_types(it, root, prefix, found));
        }
        Value::Array(list) => list.iter().for_each(|it| of_media_types(it, root, prefix, found)),
        _ => {}
    }
}

/// The examples and what they become when spoilt, with the validator's verdicts; gives the types needed.
fn add_cases(
    name: &'static str,
    document: &Value,
    examples: &[Example],
    cases: &mut Vec<Case>,
) -> Vec<String> {
    let is_new = document["openapi"].as_str().is_some_and(|it| it.starts_with("3.1"));
    let mut root = document.clone();
    if !is_new {
        modern(&mut root);
    }
    let prefix =
        if root.get("swagger").is_some() { "#/definitions" } else { "#/components/schemas" };
    let mut types: Vec<String> = Vec::new();
    for Example { holder, component, value } in examples {
        let pointer = component.replace('~', "~0").replace('/', "~1");
        root["$ref"] = json!(format!("{prefix}/{pointer}"));
        let options = jsonschema::options().with_draft(jsonschema::Draft::Draft202012);
        let validator = options.should_validate_formats(true).build(&root).expect("a schema");
        let spoilt = mutations(value);
        let all = std::iter::once(("as it is".to_owned(), value.clone())).chain(spoilt);
        for (what, data) in all.take(MOST) {
            let is_valid = validator.is_valid(&data);
            cases.push(Case {
                name: format!("{name}: {component}: {what}"),
                krate: name,
                ty: holder.clone(),
                data,
                is_valid,
            });
        }
        if !types.contains(holder) {
            types.push(holder.clone());
        }
    }
    types
}

/// Schemas of OpenAPI 2.0 and 3.0 as JSON Schema 2020-12.
fn modern(value: &mut Value) {
    match value {
        Value::Object(map) => {
            for (key, it) in map.iter_mut() {
                if !matches!(key.as_str(), "example" | "examples" | "default" | "enum") {
                    modern(it);
                }
            }
            for (bound, exclusive) in
                [("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum")]
            {
                match map.get(exclusive) {
                    Some(Value::Bool(true)) => {
                        let bound = map.remove(bound).unwrap_or_default();
                        map.insert(exclusive.to_owned(), bound);
                    }
                    Some(Value::Bool(false)) => {
                        map.remove(exclusive);
                    }
                    _ => {}
                }
            }
            let nullable =
                ["nullable", "x-nullable"].iter().any(|it| map.get(*it) == Some(&json!(true)));
            if nullable {
                map.shift_remove("nullable");
                map.shift_remove("x-nullable");
                let own = Value::Object(std::mem::take(map));
                map.insert("anyOf".to_owned(), json!([{"type": "null"}, own]));
            }
        }
        Value::Array(list) => list.iter_mut().for_each(modern),
        _ => {}
    }
}

/// A value with its date-times in one spelling: without zeros at the end of the fraction, `Z` for `+00:00`.
fn spelt(value: &Value) -> Value {
    match value {
        Value::String(text) => {
            let is_time =
                text.len() >= 20 && text.as_bytes()[4] == b'-' && text.as_bytes()[10] == b'T';
            if !is_time {
                return value.clone();
            }
            let text = text.replace("+00:00", "Z");
            let at = text[19..].find(['Z', '+', '-']).map_or(text.len(), |it| it + 19);
            let (time, zone) = text.split_at(at);
            let time = if time.contains('.') {
                time.trim_end_matches('0').trim_end_matches('.')
            } else {
                time
            };
            json!(format!("{time}{zone}"))
        }
        Value::Array(list) => list.iter().map(spelt).collect(),
        Value::Object(map) => {
            Value::Object(map.iter().map(|(key, it)| (key.clone(), spelt(it))).collect())
        }
        other => other.clone(),
    }
}

#[expect(clippy::print_stderr, reason = "counts are for people")]
fn print(text: &str) {
    eprintln!("{text}");
}
