//! Telling the variants of a union apart before reading one.

use std::borrow::Cow;

use super::reader::Source;
use super::{Error, Json, Kind, Plain, Reader, Rule, Value};

impl Reader<'_> {
    /// Reads the text of a member of the next object without taking the object.
    ///
    /// Gives `None` where the value is no object, or the member is absent or no string.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn tag(&mut self, name: &str) -> Result<Option<String>, Error> {
        self.unfold();
        match &self.source {
            Source::Json(text) => {
                let mut ahead = *text;
                if ahead.kind()? != Kind::Object {
                    return Ok(None);
                }
                let mut key = Cow::Borrowed("");
                let mut more = ahead.first_key(&mut key)?;
                while more {
                    if key == name {
                        return match ahead.kind()? {
                            Kind::String => Ok(Some(ahead.string()?.into_owned())),
                            _ => Ok(None),
                        };
                    }
                    ahead.skip()?;
                    more = ahead.next_key(&mut key)?;
                }
                Ok(None)
            }
            Source::Plain(Plain::Map(list)) => {
                Ok(list.iter().find(|(key, _)| key == name).and_then(|(_, value)| match value {
                    Plain::Text(text) => Some(text.clone()),
                    _ => None,
                }))
            }
            Source::Plain(_) => Ok(None),
        }
    }

    /// Reads the next value as one variant of a union.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn variant<T: Json, U>(&mut self, union: &mut U, wrap: fn(T) -> U) -> Result<(), Error> {
        let mut value = T::blank();
        let outcome = value.read(self);
        // Of a text that is no JSON nothing is kept, so that it does not matter what this is then.
        *union = wrap(value);
        outcome
    }

    /// As [`Self::variant`], and checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn variant_checked<T: Json, U>(
        &mut self,
        union: &mut U,
        wrap: fn(T) -> U,
        rules: &[Rule],
    ) -> Result<(), Error> {
        let mut value = T::blank();
        let outcome = self.checked(&mut value, rules);
        *union = wrap(value);
        outcome
    }

    /// Reads a value that fits no variant: a violation, and kept as it is by a tolerant reader.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn other<U>(&mut self, union: &mut U, wrap: fn(Value) -> U) -> Result<(), Error> {
        if self.is_strict() {
            self.report.add("fits none of the variants");
        }
        self.variant(union, wrap)
    }
}
