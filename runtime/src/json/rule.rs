//! Constraints as data, and the one place that checks them (JSON Schema, validation vocabulary).

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

use regex::Regex;

use super::assertion::{Assertion, compare_integer, is_multiple_of};
use super::{Format, Report};

/// One constraint of a schema.
#[derive(Debug, Clone, Copy)]
pub enum Rule {
    /// At least this many characters.
    MinLength(u64),
    /// At most this many characters.
    MaxLength(u64),
    /// A regular expression that must match somewhere.
    Pattern(&'static str),
    /// A format that has no type of its own.
    Format(Format),
    /// At least.
    Minimum(f64),
    /// At most.
    Maximum(f64),
    /// More than.
    ExclusiveMinimum(f64),
    /// Less than.
    ExclusiveMaximum(f64),
    /// A whole multiple of.
    MultipleOf(f64),
    /// One of these integers.
    Integers(&'static [i64]),
    /// One of these numbers.
    Numbers(&'static [f64]),
    /// At least this many items.
    MinItems(u64),
    /// At most this many items.
    MaxItems(u64),
    /// No two items equal.
    UniqueItems,
    /// What holds for each item.
    Items(&'static [Rule]),
    /// At least this many members.
    MinProperties(u64),
    /// At most this many members.
    MaxProperties(u64),
    /// What holds for the value of each member.
    Values(&'static [Rule]),
    /// What a schema says besides. It is about JSON, so that readers check it, not values.
    Assert(Assertion),
}

/// A regular expression that was compiled; none where it cannot be.
type Compiled = Option<&'static Regex>;

/// The regular expressions that have been needed, compiled once; a schema has only so many.
static COMPILED: Mutex<BTreeMap<&'static str, Compiled>> = Mutex::new(BTreeMap::new());

/// How many patterns a thread remembers without asking for all of them.
const NEAR: usize = 64;

thread_local! {
    /// Some of [`COMPILED`], by address.
    static NEARBY: [Cell<(&'static str, Compiled)>; NEAR] =
        const { [const { Cell::new(("", None)) }; NEAR] };
}

/// Whether a pattern matches somewhere. One that is no regular expression of ours holds for all;
/// the generator has told then.
fn is_match(pattern: &'static str, text: &str) -> bool {
    let regex = NEARBY.with(|nearby| {
        // Patterns lie one after another, so that neighbours have other places.
        let place = &nearby[(pattern.as_ptr() as usize).wrapping_mul(31) / 8 % NEAR];
        let (known, regex) = place.get();
        if std::ptr::eq(known, pattern) {
            return regex;
        }
        let regex = compiled(pattern);
        place.set((pattern, regex));
        regex
    });
    regex.is_none_or(|it| it.is_match(text))
}

#[cold]
fn compiled(pattern: &'static str) -> Compiled {
    let mut all = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    *all.entry(pattern).or_insert_with(|| {
        let regex = Regex::new(pattern).ok()?;
        Some(Box::leak(Box::new(regex)))
    })
}

/// Whether a text has at least so many characters; most of the time its bytes tell.
fn has_characters(text: &str, least: u64) -> bool {
    let bytes = text.len() as u64;
    // A character has one to four bytes.
    bytes >= least && (least <= bytes.div_ceil(4) || text.chars().count() as u64 >= least)
}

pub(super) fn check_text(text: &str, rules: &[Rule], report: &mut Report) {
    for rule in rules {
        match *rule {
            Rule::MinLength(least) if !has_characters(text, least) => {
                report.add(format!("shorter than {least} characters"));
            }
            Rule::MaxLength(most) if has_characters(text, most.saturating_add(1)) => {
                report.add(format!("longer than {most} characters"));
            }
            Rule::Pattern(pattern) if !is_match(pattern, text) => {
                report.add(format!("does not match `{pattern}`"));
            }
            Rule::Format(format) if !format.is_match(text) => {
                report.add(format!("expected {}", format.name()));
            }
            _ => {}
        }
    }
}

pub(super) fn check_number(value: f64, integer: Option<i128>, rules: &[Rule], report: &mut Report) {
    use std::cmp::Ordering;
    let compare = |bound: f64| match integer {
        Some(integer) => compare_integer(integer, bound),
        None => value.partial_cmp(&bound).unwrap_or(Ordering::Equal),
    };
    for rule in rules {
        match *rule {
            Rule::Minimum(least) if compare(least).is_lt() => {
                report.add(format!("less than {least}"));
            }
            Rule::Maximum(most) if compare(most).is_gt() => {
                report.add(format!("more than {most}"));
            }
            Rule::ExclusiveMinimum(least) if compare(least).is_le() => {
                report.add(format!("not more than {least}"));
            }
            Rule::ExclusiveMaximum(most) if compare(most).is_ge() => {
                report.add(format!("not less than {most}"));
            }
            Rule::MultipleOf(step) if !is_multiple_of(value, step) => {
                report.add(format!("no multiple of {step}"));
            }
            Rule::Integers(list)
                if !integer.is_some_and(|it| list.iter().any(|&one| i128::from(one) == it)) =>
            {
                report.add(format!("none of {list:?}"));
            }
            Rule::Numbers(list) if !list.contains(&value) => {
                report.add(format!("none of {list:?}"));
            }
            _ => {}
        }
    }
}

pub(super) fn check_count(
    count: usize,
    least: Rule,
    most: Rule,
    rules: &[Rule],
    report: &mut Report,
) {
    use std::mem::discriminant;
    for rule in rules {
        if discriminant(rule) == discriminant(&least)
            && let Rule::MinItems(n) | Rule::MinProperties(n) = *rule
            && (count as u64) < n
        {
            report.add(format!("fewer than {n}"));
        }
        if discriminant(rule) == discriminant(&most)
            && let Rule::MaxItems(n) | Rule::MaxProperties(n) = *rule
            && count as u64 > n
        {
            report.add(format!("more than {n}"));
        }
    }
}
