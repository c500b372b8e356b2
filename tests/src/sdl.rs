//! Schemas in SDL that others wrote: what is one schema, and what each suite expects.

use std::fs;
use std::path::Path;

use serde_yaml::Value;

/// A schema that has to become a server.
#[derive(Debug, Clone)]
pub struct Whole {
    /// Where it comes from, and how it is told apart there.
    pub name: String,
    /// Its files, relative to the corpus.
    pub files: Vec<String>,
}

/// A text that is SDL or is not.
#[derive(Debug, Clone)]
pub struct Part {
    /// Where it comes from, and how it is told apart there.
    pub name: String,
    /// The text.
    pub text: String,
    /// What is said about it.
    pub expected: Expected,
}

/// What a suite says about a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expected {
    /// It has the grammar of SDL; whether the whole is valid is left open.
    Parses,
    /// It has not.
    DoesNotParse,
    /// It is a valid schema, but that it may lack a query root.
    Valid,
    /// It breaks a rule.
    Invalid,
}

/// Folders of which every file is a schema.
const ALONE: &[&str] = &[
    "graphql",
    "suites/gqlgen/plugin/federation/testdata",
    "suites/gqlgen/plugin/modelgen/testdata",
    "suites/graphql-client",
];

/// Folders that are one schema.
const TOGETHER: &[&str] = &["suites/gqlgen/codegen/testserver/followschema"];

/// Schemas whose crates take long to check.
const LARGE: &[&str] =
    &["graphql/buildkite/", "graphql/github-2021/", "graphql/saleor/", "introspection_response"];

impl Whole {
    /// All of them, in the order of their names.
    pub fn all(corpus: &Path) -> Vec<Self> {
        let mut found = Vec::new();
        for folder in ALONE {
            let files = schema_files(corpus, folder).into_iter().filter(|it| is_schema(corpus, it));
            found.extend(files.map(|file| Self { name: file.clone(), files: vec![file] }));
        }
        for folder in TOGETHER {
            let files = schema_files(corpus, folder);
            if !files.is_empty() {
                found.push(Self { name: (*folder).to_owned(), files });
            }
        }
        found
    }

    /// Whether its crate takes long to check.
    pub fn is_large(&self) -> bool {
        LARGE.iter().any(|it| self.name.contains(it))
    }
}

fn schema_files(corpus: &Path, folder: &str) -> Vec<String> {
    let files = crate::corpus::files(&corpus.join(folder)).into_iter();
    let is_sdl = |it: &String| {
        [".graphql", ".graphqls"].iter().any(|end| it.ends_with(end)) || it.ends_with(".json")
    };
    let mut files: Vec<String> = files.filter(is_sdl).map(|it| format!("{folder}/{it}")).collect();
    files.sort();
    files
}

/// Whether a file is a schema, and no operation or response.
fn is_schema(corpus: &Path, file: &str) -> bool {
    let text = fs::read_to_string(corpus.join(file)).unwrap_or_default();
    if file.contains("/operations/") {
        return false;
    }
    if file.ends_with(".json") {
        return text.contains("\"__schema\"");
    }
    let begins = |words: &[&str]| {
        text.lines().map(str::trim_start).any(|line| words.iter().any(|it| line.starts_with(it)))
    };
    begins(&["type ", "extend ", "interface ", "schema ", "schema{", "directive "])
        && !begins(&["query ", "fragment "])
}

impl Part {
    /// All of them, suite by suite.
    pub fn all(corpus: &Path) -> Vec<Self> {
        let mut found = Vec::new();
        for folder in [
            "suites/cynic-parser/cynic-parser/tests/sdl",
            "suites/gqlparser/formatter/testdata/source/schema",
        ] {
            for file in schema_files(corpus, folder) {
                let text = fs::read_to_string(corpus.join(&file)).unwrap_or_default();
                found.push(Self { name: file, text, expected: Expected::Parses });
            }
        }
        let parser = "suites/gqlparser/parser/schema_test.yml";
        found.extend(of_table(corpus, parser, Expected::Parses, Expected::DoesNotParse));
        let validator = "suites/gqlparser/validator/schema_test.yml";
        found.extend(of_table(corpus, validator, Expected::Valid, Expected::Invalid));
        found.extend(of_lexer(corpus));
        found.extend(of_cats(corpus));
        found
    }
}

/// A page of gqlparser: groups of cases with `name`, `input` and maybe `error`.
fn of_table(corpus: &Path, file: &str, good: Expected, bad: Expected) -> Vec<Part> {
    cases(corpus, file, |case| {
        let is_bad = case.get("error").is_some_and(|it| !it.is_null());
        (text(case, "input"), if is_bad { bad } else { good })
    })
}

/// Tokens: a string is a description of something, and what is no token is nowhere allowed.
fn of_lexer(corpus: &Path) -> Vec<Part> {
    let parts = cases(corpus, "suites/gqlparser/lexer/lexer_test.yml", |case| {
        let input = text(case, "input");
        let kinds = case.get("tokens").and_then(Value::as_sequence).into_iter().flatten();
        let kinds: Vec<String> = kinds.map(|it| text(it, "kind")).collect();
        if case.get("error").is_some_and(|it| !it.is_null()) {
            return (format!("type Query {{ a: Int }}\n{input}"), Expected::DoesNotParse);
        }
        match &*kinds {
            [kind] if kind == "STRING" || kind == "BLOCK_STRING" => {
                (format!("{input}\ntype Query {{ a: Int }}"), Expected::Valid)
            }
            _ => (String::new(), Expected::Parses),
        }
    });
    parts.into_iter().filter(|it| !it.text.is_empty()).collect()
}

fn of_cats(corpus: &Path) -> Vec<Part> {
    let file = "suites/graphql-cats/scenarios/parsing/SchemaParser.yaml";
    let Some(page) = page(corpus, file) else { return Vec::new() };
    let tests = page.get("tests").and_then(Value::as_sequence).cloned().unwrap_or_default();
    let parts = tests.iter().map(|it| {
        let then = it.get("then").cloned().unwrap_or_default();
        let passes = then.get("passes").and_then(Value::as_bool).unwrap_or_default();
        Part {
            name: format!("{file}: {}", text(it, "name")),
            text: text(&it.get("given").cloned().unwrap_or_default(), "query"),
            expected: if passes { Expected::Parses } else { Expected::DoesNotParse },
        }
    });
    parts.collect()
}

fn cases(corpus: &Path, file: &str, read: impl Fn(&Value) -> (String, Expected)) -> Vec<Part> {
    let Some(Value::Mapping(groups)) = page(corpus, file) else { return Vec::new() };
    let mut found = Vec::new();
    for (group, list) in &groups {
        for case in list.as_sequence().into_iter().flatten() {
            let (input, expected) = read(case);
            let group = group.as_str().unwrap_or_default();
            let name = format!("{file}: {group}: {}", text(case, "name"));
            found.push(Part { name, text: input, expected });
        }
    }
    found
}

fn page(corpus: &Path, file: &str) -> Option<Value> {
    let text = fs::read_to_string(corpus.join(file)).ok()?;
    serde_yaml::from_str(&text).ok()
}

fn text(value: &Value, key: &str) -> String {
    value.get(key).and_then(Value::as_str).unwrap_or_default().to_owned()
}
