//! Example values out of schemas: the same every time, and valid wherever that can be told.

mod assertion;
mod fits;
mod pattern;
mod scalar;

use serde_json::{Map, Value};

use crate::api::{Additional, Api, Kind, Object, Schema, Type, TypeId, Union};
pub use fits::fits;
pub(crate) use pattern::not_matching;

/// Who sends a value: servers leave out what only clients send, and the reverse.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sender {
    /// A client.
    Client,
    /// A server.
    Server,
}

/// A value for a schema; `name` is that of the property or parameter it is for.
///
/// Values that the document gives are taken as they are: people see what its authors wrote.
pub fn example(api: &Api, schema: &Schema, name: &str, sender: Sender) -> Value {
    Synthesis::new(api, sender, false, 250).value(schema, name)
}

/// A value for a type.
pub fn type_example(api: &Api, id: TypeId, sender: Sender) -> Value {
    example(api, &Schema::new(Type::Named(id)), "", sender)
}

/// As [`example`], for machines: values of the document are taken where they fit their schemas.
pub fn valid_example(api: &Api, schema: &Schema, name: &str, sender: Sender) -> Value {
    Synthesis::new(api, sender, true, 60).value(schema, name)
}

/// As [`valid_example`], with what is required and nothing else.
pub fn least_example(api: &Api, schema: &Schema, name: &str, sender: Sender) -> Value {
    Synthesis::new(api, sender, true, 0).value(schema, name)
}

/// Members nested deeper than this are left out unless they must be there.
const DEEP: usize = 6;

/// A list that must be longer than this is left too short.
const LONGEST: u64 = 1_000;

struct Synthesis<'a> {
    api: &'a Api,
    sender: Sender,
    /// Whether values of the document have to fit.
    is_strict: bool,
    /// The types that the value is inside of.
    open: Vec<TypeId>,
    /// How many optional members may still come: keeps examples of wide types readable.
    budget: usize,
}

impl<'a> Synthesis<'a> {
    fn new(api: &'a Api, sender: Sender, is_strict: bool, budget: usize) -> Self {
        Self { api, sender, is_strict, open: Vec::new(), budget }
    }

