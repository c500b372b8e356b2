//! Objects that several types read, each its part: the fragments of GraphQL.

use serde_json::{Map, Value};

use super::{Error, Form, Json, Reader, Shape, Writer};

impl Reader<'_> {
    /// Reads the next value and does not take it, so that another type can read its part of it too.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn spread(&mut self, part: &mut dyn Json) -> Result<(), Error> {
        let source = self.source.clone();
        self.value(part)?;
        self.source = source;
        Ok(())
    }

    /// As [`Self::spread`], for a part that may not be there: only with all of these members, and whole. Other parts may
    /// have members of the same names, and less in them.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn spread_if<T: Json>(
        &mut self,
        names: &[&str],
        part: &mut Option<T>,
    ) -> Result<(), Error> {
        *part = None;
        if !self.has_members(names)? {
            return Ok(());
        }
        let before = self.report.list.len();
        self.spread(part.insert(T::blank()))?;
        if self.report.list.len() > before {
            self.report.list.truncate(before);
            *part = None;
        }
        Ok(())
    }

    fn has_members(&self, names: &[&str]) -> Result<bool, Error> {
        let keys = self.member_names()?;
        Ok(names.iter().all(|name| keys.iter().any(|key| key == name)))
    }

    /// Takes the next object, and hands each member to `member` by its name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON, or what `member` gives.
    pub fn only(
        &mut self,
        member: &mut dyn FnMut(&str, &mut Reader<'_>) -> Result<Form, Error>,
    ) -> Result<Form, Error> {
        self.map(&mut |r| {
            let name = r.key();
            member(&name, r).map(drop)
        })?;
        Ok(Form::Whole)
    }

    /// Passes over the next value, which no place is for.
    ///
    /// # Errors
    ///
    /// When it is no JSON.
    pub fn pass(&mut self) -> Result<Form, Error> {
        self.skip()?;
        Ok(Form::Whole)
    }
}

/// The text of a member of an object, as it is written.
#[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
pub(crate) fn member<'t>(text: &'t str, name: &str) -> Option<&'t str> {
    let mut found = None;
    let mut r = Reader::json(text, super::Mode::Tolerant);
    let read = r.map(&mut |r| {
        let is_it = r.key() == name;
        let start = r.offset();
        r.skip()?;
        if is_it {
            found = text.get(start..r.offset());
        }
        Ok(())
    });
    read.ok()?;
    Some(found?.trim_start_matches(|it: char| it == ':' || it.is_whitespace()))
}

/// The members that a type itself lists, as a JSON object.
pub fn members(value: &mut dyn Json) -> Vec<u8> {
    let mut w = Writer::default();
    w.object(value);
    w.into_bytes()
}

impl Writer {
    /// Appends an object that several types hold parts of; what several hold is written once.
    pub fn merged(&mut self, own: Vec<u8>, parts: &mut [&mut dyn Json]) -> Form {
        let mut whole = serde_json::from_slice(&own).unwrap_or_default();
        for part in parts {
            merge(&mut whole, serde_json::from_slice(&super::encode(*part)).unwrap_or_default());
        }
        self.value(&mut whole);
        Form::Whole
    }

    /// Appends an object with one member: the variant that a union holds.
    pub fn only(&mut self, name: &str, union: &mut dyn Json) -> Form {
        self.begin_object();
        if let Shape::Variant(it, _) = union.shape() {
            self.member(name, it);
        }
        self.end_object();
        Form::Whole
    }

    /// Appends an object with the name of its GraphQL type in `__typename`.
    pub fn typed(&mut self, name: &str, value: &mut dyn Json) -> Form {
        let mut whole = Map::new();
        whole.insert("__typename".to_owned(), Value::from(name));
        let mut whole = Value::Object(whole);
        merge(&mut whole, serde_json::from_slice(&super::encode(value)).unwrap_or_default());
        self.value(&mut whole);
        Form::Whole
    }
}

/// Puts what only `other` has into a value; where both have one, they are parts of the same.
fn merge(value: &mut Value, other: Value) {
    match (value, other) {
        (Value::Object(members), Value::Object(others)) => {
            for (name, other) in others {
                match members.get_mut(&name) {
                    Some(value) => merge(value, other),
                    None => drop(members.insert(name, other)),
                }
            }
        }
        (Value::Array(items), Value::Array(others)) => {
            items.iter_mut().zip(others).for_each(|(value, other)| merge(value, other));
        }
        _ => {}
    }
}
