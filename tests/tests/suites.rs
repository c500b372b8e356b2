//! Suites of other projects: what they hold valid is generated, what they hold broken is refused or said.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeSet;

use tests::suite::{Case, Page, SUITES, Suite, Verdict};

#[test]
fn apidevtools() {
    check("apidevtools");
}

#[test]
fn hey_api() {
    check("hey-api");
}

#[test]
fn json_schema_ref_parser() {
    check("json-schema-ref-parser");
}

#[test]
fn libopenapi() {
    check("libopenapi");
}

#[test]
fn oas_kit() {
    check("oas-kit");
}

#[test]
fn ogen() {
    check("ogen");
}

#[test]
fn progenitor() {
    check("progenitor");
}

#[test]
fn readme_oas_examples() {
    check("readme-oas-examples");
}

#[test]
fn typify() {
    check("typify");
}

#[derive(Default)]
struct Counts {
    generated: usize,
    refused: usize,
    diagnosed: usize,
    exceptions: usize,
}

fn check(name: &str) {
    let suite = Suite::named(name).expect("a suite");
    let Some(folder) = suite.folder() else { return };
    let page = suite.page();
    let cases = suite.cases(&folder);
    let mut counts = Counts::default();
    let mut wrong = Vec::new();
    for case in &cases {
        let verdict = Verdict::of(&case.run(&folder, "suite"));
        if std::env::var_os("SHOW").is_some() {
            print(&format!("{} {} {verdict:?}", case.path, case.is_broken));
        }
        if let Err(why) = judge(case, &verdict, &page, &mut counts) {
            wrong.push(format!("{}: {why}", case.path));
        }
    }
    let known: BTreeSet<&str> = cases.iter().map(|it| it.path.as_str()).collect();
    for path in page.broken.keys().chain(page.exceptions.keys()) {
        if !known.contains(path.as_str()) {
            wrong.push(format!("{path}: on the page, but no document of the suite"));
        }
    }
    let Counts { generated, refused, diagnosed, exceptions } = counts;
    print(&format!(
        "{name}: {} documents; {generated} generate, {refused} refused and {diagnosed} diagnosed as expected, {exceptions} exceptions",
        cases.len()
    ));
    assert!(wrong.is_empty(), "{} of {}\n{}", wrong.len(), cases.len(), wrong.join("\n"));
}

/// Whether a document behaves, or is a needed exception.
fn judge(case: &Case, verdict: &Verdict, page: &Page, counts: &mut Counts) -> Result<(), String> {
    let exception = page.exceptions.get(&case.path);
    let code = page.broken.get(&case.path);
    let behaves = match (verdict, case.is_broken) {
        (Verdict::Generated(_), false) => {
            counts.generated += 1;
            Ok(())
        }
        (Verdict::Refused(codes), false) => Err(format!("refused for {codes:?}")),
        (Verdict::Generated(codes) | Verdict::Refused(codes), true) => match code {
            Some(code) if codes.contains(&code.as_str()) => {
                match verdict {
                    Verdict::Generated(_) => counts.diagnosed += 1,
                    Verdict::Refused(_) => counts.refused += 1,
                }
                Ok(())
            }
            Some(code) => Err(format!("not known by `{code}` but by {codes:?}")),
            None => Err(format!("the page does not say by which of {codes:?} it is known")),
        },
    };
    match (behaves, exception) {
        (Ok(()), Some(_)) => Err("an exception that is no longer needed".to_owned()),
        (Err(_), Some(_)) => {
            counts.exceptions += 1;
            Ok(())
        }
        (behaves, None) => behaves,
    }
}

#[test]
fn every_suite_has_a_page() {
    for suite in SUITES {
        suite.page();
    }
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
