//! Types: what would be printed as structs, enums and unions.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use meshwright_generator::rust::{Decode, Exact, Item, Presence, Rule, Rules, Struct, Ty, Union};
use meshwright_runtime::json::dynamic::{self, Object, Scalar, Type};
use meshwright_runtime::json::{self, Assertion, Format};

use super::{leak, leak_list, leak_text};

/// The types of an API by name; each is filled once all are named, since they lead to one another.
pub(super) struct Types {
    cells: BTreeMap<String, &'static OnceLock<Type>>,
    assertions: BTreeMap<String, Assertion>,
}

impl Types {
    pub(super) fn new(items: &[Item]) -> Self {
        let mut types = Self { cells: BTreeMap::new(), assertions: BTreeMap::new() };
        for item in items {
            match item {
                Item::Assertions(it) => {
                    let texts = it.texts.iter().map(|it| leak_text(it)).collect();
                    let schemas = leak_list(texts);
                    let constants = it.constants.iter().map(|(_, ident, index)| {
                        (ident.0.clone(), Assertion { schemas, index: *index })
                    });
                    types.assertions.extend(constants);
                }
                Item::Renamed(pairs) => pairs.iter().for_each(|it| types.declare(&it.1.0)),
                item => types.declare(name(item).unwrap_or_default()),
            }
        }
        for item in items {
            types.define(item);
        }
        types
    }

    fn declare(&mut self, name: &str) {
        self.cells.insert(name.to_owned(), leak(OnceLock::new()));
    }

    fn define(&self, item: &Item) {
        let set = |name: &str, ty: Type| {
            if let Some(cell) = self.cells.get(name) {
                // Names are each their own, so that it is empty.
                let _ = cell.set(ty);
            }
        };
        match item {
            Item::Renamed(pairs) => {
                pairs.iter().for_each(|(first, other)| set(&other.0, self.named(&first.0)));
            }
            Item::Struct(it) => set(&it.ident.0, self.object(it)),
            Item::Enum(it) => {
                let texts = it.variants.iter().map(|it| (leak_text(&it.text), it.text.clone()));
                let assertion = self.assertion(it.assertion.as_ref().map(|it| it.0.as_str()));
                set(&it.ident.0, Type::Enumeration(leak_list(texts.collect()), assertion));
            }
            Item::Union(it) => set(&it.ident.0, self.union(it)),
            Item::Alias(it) => set(&it.ident.0, self.ty(&it.ty)),
            _ => {}
        }
    }

    fn named(&self, name: &str) -> Type {
        self.cells.get(name).map_or(Type::Any, |it| Type::Named(it))
    }

    pub(super) fn ty(&self, ty: &Ty) -> Type {
        match ty {
            Ty::Prelude(name) | Ty::Runtime { name, .. } => {
                Scalar::named(name).map_or(Type::Any, Type::Scalar)
            }
            Ty::Local(ident) | Ty::Own(ident) | Ty::Beside(ident) => self.named(&ident.0),
            Ty::Vec(inner) => Type::List(leak(self.ty(inner))),
            Ty::Option(inner) => Type::Option(leak(self.ty(inner))),
            Ty::Map { value, .. } => Type::Map(leak(self.ty(value))),
            Ty::Boxed(inner) => self.ty(inner),
            // Bodies that come piece by piece are no values.
            // Of a sequence, each item.
            Ty::Items(item) => self.ty(item),
            Ty::ByteStream | Ty::Events => Type::Any,
        }
    }

    fn assertion(&self, name: Option<&str>) -> Option<Assertion> {
        self.assertions.get(name?).copied()
    }

    fn object(&self, it: &Struct) -> Type {
        let members = it.fields.iter().map(|it| dynamic::Member {
            name: leak_text(&it.wire_name),
            required: it.presence == Presence::Required,
            required_in_requests: it.is_in_requests,
            ty: self.ty(&it.ty),
            rules: self.rules(&it.rules),
        });
        let rest = it.rest.as_ref().map(|(_, ty)| (self.ty(ty), self.rules(&it.rest_rules)));
        let assertion = self.assertion(it.assertion.as_ref().map(|it| it.0.as_str()));
        Type::Object(leak(Object {
            members: members.collect(),
            rest,
            is_closed: it.is_closed,
            assertion,
        }))
    }

