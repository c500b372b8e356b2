//! The codecs of values that hold others.

use std::collections::BTreeMap;

use bytes::Bytes;

use super::assert::json_of;
use super::assertion::equal_text;
use super::rule::check_count;
use super::violation::Segment;
use super::{Error, Json, Reader, Report, Rule, Writer};

impl<T: Json> Json for Option<T> {
    const NULLABLE: bool = true;

    fn blank() -> Self {
        None
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        if r.next_is_null()? {
            *self = None;
            return r.skip();
        }
        self.insert(T::blank()).read(r)
    }

    fn write(&self, w: &mut Writer) {
        match self {
            Some(value) => value.write(w),
            None => w.raw("null"),
        }
    }

    fn files(&self) -> Vec<Bytes> {
        self.iter().flat_map(Json::files).collect()
    }

    fn check(&self, rules: &[Rule], report: &mut Report) {
        if let Some(value) = self {
            value.check(rules, report);
        }
    }
}

impl<T: Json> Json for Box<T> {
    const NULLABLE: bool = T::NULLABLE;

    fn blank() -> Self {
        Self::new(T::blank())
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        self.as_mut().read(r)
    }

    fn write(&self, w: &mut Writer) {
        self.as_ref().write(w);
    }

    fn check(&self, rules: &[Rule], report: &mut Report) {
        self.as_ref().check(rules, report);
    }
}

impl<T: Json> Json for Vec<T> {
    fn blank() -> Self {
        Self::new()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        self.clear();
        r.array(&mut |r| {
            let mut item = T::blank();
            item.read(r)?;
            self.push(item);
            Ok(())
        })
    }

    fn write(&self, w: &mut Writer) {
        w.begin_array();
        for item in self {
            w.item(item);
        }
        w.end_array();
    }

    fn files(&self) -> Vec<Bytes> {
        self.iter().flat_map(Json::files).collect()
    }

    fn check(&self, rules: &[Rule], report: &mut Report) {
        check_count(self.len(), Rule::MinItems(0), Rule::MaxItems(0), rules, report);
        for rule in rules {
            match rule {
                Rule::UniqueItems => {
                    let mut texts: Vec<_> =
                        self.iter().map(|item| equal_text(&json_of(item))).collect();
                    texts.sort_unstable();
                    if texts.windows(2).any(|pair| pair[0] == pair[1]) {
                        report.add("two items are equal");
                    }
                }
                Rule::Items(rules) => {
                    for (index, item) in self.iter().enumerate() {
                        report.at(Segment::Index(index), &mut |report| item.check(rules, report));
                    }
                }
                _ => {}
            }
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

    fn write(&self, w: &mut Writer) {
        w.begin_object();
        w.entries(self);
        w.end_object();
    }

    fn check(&self, rules: &[Rule], report: &mut Report) {
        check_count(self.len(), Rule::MinProperties(0), Rule::MaxProperties(0), rules, report);
        for rule in rules {
            if let Rule::Values(rules) = rule {
                for (key, value) in self {
                    let segment = Segment::Key(key.clone());
                    report.at(segment, &mut |report| value.check(rules, report));
                }
            }
        }
    }
}

impl Reader<'_> {
    /// Reads the value of the member that is being read into a map, under its name.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn insert<T: Json>(&mut self, map: &mut BTreeMap<String, T>) -> Result<(), Error> {
        self.insert_checked(map, &[])
    }

    /// As [`Self::insert`], and checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn insert_checked<T: Json>(
        &mut self,
        map: &mut BTreeMap<String, T>,
        rules: &[Rule],
    ) -> Result<(), Error> {
        let mut value = T::blank();
        self.checked(&mut value, rules)?;
        map.insert(self.key(), value);
        Ok(())
    }

    /// Reads a value.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn value<T: Json>(&mut self, value: &mut T) -> Result<(), Error> {
        value.read(self)
    }

    /// Reads a member that may be absent, and is here.
    ///
    /// A tolerant reader takes a `null` that the schema does not allow for absence.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn present<T: Json>(&mut self, value: &mut Option<T>) -> Result<(), Error> {
        if !T::NULLABLE && !self.is_strict() && self.next_is_null()? {
            *value = None;
            return self.skip();
        }
        value.insert(T::blank()).read(self)
    }

    /// As [`Self::present`], and checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn present_checked<T: Json>(
        &mut self,
        value: &mut Option<T>,
        rules: &[Rule],
    ) -> Result<(), Error> {
        self.ruled(value, rules, Self::present)
    }

    /// Reads a value and, where reading is strict and it was of the right kind, checks `rules`.
    ///
    /// # Errors
    ///
    /// When the value is no JSON.
    pub fn checked<T: Json>(&mut self, value: &mut T, rules: &[Rule]) -> Result<(), Error> {
        self.ruled(value, rules, Self::value)
    }
}

impl Writer {
    /// Appends the entries of a map as members of the object that is being written.
    pub fn entries<T: Json>(&mut self, map: &BTreeMap<String, T>) {
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
    pub fn enumeration(&mut self, names: &[&str], set: &mut dyn FnMut(&str)) -> Result<(), Error> {
        let is_strict = self.is_strict();
        self.text("a string", &mut |text| {
            set(text);
            if !is_strict || names.contains(&text) {
                return Ok(());
            }
            Err(format!("expected one of `{}`", names.join("`, `")))
        })
    }
}
