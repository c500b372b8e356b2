//! Types that are known at run time alone, read and written by the same loops as generated ones.
//!
//! What the generator would print as a struct, an enum or a union is data here, and [`Dynamic`] is a value
//! of it. A server that has never been compiled for a schema refuses with it what a generated one would.

mod read;
mod scalar;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use super::members::Rest;
use super::{Assertion, Error, Form, Json, Members, Reader, Report, Rule, Shape, Value};
pub use scalar::Scalar;

/// A type as data. Types live as long as the program: a schema is loaded once.
#[derive(Debug, Clone, Copy)]
pub enum Type {
    /// Any JSON value.
    Any,
    /// A value without parts.
    Scalar(Scalar),
    /// A value or `null`.
    Option(&'static Type),
    /// A list.
    List(&'static Type),
    /// An object whose members all have values of one type.
    Map(&'static Type),
    /// An object with named members.
    Object(&'static Object),
    /// One of several strings, each twice.
    Enumeration(&'static [(&'static str, String)], Option<Assertion>),
    /// One of several types.
    Union(&'static Union),
    /// A type that may not be known yet: one that leads back to itself. Any value until then.
    Named(&'static OnceLock<Type>),
}

/// An object with named members.
#[derive(Debug)]
pub struct Object {
    /// The members, in order.
    pub members: Vec<Member>,
    /// The type of other members, and the rules for each, where they are kept.
    pub rest: Option<(Type, &'static [Rule])>,
    /// Whether other members are violations.
    pub is_closed: bool,
    /// What the schema says besides.
    pub assertion: Option<Assertion>,
}

/// A member of an object.
#[derive(Debug)]
pub struct Member {
    /// Its name.
    pub name: &'static str,
    /// Whether it must be there.
    pub required: bool,
    /// Whether it must be there in requests, where it need not in answers.
    pub required_in_requests: bool,
    /// Its value.
    pub ty: Type,
    /// What holds for the value.
    pub rules: &'static [Rule],
}

/// One of several types.
#[derive(Debug)]
pub struct Union {
    /// The types, each with what holds for its values.
    pub variants: Vec<(Type, &'static [Rule])>,
    /// How one is found.
    pub decode: Decode,
    /// What the schema says besides.
    pub assertion: Option<Assertion>,
}

/// How a variant is found.
#[derive(Debug)]
pub enum Decode {
    /// By the text of a member: each with the index of its variant.
    Tag(&'static str, Vec<(String, usize)>),
    /// By the kind of value.
    Kind(Vec<(super::Kind, usize)>),
    /// By trying variants, each with the members that it alone needs.
    Choice(super::Choice, Vec<(usize, &'static [&'static str])>),
}

/// A value of a type that is known at run time alone.
#[derive(Debug)]
pub struct Dynamic {
    ty: Type,
    held: Held,
}

/// What a value holds.
enum Held {
    /// Nothing yet, or nothing.
    Absent,
    Null,
    Scalar(Box<dyn Json + Send>),
    List(Vec<Dynamic>),
    Map(BTreeMap<String, Dynamic>),
    /// The named members, in the order of the type, and the others.
    Object(Vec<Dynamic>, Others),
    Text(String),
    Other(Value),
    /// The value of a union, and its rules.
    One(Box<Dynamic>, &'static [Rule]),
}

/// Members without a name of their own, and the type of their values.
#[derive(Debug)]
pub(super) struct Others {
    pub(super) map: BTreeMap<String, Dynamic>,
    ty: Type,
}

impl Rest for Others {
    fn read_entry(&mut self, r: &mut Reader<'_>, rules: &[Rule]) -> Result<(), Error> {
        let mut value = Dynamic::new(self.ty);
        r.checked(&mut value, rules)?;
        self.map.insert(r.key(), value);
        Ok(())
    }

    fn count(&self) -> usize {
        self.map.len()
    }

    fn each(&mut self, with: &mut dyn FnMut(&str, &mut dyn Json)) {
        self.map.iter_mut().for_each(|(name, it)| with(name, it));
    }
}

impl std::fmt::Debug for Held {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Scalar(_) => f.write_str("Scalar(…)"),
            Self::List(list) => list.fmt(f),
            Self::Map(map) => map.fmt(f),
            Self::Object(members, rest) => {
                f.debug_tuple("Object").field(members).field(rest).finish()
            }
            Self::Text(text) => text.fmt(f),
            Self::Other(value) => value.fmt(f),
            Self::One(value, _) => value.fmt(f),
            Self::Absent => f.write_str("Absent"),
            Self::Null => f.write_str("Null"),
        }
    }
}

impl Type {
    /// The type itself, where this is another name for it.
    fn resolved(self) -> Self {
        match self {
            Self::Named(cell) => cell.get().map_or(Self::Any, |it| it.resolved()),
            ty => ty,
        }
    }

    /// The type of the values that are not null.
    fn core(self) -> Self {
        match self.resolved() {
            Self::Option(inner) => inner.core(),
            ty => ty,
        }
    }

    fn is_nullable(self) -> bool {
        match self.resolved() {
            Self::Any | Self::Option(_) => true,
            Self::Scalar(it) => it == Scalar::Null,
            _ => false,
        }
    }
}

impl Dynamic {
    /// Where reading a value of this type starts from.
    pub fn new(ty: Type) -> Self {
        Self { ty, held: Held::Absent }
    }

    /// The value as plain JSON.
    pub fn to_json(&mut self) -> Value {
        super::assert::json_of(self)
    }
}

impl Json for Dynamic {
    fn blank() -> Self {
        Self::new(Type::Any)
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        let (Type::Object(object), Held::Object(members, others)) =
            (self.ty.core(), &mut self.held)
        else {
            return;
        };
        for (member, value) in object.members.iter().zip(members) {
            let mut held = match member.required {
                true => m.required(member.name, value),
                false if member.required_in_requests => m.required_in_requests(member.name, value),
                false => m.optional(member.name, value),
            };
            for rule in member.rules {
                held.rule(*rule);
            }
        }
        if let Some(assertion) = object.assertion {
            m.asserted(assertion);
        }
        if let Some((_, rules)) = object.rest {
            m.rest_of(others, rules);
        } else if object.is_closed {
            m.closed();
        }
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        self.read_type(r)
    }

    fn shape(&mut self) -> Shape<'_> {
        match &mut self.held {
            Held::Absent => Shape::Absent,
            Held::Null => Shape::Null,
            Held::Scalar(value) => Shape::Inside(value.as_mut()),
            Held::List(list) => list.shape(),
            Held::Map(map) => map.shape(),
            Held::Object(..) => Shape::Own,
            Held::Text(text) => Shape::Word(text),
            Held::Other(value) => Shape::Other(value),
            Held::One(value, rules) => Shape::Variant(value.as_mut(), rules),
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        match &mut self.held {
            Held::Scalar(value) => value.check(rules, report),
            Held::List(list) => list.check(rules, report),
            Held::Map(map) => map.check(rules, report),
            _ => {}
        }
    }
}
