//! The test suite of JSON Schema: a strict reader of the generated type agrees with every verdict, and what it takes
//! it writes again.
//!
//! Each group of the suite is a component as it stands, and once more with the `type` that most of its values
//! have, so that typed codecs are tried as well; these see the values of that type alone.
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::{Map, Value, json};
use tests::corpus;
use tests::decode::{Decoder, is_equal, is_part, table};
use tests::exceptions::Exceptions;
use tests::fixture::list;
use tests::generate::crate_of;

/// Files that are about what no API document is: other dialects, documents by URL, plain annotations.
const OUT_OF_SCOPE: &[&str] = &[
    "anchor",
    "dynamicRef",
    "refRemote",
    "vocabulary",
    "optional/anchor",
    "optional/cross-draft",
    "optional/dependencies-compatibility",
    "optional/dynamicRef",
    "optional/format-assertion",
    "optional/id",
    "optional/no-schema",
    "optional/refOfUnknownKeyword",
    "optional/unknownKeyword",
    "optional/zeroTerminatedFloats",
    // `format` as an annotation: here it is checked, see `optional/format`.
    "format",
    // Keywords that schemas of OpenAPI 3.0 do not have.
    "draft4/additionalItems",
    "draft4/definitions",
    "draft4/dependencies",
    "draft4/patternProperties",
    // Formats that nothing is generated for: texts like any other.
    "optional/format/duration",
    "optional/format/ecmascript-regex",
    "optional/format/hostname",
    "optional/format/idn-email",
    "optional/format/idn-hostname",
    "optional/format/iri",
    "optional/format/iri-reference",
    "optional/format/json-pointer",
    "optional/format/regex",
    "optional/format/relative-json-pointer",
    "optional/format/time",
    "optional/format/unknown",
    "optional/format/uri-reference",
    "optional/format/uri-template",
];

struct Case {
    /// `draft2020-12/not: the group: the test`.
    name: String,
    file: String,
    ty: String,
    data: Value,
    is_valid: bool,
}

#[test]
fn verdicts_agree() {
    let Some(folder) = corpus::folder() else { return };
    let folder = folder.join("suites/json-schema-test-suite/tests");
    let mut decoder = Decoder::new("json-schema-suite");
    let mut cases = Vec::new();
    for (name, draft, version) in
        [("suite-new", "draft2020-12", "3.1.0"), ("suite-old", "draft4", "3.0.3")]
    {
        let mut schemas = Map::new();
        let found = groups(&folder, draft);
        let mut types = Vec::new();
        for group in found {
            add(group, name, &mut schemas, &mut types, &mut cases);
        }
        let document = json!({
            "openapi": version,
            "info": {"title": draft, "version": "1"},
            "paths": {},
            "x-meshwright-untyped": "any",
            "components": {"schemas": schemas},
        });
        let folder = tempfile::tempdir().expect("a folder");
        fs::write(folder.path().join("openapi.json"), document.to_string()).expect("a file");
        let outcome = crate_of(folder.path(), &["openapi.json".to_owned()], &[], name, name);
        let errors = outcome.diagnostics.iter().map(|it| it.message.as_str()).take(3);
        let tree = outcome.tree.unwrap_or_else(|| panic!("{:?}", errors.collect::<Vec<_>>()));
        decoder.add(name, &tree, &types);
    }
    let texts: Vec<(String, String)> =
        cases.iter().map(|it| (it.ty.clone(), json!({"v": it.data}).to_string())).collect();
    let verdicts = decoder.run(&texts);
    let mut exceptions = Exceptions::read("json_schema.toml");
    let mut n_shorter = 0;
    let mut rows: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for (case, verdict) in cases.iter().zip(verdicts) {
        let wrong = match (&verdict, case.is_valid) {
            (Ok(written), true) if is_equal(&written["v"], &case.data) => None,
            (Ok(written), true) if is_part(&written["v"], &case.data) => {
                n_shorter += 1;
                None
            }
            (Ok(written), true) => Some(format!("{} is written as {}", case.data, written["v"])),
            (Ok(_), false) => Some(format!("{} is taken", case.data)),
            (Err(why), true) => Some(format!("{} is refused: {why}", case.data)),
            (Err(_), false) => None,
        };
        let row = rows.entry(case.file.clone()).or_default();
        row.1 += 1;
        match wrong {
            None => row.0 += 1,
            Some(how) => exceptions.disagrees(&case.name, &how),
        }
    }
    print(&table(&rows));
    print(&format!("{n_shorter:4} written without members that their schema does not name"));
    for (reason, count) in exceptions.reasons() {
        print(&format!("{count:4} {reason}"));
    }
    exceptions.finish();
}

struct Group {
    file: String,
    value: Value,
}

