//! Enums of strings: texts and the values that they stand for.
//!
//! There are many such enums, and what is here is made for each of them: whatever does not need their types is outside.

use super::{Error, Form, Reader};

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

/// A text that stands for a value.
enum Named {
    /// The one with this index.
    At(usize),
    /// Another one.
    Other(String),
}

impl Named {
    fn of(text: &str, texts: &dyn Texts) -> Self {
        match (0..).map_while(|index| texts.text(index)).position(|it| it == text) {
            Some(index) => Self::At(index),
            None => Self::Other(text.to_owned()),
        }
    }

    fn value<E: Clone>(self, values: &[(&str, E)], other: fn(String) -> E) -> E {
        match self {
            Self::At(index) => values[index].1.clone(),
            Self::Other(text) => other(text),
        }
    }
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
        if let Some(named) = self.named(&values)? {
            *place = named.value(values, other);
        }
        Ok(Form::Whole)
    }

    /// Reads a text; one that is refused is reported.
    fn named(&mut self, texts: &dyn Texts) -> Result<Option<Named>, Error> {
        let is_strict = self.is_strict();
        let mut named = None;
        self.text("a string", &mut |text| match Named::of(text, texts) {
            Named::Other(_) if is_strict => Err(expected_one(texts)),
            it => {
                named = Some(it);
                Ok(())
            }
        })?;
        Ok(named)
    }
}

/// What is said of a text that is none of these.
#[cold]
fn expected_one(texts: &dyn Texts) -> String {
    let texts: Vec<&str> = (0..).map_while(|index| texts.text(index)).collect();
    format!("expected one of `{}`", texts.join("`, `"))
}

/// The value that a text stands for: one of `values`, or another.
pub fn named<E: Clone>(text: &str, values: &[(&str, E)], other: fn(String) -> E) -> E {
    Named::of(text, &values).value(values, other)
}
