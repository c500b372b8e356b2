//! The loops over the members of an object.

use jiter::Peek;

use super::assert::Start;
use super::reader::{Source, syntax};
use super::violation::Segment;
use super::{Assertion, Error, Json, Members, Plain, Reader, Writer};

/// Which members were there: no allocation up to 128 of them.
#[derive(Debug)]
enum Seen {
    Few(u128),
    Many(Vec<bool>),
}

impl Seen {
    fn set(&mut self, index: usize) {
        match self {
            Self::Few(bits) if index < 128 => *bits |= 1 << index,
            Self::Few(bits) => {
                let mut list: Vec<bool> = (0..128).map(|it| *bits & (1 << it) != 0).collect();
                list.resize(index + 1, false);
                list[index] = true;
                *self = Self::Many(list);
            }
            Self::Many(list) => {
                if index >= list.len() {
                    list.resize(index + 1, false);
                }
                list[index] = true;
            }
        }
    }

    fn has(&self, index: usize) -> bool {
        match self {
            Self::Few(bits) => index < 128 && bits & (1 << index) != 0,
            Self::Many(list) => list.get(index).copied().unwrap_or(false),
        }
    }
}

/// The members that are still to come.
#[derive(Debug)]
enum Entries<'a> {
    /// Those of the JSON that the reader is at.
    Json,
    Plain(&'a [(String, Plain)]),
}

/// An object that is being read.
///
/// The type lists its members in passes. The key at hand is compared with each name that goes by; where
/// it is the one, the value is read and the next key is at hand, so that one pass takes all members that
/// come in the order of the list. A key that has gone by all names is none of them.
#[derive(Debug)]
pub(super) struct Reading<'a> {
    entries: Entries<'a>,
    /// Whether a key is at hand ([`Reader::key`]).
    has_key: bool,
    /// How many names of this pass have gone by.
    index: usize,
    /// How many names the key at hand was compared with.
    compared: usize,
    seen: Seen,
    /// Whether a required member that was not seen has gone by.
    misses: bool,
    /// Whether this pass reports what is missing.
    is_last: bool,
    pub(super) is_closed: bool,
    pub(super) assertion: Option<Assertion>,
    error: Option<Error>,
}

impl<'a> Reading<'a> {
    fn new(entries: Entries<'a>, has_key: bool) -> Self {
        Self {
            entries,
            has_key,
            index: 0,
            compared: 0,
            seen: Seen::Few(0),
            misses: false,
            is_last: false,
            is_closed: false,
            assertion: None,
            error: None,
        }
    }

    /// The name of a member that must be there goes by; gives where the value started, if one was read here
    /// and is of the right kind.
    pub(super) fn required(
        &mut self,
        r: &mut Reader<'a>,
        name: &'static str,
        value: &mut dyn Json,
    ) -> Option<Start<'a>> {
        let index = self.index;
        if let Some((start, before)) = self.begin(r, name) {
            let outcome = value.read(r);
            return self.end(r, outcome, before).then_some(start);
        }
        if !self.seen.has(index) {
            self.misses = true;
            if self.is_last {
                r.report.add_at(name, "required, and missing");
            }
        }
        None
    }

    /// As [`Self::required`], for a member that may be absent.
    pub(super) fn optional(
        &mut self,
        r: &mut Reader<'a>,
        name: &'static str,
        value: &mut dyn Json,
    ) -> Option<Start<'a>> {
        let (start, before) = self.begin(r, name)?;
        let outcome = value.read_present(r);
        self.end(r, outcome, before).then_some(start)
    }

    /// Where the key at hand is this name, steps down to its value; gives where that starts, and how many
    /// violations there are so far.
    #[inline]
    fn begin(&mut self, r: &mut Reader<'a>, name: &'static str) -> Option<(Start<'a>, usize)> {
        let index = self.index;
        self.index += 1;
        if !self.has_key || self.error.is_some() {
            return None;
        }
        if r.key != name {
            self.compared += 1;
            return None;
        }
        self.seen.set(index);
        r.report.path.push(Segment::Name(name));
        Some((r.start(), r.report.list.len()))
    }

    /// Steps up again, and takes the next key; gives whether the value was of the right kind.
    #[inline]
    fn end(&mut self, r: &mut Reader<'a>, outcome: Result<(), Error>, before: usize) -> bool {
        let is_good = before == r.report.list.len();
        if outcome.is_ok() {
            r.report.path.pop();
        }
        self.advance(r, outcome);
        is_good && self.error.is_none()
    }

    /// All names have gone by.
    pub(super) fn rest(
        &mut self,
        r: &mut Reader<'a>,
        read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) {
        if self.has_key && self.error.is_none() && self.compared >= self.index {
            let segment = Segment::Key(r.key.clone());
            self.take(r, segment, read);
        }
    }

    /// Reads the value of the key at hand, and takes the next key.
    fn take(
        &mut self,
        r: &mut Reader<'a>,
        segment: Segment,
        read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), Error>,
    ) {
        let outcome = r.at(segment, read);
        self.advance(r, outcome);
    }

    /// No name is the key at hand.
    fn pass_over(&mut self, r: &mut Reader<'a>) {
        let outcome = match self.is_closed && r.is_strict() {
            true => r.at(Segment::Key(r.key.clone()), &mut |r| {
                r.report.add("no such member");
                r.skip()
            }),
            false => r.skip(),
        };
        self.advance(r, outcome);
    }

    #[inline]
    fn advance(&mut self, r: &mut Reader<'a>, outcome: Result<(), Error>) {
        match outcome.and_then(|()| self.next(r)) {
            Ok(()) => self.compared = 0,
            Err(error) => self.error = Some(error),
        }
    }

    #[inline]
    fn next(&mut self, r: &mut Reader<'a>) -> Result<(), Error> {
        match &mut self.entries {
            Entries::Json => {
                let Source::Json(jiter, _) = &mut r.source else { return Ok(()) };
                self.has_key = keep(&mut r.key, jiter.next_key().map_err(syntax)?);
            }
            Entries::Plain(list) => {
                *list = list.get(1..).unwrap_or_default();
                self.has_key = r.first(list);
            }
        }
        Ok(())
    }
}

