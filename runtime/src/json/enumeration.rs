//! Enums of strings: texts and the values that they stand for.
//!
//! There are many such enums, and what is here is made for each of them: whatever does not need their types is outside.

use super::{Error, Reader};

/// The texts of a table, whatever their values are.
trait Texts {
    fn text(&self, index: usize) -> Option<&str>;
}

impl<E> Texts for &[(&str, E)] {
    fn text(&self, index: usize) -> Option<&str> {
        match self.get(index) {
            Some(row) => Some(row.0),
            None => None,
        }
    }
}

/// A text that was read.
enum Named {
    /// The one with this index.
    At(usize),
    /// Another one.
    Other(String),
    /// None: a violation, which is reported.
    Not,
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
    ) -> Result<(), Error> {
        let value = match self.named(&values)? {
            Named::At(index) => values[index].1.clone(),
            Named::Other(text) => other(text),
            Named::Not => return Ok(()),
        };
        *place = value;
        Ok(())
    }

    fn named(&mut self, texts: &dyn Texts) -> Result<Named, Error> {
        let is_strict = self.is_strict();
        let mut named = Named::Not;
        self.text("a string", &mut |text| {
            named = match position(texts, text) {
                Some(index) => Named::At(index),
                None => Named::Other(text.to_owned()),
            };
            match named {
                Named::Other(_) if is_strict => Err(expected_one(texts)),
                _ => Ok(()),
            }
        })?;
        Ok(named)
    }
}

fn position(texts: &dyn Texts, text: &str) -> Option<usize> {
    (0..).map_while(|index| texts.text(index)).position(|it| it == text)
}

/// What is said of a text that is none of these.
#[cold]
fn expected_one(texts: &dyn Texts) -> String {
    let texts: Vec<&str> = (0..).map_while(|index| texts.text(index)).collect();
    format!("expected one of `{}`", texts.join("`, `"))
}

/// The value that a text stands for: one of `values`, or another.
pub fn named<E: Clone>(text: &str, values: &[(&str, E)], other: fn(String) -> E) -> E {
    match position(&values, text) {
        Some(index) => values[index].1.clone(),
        None => other(owned(text)),
    }
}

/// Once, instead of in each place that needs it.
fn owned(text: &str) -> String {
    text.to_owned()
}

/// The text of one of `values`; empty where it is none of them.
pub fn text_of<E: PartialEq>(value: &E, values: &[(&'static str, E)]) -> &'static str {
    let mut index = 0;
    while index < values.len() {
        if values[index].1 == *value {
            return values[index].0;
        }
        index += 1;
    }
    ""
}
