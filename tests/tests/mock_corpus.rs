//! Mock servers of real documents pass the cases that follow from the same documents.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeSet;

use meshwright_runtime::contract::{Contract, Report};
use tests::{corpus, mock};

/// How many documents there are to one of the sample.
const SAMPLE: usize = 6;

/// What stands in the way of a document's own contract: the document, what its failures say, and why.
const EXCEPTIONS: &[(&str, &str, &str)] = &[
    (
        "pandascore/",
        "/query/page\",\"detail\":\"fits none of the variants",
        "text of a parameter has one kind, so that a number is none of number or object",
    ),
    (
        "stripe/",
        "expected one of ``",
        "a list of one is text in a form, so that it is none of list or empty text",
    ),
    (
        "spotify/",
        "/type: expected one of `",
        "the words of the discriminator are none of the property's",
    ),
    ("box/", "`grant_type` is required", "no property of the form has the name that is required"),
    ("opensuse-obs/", "/query/withissues", "the one value allowed is a number, and text is none"),
    (
        "meilisearch/",
        "no value is allowed here",
        "a property that is written with a schema of nothing",
    ),
    ("vercel/", "does not match `^[", "a pattern for the values of one alternative"),
];

#[tokio::test(flavor = "multi_thread")]
async fn mocks_keep_the_contracts_of_real_documents() {
    let Some(folder) = corpus::folder() else { return };
    let only = std::env::var("ONLY").unwrap_or_default();
    let (mut n_documents, mut n_operations, mut n_cases, mut n_skipped) = (0, 0, 0, 0);
    let (mut failures, mut needed) = (Vec::new(), BTreeSet::new());
    let documents = corpus::root_documents(&folder.join("openapi"));
    for (index, path) in documents.iter().enumerate() {
        if !path.contains(&only) || only.is_empty() && !tests::all() && index % SAMPLE != 0 {
            continue;
        }
        let Some(mocked) = mock::of(&folder.join("openapi"), path) else { continue };
        n_documents += 1;
        n_operations += mocked.operations.len();
        let report = check(&mocked).await;
        n_cases += report.n_cases;
        for it in &report.failures {
            let text = it.to_string();
            match EXCEPTIONS.iter().position(|it| path.starts_with(it.0) && text.contains(it.1)) {
                Some(index) => drop(needed.insert(index)),
                None => failures.push(format!("{path}: {text}")),
            }
        }
        let is_other = |it: &&String| !it.ends_with("another operation takes its requests");
        failures.extend(report.skipped.iter().filter(is_other).map(|it| format!("{path}: {it}")));
        n_skipped += report.skipped.len();
    }
    print(&format!(
        "{n_documents} documents, {n_operations} operations, {n_skipped} ambiguous, {n_cases} cases"
    ));
    let is_whole = tests::all() && only.is_empty();
    for (index, it) in EXCEPTIONS.iter().enumerate() {
        if is_whole && !needed.contains(&index) {
            failures.push(format!("an exception that is no longer needed: {it:?}"));
        }
    }
    let n_failures = failures.len();
    assert!(failures.is_empty(), "{n_failures} of {n_cases}\n\n{}", failures.join("\n\n"));
}

async fn check(mocked: &meshwright_generator::rust::Mock) -> Report {
    let operations = meshwright::mock::load(mocked);
    let schemes = operations.iter().flat_map(|it| it.operation.security.iter());
    let mut known = BTreeSet::new();
    let mut contract = Contract::new(mock::rows(mocked, operations));
    for it in schemes.flat_map(|it| it.iter()) {
        if known.insert(it.scheme.name) {
            // `name:password`
            contract = contract.credential(it.scheme, "bmFtZTpwYXNzd29yZA==");
        }
    }
    contract.check(meshwright::mock::router_of(mocked, operations)).await
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