/// The groups of a draft that are in scope.
fn groups(folder: &Path, draft: &str) -> Vec<Group> {
    let mut groups = Vec::new();
    for inside in ["", "optional", "optional/format"] {
        for path in list(&folder.join(draft).join(inside)) {
            let stem = path.file_stem().unwrap_or_default().to_string_lossy().into_owned();
            let name = if inside.is_empty() { stem } else { format!("{inside}/{stem}") };
            let file = format!("{draft}/{name}");
            if path.is_dir() || OUT_OF_SCOPE.iter().any(|it| *it == name || *it == file) {
                continue;
            }
            let list = corpus::value(&path);
            for value in list.as_array().into_iter().flatten() {
                if !names_others(&value["schema"]) {
                    groups.push(Group { file: file.clone(), value: value.clone() });
                }
            }
        }
    }
    groups
}

/// Whether a schema has names of its own, refers to other documents, which is a matter of references and not of
/// values, or is none of OpenAPI.
fn names_others(schema: &Value) -> bool {
    match schema {
        Value::Object(map) => map.iter().any(|(key, it)| match (key.as_str(), it) {
            ("$id" | "id" | "$anchor" | "$dynamicRef" | "$dynamicAnchor", Value::String(_)) => true,
            ("$ref", Value::String(it)) => it != "#" && !it.starts_with("#/"),
            // A list of items is a keyword of older drafts alone.
            ("items", Value::Array(_)) => true,
            ("enum" | "const", _) => false,
            (_, it) => names_others(it),
        }),
        Value::Array(list) => list.iter().any(names_others),
        _ => false,
    }
}

/// A group as components, each in an object that holds it, and its cases.
fn add(
    group: Group,
    krate: &str,
    schemas: &mut Map<String, Value>,
    types: &mut Vec<String>,
    cases: &mut Vec<Case>,
) {
    let Group { file, value } = group;
    let number = schemas.len() / 2;
    let title = value["description"].as_str().unwrap_or_default();
    let tests = value["tests"].as_array().cloned().unwrap_or_default();
    let mut variants = vec![("", value["schema"].clone(), tests.clone())];
    if let Some((schema, kind)) = typed(&value["schema"], &tests) {
        let tests = tests.into_iter().filter(|it| kind_of(&it["data"]) == kind).collect();
        variants.push(("typed ", schema, tests));
    }
    for (number, (prefix, mut schema, tests)) in (number..).zip(variants) {
        let (ty, holder) = (format!("Group{number}"), format!("Holder{number}"));
        rebase(&mut schema, &format!("#/components/schemas/{ty}"));
        let reference = json!({"$ref": format!("#/components/schemas/{ty}")});
        schemas.insert(ty, schema);
        let held = json!({"type": "object", "required": ["v"], "properties": {"v": reference}});
        schemas.insert(holder.clone(), held);
        types.push(holder.clone());
        for test in tests {
            cases.push(Case {
                name: format!(
                    "{prefix}{file}: {title}: {}",
                    test["description"].as_str().unwrap_or("")
                ),
                file: format!("{prefix}{file}"),
                ty: format!("{krate}/{holder}"),
                data: test["data"].clone(),
                is_valid: test["valid"] == true,
            });
        }
    }
}

/// The schema with the type of most of its values, where it says none.
fn typed(schema: &Value, tests: &[Value]) -> Option<(Value, &'static str)> {
    let map = schema.as_object()?;
    // With a type, a schema that holds itself would be another one.
    if schema.to_string().contains("\"$ref\":\"#\"") {
        return None;
    }
    if ["type", "$ref", "enum", "const"].iter().any(|key| map.contains_key(*key)) {
        return None;
    }
    let mut counts: BTreeMap<&'static str, usize> = BTreeMap::new();
    tests.iter().for_each(|it| *counts.entry(kind_of(&it["data"])).or_default() += 1);
    let kind = *counts.iter().max_by_key(|it| it.1)?.0;
    let mut map = map.clone();
    map.insert("type".to_owned(), kind.into());
    (kind != "null").then_some((Value::Object(map), kind))
}

fn kind_of(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "number",
        Value::String(_) => "string",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
    }
}

/// Local references from the schema's own root to where it stands now.
fn rebase(schema: &mut Value, root: &str) {
    match schema {
        Value::Object(map) => {
            for (key, it) in map {
                match (key.as_str(), it) {
                    ("enum" | "const", _) => {}
                    ("$ref", Value::String(it)) => *it = format!("{root}{}", &it[1..]),
                    (_, it) => rebase(it, root),
                }
            }
        }
        Value::Array(list) => list.iter_mut().for_each(|it| rebase(it, root)),
        _ => {}
    }
}

#[expect(clippy::print_stderr, reason = "counts are for people")]
fn print(text: &str) {
    eprintln!("{text}");
}
