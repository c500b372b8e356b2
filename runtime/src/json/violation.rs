//! Where a value breaks its schema, and how.

use std::fmt;

use smallvec::SmallVec;

use super::{Json, Members};

/// One place where a value breaks its schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Violation {
    /// The JSON pointer (RFC 6901) of the value; empty for the whole document.
    pub pointer: String,
    /// What was expected, for people.
    pub detail: String,
}

impl fmt::Display for Violation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let pointer = if self.pointer.is_empty() { "/" } else { &self.pointer };
        write!(f, "{pointer}: {}", self.detail)
    }
}

impl Json for Violation {
    fn blank() -> Self {
        Self { pointer: String::new(), detail: String::new() }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("pointer", &mut self.pointer);
        m.required("detail", &mut self.detail);
    }
}

/// One step from a value to a part of it.
#[derive(Debug, Clone)]
pub(super) enum Segment {
    Name(&'static str),
    Key(String),
    Index(usize),
}

/// The violations found so far, and the place that is being looked at.
#[derive(Debug, Default)]
pub struct Report {
    pub(super) path: SmallVec<[Segment; 8]>,
    pub(super) list: Vec<Violation>,
}

/// More violations than this say nothing new; the rest of a hostile document is not listed.
const MOST: usize = 100;

impl Report {
    /// Adds a violation at the place that is being looked at.
    pub fn add(&mut self, detail: impl Into<String>) {
        if self.list.len() < MOST {
            self.list.push(Violation { pointer: self.pointer(), detail: detail.into() });
        }
    }

    /// Adds a violation at a member of the place that is being looked at.
    pub fn add_at(&mut self, member: &'static str, detail: impl Into<String>) {
        self.path.push(Segment::Name(member));
        self.add(detail);
        self.path.pop();
    }

    /// How many violations there are.
    pub(crate) fn len(&self) -> usize {
        self.list.len()
    }

    /// Looks at the whole again.
    pub(crate) fn climb_to_root(&mut self) {
        self.path.clear();
    }

    /// Runs `check` at an item of the place that is being looked at.
    pub(super) fn at(&mut self, segment: Segment, check: &mut dyn FnMut(&mut Self)) {
        self.path.push(segment);
        check(self);
        self.path.pop();
    }

    fn pointer(&self) -> String {
        let mut out = String::new();
        for segment in &self.path {
            out.push('/');
            match segment {
                Segment::Name(name) => escape(name, &mut out),
                Segment::Key(key) => escape(key, &mut out),
                Segment::Index(index) => out.push_str(&index.to_string()),
            }
        }
        out
    }
}

fn escape(key: &str, out: &mut String) {
    for c in key.chars() {
        match c {
            '~' => out.push_str("~0"),
            '/' => out.push_str("~1"),
            c => out.push(c),
        }
    }
}
