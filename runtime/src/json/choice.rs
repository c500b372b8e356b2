//! Variants of a union that nothing tells apart before they are read.

use std::borrow::Cow;

use super::reader::Source;
use super::{Error, Form, Kind, Plain, Reader};

/// How many alternatives a value may fit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Choice {
    /// One and no other (`oneOf`).
    One,
    /// One or more: the first is taken (`anyOf`).
    Any,
}

/// How many bytes may be read in trying alternatives: those inside of others multiply.
const MOST_TRIED: usize = 1 << 28;

impl Reader<'_> {
    /// Reads the next value as the first alternative that it fits, by its index; as the one after the last, if it fits none.
    ///
    /// A tolerant reader trusts the members that one alternative alone needs. A strict one tries
    /// all; where none fits, those members tell whose violations to report.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn choose(
        &mut self,
        choice: Choice,
        needs: &[&[&str]],
        read: &mut dyn FnMut(&mut Reader<'_>, usize) -> Result<Form, Error>,
    ) -> Result<Form, Error> {
        if !self.is_strict()
            && let Some(index) = self.telling(needs)?
        {
            return read(self, index);
        }
        // Text without types may be read as several: `7` is a number and a name.
        let is_text = matches!(self.source, Source::Plain(Plain::Text(_)));
        let is_exclusive = choice == Choice::One && self.is_strict() && !is_text;
        let start = self.source.clone();
        let mut found = None;
        for index in 0..needs.len() {
            if self.fits(index, read)? {
                if found.is_some() {
                    self.report.add("fits several alternatives instead of one");
                    return Ok(Form::Whole);
                }
                found = Some(index);
                if !is_exclusive {
                    return Ok(Form::Whole);
                }
                self.source = start.clone();
            }
        }
        let telling = if found.is_none() { self.telling(needs)? } else { None };
        read(self, found.or(telling).unwrap_or(needs.len()))
    }

    /// Reads the next value as an alternative; gives `false`, and takes nothing, where it breaks
    /// the alternative's schema.
    fn fits(
        &mut self,
        index: usize,
        read: &mut dyn FnMut(&mut Reader<'_>, usize) -> Result<Form, Error>,
    ) -> Result<bool, Error> {
        let (source, start) = (self.source.clone(), self.offset());
        let before = self.report.list.len();
        let _ = read(self, index)?;
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
    fn telling(&self, needs: &[&[&str]]) -> Result<Option<usize>, Error> {
        if needs.iter().all(|names| names.is_empty()) {
            return Ok(None);
        }
        let keys = self.member_names()?;
        let is_there = |name: &&str| keys.iter().any(|key| key == name);
        Ok(needs.iter().position(|names| !names.is_empty() && names.iter().all(is_there)))
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
