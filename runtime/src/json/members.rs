//! The members of an object, as a type lists them: one list for reading and for writing.

use std::collections::BTreeMap;

use super::held::{Held, Place};
use super::object::Reading;
use super::{Assertion, Json, Reader, Writer};

/// Where a type lists its members, whichever way they go.
#[derive(Debug)]
pub struct Members<'m, 'a>(Direction<'m, 'a>);

#[derive(Debug)]
enum Direction<'m, 'a> {
    Read(&'m mut Reading<'a>, &'m mut Reader<'a>),
    Write(&'m mut Writer),
}

impl<'m, 'a> Members<'m, 'a> {
    pub(super) fn reading(reading: &'m mut Reading<'a>, r: &'m mut Reader<'a>) -> Self {
        Self(Direction::Read(reading, r))
    }

    pub(super) fn writing(w: &'m mut Writer) -> Self {
        Self(Direction::Write(w))
    }

    /// A member that must be there. Its rules follow.
    pub fn required<'h>(&'h mut self, name: &'static str, value: &'h mut dyn Json) -> Held<'h, 'a> {
        match &mut self.0 {
            Direction::Read(reading, r) => {
                let start = reading.required(r, name, value);
                Held::new(start, value, r, Place::Member(name))
            }
            Direction::Write(w) => {
                w.member(name, value);
                Held::NONE
            }
        }
    }

    /// A member that may be absent. Its rules follow.
    pub fn optional<'h>(&'h mut self, name: &'static str, value: &'h mut dyn Json) -> Held<'h, 'a> {
        match &mut self.0 {
            Direction::Read(reading, r) => {
                let start = reading.optional(r, name, value);
                Held::new(start, value, r, Place::Member(name))
            }
            Direction::Write(w) => {
                if !value.is_absent() {
                    w.member(name, value);
                }
                Held::NONE
            }
        }
    }

    /// All other members, by name; listed last. `rules` are for the value of each.
    pub fn rest<T: Json>(&mut self, map: &mut BTreeMap<String, T>, rules: &'static [super::Rule]) {
        match &mut self.0 {
            Direction::Read(reading, r) => {
                reading.rest(r, &mut |r| r.insert_checked(map, rules));
            }
            Direction::Write(w) => w.entries(map),
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
