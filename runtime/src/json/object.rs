//! The loops over the members of an object.

use std::borrow::Cow;

use smallvec::SmallVec;

use super::assert::Start;
use super::held::{Held, Place};
use super::members::Rest;
use super::reader::Source;
use super::text::is_same;
use super::violation::Segment;
use super::{Assertion, Error, Json, Kind, Members, Plain, Reader, Rule, Writer};

/// The members that are still to come.
#[derive(Debug, Clone, Copy)]
pub(super) enum Entries<'a> {
    /// Those of the JSON that the reader is at.
    Json,
    Plain(&'a [(String, Plain)]),
}

/// A member that has gone by without its key at hand.
struct Pending<'s> {
    name: &'static str,
    value: &'s mut dyn Json,
    is_required: bool,
    /// Whether it is missing if it does not come.
    is_needed: bool,
    is_read: bool,
    /// Where its rules start in [`Reader::rules`].
    rules: usize,
}

/// An object that is being read.
///
/// The type lists its members once. Where the name that goes by is the key at hand, the value is read and the next key
/// is at hand, so that members in the order of the list need nothing else. The others are kept, with their rules,
/// until the list is over; the keys that are left then are looked for among them.
pub(super) struct Reading<'s, 'a> {
    cursor: Cursor<'a>,
    /// Whether the members are listed once more, since one of them comes twice.
    is_again: bool,
    /// How many names other objects have in [`Reader::seen`].
    base: usize,
    pending: SmallVec<[Pending<'s>; 6]>,
    /// Which of them was read last.
    last: usize,
    pub(super) rest: Option<(&'s mut dyn Rest, &'static [Rule])>,
    pub(super) is_closed: bool,
    pub(super) assertion: Option<Assertion>,
}

/// The place among the members that come.
struct Cursor<'a> {
    entries: Entries<'a>,
    /// Whether a key is at hand ([`Reader::key`]).
    has_key: bool,
    error: Option<Error>,
}

impl<'s, 'a> Reading<'s, 'a> {
    fn new(entries: Entries<'a>, has_key: bool, base: usize, is_again: bool) -> Self {
        Self {
            cursor: Cursor { entries, has_key, error: None },
            is_again,
            base,
            pending: SmallVec::new(),
            last: 0,
            rest: None,
            is_closed: false,
            assertion: None,
        }
    }

