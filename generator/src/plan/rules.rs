//! Constraints as rules that a codec checks.

use super::types::Types;
use crate::api::{self, AssertionId, Constraints, Kind, Schema, Type};
use crate::rust::{Exact, Ident, Rule, Rules};
use crate::validate::translate;

impl Types<'_> {
    /// The constraints of a value, those of aliases included.
    pub(super) fn rules(&self, schema: &Schema) -> Rules {
        self.rules_within(schema, 0)
    }

    fn rules_within(&self, schema: &Schema, depth: u32) -> Rules {
        let mut rules = Vec::new();
        if depth > 8 {
            return Rules(rules);
        }
        let it = &schema.constraints;
        match &schema.ty {
            Type::Named(id) => {
                if let Kind::Alias(target) = &self.api.ty(*id).kind {
                    rules.extend(self.rules_within(target, depth + 1).0);
                }
                count(&mut rules, "MinProperties", it.min_properties);
                count(&mut rules, "MaxProperties", it.max_properties);
                // Objects of their own have no rules as a whole: a struct is no map.
                let is_alias = matches!(self.resolved(*id), Kind::Alias(_));
                rules.retain(|rule| is_alias || matches!(rule, Rule::Assert(_)));
            }
            Type::Scalar(api::Scalar::String) => text_rules(&mut rules, it),
            Type::Scalar(scalar) => number_rules(&mut rules, it, *scalar),
            Type::Array(items) => {
                count(&mut rules, "MinItems", it.min_items);
                count(&mut rules, "MaxItems", it.max_items);
                if it.unique_items {
                    rules.push(Rule::UniqueItems);
                }
                let inner = self.rules_within(items, depth + 1);
                if !inner.0.is_empty() {
                    rules.push(Rule::Items(inner));
                }
            }
            Type::Map(values) => {
                count(&mut rules, "MinProperties", it.min_properties);
                count(&mut rules, "MaxProperties", it.max_properties);
                let inner = self.rules_within(values, depth + 1);
                if !inner.0.is_empty() {
                    rules.push(Rule::Values(inner));
                }
            }
            Type::Any | Type::Null => {}
        }
        rules.extend(self.assertion(it.assertion).map(Rule::Assert));
        Rules(rules)
    }

    pub(super) fn assertion(&self, id: Option<AssertionId>) -> Option<Ident> {
        id.map(|id| self.assertions[id.0].clone())
    }
}

fn count(rules: &mut Vec<Rule>, name: &'static str, value: Option<u64>) {
    rules.extend(value.map(|it| Rule::Count(name, it)));
}

fn text_rules(rules: &mut Vec<Rule>, it: &Constraints) {
    count(rules, "MinLength", it.min_length);
    count(rules, "MaxLength", it.max_length);
    // One that cannot be said was taken out before.
    rules.extend(it.pattern.as_deref().and_then(|it| translate(it).ok()).map(Rule::Pattern));
    let format = match it.format.as_deref() {
        Some("email") => "Email",
        Some("uri" | "url") => "Uri",
        Some("ipv4") => "Ipv4",
        Some("ipv6") => "Ipv6",
        Some("time") => "Time",
        Some("duration") => "Duration",
        Some("hostname") => "Hostname",
        Some("uri-reference") => "UriReference",
        Some("json-pointer") => "JsonPointer",
        Some("regex") => "Regex",
        _ => return,
    };
    rules.push(Rule::Format(format));
}

fn number_rules(rules: &mut Vec<Rule>, it: &Constraints, scalar: api::Scalar) {
    let mut bound = |name: &'static str, value: Option<f64>| {
        rules.extend(value.map(|it| Rule::Bound(name, Exact(it))));
    };
    let unsigned = matches!(
        scalar,
        api::Scalar::Uint8 | api::Scalar::Uint16 | api::Scalar::Uint32 | api::Scalar::Uint64
    );
    // What the type says already is not said again.
    bound("Minimum", it.minimum.filter(|it| !(unsigned && *it <= 0.0)));
    bound("Maximum", it.maximum);
    bound("ExclusiveMinimum", it.exclusive_minimum);
    bound("ExclusiveMaximum", it.exclusive_maximum);
    bound("MultipleOf", it.multiple_of);
    if it.numbers.is_empty() {
        return;
    }
    if matches!(scalar, api::Scalar::Float | api::Scalar::Double) {
        rules.push(Rule::Numbers(it.numbers.iter().map(|it| Exact(*it)).collect()));
    } else {
        rules.push(Rule::Integers(it.numbers.iter().map(|it| *it as i64).collect()));
    }
}
