//! Scalars, enums, objects, interfaces and unions.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::bound::{BoundEnum, Shape, Target};
use crate::rust::{Docs, Ident, Ty};

/// A custom scalar: another name for a type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Scalar {
    pub docs: Docs,
    pub ident: Ident,
    pub target: Target,
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Enum {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
    pub values: Vec<EnumValue>,
    pub bound: Option<BoundEnum>,
}

/// One value of an enum type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct EnumValue {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
}

/// The struct of an object type's plain fields.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Object {
    pub docs: Docs,
    pub ident: Ident,
    /// The constant of its number.
    pub constant: Ident,
    pub fields: Vec<ObjectField>,
    /// Whether it derives what structs derive: not where it holds values of the application.
    pub derives: bool,
}

/// A plain field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ObjectField {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    /// Its number in the table.
    pub index: u16,
    /// How it is written, if it holds values of the application.
    pub shape: Option<Shape>,
}

/// The enum of an interface or a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Abstract {
    pub docs: Docs,
    pub ident: Ident,
    pub members: Vec<Member>,
    /// Whether it derives what enums derive: not where it holds values of the application.
    pub derives: bool,
}

/// One object type of an interface or a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Member {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    pub is_boxed: bool,
    /// The type that stands for the object type, if it is one of the application.
    pub mark: Option<Ident>,
}
