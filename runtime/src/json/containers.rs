//! The codecs of values that hold others.

use std::collections::BTreeMap;

use super::assert::json_of;
use super::assertion::equal_text;
use super::members::Rest;
use super::rule::check_count;
use super::violation::Segment;
use super::{Error, Form, Json, Members, Reader, Report, Rule, Shape, Writer};

impl<T: Json> Json for Option<T> {
    fn blank() -> Self {
        None
    }

    fn is_nullable() -> bool {
        true
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        if let Some(it) = self {
            it.members(m);
        }
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        *self = match r.no_value(T::is_nullable()) {
            Ok(true) => None,
            Ok(false) => Some(T::blank()),
            Err(error) => return Err(error),
        };
        match self {
            Some(it) => it.read(r),
            None => Ok(Form::Whole),
        }
    }

    fn shape(&mut self) -> Shape<'_> {
        match self {
            Some(it) => Shape::Inside(it),
            None => Shape::Absent,
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        if let Some(it) = self {
            it.check(rules, report);
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

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        self.as_mut().members(m);
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        self.as_mut().read(r)
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Inside(self.as_mut())
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        self.as_mut().check(rules, report);
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        self.clear();
        r.list(self)
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::List(self)
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_list(self, rules, report);
    }
}

/// A list of items of any type: the loops over lists are here once, not once for each type.
pub trait List {
    /// Adds a blank item, and gives it.
    fn grow(&mut self) -> &mut dyn Json;

    /// An item that there is.
    fn item(&mut self, index: usize) -> &mut dyn Json;

    /// How many items there are.
    fn count(&self) -> usize;
}

impl<T: Json> List for Vec<T> {
    fn grow(&mut self) -> &mut dyn Json {
        self.push_mut(T::blank())
    }

    fn item(&mut self, index: usize) -> &mut dyn Json {
        &mut self.as_mut_slice()[index]
    }

    fn count(&self) -> usize {
        self.len()
    }
}

impl Reader<'_> {
    /// Reads the items of the next array into a list.
    fn list(&mut self, list: &mut dyn List) -> Result<Form, Error> {
        self.array(&mut |r| r.value(list.grow()))?;
        Ok(Form::Whole)
    }
}

impl Writer {
    /// Appends a list as an array.
    pub(super) fn list(&mut self, list: &mut dyn List) {
        self.begin_array();
        for index in 0..list.count() {
            self.item(list.item(index));
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
                    texts.push(equal_text(&json_of(list.item(index))));
                }
                texts.sort_unstable();
                if texts.windows(2).any(|pair| pair[0] == pair[1]) {
                    report.add("two items are equal");
                }
            }
            Rule::Items(rules) => {
                for index in 0..count {
                    let item = list.item(index);
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

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        self.clear();
        r.entries(self)
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::Map(self)
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_map(self, rules, report);
    }
}

impl<T: Json> Rest for BTreeMap<String, T> {
    fn read_entry(&mut self, r: &mut Reader<'_>, rules: &[Rule]) -> Result<(), Error> {
        let mut value = T::blank();
        r.checked(&mut value, rules)?;
        self.insert(r.key(), value);
        Ok(())
    }

    fn count(&self) -> usize {
        self.len()
    }

    fn each(&mut self, with: &mut dyn FnMut(&str, &mut dyn Json)) {
        for (key, value) in self {
            with(key, value);
        }
    }
}

fn check_map(map: &mut dyn Rest, rules: &[Rule], report: &mut Report) {
    check_count(map.count(), Rule::MinProperties(0), Rule::MaxProperties(0), rules, report);
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
    fn entries(&mut self, map: &mut dyn Rest) -> Result<Form, Error> {
        self.map(&mut |r| map.read_entry(r, &[]))?;
        Ok(Form::Whole)
    }
}

impl Writer {
    /// Appends the entries of a map as members of the object that is being written.
    pub(super) fn entries(&mut self, map: &mut dyn Rest) {
        map.each(&mut |key, value| self.member(key, value));
    }
}
