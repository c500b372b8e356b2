//! Enums of strings: texts and the values that they stand for.
//!
//! There are many such enums, and what is here is made for each of them: whatever does not need their types is outside.

use std::mem::discriminant;

use super::{Error, Form, Reader};

/// The texts of a table, whatever their values are.
trait Texts {
    fn count(&self) -> usize;

    /// The text of a row that there is.
    fn text(&self, index: usize) -> &str;
}

impl<E> Texts for &[(&str, E)] {
    fn count(&self) -> usize {
        self.len()
    }

    fn text(&self, index: usize) -> &str {
        self[index].0
    }
}

/// Where a text is read into.
trait Place {
    /// Puts the value of a row; of none, what another text stands for.
    fn put(&mut self, index: usize, text: &str);
}

struct Enumeration<'e, E> {
    place: &'e mut E,
    values: &'e [(&'e str, E)],
    other: fn(String) -> E,
}

impl<E: Clone> Place for Enumeration<'_, E> {
    fn put(&mut self, index: usize, text: &str) {
        *self.place = value_at(index, text, self.values, self.other);
    }
}

fn value_at<E: Clone>(index: usize, text: &str, values: &[(&str, E)], other: fn(String) -> E) -> E {
    match values.get(index) {
        Some(row) => row.1.clone(),
        None => other(owned(text)),
    }
}

/// Once, instead of in each place that needs it.
fn owned(text: &str) -> String {
    text.to_owned()
}

impl Reader<'_> {
    /// Reads one of several strings; a strict reader knows no others.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn enumeration<E: Clone>(
        &mut self,
        place: &mut E,
        values: &[(&str, E)],
        other: fn(String) -> E,
    ) -> Result<Form, Error> {
        self.one_of(&values, &mut Enumeration { place, values, other })
    }

    fn one_of(&mut self, texts: &dyn Texts, place: &mut dyn Place) -> Result<Form, Error> {
        let is_strict = self.is_strict();
        self.text("a string", &mut |text| {
            let index = position(text, texts);
            if is_strict && index == texts.count() {
                return Err(expected_one(texts));
            }
            place.put(index, text);
            Ok(())
        })?;
        Ok(Form::Whole)
    }
}

/// The row of a text; the one after the last where there is none.
fn position(text: &str, texts: &dyn Texts) -> usize {
    let count = texts.count();
    (0..count).find(|it| texts.text(*it) == text).unwrap_or(count)
}

/// What is said of a text that is none of these.
#[cold]
fn expected_one(texts: &dyn Texts) -> String {
    let texts: Vec<&str> = (0..texts.count()).map(|it| texts.text(it)).collect();
    format!("expected one of `{}`", texts.join("`, `"))
}

/// The value that a text stands for: one of `values`, or another.
pub fn named<E: Clone>(text: &str, values: &[(&str, E)], other: fn(String) -> E) -> E {
    value_at(position(text, &values), text, values, other)
}

/// The text of one of `values`, which are of different variants; empty where it is none of them.
pub fn text_of<E>(value: &E, values: &[(&'static str, E)]) -> &'static str {
    let mut index = 0;
    loop {
        match values.get(index) {
            Some((text, it)) if discriminant(it) == discriminant(value) => return text,
            Some(_) => index += 1,
            None => return "",
        }
    }
}
