//! Variants of a union that nothing tells apart before they are read.

use std::borrow::Cow;

use super::reader::Source;
use super::{Error, Kind, Plain, Reader, Value};

/// How many alternatives a value may fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One and no other (`oneOf`).
    One,
    /// One or more: the first is taken (`anyOf`).
    Any,
}

/// An alternative: the members that it alone needs, and what reads it.
pub type Alternative<U> =
    (&'static [&'static str], fn(&mut Reader<'_>, &mut U) -> Result<(), Error>);

/// How many bytes may be read in trying alternatives: those inside of others multiply.
const MOST_TRIED: usize = 1 << 28;

impl Reader<'_> {
    /// Reads the next value as the first alternative that it fits.
    ///
    /// A tolerant reader trusts the members that one alternative alone needs. A strict one tries
    /// all; where none fits, those members tell whose violations to report.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn choose<U>(
        &mut self,
        union: &mut U,
        choice: Choice,
        alternatives: &[Alternative<U>],
        other: fn(Value) -> U,
    ) -> Result<(), Error> {
        let mut read = |index: usize, r: &mut Reader<'_>| (alternatives[index].1)(r, union);
        let needs = |index: usize| alternatives.get(index).map(|it| it.0);
        if self.chosen(choice, &needs, &mut read)? { Ok(()) } else { self.other(union, other) }
    }

    pub(super) fn chosen(
        &mut self,
        choice: Choice,
        needs: &dyn Fn(usize) -> Option<&'static [&'static str]>,
        read: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        if !self.is_strict()
            && let Some(index) = self.telling(needs)?
        {
            read(index, self)?;
            return Ok(true);
        }
        // Text without types may be read as several: `7` is a number and a name.
        let is_text = matches!(self.source, Source::Plain(Plain::Text(_)));
        let is_exclusive = choice == Choice::One && self.is_strict() && !is_text;
        let start = self.source.clone();
        let mut found = None;
        let mut index = 0;
        while needs(index).is_some() {
            if self.fits(index, read)? {
                if found.is_some() {
                    self.report.add("fits several alternatives instead of one");
                    return Ok(true);
                }
                found = Some(index);
                if !is_exclusive {
                    return Ok(true);
                }
                self.source = start.clone();
            }
            index += 1;
        }
        let telling = if found.is_none() { self.telling(needs)? } else { None };
        match found.or(telling) {
            Some(index) => read(index, self).map(|()| true),
            None => Ok(false),
        }
    }

    /// Reads the next value as an alternative; gives `false`, and takes nothing, where it breaks
    /// the alternative's schema.
    fn fits(
        &mut self,
        index: usize,
        read: &mut dyn FnMut(usize, &mut Reader<'_>) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        let (source, start) = (self.source.clone(), self.offset());
        let before = self.report.list.len();
        read(index, self)?;
        self.tried += self.offset().saturating_sub(start).max(16);
        if self.tried > MOST_TRIED {
            return Err(Error::new("too many alternatives inside of others", self.offset()));
        }
        if self.report.list.len() == before {
            return Ok(true);
        }
        self.report.list.truncate(before);
        self.source = source;
        Ok(false)
    }

    /// The first alternative whose own members are all there.
    fn telling(
        &self,
        needs: &dyn Fn(usize) -> Option<&'static [&'static str]>,
    ) -> Result<Option<usize>, Error> {
        let mut keys: Option<Vec<String>> = None;
        let mut index = 0;
        while let Some(names) = needs(index) {
            if !names.is_empty() {
                let keys = match &mut keys {
                    Some(keys) => keys,
                    none => none.insert(self.member_names()?),
                };
                if names.iter().all(|name| keys.iter().any(|key| key == name)) {
                    return Ok(Some(index));
                }
            }
            index += 1;
        }
        Ok(None)
    }

    /// The names of the next value's members; none where it is no object.
    pub(super) fn member_names(&self) -> Result<Vec<String>, Error> {
        let mut keys: Vec<String> = Vec::new();
        match &self.source {
            Source::Json(text) => {
                let mut ahead = *text;
                if ahead.kind()? != Kind::Object {
                    return Ok(keys);
                }
                let mut key = Cow::Borrowed("");
                let mut more = ahead.first_key(&mut key)?;
                while more {
                    keys.push(std::mem::take(&mut key).into_owned());
                    ahead.skip()?;
                    more = ahead.next_key(&mut key)?;
                }
            }
            Source::Plain(Plain::Map(list)) => keys.extend(list.iter().map(|(key, _)| key.clone())),
            Source::Plain(_) => {}
        }
        Ok(keys)
    }
}
