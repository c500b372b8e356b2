//! The codecs of values that hold others.

use std::collections::BTreeMap;

use super::assert::json_of;
use super::assertion::equal_text;
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
        r.array(&mut |r| {
            self.push(T::blank());
            self.last_mut().map_or(Ok(()), |item| item.read(r))
        })
    }

    fn write(&mut self, w: &mut Writer) {
        w.begin_array();
        for item in self {
            w.item(item);
        }
        w.end_array();
    }

    fn files(&self, into: &mut Vec<Binary>) {
        for it in self {
            it.files(into);
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_list(self.len(), rules, report, &mut |index, with| with(&mut self[index]));
    }
}

/// Hands the item of an index to a function.
type Items<'a> = dyn FnMut(usize, &mut dyn FnMut(&mut dyn Json)) + 'a;

/// Hands each entry to a function.
type Entries<'a> = dyn FnMut(&mut dyn FnMut(&str, &mut dyn Json)) + 'a;

/// Checks a list of any kind: the loops are here once, not once for each type.
fn check_list(count: usize, rules: &[Rule], report: &mut Report, item: &mut Items<'_>) {
    check_count(count, Rule::MinItems(0), Rule::MaxItems(0), rules, report);
    for rule in rules {
        match rule {
            Rule::UniqueItems => {
                let mut texts = Vec::with_capacity(count);
                for index in 0..count {
                    item(index, &mut |it| texts.push(equal_text(&json_of(it))));
                }
                texts.sort_unstable();
                if texts.windows(2).any(|pair| pair[0] == pair[1]) {
                    report.add("two items are equal");
                }
            }
            Rule::Items(rules) => {
                for index in 0..count {
                    item(index, &mut |it| {
                        report.at(Segment::Index(index), &mut |report| it.check(rules, report));
                    });
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
        r.map(&mut |r| r.insert(self))
    }

    fn write(&mut self, w: &mut Writer) {
        w.begin_object();
        w.entries(self);
        w.end_object();
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        check_map(self.len(), rules, report, &mut |with| {
            self.iter_mut().for_each(|(key, value)| with(key, value));
        });
    }
}

/// Checks a map of any kind.
fn check_map(count: usize, rules: &[Rule], report: &mut Report, entries: &mut Entries<'_>) {
    check_count(count, Rule::MinProperties(0), Rule::MaxProperties(0), rules, report);
    for rule in rules {
        if let Rule::Values(rules) = rule {
            entries(&mut |key, value| {
                let segment = Segment::Key(key.to_owned());
                report.at(segment, &mut |report| value.check(rules, report));
            });
        }
    }
}

impl Reader<'_> {
    /// Reads the value of the member that is being read into a map, under its name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    fn insert<T: Json>(&mut self, map: &mut BTreeMap<String, T>) -> Result<(), Error> {
        self.insert_checked(map, &[])
    }

    /// As [`Self::insert`], and checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub(super) fn insert_checked<T: Json>(
        &mut self,
        map: &mut BTreeMap<String, T>,
        rules: &[Rule],
    ) -> Result<(), Error> {
        let mut value = T::blank();
        self.checked(&mut value, rules)?;
        let key = self.key();
        map.insert(key, value);
        Ok(())
    }
}

impl Writer {
    /// Appends the entries of a map as members of the object that is being written.
    pub(super) fn entries<T: Json>(&mut self, map: &mut BTreeMap<String, T>) {
        for (key, value) in map {
            self.member(key, value);
        }
    }
}

impl Reader<'_> {
    /// Reads one of several strings; a strict reader knows no others.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn enumeration<E: Clone>(
        &mut self,
        place: &mut E,
        values: &[(&str, E)],
        other: fn(String) -> E,
    ) -> Result<(), Error> {
        let is_strict = self.is_strict();
        self.text("a string", &mut |text| {
            if let Some((_, value)) = values.iter().find(|it| it.0 == text) {
                *place = value.clone();
                return Ok(());
            }
            *place = other(text.to_owned());
            if !is_strict {
                return Ok(());
            }
            let names: Vec<&str> = values.iter().map(|it| it.0).collect();
            Err(format!("expected one of `{}`", names.join("`, `")))
        })
    }
}

/// The value that a text stands for: one of `values`, or another.
pub fn named<E: Clone>(text: &str, values: &[(&str, E)], other: fn(String) -> E) -> E {
    let value = values.iter().find(|it| it.0 == text);
    value.map_or_else(|| other(text.to_owned()), |it| it.1.clone())
}

/// The text of one of `values`; empty where it is none of them.
pub fn text_of<E: PartialEq>(value: &E, values: &[(&'static str, E)]) -> &'static str {
    values.iter().find(|it| it.1 == *value).map_or("", |it| it.0)
}
