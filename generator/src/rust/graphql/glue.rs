//! What calls resolvers for the fields of a table.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::bound::Shape;
use super::inputs::Check;
use super::resolvers::Applied;
use super::tables::ServiceSdl;
use crate::rust::Ident;

/// What hands each call for all sibling parents of one type to the resolver of its field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Batches {
    pub resolver: Ident,
    /// The type of the parents.
    pub parent: Ident,
    pub arms: Vec<BatchArm>,
}

/// One batched field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct BatchArm {
    pub index: u16,
    pub method: Ident,
    pub has_arguments: bool,
}

/// What hands each call of one type to the resolver of its field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Function {
    /// The trait of the type's resolvers, if it has any.
    pub resolver: Option<Ident>,
    pub parent: Option<(Ident, Ident)>,
    pub is_subscription: bool,
    pub arms: Vec<Arm>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Arm {
    pub index: u16,
    /// The method, or the field of the struct.
    pub method: Ident,
    pub work: Work,
    /// What answers `_service`.
    pub sdl: Option<ServiceSdl>,
    pub has_arguments: bool,
    /// The hooks within its arguments.
    pub checks: Vec<Check>,
    /// The outermost last.
    pub directives: Vec<Applied>,
    /// How the answer is written, if it holds values of the application.
    pub shape: Option<Shape>,
}

/// Who answers a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Work {
    /// A method of the service.
    Method,
    /// The struct: only hooks run.
    Value,
    /// `_entities`
    Entities,
    /// `_service`
    Service,
}
