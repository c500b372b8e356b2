//! Types with codecs.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::{Docs, Exact, Ident, Ty};

/// A struct with named fields.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Struct {
    pub docs: Docs,
    pub ident: Ident,
    pub fields: Vec<Field>,
    /// The field that keeps members without a name of their own, and the type of their values.
    pub rest: Option<(Ident, Ty)>,
    /// What holds for the values of those members.
    pub rest_rules: Rules,
    /// Whether other members are violations.
    pub is_closed: bool,
    /// Whether nothing is required, so that there is a `Default`.
    pub has_default: bool,
    /// Whether there is a `new` with the required fields.
    pub has_new: bool,
    /// Whether it can be compared.
    pub has_eq: bool,
    /// The constant of what the schema says besides.
    pub assertion: Option<Ident>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Field {
    pub docs: Docs,
    pub ident: Ident,
    pub wire_name: String,
    /// The type of the value, without the `Option` of absence.
    pub ty: Ty,
    pub presence: Presence,
    /// Whether it has to be there in requests, though not in answers; its presence is `Optional` then.
    pub is_in_requests: bool,
    pub rules: Rules,
}

/// Whether a field's value is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always: the field has the type itself.
    Required,
    /// Not always: the field has an `Option`, and nothing is written for `None`.
    Optional,
}

/// Constraints that a server checks.
#[derive(Debug, Clone, Default, PartialEq, Hash)]
pub struct Rules(pub Vec<Rule>);

/// One constraint.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Rule {
    /// A rule with a count: `MinLength(3)`.
    Count(&'static str, u64),
    /// A rule with a bound: `Minimum(1.0)`.
    Bound(&'static str, Exact),
    /// A regular expression.
    Pattern(String),
    /// A format by the name of its variant.
    Format(&'static str),
    /// The allowed integers.
    Integers(Vec<i64>),
    /// The allowed numbers.
    Numbers(Vec<Exact>),
    /// No two items equal.
    UniqueItems,
    /// What holds for each item.
    Items(Rules),
    /// What holds for each value.
    Values(Rules),
    /// What a schema says besides, by its constant.
    Assert(Ident),
}

/// One of several strings.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Enum {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<Variant>,
    /// The variant that keeps a string that is none of them.
    pub unknown: Ident,
    /// The constant of what the schema says besides.
    pub assertion: Option<Ident>,
}

/// One string.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Variant {
    pub docs: Docs,
    pub ident: Ident,
    pub text: String,
}

/// One of several types.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Union {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<UnionVariant>,
    /// The variant that keeps a value that fits none of them.
    pub other: Ident,
    /// Whether the runtime's `Value` is written with its path.
    pub value: Ty,
    pub decode: Decode,
    /// Whether it can be compared.
    pub has_eq: bool,
    /// The constant of what the schema says besides.
    pub assertion: Option<Ident>,
}

/// One type of a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct UnionVariant {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    pub rules: Rules,
}

/// How a variant is found.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Decode {
    /// By the text of a member: each text with the index of its variant. Conclusive where the
    /// member is there.
    Tag { member: String, texts: Vec<(String, usize)> },
    /// By the kind of value (`json::Kind`).
    Kind(Vec<(&'static str, usize)>),
    /// By trying variants in order, each with the members that it alone needs.
    Choice { variants: Vec<(usize, Vec<String>)>, is_exclusive: bool },
}

/// What types leave open: schemas as JSON texts that refer to one another by number.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Assertions {
    pub texts: Vec<String>,
    /// The constants of those that something is checked by, with their numbers.
    pub constants: Vec<(Docs, Ident, usize)>,
}

/// Another name for a type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Alias {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
}
