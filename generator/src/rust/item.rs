//! Types with codecs.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::{Docs, Ident, Ty};

/// A struct with named fields.
#[derive(Debug, Clone, PartialEq)]
pub struct Struct {
    pub docs: Docs,
    pub ident: Ident,
    pub fields: Vec<Field>,
    /// The field that keeps members without a name of their own, and the type of their values.
    pub rest: Option<(Ident, Ty)>,
    /// Whether other members are violations.
    pub is_closed: bool,
    /// Whether nothing is required, so that there is a `Default`.
    pub has_default: bool,
    /// Whether there is a `new` with the required fields.
    pub has_new: bool,
}

/// A field.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    pub docs: Docs,
    pub ident: Ident,
    pub wire_name: String,
    /// The type of the value, without the `Option` of absence.
    pub ty: Ty,
    pub presence: Presence,
    pub rules: Rules,
}

/// Whether a field's value is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Presence {
    /// Always: the field has the type itself.
    Required,
    /// Not always: the field has an `Option`, and nothing is written for `None`.
    Optional,
}

/// Constraints that a server checks.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Rules(pub Vec<Rule>);

/// One constraint.
#[derive(Debug, Clone, PartialEq)]
pub enum Rule {
    /// A rule with a count: `MinLength(3)`.
    Count(&'static str, u64),
    /// A rule with a bound: `Minimum(1.0)`.
    Bound(&'static str, f64),
    /// A regular expression.
    Pattern(String),
    /// A format by the name of its variant.
    Format(&'static str),
    /// The allowed integers.
    Integers(Vec<i64>),
    /// The allowed numbers.
    Numbers(Vec<f64>),
    /// No two items equal.
    UniqueItems,
    /// What holds for each item.
    Items(Rules),
    /// What holds for each value.
    Values(Rules),
}

/// One of several strings.
#[derive(Debug, Clone, PartialEq)]
pub struct Enum {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<Variant>,
    /// The variant that keeps a string that is none of them.
    pub unknown: Ident,
}

/// One string.
#[derive(Debug, Clone, PartialEq)]
pub struct Variant {
    pub docs: Docs,
    pub ident: Ident,
    pub text: String,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq)]
pub struct Union {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<UnionVariant>,
    /// The variant that keeps a value that fits none of them.
    pub other: Ident,
    /// Whether the runtime's `Value` is written with its path.
    pub value: Ty,
    pub decode: Vec<Decode>,
}

/// One type of a union.
#[derive(Debug, Clone, PartialEq)]
pub struct UnionVariant {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
}

/// How a variant is found; steps are taken in order until one fits.
#[derive(Debug, Clone, PartialEq)]
pub enum Decode {
    /// By the text of a member: each text with the index of its variant. Conclusive where the
    /// member is there.
    Tag { member: String, texts: Vec<(String, usize)> },
    /// By the members that only one variant needs: each list with the index of its variant.
    Members(Vec<(Vec<String>, usize)>),
    /// By the kind of value (`json::Kind`).
    Kind(Vec<(&'static str, usize)>),
    /// By trying these variants in order.
    Attempt(Vec<usize>),
}

/// Another name for a type.
#[derive(Debug, Clone, PartialEq)]
pub struct Alias {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
}
