//! The codecs of values that hold others.

use std::collections::BTreeMap;

use super::assert::json_of;
use super::assertion::equal_text;
use super::members::Rest;
use super::rule::check_count;
use super::violation::Segment;
use super::{Binary, Error, Json, Reader, Report, Rule, Writer};

impl<T: Json> Json for Option<T> {
    fn blank() -> Self {
        None
    }

    fn is_nullable() -> bool {
        true
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        if r.next_is_null()? {
            *self = None;
            return r.skip();
        }
        self.insert(T::blank()).read(r)
    }

    /// A tolerant reader takes a `null` that the schema does not allow for absence.
    fn read_present(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        if !T::is_nullable() && !r.is_strict() && r.next_is_null()? {
            *self = None;
            return r.skip();
        }
        self.insert(T::blank()).read(r)
    }

    fn is_absent(&self) -> bool {
        self.is_none()
    }

    fn write(&mut self, w: &mut Writer) {
        match self {
            Some(value) => value.write(w),
            None => w.raw("null"),
        }
    }

    fn files(&self, into: &mut Vec<Binary>) {
        if let Some(it) = self {
            it.files(into);
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        if let Some(value) = self {
            value.check(rules, report);
        }
    }
}

impl<T: Json> Json for Box<T> {
    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn is_nullable() -> bool {
        T::is_nullable()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        self.as_mut().read(r)
    }

    fn write(&mut self, w: &mut Writer) {
        self.as_mut().write(w);
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        self.as_mut().check(rules, report);
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        self.clear();
        r.list(self)
    }

    fn write(&mut self, w: &mut Writer) {
        w.list(self);
    }

    fn files(&self, into: &mut Vec<Binary>) {
        for it in self {
            it.files(into);
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_list(self, rules, report);
    }
}

/// A list of items of any type: the loops over lists are here once, not once for each type.
trait List {
    /// Adds a blank item, and gives it.
    fn grow(&mut self) -> Option<&mut dyn Json>;

    /// The item of an index, if there is one.
    fn item(&mut self, index: usize) -> Option<&mut dyn Json>;

    /// How many items there are.
    fn count(&self) -> usize;
}

impl<T: Json> List for Vec<T> {
    fn grow(&mut self) -> Option<&mut dyn Json> {
        self.push(T::blank());
        self.item(self.len() - 1)
    }

    fn item(&mut self, index: usize) -> Option<&mut dyn Json> {
        self.get_mut(index).map(T::as_json)
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Reader<'_> {
    /// Reads the items of the next array into a list.
    fn list(&mut self, list: &mut dyn List) -> Result<(), Error> {
        self.array(&mut |r| match list.grow() {
            Some(item) => item.read(r),
            None => r.skip(),
        })
    }
}

impl Writer {
    /// Appends a list as an array.
    fn list(&mut self, list: &mut dyn List) {
        self.begin_array();
        for index in 0..list.count() {
            if let Some(item) = list.item(index) {
                self.item(item);
            }
        }
        self.end_array();
    }
}

fn check_list(list: &mut dyn List, rules: &[Rule], report: &mut Report) {
    let count = list.count();
    check_count(count, Rule::MinItems(0), Rule::MaxItems(0), rules, report);
    for rule in rules {
        match rule {
            Rule::UniqueItems => {
                let mut texts = Vec::with_capacity(count);
                for index in 0..count {
                    texts.extend(list.item(index).map(|it| equal_text(&json_of(it))));
                }
                texts.sort_unstable();
                if texts.windows(2).any(|pair| pair[0] == pair[1]) {
                    report.add("two items are equal");
                }
            }
            Rule::Items(rules) => {
                for index in 0..count {
                    let Some(item) = list.item(index) else { continue };
                    report.at(Segment::Index(index), &mut |report| item.check(rules, report));
                }
            }
            _ => {}
        }
    }
}

impl<T: Json> Json for BTreeMap<String, T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        self.clear();
        r.entries(self)
    }

    fn write(&mut self, w: &mut Writer) {
        w.begin_object();
        w.entries(self);
        w.end_object();
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_map(self.len(), self, rules, report);
    }
}

impl<T: Json> Rest for BTreeMap<String, T> {
    fn read_entry(&mut self, r: &mut Reader<'_>, rules: &[Rule]) -> Result<(), Error> {
        let mut value = T::blank();
        r.checked(&mut value, rules)?;
        self.insert(r.key(), value);
        Ok(())
    }

    fn each(&mut self, with: &mut dyn FnMut(&str, &mut dyn Json)) {
        for (key, value) in self {
            with(key, value);
        }
    }
}

fn check_map(count: usize, map: &mut dyn Rest, rules: &[Rule], report: &mut Report) {
    check_count(count, Rule::MinProperties(0), Rule::MaxProperties(0), rules, report);
    for rule in rules {
        if let Rule::Values(rules) = rule {
            map.each(&mut |key, value| {
                let segment = Segment::Key(key.to_owned());
                report.at(segment, &mut |report| value.check(rules, report));
            });
        }
    }
}

impl Reader<'_> {
    /// Reads the members of the next object into a map.
    fn entries(&mut self, map: &mut dyn Rest) -> Result<(), Error> {
        self.map(&mut |r| map.read_entry(r, &[]))
    }
}

impl Writer {
    /// Appends the entries of a map as members of the object that is being written.
    pub(super) fn entries(&mut self, map: &mut dyn Rest) {
        map.each(&mut |key, value| self.member(key, value));
    }
}
