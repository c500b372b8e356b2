//! Lists of known disagreements, each with its reason: one that is needed no longer fails, as does a new one.

use std::fs;

/// One known disagreement, or several with one reason.
#[derive(Debug)]
pub struct Exception {
    /// What it is about: words that the name of a case must begin with.
    case: String,
    reason: String,
    n_met: usize,
}

/// A file of exceptions below `tests/suites`.
#[derive(Debug)]
pub struct Exceptions {
    file: &'static str,
    list: Vec<Exception>,
    unknown: Vec<String>,
}

impl Exceptions {
    /// Reads the list of a file.
    ///
    /// # Panics
    ///
    /// When it cannot be read.
    pub fn read(file: &'static str) -> Self {
        let path = crate::root().join("tests/suites").join(file);
        let text = fs::read_to_string(&path).unwrap_or_default();
        let value: toml::Table = text.parse().unwrap_or_else(|it| panic!("{file}: {it}"));
        let rows = value.get("exception").and_then(|it| it.as_array()).cloned().unwrap_or_default();
        let list = rows.iter().map(|it| {
            let text =
                |key: &str| it.get(key).and_then(|it| it.as_str()).unwrap_or_default().to_owned();
            let exception = Exception { case: text("case"), reason: text("reason"), n_met: 0 };
            assert!(!exception.case.is_empty() && !exception.reason.is_empty(), "{file}: {it}");
            exception
        });
        Self { file, list: list.collect(), unknown: Vec::new() }
    }

    /// Notes that a case disagrees.
    pub fn disagrees(&mut self, case: &str, how: &str) {
        match self.list.iter_mut().find(|it| case.starts_with(&it.case)) {
            Some(exception) => exception.n_met += 1,
            None => self.unknown.push(format!("{case}\n    {how}")),
        }
    }

    /// Fails where the list and what was found are not the same.
    ///
    /// # Panics
    ///
    /// When a disagreement has no exception, or an exception no disagreement.
    pub fn finish(self) {
        let Self { file, list, unknown } = self;
        let idle: Vec<_> = list.iter().filter(|it| it.n_met == 0).map(|it| &*it.case).collect();
        assert!(
            unknown.is_empty() && idle.is_empty(),
            "{} disagreements without a reason in `tests/suites/{file}`:\n{}\n\
             {} exceptions that are needed no longer:\n{}",
            unknown.len(),
            unknown.join("\n"),
            idle.len(),
            idle.join("\n")
        );
    }

    /// How many cases disagree, by reason.
    pub fn reasons(&self) -> Vec<(&str, usize)> {
        self.list.iter().map(|it| (&*it.reason, it.n_met)).collect()
    }
}
