//! Types of the application that stand for types of the schema.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use crate::rust::{Docs, Ident};

/// What a custom scalar is.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Target {
    /// A type at the runtime's root.
    Runtime(&'static str),
    /// A type of the prelude.
    Prelude(&'static str),
    /// A type of the application, and the type that stands for the scalar where values are written.
    Own { path: Vec<Ident>, mark: Ident },
}

/// A type of the schema, as it picks how values of the application are written.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Shape {
    pub of: ShapeOf,
    pub is_nullable: bool,
}

/// What a [`Shape`] is of.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum ShapeOf {
    /// One of the runtime's kinds: `Text`.
    Known(&'static str),
    /// A type of the crate that stands for one of the schema.
    Mark(Ident),
    List(Box<Shape>),
}

/// One step to a value: `.name`, or `.name()`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Step {
    pub ident: Ident,
    pub is_call: bool,
}

/// The type of the application that an object type is.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct BoundObject {
    pub docs: Docs,
    pub ident: Ident,
    pub path: Vec<Ident>,
    /// The type that stands for the object type where values are written.
    pub mark: Ident,
    /// The constant of its number.
    pub constant: Ident,
    pub fields: Vec<BoundField>,
}

/// A plain field of a type of the application.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct BoundField {
    pub steps: Vec<Step>,
    pub shape: Shape,
    /// Its number in the table.
    pub index: u16,
}

/// The type of the application that an enum type is converted from and to.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct BoundEnum {
    pub path: Vec<Ident>,
    /// The variants there, in the order of the values.
    pub variants: Vec<Ident>,
}
