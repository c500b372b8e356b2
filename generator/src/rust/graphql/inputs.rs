//! Input objects, and the hooks within them.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::resolvers::Applied;
use crate::rust::{Docs, Ident, Ty};

/// The function that runs the hooks within one input object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Checks {
    pub docs: Docs,
    pub function: Ident,
    pub checks: Vec<Check>,
}

/// The hooks on an argument or a field of an input object, and those within it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Check {
    pub name: String,
    /// The function for the objects in it, which run first.
    pub within: Option<Ident>,
    /// In order.
    pub hooks: Vec<Applied>,
}

/// The struct of an input object, or of the arguments of a field or directive.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Input {
    pub docs: Docs,
    pub ident: Ident,
    pub fields: Vec<InputField>,
    /// Whether it is read from requests; arguments of directives are written in the schema.
    pub is_read: bool,
}

/// A field of an input object, or an argument.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct InputField {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
    pub ty: Ty,
    /// Whether absent and null are told apart: `Nullable<_>`.
    pub is_nullable: bool,
}

/// The enum of a `@oneOf` input object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct OneOf {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
    pub members: Vec<OneOfMember>,
}

/// One choice of a `@oneOf` input object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct OneOfMember {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
    pub ty: Ty,
}
