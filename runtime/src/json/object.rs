//! The one loop over the members of an object.

use jiter::Peek;

use super::reader::{Source, syntax};
use super::violation::Segment;
use super::{Error, Plain, Reader};

/// What happens to members that the schema does not name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Extra {
    /// They are passed over.
    Ignore,
    /// They are violations; a tolerant reader passes over them.
    Refuse,
    /// The codec keeps them: it is called with the number of names, and [`Reader::key`].
    Keep,
}

/// The members of an object, as a table.
#[derive(Debug, Clone, Copy)]
pub struct Object {
    /// Their names; a codec is called with the index.
    pub names: &'static [&'static str],
    /// The indexes of those that must be there.
    pub required: &'static [usize],
    /// What happens to others.
    pub extra: Extra,
}

/// Which members were there: no allocation up to 128 of them.
enum Seen {
    Few(u128),
    Many(Vec<bool>),
}

impl Seen {
    fn new(count: usize) -> Self {
        if count <= 128 { Self::Few(0) } else { Self::Many(vec![false; count]) }
    }

    fn set(&mut self, index: usize) {
        match self {
            Self::Few(bits) => *bits |= 1 << index,
            Self::Many(list) => list[index] = true,
        }
    }

    fn has(&self, index: usize) -> bool {
        match self {
            Self::Few(bits) => bits & (1 << index) != 0,
            Self::Many(list) => list[index],
        }
    }
}

impl<'a> Reader<'a> {
    /// Takes the next object; `member` is called with the index of each member's name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON, or what `member` gives.
    pub fn object(
        &mut self,
        table: &Object,
        member: &mut dyn FnMut(usize, &mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let mut seen = Seen::new(table.names.len());
        let mut next = 0;
        let found = self.members(
            &mut |key| {
                let index = find(table.names, key, next);
                if let Some(index) = index {
                    seen.set(index);
                    next = index + 1;
                }
                match (index, table.extra) {
                    (Some(index), _) => Member::Named(table.names[index], index),
                    (None, Extra::Ignore) => Member::Skip,
                    (None, Extra::Refuse) => Member::Refuse,
                    (None, Extra::Keep) => Member::Keep(table.names.len()),
                }
            },
            member,
        )?;
        if found {
            for &index in table.required {
                if !seen.has(index) {
                    self.report.add_at(table.names[index], "required, and missing");
                }
            }
        }
        Ok(())
    }

    /// Takes each member of the next object; [`Reader::key`] tells its name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON, or what `member` gives.
    pub fn map(
        &mut self,
        member: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        self.members(&mut |_| Member::Keep(0), &mut |_, r| member(r)).map(|_| ())
    }

    /// The name of the member that is being read, inside [`Reader::map`] or for [`Extra::Keep`].
    pub fn key(&self) -> String {
        match self.report.path.last() {
            Some(Segment::Key(key)) => key.clone(),
            Some(Segment::Name(name)) => (*name).to_owned(),
            Some(Segment::Index(_)) | None => String::new(),
        }
    }

    /// Gives `false` where the value was no object, which is then reported.
    fn members(
        &mut self,
        classify: &mut dyn FnMut(&str) -> Member,
        member: &mut dyn FnMut(usize, &mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<bool, Error> {
        self.enter()?;
        match &mut self.source {
            Source::Json(jiter) => {
                if jiter.peek().map_err(syntax)? != Peek::Object {
                    self.leave();
                    return self.wrong("an object").map(|()| false);
                }
                let mut step =
                    jiter.known_object().map_err(syntax)?.map(|key| named(key, classify));
                while let Some(next) = step {
                    self.one(next, member)?;
                    let Source::Json(jiter) = &mut self.source else { break };
                    step = jiter.next_key().map_err(syntax)?.map(|key| named(key, classify));
                }
            }
            Source::Plain(Plain::Map(list)) => {
                let list: &'a [(String, Plain)] = list;
                for (key, value) in list {
                    self.source = Source::of(value);
                    self.one(named(key, classify), member)?;
                }
            }
            Source::Plain(_) => {
                self.leave();
                return self.wrong("an object").map(|()| false);
            }
        }
        self.leave();
        Ok(true)
    }

    fn one(
        &mut self,
        (kind, segment): (Member, Option<Segment>),
        member: &mut dyn FnMut(usize, &mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        match (kind, segment) {
            (Member::Named(_, index) | Member::Keep(index), Some(segment)) => {
                self.at(segment, &mut |r| member(index, r))
            }
            (Member::Refuse, Some(segment)) => self.at(segment, &mut |r| {
                if r.is_strict() {
                    r.report.add("no such member");
                }
                r.skip()
            }),
            _ => self.skip(),
        }
    }
}

enum Member {
    Named(&'static str, usize),
    Keep(usize),
    Refuse,
    Skip,
}

/// Where a key leads; only a key that no table names has to be copied.
fn named(key: &str, classify: &mut dyn FnMut(&str) -> Member) -> (Member, Option<Segment>) {
    let member = classify(key);
    let segment = match &member {
        Member::Named(name, _) => Some(Segment::Name(name)),
        Member::Keep(_) | Member::Refuse => Some(Segment::Key(key.to_owned())),
        Member::Skip => None,
    };
    (member, segment)
}

/// Looks from `next` on, then from the start: members mostly come in the order of the schema.
fn find(names: &[&str], key: &str, next: usize) -> Option<usize> {
    let next = next.min(names.len());
    let (before, after) = names.split_at(next);
    after
        .iter()
        .position(|name| *name == key)
        .map(|index| index + next)
        .or_else(|| before.iter().position(|name| *name == key))
}
