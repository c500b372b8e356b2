//! Where readers check what is about JSON: assertions see the text that was read, not the typed value,
//! which may keep less.

use serde_json::Value;

use super::reader::Source;
use super::text::Text;
use super::violation::Segment;
use super::{Assertion, Error, Form, Json, Mode, Reader, Report, Rule, encode};

/// The JSON that a value starts, and what follows it; none where it came as text without types.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Start<'a>(Option<Text<'a>>);

impl Start<'_> {
    /// The value that starts here: as it came, or, where it came as text without types, as it was
    /// understood.
    pub(super) fn json(self, value: &mut dyn Json) -> Result<Value, Error> {
        Ok(self.reread()?.unwrap_or_else(|| json_of(value)))
    }

    /// The value as it came, if it came as JSON.
    pub(super) fn reread(self) -> Result<Option<Value>, Error> {
        let Some(text) = self.0 else { return Ok(None) };
        let mut json = Value::Null;
        Reader::over(Source::Json(text), Mode::Tolerant).value(&mut json)?;
        Ok(Some(json))
    }
}

impl<'a> Reader<'a> {
    /// Where the next value starts.
    pub(crate) fn start(&self) -> Start<'a> {
        match &self.source {
            Source::Json(text) => Start(Some(*text)),
            Source::Plain(_) => Start(None),
        }
    }

    /// Reads a value and, where reading is strict and it was of the right kind, checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn checked(&mut self, value: &mut dyn Json, rules: &[Rule]) -> Result<(), Error> {
        let (start, before) = (self.start(), self.report.list.len());
        self.value(value)?;
        if self.is_strict() && before == self.report.list.len() {
            value.check(rules, &mut self.report);
            if any_asserts(rules) {
                check_asserts(&start.json(value)?, rules, &mut self.report);
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
        read: fn(&mut T, &mut Reader<'_>) -> Result<Form, Error>,
    ) -> Result<Form, Error> {
        let (start, before) = (self.start(), self.report.list.len());
        let form = read(value, self)?;
        if self.is_strict() && before == self.report.list.len() {
            assertion.check(&start.json(value)?, &mut self.report);
        }
        Ok(form)
    }
}

/// A value as plain JSON.
pub(super) fn json_of(value: &mut dyn Json) -> Value {
    serde_json::from_slice(&encode(value)).unwrap_or_default()
}

fn asserts(rule: &Rule) -> bool {
    match rule {
        Rule::Assert(_) => true,
        Rule::Items(rules) | Rule::Values(rules) => any_asserts(rules),
        _ => false,
    }
}

#[inline]
pub(super) fn any_asserts(rules: &[Rule]) -> bool {
    let may_assert = |it: &Rule| matches!(it, Rule::Assert(_) | Rule::Items(_) | Rule::Values(_));
    rules.iter().any(|it| may_assert(it) && asserts(it))
}

pub(super) fn check_asserts(value: &Value, rules: &[Rule], report: &mut Report) {
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