    /// A value that the document gives, if it will do.
    fn given<'v>(&self, schema: &Schema, value: Option<&'v Value>) -> Option<&'v Value> {
        value.filter(|it| !self.is_strict || fits(self.api, schema, it, self.sender))
    }

    fn value(&mut self, schema: &Schema, name: &str) -> Value {
        let mut value = self.typed(schema, name);
        if let (Some(id), true) = (schema.constraints.assertion, self.is_strict) {
            assertion::satisfy(self.api, id, &mut value);
        }
        value
    }

    fn typed(&mut self, schema: &Schema, name: &str) -> Value {
        match &schema.ty {
            Type::Any => Value::String("any value".to_owned()),
            Type::Null => Value::Null,
            Type::Scalar(it) => scalar::example(*it, &schema.constraints, name),
            Type::Array(inner) => self.array(schema, inner, name),
            Type::Map(inner) => self.map(schema, inner, name),
            Type::Named(id) => self.named(*id, name),
        }
    }

    fn map(&mut self, schema: &Schema, inner: &Schema, name: &str) -> Value {
        let it = &schema.constraints;
        let least = it.min_properties.unwrap_or(0);
        if least == 0 && (self.is_cut_off(inner) || it.max_properties == Some(0)) {
            return Value::Object(Map::new());
        }
        let value = self.value(inner, name);
        let names = (1..=least.clamp(1, LONGEST)).map(|index| match index {
            1 => "key".to_owned(),
            index => format!("key{index}"),
        });
        Value::Object(names.map(|name| (name, value.clone())).collect())
    }

    fn named(&mut self, id: TypeId, name: &str) -> Value {
        let api = self.api;
        let ty = api.ty(id);
        if let Some(example) = self.given(&Schema::new(Type::Named(id)), ty.example.as_ref())
            && (!self.is_strict || self.budget > 0)
        {
            return example.clone();
        }
        if self.open.len() > 2 * DEEP || self.open.iter().filter(|it| **it == id).count() > 1 {
            return Value::Null;
        }
        self.open.push(id);
        let mut value = match &ty.kind {
            Kind::Object(object) => self.object(object),
            Kind::Enumeration(it) => {
                it.values.first().map_or(Value::Null, |it| Value::String(it.text.clone()))
            }
            Kind::Alias(schema) => self.value(schema, name),
            Kind::Union(union) => self.union(id, union, name),
        };
        self.open.pop();
        if let (Some(id), true) = (ty.assertion, self.is_strict) {
            assertion::satisfy(api, id, &mut value);
        }
        value
    }

    fn union(&mut self, id: TypeId, union: &Union, name: &str) -> Value {
        let is_open = |it: &usize| !self.is_cut_off(&union.variants[*it].schema);
        let mut order: Vec<usize> = (0..union.variants.len()).filter(is_open).collect();
        if order.is_empty() {
            order.extend((!union.variants.is_empty()).then_some(0));
        }
        let mut first = None;
        for index in order {
            let budget = self.budget;
            let value = self.variant(union, index, name);
            let whole = Schema::new(Type::Named(id));
            if !self.is_strict || fits(self.api, &whole, &value, self.sender) {
                return value;
            }
            self.budget = budget;
            first.get_or_insert(value);
        }
        first.unwrap_or(Value::Null)
    }

    fn variant(&mut self, union: &Union, index: usize, name: &str) -> Value {
        let mut value = self.value(&union.variants[index].schema, name);
        let text = union.discriminator.as_ref().and_then(|it| {
            let (text, _) = it.mapping.iter().find(|it| it.1 == index)?;
            Some((it.property.clone(), text.clone()))
        });
        if let (Some((property, text)), Value::Object(members)) = (text, &mut value) {
            members.insert(property, Value::String(text));
        }
        value
    }

    fn object(&mut self, object: &Object) -> Value {
        let mut members = Map::new();
        for property in &object.properties {
            let hidden = match self.sender {
                Sender::Client => property.read_only,
                Sender::Server => property.write_only,
            };
            let optional = !property.required;
            let too_much = self.budget == 0
                || self.open.len() > DEEP
                || self.is_cut_off(&property.schema)
                || property.deprecated;
            let is_never = |id| self.is_strict && assertion::is_never(self.api, id);
            let too_much = too_much || property.schema.constraints.assertion.is_some_and(is_never);
            if (hidden || too_much) && optional || hidden && !self.is_strict {
                continue;
            }
            self.budget = self.budget.saturating_sub(1);
            let schema = &property.schema;
            let given = property.example.as_ref().filter(|_| !self.is_strict || self.budget > 0);
            let given = self.given(schema, given.or(schema.default.as_ref()));
            let value = match given {
                Some(value) => value.clone(),
                None => self.value(schema, &property.name),
            };
            members.insert(property.name.clone(), value);
        }
        if let Additional::Typed(schema) = &object.additional
            && members.is_empty()
            && self.open.len() <= DEEP
            && !self.is_cut_off(schema)
        {
            let value = self.value(schema, "");
            members.insert("key".to_owned(), value);
        }
        Value::Object(members)
    }

    fn array(&mut self, schema: &Schema, inner: &Schema, name: &str) -> Value {
        let it = &schema.constraints;
        let least = it.min_items.unwrap_or(0);
        if least == 0 && (self.is_cut_off(inner) || it.max_items == Some(0)) {
            return Value::Array(Vec::new());
        }
        let singular = name.strip_suffix('s').unwrap_or(name);
        let first = self.value(inner, singular);
        let most = if self.is_strict { LONGEST } else { 10 };
        let items = (0..least.clamp(1, most)).map(|index| match it.unique_items {
            true => self.vary(inner, &first, index),
            false => first.clone(),
        });
        Value::Array(items.collect())
    }

    /// Another value of the same kind, for lists whose items differ.
    fn vary(&self, schema: &Schema, value: &Value, index: u64) -> Value {
        let at = usize::try_from(index).unwrap_or(usize::MAX);
        if let Type::Named(id) = &schema.ty
            && let Kind::Enumeration(list) = &self.api.ty(*id).kind
            && let Some(one) = list.values.get(at)
        {
            return Value::String(one.text.clone());
        }
        if let Some(number) = schema.constraints.numbers.get(at) {
            return scalar::number(*number, true);
        }
        match value {
            _ if index == 0 => value.clone(),
            Value::Number(number) => {
                number.as_i64().map_or(value.clone(), |it| Value::from(it + index as i64))
            }
            Value::String(text) => scalar::vary(&schema.ty, text, index),
            other => other.clone(),
        }
    }

    /// Whether the value would go round in a circle.
    fn is_cut_off(&self, schema: &Schema) -> bool {
        match &schema.ty {
            Type::Array(inner) | Type::Map(inner) => self.is_cut_off(inner),
            Type::Named(id) => self.open.contains(id),
            _ => false,
        }
    }
}