    /// The name of a member goes by; gives its value, if it was read here and is of the right kind.
    #[inline]
    pub(super) fn member<'h>(
        &'h mut self,
        r: &'h mut Reader<'a>,
        name: &'static str,
        value: &'s mut dyn Json,
        is_required: bool,
    ) -> Held<'h, 'a> {
        if !self.cursor.has_key || !is_same(&r.key, name) {
            return self.keep(r, name, value, is_required, is_required);
        }
        if !self.is_again || !self.has_seen(r, name) {
            r.seen.push(name);
        }
        match self.cursor.read(r, name, value, is_required) {
            Some(start) => Held::new(start, value, r, Place::Member(name)),
            None => Held::NONE,
        }
    }

    /// As [`Self::member`], of one that has to be there in requests, though its place may do without a value.
    pub(super) fn sent<'h>(
        &'h mut self,
        r: &'h mut Reader<'a>,
        name: &'static str,
        value: &'s mut dyn Json,
    ) -> Held<'h, 'a> {
        match self.cursor.has_key && is_same(&r.key, name) {
            true => self.member(r, name, value, false),
            false => self.keep(r, name, value, false, r.is_request),
        }
    }

    /// Keeps a member for later; `is_needed`: whether it has to come.
    fn keep<'h>(
        &'h mut self,
        r: &'h mut Reader<'a>,
        name: &'static str,
        value: &'s mut dyn Json,
        is_required: bool,
        is_needed: bool,
    ) -> Held<'h, 'a> {
        let matters = self.cursor.has_key || (is_needed && self.cursor.error.is_none());
        if !matters || (self.is_again && self.has_seen(r, name)) {
            return Held::NONE;
        }
        if self.pending.len() == 6 {
            self.pending.reserve_exact(10);
        }
        if r.rules.capacity() == 0 {
            r.rules.reserve_exact(24);
        }
        let rules = r.rules.len();
        self.pending.push(Pending { name, value, is_required, is_needed, is_read: false, rules });
        self.last = self.pending.len();
        if r.is_strict() { Held::later(&mut r.rules) } else { Held::NONE }
    }

    #[cold]
    fn has_seen(&self, r: &Reader<'a>, name: &str) -> bool {
        r.seen.iter().skip(self.base).any(|it| is_same(it, name))
    }

    /// All names have gone by: takes the keys that are left. Gives `false` at one that was there before, and whose
    /// place is no longer known.
    fn finish(&mut self, r: &mut Reader<'a>) -> Result<bool, Error> {
        while self.cursor.has_key {
            if let Some(index) = self.find(&r.key) {
                self.read_pending(index, r);
            } else if self.has_seen(r, &r.key) {
                return Ok(false);
            } else {
                self.unknown(r);
            }
        }
        if let Some(error) = self.cursor.error.take() {
            return Err(error);
        }
        for it in self.pending.iter().filter(|it| it.is_needed && !it.is_read) {
            r.report.add_at(it.name, "required, and missing");
        }
        Ok(true)
    }

    /// The member of this name: most documents that are in no order of the schema are in one that goes back or on.
    fn find(&self, key: &str) -> Option<usize> {
        let is_it =
            |index: &usize| self.pending.get(*index).is_some_and(|it| is_same(it.name, key));
        let near = [self.last.wrapping_sub(1), self.last.wrapping_add(1)];
        near.into_iter().find(is_it).or_else(|| (0..self.pending.len()).find(is_it))
    }

    fn read_pending(&mut self, index: usize, r: &mut Reader<'a>) {
        let end = self.pending.get(index + 1).map_or(r.rules.len(), |it| it.rules);
        let Some(it) = self.pending.get_mut(index) else { return };
        self.last = index;
        if !it.is_read {
            r.seen.push(it.name);
            it.is_read = true;
        }
        if let Some(start) = self.cursor.read(r, it.name, it.value, it.is_required)
            && it.rules < end
        {
            let all = std::mem::take(&mut r.rules);
            let rules = all.get(it.rules..end).unwrap_or_default();
            Held::new(start, it.value, r, Place::Member(it.name)).rules(rules);
            r.rules = all;
        }
    }

    /// No name is the key at hand.
    fn unknown(&mut self, r: &mut Reader<'a>) {
        let is_closed = self.is_closed && r.is_strict();
        let outcome = match &mut self.rest {
            None if !is_closed => r.skip(),
            rest => {
                let segment = Segment::Key(std::mem::take(&mut r.key).into_owned());
                r.at(segment, &mut |r| match rest {
                    Some((map, rules)) => map.read_entry(r, rules),
                    None => {
                        r.report.add("no such member");
                        r.skip()
                    }
                })
            }
        };
        match outcome {
            Ok(()) => self.cursor.advance(r),
            Err(error) => self.cursor.stop(error),
        }
    }
}

impl<'a> Cursor<'a> {
    /// Reads the value of the key at hand, and takes the next key; gives where the value started, if it was of the
    /// right kind.
    #[inline]
    fn read(
        &mut self,
        r: &mut Reader<'a>,
        name: &'static str,
        value: &mut dyn Json,
        is_required: bool,
    ) -> Option<Start<'a>> {
        let (start, before) = (r.start(), r.report.len());
        r.report.path.push(Segment::Name(name));
        let outcome = if is_required { r.value(value) } else { r.present(value) };
        let is_good = before == r.report.len();
        if let Err(error) = outcome {
            self.stop(error);
            return None;
        }
        r.report.path.pop();
        self.advance(r);
        (is_good && self.error.is_none()).then_some(start)
    }

    #[inline]
    fn advance(&mut self, r: &mut Reader<'a>) {
        match r.next(&mut self.entries) {
            Ok(has_key) => self.has_key = has_key,
            Err(error) => self.stop(error),
        }
    }

    #[cold]
    fn stop(&mut self, error: Error) {
        self.has_key = false;
        self.error = Some(error);
    }
}

