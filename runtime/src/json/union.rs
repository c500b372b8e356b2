//! Telling the variants of a union apart before reading one.

use std::borrow::Cow;

use super::reader::Source;
use super::{Error, Form, Json, Kind, Plain, Reader, Shape};

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

    /// Reads the next value as the variant that a union holds. One that fits none is a violation, and kept as it is by a
    /// tolerant reader.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn variant(&mut self, union: &mut dyn Json) -> Result<Form, Error> {
        match union.shape() {
            Shape::Variant(it, []) => self.value(it)?,
            Shape::Variant(it, rules) => self.checked(it, rules)?,
            Shape::Other(it) => {
                if self.is_strict() {
                    self.report.add("fits none of the variants");
                }
                self.value(it)?;
            }
            _ => self.skip()?,
        }
        Ok(Form::Whole)
    }
}
