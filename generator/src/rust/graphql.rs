//! The items of a GraphQL crate.
//!
//! What comes from the runtime is always written `graphql::…`, so that no name of a schema is in
//! its way: a type `Error` is `Error`, and the runtime's stays `graphql::Error`.

mod bound;
mod federation;
mod glue;
mod inputs;
mod resolvers;
mod tables;
mod types;

pub use bound::{BoundEnum, BoundField, BoundObject, Shape, ShapeOf, Step, Target};
pub use federation::{Entity, Gateway, Key, KeyChoice, Reference};
pub use glue::{Arm, BatchArm, Batches, Function, Work};
pub use inputs::{Check, Checks, Input, InputField, OneOf, OneOfMember};
pub use resolvers::{Applied, Directive, Literal, Method, Note, Resolver};
pub use tables::{Entry, FieldCost, Root, Row, ServiceSdl, Tables};
pub use types::{Abstract, Enum, EnumValue, Member, Object, ObjectField, Scalar};

use super::Ident;

/// What a file of a GraphQL crate can hold besides modules.
#[derive(Debug, Clone, PartialEq, Hash)]
#[expect(missing_docs, reason = "each is the item of its name")]
pub enum Graphql {
    /// `use crate::types::{Author, Book};`
    Use {
        module: Ident,
        names: Vec<Ident>,
    },
    /// `use meshwright_runtime::graphql;`
    UseRuntime,
    Entry(Entry),
    Scalar(Scalar),
    Enum(Enum),
    Object(Object),
    BoundObject(BoundObject),
    Abstract(Abstract),
    Input(Input),
    OneOf(OneOf),
    Resolver(Resolver),
    Directives(Vec<Directive>),
    /// The directives that no method is called for, with where they stand.
    Notes(Vec<Note>),
    /// The enum of the ways to refer to an entity.
    Key(Key),
    /// What refers to an entity and brings what its fields require.
    Reference(Reference),
    Entities(Vec<Entity>),
    /// What answers `_entities`.
    Gateway(Gateway),
    /// What runs the hooks within input objects.
    Checks(Vec<Checks>),
    /// The trait of all these traits.
    Service(Vec<Ident>),
    Tables(Tables),
    Root(Root),
    Function(Function),
    Batches(Batches),
}
