//! Where readers check what is about JSON: assertions see the text that was read, not the typed value,
//! which may keep less.

use serde_json::Value;

use super::reader::Source;
use super::violation::Segment;
use super::{Assertion, Error, Json, Mode, Reader, Report, Rule, WriteJson, to_vec};

impl<'a> Reader<'a> {
    /// Reads a value and, where reading is strict and it was of the right kind, checks `rules`.
    pub(super) fn ruled<T: Json>(
        &mut self,
        value: &mut T,
        rules: &[Rule],
        read: fn(&mut Self, &mut T) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let before = self.report.list.len();
        let start = self.start(rules.iter().any(asserts));
        read(self, value)?;
        if self.is_strict() && before == self.report.list.len() {
            value.check(rules, &mut self.report);
            if let Some(start) = start {
                let json = self.taken(start, value)?;
                check_asserts(&json, rules, &mut self.report);
            }
        }
        Ok(())
    }

    /// Reads a value by `read` and, where reading is strict, checks what its schema says besides.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn asserted<T: Json>(
        &mut self,
        value: &mut T,
        assertion: Assertion,
        read: fn(&mut T, &mut Reader<'_>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let before = self.report.list.len();
        let start = self.start(true);
        read(value, self)?;
        if let Some(start) = start.filter(|_| before == self.report.list.len()) {
            let json = self.taken(start, value)?;
            assertion.check(&json, &mut self.report);
        }
        Ok(())
    }

    /// Where the next value starts, if anything will be asserted about it.
    fn start(&self, is_needed: bool) -> Option<Source<'a>> {
        (is_needed && self.is_strict()).then(|| self.source.clone())
    }

    /// The value that was read from there: as it came, or, where it came as text without types, as it
    /// was understood.
    fn taken(&self, start: Source<'a>, value: &dyn WriteJson) -> Result<Value, Error> {
        match start {
            Source::Json(_) => {
                let mut json = Value::Null;
                json.read(&mut Reader::over(start, Mode::Tolerant))?;
                Ok(json)
            }
            Source::Plain(_) => Ok(json_of(value)),
        }
    }
}

/// A value as plain JSON.
pub(super) fn json_of(value: &dyn WriteJson) -> Value {
    serde_json::from_slice(&to_vec(value)).unwrap_or_default()
}

fn asserts(rule: &Rule) -> bool {
    match rule {
        Rule::Assert(_) => true,
        Rule::Items(rules) | Rule::Values(rules) => rules.iter().any(asserts),
        _ => false,
    }
}

fn check_asserts(value: &Value, rules: &[Rule], report: &mut Report) {
    for rule in rules.iter().filter(|it| asserts(it)) {
        match (rule, value) {
            (Rule::Assert(assertion), _) => assertion.check(value, report),
            (Rule::Items(rules), Value::Array(list)) => {
                for (index, item) in list.iter().enumerate() {
                    let segment = Segment::Index(index);
                    report.at(segment, &mut |report| check_asserts(item, rules, report));
                }
            }
            (Rule::Values(rules), Value::Object(map)) => {
                for (name, member) in map {
                    let segment = Segment::Key(name.clone());
                    report.at(segment, &mut |report| check_asserts(member, rules, report));
                }
            }
            _ => {}
        }
    }
}
