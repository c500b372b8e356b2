//! What a run found out about one document.

use std::collections::BTreeMap;

use serde::Serialize;

use super::column::{Column, Rule};

/// A row of the table.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub(crate) struct Row {
    /// The path of the document in the corpus.
    pub(crate) document: String,
    /// What was counted and measured; what was not looked at is absent.
    pub(crate) numbers: BTreeMap<Column, f64>,
    /// What must never be.
    pub(crate) faults: Vec<String>,
}

impl Row {
    pub(crate) fn new(document: &str) -> Self {
        Self { document: document.to_owned(), numbers: BTreeMap::new(), faults: Vec::new() }
    }

    /// Records a number; some are faults by themselves.
    pub(crate) fn set(&mut self, column: Column, number: f64) {
        if column.rule() == Rule::Zero && number != 0.0 {
            self.faults.push(format!("{} {}", column.show(number), column.name()));
        }
        self.numbers.insert(column, number);
    }

    /// Records a count.
    pub(crate) fn count(&mut self, column: Column, count: usize) {
        self.set(column, u32::try_from(count).map_or(f64::INFINITY, f64::from));
    }

    pub(crate) fn get(&self, column: Column) -> Option<f64> {
        self.numbers.get(&column).copied()
    }
}
