//! Suites of other projects: what they hold valid is generated, what they hold broken is refused or said.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeSet;

use tests::cargo::Workspace;
use tests::merged::{self, TOGETHER};
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

/// Suites whose valid documents are checked by the compiler too.
const COMPILED: &[&str] = &["hey-api", "ogen", "progenitor", "readme-oas-examples", "typify"];
/// How many documents there are to one of the sample.
const SAMPLE: usize = 25;

#[test]
fn what_suites_give_compiles() {
    let workspace = Workspace::new("suites");
    let (mut members, mut n_documents) = (Vec::new(), 0);
    for name in COMPILED {
        let suite = Suite::named(name).expect("a suite");
        let Some(folder) = suite.folder() else { return };
        let mut modules = Vec::new();
        for (index, case) in suite.cases(&folder).iter().enumerate() {
            if case.is_broken || !tests::all() && index % SAMPLE != 7 % SAMPLE {
                continue;
            }
            if let Some(tree) = case.run(&folder, "suite").tree {
                modules.push((format!("d{index}_{}", word(&case.path)), tree));
            }
        }
        n_documents += modules.len();
        for (index, modules) in modules.chunks(TOGETHER).enumerate() {
            let member = format!("suite-{name}-{index}");
            merged::write(&workspace, &member, modules);
            members.push(member);
        }
    }
    if !tests::all() {
        tests::skipped(&format!(
            "the compiler for all but one in {SAMPLE} documents of the suites"
        ));
    }
    workspace.members(&members.iter().map(String::as_str).collect::<Vec<_>>());
    let out = workspace.check(&["--workspace", "--keep-going"]);
    print(&format!("{n_documents} documents of the suites compiled"));
    assert!(out.status.success(), "{}", String::from_utf8_lossy(&out.stderr));
}

/// What a path is called, as an identifier.
fn word(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let keep = |it: char| if it.is_ascii_alphanumeric() { it.to_ascii_lowercase() } else { '_' };
    name.chars().map(keep).collect()
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

/// Codes of references that were not followed.
const LOST: &[&str] =
    &["cyclic-reference", "missing-target", "remote-reference", "unreadable-file"];

/// Whether a document behaves, or is a needed exception.
fn judge(case: &Case, verdict: &Verdict, page: &Page, counts: &mut Counts) -> Result<(), String> {
    let exception = page.exceptions.get(&case.path);
    let code = page.broken.get(&case.path);
    let behaves = match (verdict, case.is_broken) {
        (Verdict::Generated(codes), false) if codes.iter().any(|it| LOST.contains(it)) => {
            Err(format!("not followed everywhere: {codes:?}"))
        }
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
