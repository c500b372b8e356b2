//! Budgets: what each document may cost, in a committed file that only ever gets stricter.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde::Deserialize;

use super::column::{Column, Rule};
use super::row::Row;

/// The file, below the repository.
pub(crate) const FILE: &str = "tests/budgets/corpus.toml";

/// What the file says.
#[derive(Debug, Default, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct Budgets {
    /// Documents that are small enough to be checked in every run of the tests.
    pub(crate) quick: Vec<String>,
    /// By document, then by the name of the column.
    pub(crate) documents: BTreeMap<String, BTreeMap<String, f64>>,
}

/// How a row compares with its budgets.
#[derive(Debug, Default, PartialEq)]
pub(crate) struct Verdict {
    /// Where it falls behind.
    pub(crate) behind: Vec<String>,
    /// The budgets that could be stricter, or are not there yet.
    pub(crate) stricter: Vec<(Column, f64)>,
}

impl Budgets {
    pub(crate) fn load(root: &Path) -> anyhow::Result<Self> {
        let file = root.join(FILE);
        let text = fs::read_to_string(&file).with_context(|| format!("cannot read `{FILE}`"))?;
        toml::from_str(&text).with_context(|| format!("`{FILE}`"))
    }

    /// Compares a row with its budgets.
    pub(crate) fn judge(&self, row: &Row) -> Verdict {
        let budgets = self.documents.get(&row.document);
        let mut verdict = Verdict::default();
        for (column, found) in &row.numbers {
            if matches!(column.rule(), Rule::Shown | Rule::Zero) {
                continue;
            }
            let budget = budgets.and_then(|it| it.get(column.name()).copied());
            let Some(budget) = budget else {
                verdict.stricter.push((*column, *found));
                continue;
            };
            if is_behind(column.rule(), budget, *found) {
                let (name, document) = (column.name(), &row.document);
                let (budget, found) = (column.show(budget), column.show(*found));
                verdict.behind.push(format!("{document}: {name}: budget {budget}, found {found}"));
            } else if is_ahead(column.rule(), budget, *found) {
                verdict.stricter.push((*column, *found));
            }
        }
        verdict
    }

    /// Takes over what is stricter.
    pub(crate) fn tighten(&mut self, document: &str, stricter: &[(Column, f64)]) {
        if stricter.is_empty() {
            return;
        }
        let budgets = self.documents.entry(document.to_owned()).or_default();
        budgets.extend(stricter.iter().map(|(column, it)| (column.name().to_owned(), *it)));
    }

    /// The file's text: a document per line.
    pub(crate) fn text(&self) -> String {
        let mut text = HEAD.to_owned();
        text.push_str("quick = [\n");
        for document in &self.quick {
            text.push_str(&format!("    {document:?},\n"));
        }
        text.push_str("]\n\n[documents]\n");
        for (document, budgets) in &self.documents {
            let known = Column::ALL.iter().filter_map(|it| Some((it, budgets.get(it.name())?)));
            let parts = known.map(|(it, budget)| format!("{} = {}", it.name(), it.show(*budget)));
            let parts = parts.collect::<Vec<_>>().join(", ");
            text.push_str(&format!("{document:?} = {{ {parts} }}\n"));
        }
        text
    }
}

const HEAD: &str = "\
# What each document of the corpus may cost. `cargo xtask corpus` compares, and `--update-budgets` only makes stricter.
# Who has a good reason to loosen one takes the document's line out, runs that, and says why in the commit.
# Times (`gen`, `check`) are multiples of what checking a crate that never changes costs in the same run.

";

fn is_behind(rule: Rule, budget: f64, found: f64) -> bool {
    match rule {
        Rule::Shown | Rule::Zero => false,
        Rule::AtLeast => found < budget,
        Rule::AtMost => found > budget,
        Rule::Measured { share, noise } => found > budget + noise.max(budget * share),
    }
}

/// Whether a budget can be stricter: ahead by half of what is noise, so that luck does not set it.
fn is_ahead(rule: Rule, budget: f64, found: f64) -> bool {
    match rule {
        Rule::Shown | Rule::Zero => false,
        Rule::AtLeast => found > budget,
        Rule::AtMost => found < budget,
        Rule::Measured { share, noise } => found < budget - noise.max(budget * share) / 2.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const PETS: &str = "pets/openapi.yaml";

    fn budgets() -> Budgets {
        let text = format!(
            "quick = []\n[documents]\n{PETS:?} = {{ operations = 3, lines = 500, gen = 1.00 }}\n"
        );
        toml::from_str(&text).expect("budgets")
    }

    fn row(numbers: &[(Column, f64)]) -> Row {
        let mut row = Row::new(PETS);
        numbers.iter().for_each(|(column, number)| row.set(*column, *number));
        row
    }

    #[test]
    fn who_falls_behind_is_named_with_budget_and_found() {
        let numbers = [
            (Column::Operations, 2.0),
            (Column::Lines, 541.0),
            (Column::GenerationRatio, 1.7),
            (Column::Types, 9000.0),
        ];
        let verdict = budgets().judge(&row(&numbers));
        let behind = [
            "pets/openapi.yaml: operations: budget 3, found 2",
            "pets/openapi.yaml: lines: budget 500, found 541",
            "pets/openapi.yaml: gen: budget 1.00, found 1.70",
        ];
        assert_eq!(verdict.behind, behind);
        assert_eq!(verdict.stricter, []);
    }

    #[test]
    fn noise_is_neither_behind_nor_ahead() {
        for found in [0.75, 1.0, 1.5] {
            let verdict = budgets().judge(&row(&[(Column::GenerationRatio, found)]));
            assert_eq!(verdict, Verdict::default(), "{found}");
        }
    }

    #[test]
    fn budgets_get_stricter_and_never_looser() {
        let mut budgets = budgets();
        let row = row(&[(Column::Operations, 3.0), (Column::Lines, 400.0), (Column::Widened, 7.0)]);
        let Verdict { behind, stricter } = budgets.judge(&row);
        assert_eq!(behind, [] as [&str; 0]);
        budgets.tighten(PETS, &stricter);
        let text = budgets.text();
        let line =
            r#""pets/openapi.yaml" = { operations = 3, widened = 7, lines = 400, gen = 1.00 }"#;
        assert!(text.ends_with(&format!("[documents]\n{line}\n")), "{text}");
        assert_eq!(toml::from_str::<Budgets>(&text).expect("budgets"), budgets);
    }

    #[test]
    fn some_numbers_are_faults_without_a_budget() {
        let row = row(&[(Column::CheckErrors, 2.0), (Column::CheckWarnings, 0.0)]);
        assert_eq!(row.faults, ["2 check-errors"]);
    }
}
