//! Whether a value is what a schema says, keyword by keyword.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use serde_json::Value;

use super::compile::{Keyword, Schema};
use super::number::{compare, equal_text, is_integer, is_multiple};
use super::seen::Seen;
use crate::json::Report;
use crate::json::violation::Segment;

/// Deeper than this no schema of a sane document goes: values are at most 128 deep.
const MAX_DEPTH: u32 = 400;

/// As many schemas may be evaluated for one value; alternatives of alternatives multiply.
const MAX_STEPS: u32 = 1_000_000;

/// One evaluation: what is shared on the way down.
pub(super) struct Evaluation<'a> {
    schemas: &'a [Schema],
    report: &'a mut Report,
    /// How many schemas around are tried out only: nothing is reported inside of them.
    quiet: u32,
    depth: u32,
    steps: u32,
}

impl<'a> Evaluation<'a> {
    pub(super) fn new(schemas: &'a [Schema], report: &'a mut Report) -> Self {
        Self { schemas, report, quiet: 0, depth: 0, steps: 0 }
    }

    /// Evaluates a schema and reports; a value too complex for that is refused.
    pub(super) fn check(&mut self, schema: &Schema, value: &Value) {
        self.holds(schema, value, &mut Seen::default());
        if self.steps >= MAX_STEPS {
            self.report.add("too complex to be checked");
        }
    }

