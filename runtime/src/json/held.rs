//! A value that has just been read, for its rules (JSON Schema, validation vocabulary).

use super::assert::{Start, any_asserts, check_asserts};
use super::violation::Segment;
use super::{Assertion, Format, Json, Reader, Rule};
use crate::http::Parameter;

/// A value that has just been read, if it was of the right kind and constraints count; each method
/// reports it where it breaks that rule. Of one that is read later, the rules are kept.
#[derive(Debug)]
pub struct Held<'h, 'a>(State<'h, 'a>);

enum State<'h, 'a> {
    /// Nothing was read, or it was of a wrong kind.
    None,
    Read {
        value: &'h mut dyn Json,
        r: &'h mut Reader<'a>,
        place: Place,
        start: Start<'a>,
    },
    Later(&'h mut Vec<Rule>),
}

impl std::fmt::Debug for State<'_, '_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::None => f.write_str("None"),
            Self::Read { place, .. } => f.debug_tuple("Read").field(place).finish(),
            Self::Later(rules) => f.debug_tuple("Later").field(rules).finish(),
        }
    }
}

/// The last steps to a value.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Place {
    /// None.
    Here,
    /// A member of what is being read.
    Member(&'static str),
    /// A parameter.
    Parameter(&'static Parameter),
}

impl Place {
    pub(crate) fn enter(self, r: &mut Reader<'_>) {
        match self {
            Self::Here => {}
            Self::Member(name) => r.report.path.push(Segment::Name(name)),
            Self::Parameter(it) => {
                let steps = [it.location.as_str(), it.name].map(Segment::Name);
                r.report.path.extend(steps);
            }
        }
    }

    pub(crate) fn leave(self, r: &mut Reader<'_>) {
        let steps = match self {
            Self::Here => 0,
            Self::Member(_) => 1,
            Self::Parameter(_) => 2,
        };
        r.report.path.truncate(r.report.path.len() - steps);
    }
}

impl<'h, 'a> Held<'h, 'a> {
    /// Nothing was read, or it was of a wrong kind.
    pub(crate) const NONE: Self = Self(State::None);

    #[inline]
    pub(crate) fn new(
        start: Start<'a>,
        value: &'h mut dyn Json,
        r: &'h mut Reader<'a>,
        place: Place,
    ) -> Self {
        if r.is_strict() { Self(State::Read { value, r, place, start }) } else { Self::NONE }
    }

    /// The rules of a value that is read later.
    pub(super) fn later(rules: &'h mut Vec<Rule>) -> Self {
        Self(State::Later(rules))
    }

    /// It keeps a rule.
    pub fn rule(&mut self, rule: Rule) -> &mut Self {
        match rule {
            Rule::Assert(_) | Rule::Items(_) | Rule::Values(_) => self.any(rule),
            rule => self.simple(rule),
        }
    }

    /// It keeps a rule that is about the value alone.
    // Inlined, the rule is made in its place; there are as many calls as kinds of rules.
    #[inline(always)]
    fn simple(&mut self, rule: Rule) -> &mut Self {
        match &mut self.0 {
            State::None => {}
            State::Read { value, r, .. } => {
                let before = r.report.list.len();
                value.check(&[rule], &mut r.report);
                if before != r.report.list.len() {
                    self.tell(before, &[rule]);
                }
            }
            State::Later(rules) => rules.push(rule),
        }
        self
    }

    /// It keeps a rule that may be about its text.
    fn any(&mut self, rule: Rule) -> &mut Self {
        match &mut self.0 {
            State::None => {}
            State::Read { .. } => self.rules(&[rule]),
            State::Later(rules) => rules.push(rule),
        }
        self
    }

    /// It keeps these rules.
    pub(super) fn rules(&mut self, rules: &[Rule]) {
        let State::Read { value, r, .. } = &mut self.0 else { return };
        let before = r.report.list.len();
        value.check(rules, &mut r.report);
        if before != r.report.list.len() || any_asserts(rules) {
            self.tell(before, rules);
        }
    }

    /// Tells what of these it does not keep, where it is: most values keep their rules, so that the place is only
    /// looked up for those that do not.
    #[cold]
    fn tell(&mut self, before: usize, rules: &[Rule]) {
        let State::Read { value, r, place, start } = &mut self.0 else { return };
        r.report.list.truncate(before);
        place.enter(r);
        value.check(rules, &mut r.report);
        // That the text can be read is known: it has been read.
        if any_asserts(rules)
            && let Ok(json) = start.json(*value)
        {
            check_asserts(&json, rules, &mut r.report);
        }
        place.leave(r);
    }

    /// It has at least this many characters.
    pub fn min_length(&mut self, least: u64) -> &mut Self {
        self.simple(Rule::MinLength(least))
    }

    /// It has at most this many characters.
    pub fn max_length(&mut self, most: u64) -> &mut Self {
        self.simple(Rule::MaxLength(most))
    }

    /// This regular expression matches somewhere.
    pub fn pattern(&mut self, pattern: &'static str) -> &mut Self {
        self.simple(Rule::Pattern(pattern))
    }

    /// It has this format.
    pub fn format(&mut self, format: Format) -> &mut Self {
        self.simple(Rule::Format(format))
    }

    /// It is at least this.
    pub fn minimum(&mut self, least: f64) -> &mut Self {
        self.simple(Rule::Minimum(least))
    }

    /// It is at most this.
    pub fn maximum(&mut self, most: f64) -> &mut Self {
        self.simple(Rule::Maximum(most))
    }

    /// It is more than this.
    pub fn exclusive_minimum(&mut self, bound: f64) -> &mut Self {
        self.simple(Rule::ExclusiveMinimum(bound))
    }

    /// It is less than this.
    pub fn exclusive_maximum(&mut self, bound: f64) -> &mut Self {
        self.simple(Rule::ExclusiveMaximum(bound))
    }

    /// It is a whole multiple of this.
    pub fn multiple_of(&mut self, step: f64) -> &mut Self {
        self.simple(Rule::MultipleOf(step))
    }

    /// It is one of these integers.
    pub fn integers(&mut self, list: &'static [i64]) -> &mut Self {
        self.simple(Rule::Integers(list))
    }

    /// It is one of these numbers.
    pub fn numbers(&mut self, list: &'static [f64]) -> &mut Self {
        self.simple(Rule::Numbers(list))
    }

    /// It has at least this many items.
    pub fn min_items(&mut self, least: u64) -> &mut Self {
        self.simple(Rule::MinItems(least))
    }

    /// It has at most this many items.
    pub fn max_items(&mut self, most: u64) -> &mut Self {
        self.simple(Rule::MaxItems(most))
    }

    /// No two of its items are equal.
    pub fn unique_items(&mut self) -> &mut Self {
        self.simple(Rule::UniqueItems)
    }

    /// Each of its items keeps these.
    pub fn items(&mut self, rules: &'static [Rule]) -> &mut Self {
        self.any(Rule::Items(rules))
    }

    /// It has at least this many members.
    pub fn min_properties(&mut self, least: u64) -> &mut Self {
        self.simple(Rule::MinProperties(least))
    }

    /// It has at most this many members.
    pub fn max_properties(&mut self, most: u64) -> &mut Self {
        self.simple(Rule::MaxProperties(most))
    }

    /// The value of each of its members keeps these.
    pub fn values(&mut self, rules: &'static [Rule]) -> &mut Self {
        self.any(Rule::Values(rules))
    }

    /// It keeps what a schema says besides.
    pub fn asserted(&mut self, assertion: Assertion) -> &mut Self {
        self.any(Rule::Assert(assertion))
    }
}