impl<'a> Reader<'a> {
    /// Takes the next object.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub(super) fn object(&mut self, value: &mut dyn Json) -> Result<(), Error> {
        let (start, before) = (self.start(), self.report.len());
        let Some((mut entries, mut has_key)) = self.open()? else { return Ok(()) };
        let (base, rules) = (self.seen.len(), self.rules.len());
        let mut is_again = false;
        let assertion = loop {
            let mut reading = Reading::new(entries, has_key, base, is_again);
            value.members(&mut Members::reading(&mut reading, self));
            if reading.finish(self)? {
                break reading.assertion;
            }
            (entries, has_key, is_again) = (reading.cursor.entries, reading.cursor.has_key, true);
            self.rules.truncate(rules);
        };
        self.seen.truncate(base);
        self.rules.truncate(rules);
        self.leave();
        match assertion {
            Some(assertion) => self.assert_object(assertion, start, before, value),
            None => Ok(()),
        }
    }

    fn assert_object(
        &mut self,
        assertion: Assertion,
        start: Start<'a>,
        before: usize,
        value: &mut dyn Json,
    ) -> Result<(), Error> {
        if self.is_strict() && before == self.report.len() {
            let json = start.reread()?.unwrap_or_else(|| {
                let mut w = Writer::default();
                w.object(value);
                serde_json::from_slice(&w.into_bytes()).unwrap_or_default()
            });
            assertion.check(&json, &mut self.report);
        }
        Ok(())
    }

    /// Takes each member of the next object; [`Reader::key`] tells its name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON, or what `member` gives.
    pub(super) fn map(
        &mut self,
        member: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let Some((mut entries, mut has_key)) = self.open()? else { return Ok(()) };
        while has_key {
            let segment = Segment::Key(std::mem::take(&mut self.key).into_owned());
            self.at(segment, member)?;
            has_key = self.next(&mut entries)?;
        }
        self.leave();
        Ok(())
    }

    /// The name of the member that has just been read, inside [`Reader::map`] and for [`Rest`]; it can be taken once.
    pub(super) fn key(&mut self) -> String {
        match self.report.path.last_mut() {
            Some(Segment::Key(key)) => std::mem::take(key),
            Some(Segment::Name(name)) => (*name).to_owned(),
            Some(Segment::Index(_)) | None => String::new(),
        }
    }

    /// Enters the next object, and tells whether there is a key; a value that is none is reported and passed over.
    fn open(&mut self) -> Result<Option<(Entries<'a>, bool)>, Error> {
        self.enter()?;
        self.unfold();
        match &mut self.source {
            Source::Json(text) => {
                if text.kind()? == Kind::Object {
                    let has_key = text.first_key(&mut self.key)?;
                    return Ok(Some((Entries::Json, has_key)));
                }
            }
            Source::Plain(Plain::Map(list)) => {
                let list: &'a [(String, Plain)] = list;
                return Ok(Some((Entries::Plain(list), self.first(list))));
            }
            Source::Plain(_) => {}
        }
        self.leave();
        self.wrong("an object").map(|()| None)
    }

    /// Goes on after the value of a member, and tells whether there is another key.
    #[inline]
    fn next(&mut self, entries: &mut Entries<'a>) -> Result<bool, Error> {
        match entries {
            Entries::Json => {
                let Source::Json(text) = &mut self.source else { return Ok(false) };
                text.next_key(&mut self.key)
            }
            Entries::Plain(list) => {
                *list = list.get(1..).unwrap_or_default();
                Ok(self.first(list))
            }
        }
    }

    /// Goes to the first entry, if there is one.
    fn first(&mut self, list: &'a [(String, Plain)]) -> bool {
        let Some((key, value)) = list.first() else { return false };
        self.source = Source::of(value);
        self.key = Cow::Borrowed(key);
        true
    }
}
