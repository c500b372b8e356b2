//! Documents of OpenAPI 2.0 and the ones of 3.0 that another tool, oas-kit, converts them to: both of a pair are one
//! API, so the same Rust must come of them, names, docs and all.
//!
//! Passed over, with a line that says so, where the corpus is not present.

use std::collections::BTreeMap;
use std::path::Path;

use serde_json::Value;
use tests::exceptions::Exceptions;
use tests::generate::crate_of_changed;
use tests::suite::Suite;

#[test]
fn both_documents_of_a_pair_are_one_api() {
    let suite = Suite::named("oas-kit").expect("a suite");
    let Some(folder) = suite.folder() else { return };
    let mut exceptions = Exceptions::read("oas-kit-pairs.toml");
    let (mut n_pairs, mut n_equal) = (0, 0);
    for path in tests::corpus::files(&folder) {
        let Some(case) = path.strip_suffix("/swagger.yaml") else { continue };
        let after = format!("{case}/openapi.yaml");
        if !folder.join(&after).exists() {
            continue;
        }
        n_pairs += 1;
        // Version 2.0 has one path before all others, which its operations begin with; later it is part of the servers.
        let mut base = String::new();
        let before = rust(&folder, &path, |it| {
            let taken = it.as_object_mut().and_then(|it| it.remove("basePath"));
            base = taken.as_ref().and_then(Value::as_str).unwrap_or_default().to_owned();
        });
        let after = rust(&folder, &after, |it| without(&base, it));
        match difference(before.as_ref(), after.as_ref()) {
            None => n_equal += 1,
            Some(how) => exceptions.disagrees(case, &how),
        }
    }
    print(&format!("oas-kit: {n_pairs} pairs, the same Rust of both in {n_equal}"));
    exceptions.finish();
}

/// Takes the path off the URLs of a document's servers.
fn without(base: &str, document: &mut Value) {
    let Some(Value::Array(servers)) = document.get_mut("servers") else { return };
    for url in servers.iter_mut().filter_map(|it| it.get_mut("url")) {
        let text = url.as_str().unwrap_or_default();
        *url = text.strip_suffix(base).unwrap_or(text).into();
    }
    // Where the document is: the same as no server at all.
    servers.retain(|it| it["url"] != "");
}

/// The modules that come of a document, by path; none where it is refused.
fn rust(
    folder: &Path,
    path: &str,
    change: impl FnOnce(&mut Value),
) -> Option<BTreeMap<String, String>> {
    let tree = crate_of_changed(folder, path, "pair", change).tree?;
    let modules = tree.files().iter().filter(|it| it.0.ends_with(".rs"));
    Some(modules.map(|(path, text)| (path.clone(), text.clone())).collect())
}

/// Where two crates differ first, if they do.
fn difference(
    before: Option<&BTreeMap<String, String>>,
    after: Option<&BTreeMap<String, String>>,
) -> Option<String> {
    let (before, after) = match (before, after) {
        (Some(before), Some(after)) => (before, after),
        (None, None) => return None,
        (Some(_), None) => return Some("the second is refused".to_owned()),
        (None, Some(_)) => return Some("the first is refused".to_owned()),
    };
    let paths = before.keys().chain(after.keys());
    let differs = |path: &&String| before.get(*path) != after.get(*path);
    let path = paths.clone().find(differs)?;
    let lines = |it: &BTreeMap<String, String>| -> Vec<String> {
        it.get(path).map(|it| it.lines().map(str::to_owned).collect()).unwrap_or_default()
    };
    let (before, after) = (lines(before), lines(after));
    let n_same = before.iter().zip(&after).take_while(|it| it.0 == it.1).count();
    let line = |it: &[String]| it.get(n_same).cloned().unwrap_or_default();
    Some(format!("{path}, line {}\n    - {}\n    + {}", n_same + 1, line(&before), line(&after)))
}

#[expect(clippy::print_stderr, reason = "for whoever runs the tests with `--nocapture`")]
fn print(text: &str) {
    eprintln!("{text}");
}
