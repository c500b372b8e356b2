//! Test suites of other projects: which of their files are documents, and what is expected of each.
//!
//! A suite's own page, `suites/<name>.toml`, says by which code each broken document is known,
//! and holds the exceptions with their reasons.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use meshwright_generator::diagnostics::Diagnostics;
use meshwright_generator::diagnostics::Severity;
use serde::Deserialize;
use serde_json::Value;

use crate::generate::{Outcome, crate_of, crate_of_schemas};

/// A suite, a folder of the corpus.
#[derive(Debug, Clone, Copy)]
pub struct Suite {
    /// Its folder, and its page.
    pub name: &'static str,
    /// What paths of broken documents contain.
    pub broken: &'static [&'static str],
    /// What paths of bare JSON Schemas contain; each is made a document.
    pub bare: &'static [&'static str],
}

/// The suites.
pub const SUITES: &[Suite] = &[
    Suite {
        name: "apidevtools",
        broken: &["/invalid/", "-error.", "/unknown/"],
        bare: &["/object-source/definitions/definitions.json"],
    },
    Suite { name: "hey-api", broken: &["/invalid/"], bare: &[] },
    Suite {
        name: "json-schema-ref-parser",
        broken: &["/invalid/", "/invalid-pointers/", "/missing-pointers/"],
        bare: &["/specs/"],
    },
    Suite { name: "libopenapi", broken: &["badref", "invalid"], bare: &[] },
    Suite {
        name: "oas-kit",
        broken: &[
            "/!issue217/swagger",
            "/!issue217b/swagger",
            "/!issue79/",
            "/!missing-ref/swagger",
            "/invalidVersion/",
        ],
        bare: &[],
    },
    Suite { name: "ogen", broken: &["/negative/"], bare: &["/jsonschema/"] },
    Suite { name: "progenitor", broken: &[], bare: &[] },
    Suite { name: "readme-oas-examples", broken: &[], bare: &[] },
    Suite { name: "typify", broken: &[], bare: &["typify"] },
];

/// The page of a suite.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Page {
    /// The code of the diagnostic that names what is wrong with a broken document.
    #[serde(default)]
    pub broken: BTreeMap<String, String>,
    /// Documents that do not behave, and why that is so.
    #[serde(default)]
    pub exceptions: BTreeMap<String, String>,
}

impl Suite {
    /// The suite of this name.
    pub fn named(name: &str) -> Option<&'static Self> {
        SUITES.iter().find(|it| it.name == name)
    }

    /// Its folder; says so and gives none where it is absent.
    pub fn folder(&self) -> Option<PathBuf> {
        let folder = crate::corpus::folder()?.join("suites").join(self.name);
        if !folder.is_dir() {
            crate::skipped(&format!("suite {} not present", self.name));
            return None;
        }
        Some(folder)
    }

    /// Its page.
    ///
    /// # Panics
    ///
    /// When the page cannot be read.
    pub fn page(&self) -> Page {
        let file = crate::root().join(format!("tests/suites/{}.toml", self.name));
        let text =
            fs::read_to_string(&file).unwrap_or_else(|it| panic!("{}: {it}", file.display()));
        toml::from_str(&text).unwrap_or_else(|it| panic!("{}: {it}", file.display()))
    }

    /// Its documents, in the order of their paths; parts of other documents are none.
    pub fn cases(&self, folder: &Path) -> Vec<Case> {
        let (mut cases, documents) = (Vec::new(), crate::corpus::root_documents(folder));
        for path in crate::corpus::files(folder) {
            let is_document = documents.binary_search(&path).is_ok();
            let has = |parts: &[&str]| parts.iter().any(|it| format!("/{path}").contains(it));
            let is_data = [".json", ".yaml", ".yml"].iter().any(|it| path.ends_with(it));
            let is_broken = has(self.broken);
            // What says no version may be broken for that very reason.
            let is_versionless = is_data && has(&["/invalid/"]);
            if is_document || is_versionless || is_data && has(self.bare) {
                let is_bare = !is_document && has(self.bare);
                cases.push(Case { path, is_broken, is_bare });
            }
        }
        cases
    }
}

/// A document of a suite.
#[derive(Debug, Clone)]
pub struct Case {
    /// Relative to the suite's folder.
    pub path: String,
    /// Whether something is wrong with it, as its authors say.
    pub is_broken: bool,
    /// Whether it is a JSON Schema and no API.
    pub is_bare: bool,
}

impl Case {
    /// Generates a crate from it.
    pub fn run(&self, folder: &Path, name: &str) -> Outcome {
        if !self.is_bare {
            return crate_of(folder, std::slice::from_ref(&self.path), &[], name, name);
        }
        let text = fs::read_to_string(folder.join(&self.path)).unwrap_or_default();
        let value: Value = match self.path.ends_with(".json") {
            true => serde_json::from_str(&text).unwrap_or_default(),
            false => serde_yaml::from_str(&text).unwrap_or_default(),
        };
        crate_of_schemas(folder, &self.path, &pointers(&value), name)
    }
}

/// The names and pointers of the schemas of a file: itself, and what it shares.
fn pointers(value: &Value) -> Vec<(String, String)> {
    let mut list = vec![("Root".to_owned(), String::new())];
    for section in ["definitions", "$defs"] {
        for key in value[section].as_object().into_iter().flat_map(|it| it.keys()) {
            let escaped = key.replace('~', "~0").replace('/', "~1").replace('%', "%25");
            list.push((key.clone(), format!("/{section}/{escaped}")));
        }
    }
    list
}

/// What became of a document.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verdict {
    /// Generated, with nothing to say, or with these codes of warnings.
    Generated(Vec<&'static str>),
    /// Refused for these.
    Refused(Vec<&'static str>),
}

impl Verdict {
    /// The verdict on an outcome.
    pub fn of(outcome: &Outcome) -> Self {
        match outcome.tree {
            Some(_) => Self::Generated(codes(&outcome.diagnostics, None)),
            None => Self::Refused(codes(&outcome.diagnostics, Some(Severity::Error))),
        }
    }
}

fn codes(diagnostics: &Diagnostics, only: Option<Severity>) -> Vec<&'static str> {
    let list = diagnostics.iter().filter(|it| only.is_none_or(|only| it.severity == only));
    let mut codes: Vec<_> = list.map(|it| it.code).collect();
    codes.dedup();
    codes
}
