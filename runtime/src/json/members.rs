//! The members of an object, as a type lists them: one list for reading and for writing.

use std::collections::BTreeMap;
use std::fmt;

use super::held::Held;
use super::object::Reading;
use super::{Assertion, Error, Json, Reader, Rule, Writer};

/// Where a type lists its members, whichever way they go.
pub struct Members<'m, 's, 'a>(Direction<'m, 's, 'a>);

enum Direction<'m, 's, 'a> {
    Read(&'m mut Reading<'s, 'a>, &'m mut Reader<'a>),
    Write(&'m mut Writer),
}

impl fmt::Debug for Members<'_, '_, '_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let direction = match self.0 {
            Direction::Read(..) => "reading",
            Direction::Write(_) => "writing",
        };
        f.debug_tuple("Members").field(&direction).finish()
    }
}

/// The members that a type has no names for: a map of values of any type.
pub trait Rest {
    /// Reads the value of the member that is being read ([`Reader::key`]).
    fn read_entry(&mut self, r: &mut Reader<'_>, rules: &[Rule]) -> Result<(), Error>;

    /// How many entries there are.
    fn count(&self) -> usize;

    /// Hands each entry to a function.
    fn each(&mut self, with: &mut dyn FnMut(&str, &mut dyn Json));
}

impl<'m, 's, 'a> Members<'m, 's, 'a> {
    pub(super) fn reading(reading: &'m mut Reading<'s, 'a>, r: &'m mut Reader<'a>) -> Self {
        Self(Direction::Read(reading, r))
    }

    pub(super) fn writing(w: &'m mut Writer) -> Self {
        Self(Direction::Write(w))
    }

    /// A member that must be there. Its rules follow.
    pub fn required<'h>(&'h mut self, name: &'static str, value: &'s mut dyn Json) -> Held<'h, 'a> {
        match &mut self.0 {
            Direction::Read(reading, r) => reading.member(r, name, value, true),
            Direction::Write(w) => {
                w.member(name, value);
                Held::NONE
            }
        }
    }

    /// A member that may be absent. Its rules follow.
    pub fn optional<'h>(&'h mut self, name: &'static str, value: &'s mut dyn Json) -> Held<'h, 'a> {
        match &mut self.0 {
            Direction::Read(reading, r) => reading.member(r, name, value, false),
            Direction::Write(w) => {
                w.optional(name, value);
                Held::NONE
            }
        }
    }

    /// A member that requests must have, and answers need not: a required one that is `writeOnly` (OpenAPI, "Schema
    /// Object"). Its rules follow.
    pub fn required_in_requests<'h>(
        &'h mut self,
        name: &'static str,
        value: &'s mut dyn Json,
    ) -> Held<'h, 'a> {
        match &mut self.0 {
            Direction::Read(reading, r) => reading.sent(r, name, value),
            Direction::Write(w) => {
                w.optional(name, value);
                Held::NONE
            }
        }
    }

    /// All other members, by name; listed last. `rules` are for the value of each.
    pub fn rest<T: Json>(&mut self, map: &'s mut BTreeMap<String, T>, rules: &'static [Rule]) {
        match &mut self.0 {
            Direction::Read(reading, _) => reading.rest = Some((map, rules)),
            Direction::Write(w) => w.entries(map),
        }
    }

    /// As [`Self::rest`], for values of a type that is known at run time alone.
    #[cfg(feature = "mock")]
    pub(super) fn rest_of(
        &mut self,
        others: &'s mut super::dynamic::Others,
        rules: &'static [Rule],
    ) {
        match &mut self.0 {
            Direction::Read(reading, _) => reading.rest = Some((others, rules)),
            Direction::Write(w) => w.entries(&mut others.map),
        }
    }

    /// There are no other members: they are violations, which a tolerant reader passes over.
    pub fn closed(&mut self) {
        if let Direction::Read(reading, _) = &mut self.0 {
            reading.is_closed = true;
        }
    }

    /// What the schema says besides.
    pub fn asserted(&mut self, assertion: Assertion) {
        if let Direction::Read(reading, _) = &mut self.0 {
            reading.assertion = Some(assertion);
        }
    }
}