/// Whether there is a key, which is copied: what follows may move the text that it stands in.
fn keep(place: &mut String, key: Option<&str>) -> bool {
    place.clear();
    place.push_str(key.unwrap_or_default());
    key.is_some()
}

impl<'a> Reader<'a> {
    /// Takes the next object; `list` lists its members.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub(super) fn object(
        &mut self,
        list: &mut dyn FnMut(&mut Members<'_, 'a>),
    ) -> Result<(), Error> {
        let (start, before) = (self.start(), self.report.list.len());
        let Some(mut reading) = self.open()? else { return Ok(()) };
        loop {
            (reading.index, reading.misses) = (0, false);
            list(&mut Members::reading(&mut reading, self));
            if let Some(error) = reading.error {
                return Err(error);
            }
            if reading.is_last {
                break;
            }
            if !reading.has_key {
                if !reading.misses {
                    break;
                }
                reading.is_last = true;
            } else if reading.compared >= reading.index {
                reading.pass_over(self);
            }
        }
        self.leave();
        match reading.assertion {
            Some(assertion) => self.assert_object(assertion, start, before, list),
            None => Ok(()),
        }
    }

    fn assert_object(
        &mut self,
        assertion: Assertion,
        start: Start<'a>,
        before: usize,
        list: &mut dyn FnMut(&mut Members<'_, 'a>),
    ) -> Result<(), Error> {
        if self.is_strict() && before == self.report.list.len() {
            let json = start.reread()?.unwrap_or_else(|| {
                let mut w = Writer::default();
                w.object(list);
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
        let Some(mut reading) = self.open()? else { return Ok(()) };
        while reading.has_key && reading.error.is_none() {
            let segment = Segment::Key(self.key.clone());
            reading.take(self, segment, member);
        }
        self.leave();
        reading.error.map_or(Ok(()), Err)
    }

    /// The name of the member that is being read, inside [`Reader::map`] and of [`Members::rest`].
    pub(super) fn key(&self) -> String {
        match self.report.path.last() {
            Some(Segment::Key(key)) => key.clone(),
            Some(Segment::Name(name)) => (*name).to_owned(),
            Some(Segment::Index(_)) | None => String::new(),
        }
    }

    /// Enters the next object; a value that is none is reported and passed over.
    fn open(&mut self) -> Result<Option<Reading<'a>>, Error> {
        self.enter()?;
        self.unfold();
        match &mut self.source {
            Source::Json(jiter, _) => {
                if jiter.peek().map_err(syntax)? == Peek::Object {
                    let has_key = keep(&mut self.key, jiter.known_object().map_err(syntax)?);
                    return Ok(Some(Reading::new(Entries::Json, has_key)));
                }
            }
            Source::Plain(Plain::Map(list)) => {
                let list: &'a [(String, Plain)] = list;
                let has_key = self.first(list);
                return Ok(Some(Reading::new(Entries::Plain(list), has_key)));
            }
            Source::Plain(_) => {}
        }
        self.leave();
        self.wrong("an object").map(|()| None)
    }

    /// Goes to the first entry, if there is one.
    fn first(&mut self, list: &'a [(String, Plain)]) -> bool {
        if let Some((_, value)) = list.first() {
            self.source = Source::of(value);
        }
        keep(&mut self.key, list.first().map(|it| it.0.as_str()))
    }
}