    fn union(&self, it: &Union) -> Type {
        let variants = it.variants.iter().map(|it| (self.ty(&it.ty), self.rules(&it.rules)));
        let decode = match &it.decode {
            Decode::Tag { member, texts } => dynamic::Decode::Tag(leak_text(member), texts.clone()),
            Decode::Kind(kinds) => {
                dynamic::Decode::Kind(kinds.iter().map(|it| (kind(it.0), it.1)).collect())
            }
            Decode::Choice { variants, is_exclusive } => {
                let names =
                    |it: &Vec<String>| leak_list(it.iter().map(|it| leak_text(it)).collect());
                let order = variants.iter().map(|it| (it.0, names(&it.1)));
                let choice = if *is_exclusive { json::Choice::One } else { json::Choice::Any };
                dynamic::Decode::Choice(choice, order.collect())
            }
        };
        let assertion = self.assertion(it.assertion.as_ref().map(|it| it.0.as_str()));
        Type::Union(leak(dynamic::Union { variants: variants.collect(), decode, assertion }))
    }

    pub(super) fn rules(&self, rules: &Rules) -> &'static [json::Rule] {
        leak_list(rules.0.iter().filter_map(|it| self.rule(it)).collect())
    }

    /// A rule by the name that it is printed under.
    fn rule(&self, rule: &Rule) -> Option<json::Rule> {
        let numbers = |list: &[Exact]| leak_list(list.iter().map(|it| it.0).collect());
        Some(match rule {
            Rule::Count("MinLength", it) => json::Rule::MinLength(*it),
            Rule::Count("MaxLength", it) => json::Rule::MaxLength(*it),
            Rule::Count("MinItems", it) => json::Rule::MinItems(*it),
            Rule::Count("MaxItems", it) => json::Rule::MaxItems(*it),
            Rule::Count("MinProperties", it) => json::Rule::MinProperties(*it),
            Rule::Count("MaxProperties", it) => json::Rule::MaxProperties(*it),
            Rule::Bound("Minimum", it) => json::Rule::Minimum(it.0),
            Rule::Bound("Maximum", it) => json::Rule::Maximum(it.0),
            Rule::Bound("ExclusiveMinimum", it) => json::Rule::ExclusiveMinimum(it.0),
            Rule::Bound("ExclusiveMaximum", it) => json::Rule::ExclusiveMaximum(it.0),
            Rule::Bound("MultipleOf", it) => json::Rule::MultipleOf(it.0),
            Rule::Count(..) | Rule::Bound(..) => return None,
            Rule::Pattern(it) => json::Rule::Pattern(leak_text(it)),
            Rule::Format(it) => json::Rule::Format(format(it)?),
            Rule::Integers(it) => json::Rule::Integers(leak_list(it.clone())),
            Rule::Numbers(it) => json::Rule::Numbers(numbers(it)),
            Rule::UniqueItems => json::Rule::UniqueItems,
            Rule::Items(it) => json::Rule::Items(self.rules(it)),
            Rule::Values(it) => json::Rule::Values(self.rules(it)),
            Rule::Assert(it) => json::Rule::Assert(self.assertion(Some(&it.0))?),
        })
    }
}

/// The name of a type's item.
fn name(item: &Item) -> Option<&str> {
    let ident = match item {
        Item::Struct(it) => &it.ident,
        Item::Enum(it) => &it.ident,
        Item::Union(it) => &it.ident,
        Item::Alias(it) => &it.ident,
        _ => return None,
    };
    Some(&ident.0)
}

fn kind(name: &str) -> json::Kind {
    match name {
        "Null" => json::Kind::Null,
        "Boolean" => json::Kind::Boolean,
        "Number" => json::Kind::Number,
        "String" => json::Kind::String,
        "Array" => json::Kind::Array,
        _ => json::Kind::Object,
    }
}

fn format(name: &str) -> Option<Format> {
    Some(match name {
        "Email" => Format::Email,
        "Uri" => Format::Uri,
        "Ipv4" => Format::Ipv4,
        "Ipv6" => Format::Ipv6,
        "Uuid" => Format::Uuid,
        "DateTime" => Format::DateTime,
        "Date" => Format::Date,
        _ => return None,
    })
}
