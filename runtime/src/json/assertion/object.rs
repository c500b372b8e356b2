//! The keywords about objects.

use serde_json::{Map, Value};

use super::compile::{Keyword, Members};
use super::evaluate::Evaluation;
use super::seen::Seen;
use crate::json::violation::Segment;

impl Evaluation<'_> {
    pub(super) fn object<'v>(
        &mut self,
        keyword: &Keyword,
        map: &'v Map<String, Value>,
        value: &'v Value,
        seen: &mut Seen<'v>,
    ) -> bool {
        match keyword {
            Keyword::MinProperties(n) => {
                self.expect(map.len() as u64 >= *n, || format!("fewer than {n} members"))
            }
            Keyword::MaxProperties(n) => {
                self.expect(map.len() as u64 <= *n, || format!("more than {n} members"))
            }
            Keyword::Required(names) => self.required(names, map),
            Keyword::DependentRequired(list) => {
                let there = list.iter().filter(|(name, _)| map.contains_key(name));
                there.fold(true, |holds, (_, names)| self.required(names, map) && holds)
            }
            Keyword::DependentSchemas(list) => {
                let there = list.iter().filter(|(name, _)| map.contains_key(name));
                there.fold(true, |holds, (_, schema)| self.inside(schema, value, seen) && holds)
            }
            Keyword::PropertyNames(schema) => map.keys().fold(true, |holds, name| {
                let text = Value::String(name.clone());
                self.part(Segment::Key(name.clone()), schema, &text) && holds
            }),
            Keyword::Members(members) => self.members(members, map, seen),
            Keyword::UnevaluatedProperties(schema) => {
                let mut holds = true;
                for (name, member) in map {
                    if !seen.has_member(name) {
                        holds &= self.part(Segment::Key(name.clone()), schema, member);
                    }
                }
                seen.every_member();
                holds
            }
            _ => self.applicator(keyword, value, seen),
        }
    }

    fn members<'v>(
        &mut self,
        members: &Members,
        map: &'v Map<String, Value>,
        seen: &mut Seen<'v>,
    ) -> bool {
        let mut holds = true;
        for (name, member) in map {
            let named = members.named.iter().filter(|it| it.0 == *name).map(|it| &it.1);
            let matched = members.patterns.iter().filter(|it| it.0.is_match(name)).map(|it| &it.1);
            let mut schemas: Vec<_> = named.chain(matched).collect();
            if schemas.is_empty() {
                schemas.extend(&members.others);
            }
            if !schemas.is_empty() {
                seen.member(name);
            }
            for schema in schemas {
                holds &= self.part(Segment::Key(name.clone()), schema, member);
            }
        }
        holds
    }

    fn required(&mut self, names: &[String], map: &Map<String, Value>) -> bool {
        let mut holds = true;
        for name in names {
            if !map.contains_key(name) {
                holds = self.fail(format!("`{name}` is required, and missing"));
            }
        }
        holds
    }
}
