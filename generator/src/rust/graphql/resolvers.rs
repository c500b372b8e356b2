//! The traits that an application implements.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use serde_json::Value;

use crate::rust::{Docs, Exact, Ident, Ty};

/// A directive that is applied and has no method.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Note {
    pub coordinate: String,
    pub directive: String,
    /// JSON.
    pub arguments: String,
}

/// The trait of a type's fields that need work.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Resolver {
    pub docs: Docs,
    pub ident: Ident,
    /// The name and the type of the object whose fields they are; none for a root type.
    pub parent: Option<(Ident, Ident)>,
    pub methods: Vec<Method>,
}

/// A field that needs work.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Method {
    pub docs: Docs,
    pub ident: Ident,
    /// The struct of its arguments.
    pub arguments: Option<Ident>,
    pub gives: Ty,
    /// Whether it gives one value after the other.
    pub is_stream: bool,
    /// Whether it takes all sibling parents, and gives a value for each.
    pub is_batched: bool,
}

/// A directive that runs.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Directive {
    pub docs: Docs,
    pub ident: Ident,
    /// The struct of its arguments.
    pub arguments: Option<Ident>,
    /// Whether it runs on values that requests give, and not around fields.
    pub is_input: bool,
}

/// A directive on a field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Applied {
    pub method: Ident,
    /// `Query.secret`.
    pub coordinate: String,
    pub arguments: Option<(Ident, Vec<(Ident, Literal)>)>,
}

/// A value that is written in the schema.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Literal {
    None,
    Some(Box<Literal>),
    Text(String),
    Int(i32),
    Float(Exact),
    Bool(bool),
    List(Vec<Literal>),
    /// A value of an enum type.
    Variant(Ident, Ident),
    /// Any other: read as input is.
    Read(Value),
}