    /// Whether a schema holds; `seen` learns what it evaluated.
    pub(super) fn holds<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Value,
        seen: &mut Seen<'v>,
    ) -> bool {
        self.steps += 1;
        if self.depth >= MAX_DEPTH || self.steps >= MAX_STEPS {
            return self.fail("nested too deeply");
        }
        self.depth += 1;
        let mut holds = true;
        for keyword in schema {
            // All are looked at, so that everything wrong is reported at once.
            if !self.keyword(keyword, value, seen) {
                holds = false;
                if self.quiet > 0 {
                    break;
                }
            }
        }
        self.depth -= 1;
        holds
    }

    fn keyword<'v>(&mut self, keyword: &Keyword, value: &'v Value, seen: &mut Seen<'v>) -> bool {
        match keyword {
            Keyword::Never => self.fail("no value is allowed here"),
            Keyword::Types(words) => {
                let holds = words.iter().any(|word| is_of_type(value, word));
                self.expect(holds, || format!("expected {}", words.join(" or ")))
            }
            Keyword::Values(list) => self.expect(list.contains(&equal_text(value)), || {
                "none of the values allowed".to_owned()
            }),
            _ => match value {
                Value::Number(_) => self.numeric(keyword, value, seen),
                Value::String(text) => match text_keyword(keyword, text) {
                    Some(Ok(())) => true,
                    Some(Err(detail)) => self.fail(detail),
                    None => self.applicator(keyword, value, seen),
                },
                Value::Array(list) => self.array(keyword, list, value, seen),
                Value::Object(map) => self.object(keyword, map, value, seen),
                _ => self.applicator(keyword, value, seen),
            },
        }
    }

    fn numeric<'v>(&mut self, keyword: &Keyword, value: &'v Value, seen: &mut Seen<'v>) -> bool {
        let Value::Number(it) = value else { return true };
        match keyword {
            Keyword::Minimum(bound) => {
                self.expect(compare(it, bound) != Ordering::Less, || format!("less than {bound}"))
            }
            Keyword::Maximum(bound) => self
                .expect(compare(it, bound) != Ordering::Greater, || format!("more than {bound}")),
            Keyword::ExclusiveMinimum(bound) => self
                .expect(compare(it, bound) == Ordering::Greater, || {
                    format!("not more than {bound}")
                }),
            Keyword::ExclusiveMaximum(bound) => self
                .expect(compare(it, bound) == Ordering::Less, || format!("not less than {bound}")),
            Keyword::MultipleOf(step) => {
                self.expect(is_multiple(it, step), || format!("no multiple of {step}"))
            }
            _ => self.applicator(keyword, value, seen),
        }
    }

    fn array<'v>(
        &mut self,
        keyword: &Keyword,
        list: &'v [Value],
        value: &'v Value,
        seen: &mut Seen<'v>,
    ) -> bool {
        match keyword {
            Keyword::MinItems(n) => {
                self.expect(list.len() as u64 >= *n, || format!("fewer than {n}"))
            }
            Keyword::MaxItems(n) => {
                self.expect(list.len() as u64 <= *n, || format!("more than {n}"))
            }
            Keyword::UniqueItems => {
                let texts: BTreeSet<String> = list.iter().map(equal_text).collect();
                self.expect(texts.len() == list.len(), || "two items are equal".to_owned())
            }
            Keyword::Items(prefix, rest) => {
                seen.first_items(prefix.len());
                let mut holds = true;
                for (index, item) in list.iter().enumerate() {
                    let Some(schema) = prefix.get(index).or(rest.as_ref()) else { break };
                    holds &= self.part(Segment::Index(index), schema, item);
                }
                if rest.is_some() {
                    seen.every_item();
                }
                holds
            }
            Keyword::Contains(schema, least, most) => {
                let mut count = 0;
                for (index, item) in list.iter().enumerate() {
                    if self.quietly(schema, item, &mut Seen::default()) {
                        seen.item(index);
                        count += 1;
                    }
                }
                let good = count >= *least && most.is_none_or(|most| count <= most);
                self.expect(good, || format!("contains {count} items of the kind that counts"))
            }
            Keyword::UnevaluatedItems(schema) => {
                let mut holds = true;
                for (index, item) in list.iter().enumerate() {
                    if !seen.has_item(index) {
                        holds &= self.part(Segment::Index(index), schema, item);
                    }
                }
                seen.every_item();
                holds
            }
            _ => self.applicator(keyword, value, seen),
        }
    }

    /// Keywords that apply other schemas to the same value.
    pub(super) fn applicator<'v>(
        &mut self,
        keyword: &Keyword,
        value: &'v Value,
        seen: &mut Seen<'v>,
    ) -> bool {
        match keyword {
            Keyword::Ref(index) => {
                let schemas = self.schemas;
                schemas.get(*index).is_none_or(|schema| self.inside(schema, value, seen))
            }
            Keyword::AllOf(list) => {
                list.iter().fold(true, |holds, schema| self.inside(schema, value, seen) && holds)
            }
            Keyword::AnyOf(list) => {
                let count = self.count(list, value, seen);
                self.expect(count > 0, || "fits none of the alternatives".to_owned())
            }
            Keyword::OneOf(list) => {
                let count = self.count(list, value, seen);
                self.expect(count == 1, || match count {
                    0 => "fits none of the alternatives".to_owned(),
                    _ => format!("fits {count} alternatives instead of one"),
                })
            }
            Keyword::Not(schema) => {
                let holds = self.quietly(schema, value, &mut Seen::default());
                self.expect(!holds, || "is what it must not be".to_owned())
            }
            Keyword::If(parts) => {
                let (condition, then, otherwise) = &**parts;
                let mut inner = Seen::default();
                if self.quietly(condition, value, &mut inner) {
                    seen.absorb(inner);
                    self.inside(then, value, seen)
                } else {
                    self.inside(otherwise, value, seen)
                }
            }
            _ => true,
        }
    }

    /// Whether a schema holds for the same value; it sees nothing of what those beside it evaluated.
    pub(super) fn inside<'v>(
        &mut self,
        schema: &Schema,
        value: &'v Value,
        seen: &mut Seen<'v>,
    ) -> bool {
        let mut inner = Seen::default();
        let holds = self.holds(schema, value, &mut inner);
        if holds {
            seen.absorb(inner);
        }
        holds
    }

    /// How many of several schemas hold.
    fn count<'v>(&mut self, list: &[Schema], value: &'v Value, seen: &mut Seen<'v>) -> usize {
        let mut count = 0;
        for schema in list {
            let mut inner = Seen::default();
            if self.quietly(schema, value, &mut inner) {
                seen.absorb(inner);
                count += 1;
            }
        }
        count
    }

    fn quietly<'v>(&mut self, schema: &Schema, value: &'v Value, seen: &mut Seen<'v>) -> bool {
        self.quiet += 1;
        let holds = self.holds(schema, value, seen);
        self.quiet -= 1;
        holds
    }

    /// Whether a schema holds for a part of the value.
    pub(super) fn part(&mut self, segment: Segment, schema: &Schema, value: &Value) -> bool {
        self.report.path.push(segment);
        let holds = self.holds(schema, value, &mut Seen::default());
        self.report.path.pop();
        holds
    }

    pub(super) fn expect(&mut self, holds: bool, detail: impl FnOnce() -> String) -> bool {
        if !holds && self.quiet == 0 {
            self.report.add(detail());
        }
        holds
    }

    pub(super) fn fail(&mut self, detail: impl Into<String>) -> bool {
        if self.quiet == 0 {
            self.report.add(detail);
        }
        false
    }
}

fn is_of_type(value: &Value, word: &str) -> bool {
    match value {
        Value::Null => word == "null",
        Value::Bool(_) => word == "boolean",
        Value::Number(it) => word == "number" || word == "integer" && is_integer(it),
        Value::String(_) => word == "string",
        Value::Array(_) => word == "array",
        Value::Object(_) => word == "object",
    }
}

/// What a keyword about strings says; none for another keyword.
fn text_keyword(keyword: &Keyword, text: &str) -> Option<Result<(), String>> {
    let length = || text.chars().count() as u64;
    let holds = match keyword {
        Keyword::MinLength(n) => length() >= *n,
        Keyword::MaxLength(n) => length() <= *n,
        Keyword::Pattern(regex) => regex.is_match(text),
        Keyword::Format(format) => format.is_match(text),
        _ => return None,
    };
    if holds {
        return Some(Ok(()));
    }
    Some(Err(match keyword {
        Keyword::MinLength(n) => format!("shorter than {n} characters"),
        Keyword::MaxLength(n) => format!("longer than {n} characters"),
        Keyword::Pattern(regex) => format!("does not match `{regex}`"),
        Keyword::Format(format) => format!("expected {}", format.name()),
        _ => String::new(),
    }))
}
