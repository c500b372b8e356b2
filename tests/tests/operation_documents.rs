//! The validation suites of gqlparser, which is that of graphql-js as data, and of graphql-cats: of each rule, documents
//! that keep it and documents that break it.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::fs;
use std::path::Path;

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::graphql::operations::parse_operations;
use meshwright_generator::graphql::parse_schema;
use meshwright_generator::source::SourceMap;
use serde::Deserialize;
use tests::corpus;
use tests::exceptions::Exceptions;

/// A case of the suite.
#[derive(Debug, Deserialize)]
struct Case {
    name: String,
    rule: String,
    /// A number of the list of schemas, or a schema.
    schema: serde_yaml::Value,
    query: String,
    #[serde(default)]
    errors: Vec<serde_yaml::Value>,
}

/// What our diagnostics say of each rule. A case is about one rule, and may break others.
const RULES: &[(&str, &[&str])] = &[
    ("ExecutableDefinitions", &["must not contain"]),
    ("FieldsOnCorrectType", &["does not have a field"]),
    ("FragmentsOnCompositeTypes", &["must have a composite type"]),
    ("KnownArgumentNames", &["is not supported by"]),
    ("KnownDirectives", &["cannot find directive", "is not supported for"]),
    ("KnownFragmentNames", &["cannot find fragment"]),
    ("KnownTypeNames", &["cannot find type", "is not a type defined"]),
    ("LoneAnonymousOperation", &["has no name"]),
    ("NoFragmentCycles", &["fragment cannot reference itself"]),
    ("NoUndefinedVariables", &["is not defined"]),
    ("NoUnusedFragments", &["must be used in an operation"]),
    ("NoUnusedVariables", &["unused variable"]),
    (
        "OverlappingFieldsCanBeMerged",
        &[
            "must not select different types",
            "conflicting field arguments",
            "cannot select different",
        ],
    ),
    ("PossibleFragmentSpreads", &["cannot be applied to"]),
    ("ProvidedRequiredArguments", &["required argument"]),
    ("ScalarLeafs", &["must have a subselection", "must not have subselections"]),
    ("SingleFieldSubscriptions", &["one root field", "introspection field", "@skip or @include"]),
    ("UniqueArgumentNames", &["is provided multiple times"]),
    ("UniqueDirectivesPerLocation", &["only be used once per location"]),
    ("UniqueFragmentNames", &["the fragment `"]),
    ("UniqueInputFieldNames", &["is defined multiple times", "is provided multiple times"]),
    ("UniqueOperationNames", &["the operation `"]),
    ("UniqueVariableNames", &["is declared multiple times"]),
    (
        "ValuesOfCorrectType",
        &[
            "expected value of type",
            "cannot represent",
            "required field",
            "does not exist on",
            "must specify exactly one key",
        ],
    ),
    ("VariablesAreInputTypes", &["must be of an input type"]),
    ("VariablesInAllowedPosition", &["cannot be used for"]),
];

#[test]
fn gqlparser() {
    let Some(corpus) = corpus::folder() else { return };
    let folder = corpus.join("suites/gqlparser/validator/imported/spec");
    let schemas: Vec<String> = read(&folder.join("schemas.yml"));
    let mut files: Vec<_> = fs::read_dir(&folder).expect("the suite").flatten().collect();
    files.sort_by_key(|it| it.file_name());
    let mut exceptions = Exceptions::read("gqlparser.toml");
    let (mut n_cases, mut n_agreed, mut n_other) = (0, 0, 0);
    for file in files.iter().filter(|it| it.file_name().to_string_lossy().ends_with(".spec.yml")) {
        for case in read::<Case>(&file.path()) {
            let Some((_, words)) = RULES.iter().find(|(rule, _)| *rule == case.rule) else {
                // Rules that the specification does not have.
                n_other += 1;
                continue;
            };
            n_cases += 1;
            match verdict(&case, &schemas, words) {
                Ok(()) => n_agreed += 1,
                Err(how) => {
                    exceptions.disagrees(&format!("{}: {}", case.rule, case.name), &how);
                }
            }
        }
    }
    say(&format!(
        "gqlparser: {n_cases} cases of the specification's rules, {n_agreed} agree, \
         {n_other} of other rules passed over"
    ));
    for (reason, count) in exceptions.reasons() {
        say(&format!("  {count:3} {reason}"));
    }
    exceptions.finish();
    assert!(n_cases > 300, "{n_cases} cases");
}

/// A file of graphql-cats: cases of one rule or of two.
#[derive(Debug, Deserialize)]
struct Scenario {
    tests: Vec<Test>,
}

#[derive(Debug, Deserialize)]
struct Test {
    name: String,
    given: Given,
    when: When,
    then: serde_yaml::Value,
}

#[derive(Debug, Deserialize)]
struct Given {
    query: String,
}

#[derive(Debug, Deserialize)]
struct When {
    validate: Vec<String>,
}

impl Test {
    /// The case of each rule that it is about.
    fn cases(self, schema: &str) -> Vec<Case> {
        let errors = match self.then {
            serde_yaml::Value::Sequence(errors) => errors,
            _ => Vec::new(),
        };
        let case = |rule| Case {
            name: self.name.clone(),
            rule,
            schema: schema.into(),
            query: self.given.query.clone(),
            errors: errors.clone(),
        };
        self.when.validate.into_iter().map(case).collect()
    }
}

#[test]
fn graphql_cats() {
    let Some(corpus) = corpus::folder() else { return };
    let folder = corpus.join("suites/graphql-cats/scenarios/validation");
    let text = |file: &str| fs::read_to_string(folder.join(file)).expect("a file of the suite");
    // The suite uses a directive that it does not define.
    let schema =
        text("validation.schema.graphql") + "\ndirective @enumInt(value: Int!) on ENUM_VALUE";
    let mut files: Vec<_> = fs::read_dir(&folder).expect("the suite").flatten().collect();
    files.sort_by_key(|it| it.file_name());
    let mut exceptions = Exceptions::read("graphql_cats.toml");
    let (mut n_cases, mut n_agreed) = (0, 0);
    for file in files.iter().map(|it| it.file_name().to_string_lossy().into_owned()) {
        if !file.ends_with(".yaml") {
            continue;
        }
        let scenario: Scenario =
            serde_yaml::from_str(&text(&file)).unwrap_or_else(|error| panic!("{file}: {error}"));
        for case in scenario.tests.into_iter().flat_map(|it| it.cases(&schema)) {
            let (_, words) = RULES.iter().find(|(rule, _)| *rule == case.rule).expect("a rule");
            n_cases += 1;
            match verdict(&case, &[], words) {
                Ok(()) => n_agreed += 1,
                Err(how) => exceptions.disagrees(&format!("{}: {}", case.rule, case.name), &how),
            }
        }
    }
    say(&format!("graphql-cats: {n_cases} cases of validation, {n_agreed} agree"));
    exceptions.finish();
    assert!(n_cases > 60, "{n_cases} cases");
}

fn read<T: serde::de::DeserializeOwned>(file: &Path) -> Vec<T> {
    let text = fs::read_to_string(file).expect("a file of the suite");
    serde_yaml::from_str::<Option<Vec<T>>>(&text)
        .unwrap_or_else(|error| panic!("{}: {error}", file.display()))
        .unwrap_or_default()
}

fn verdict(case: &Case, schemas: &[String], words: &[&str]) -> Result<(), String> {
    let schema = match (case.schema.as_u64(), case.schema.as_str()) {
        (Some(number), _) => schemas.get(usize::try_from(number).unwrap_or_default()).cloned(),
        (None, text) => text.map(str::to_owned),
    };
    let mut sources = SourceMap::default();
    let schema = sources.add("schema.graphql", schema.unwrap_or_default());
    let document = sources.add("operations/case.graphql", case.query.clone());
    let mut diagnostics = Diagnostics::default();
    let Some(schema) = parse_schema(&sources, &[schema], &mut diagnostics) else {
        return Err(format!("the schema is refused: {:?}", messages(&diagnostics)));
    };
    let mut diagnostics = Diagnostics::default();
    parse_operations(&sources, &schema, &[document], &mut diagnostics);
    let said = messages(&diagnostics);
    let is_lone = case.query.matches('{').count() > 0 && lone(&case.query);
    let about_rule = |it: &&String| {
        let is_about = words.iter().any(|word| it.contains(word)) || it.starts_with("syntax: ");
        is_about && !(is_lone && it.contains("has no name"))
    };
    let found: Vec<&String> = said.iter().filter(about_rule).collect();
    match (case.errors.is_empty(), found.is_empty()) {
        (true, true) | (false, false) => Ok(()),
        (true, false) => Err(format!("it is valid, and we say {found:?}")),
        (false, true) => Err(format!("it is invalid: {:?}; we say {said:?}", case.errors[0])),
    }
}

/// Whether a document has one operation alone.
fn lone(query: &str) -> bool {
    let starts = ["query", "mutation", "subscription", "{"];
    let mut depth = 0;
    let mut count = 0;
    let mut is_start = true;
    for line in query.lines() {
        let line = line.trim();
        if depth == 0 && is_start && starts.iter().any(|it| line.starts_with(it)) {
            count += 1;
        }
        depth += line.matches('{').count() as i32 - line.matches('}').count() as i32;
        is_start = depth == 0 && (line.ends_with('}') || line.is_empty());
    }
    count <= 1
}

fn messages(diagnostics: &Diagnostics) -> Vec<String> {
    let syntax = |code: &str| if code == "syntax" { "syntax: " } else { "" };
    diagnostics.iter().map(|it| format!("{}{}", syntax(it.code), it.message)).collect()
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn say(text: &str) {
    eprintln!("{text}");
}
