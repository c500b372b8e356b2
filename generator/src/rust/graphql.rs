//! The items of a GraphQL crate.
//!
//! What comes from the runtime is always written `graphql::…`, so that no name of a schema is in
//! its way: a type `Error` is `Error`, and the runtime's stays `graphql::Error`.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use serde_json::Value;

use super::{Docs, Exact, Ident, Ty};

/// What a file of a GraphQL crate can hold besides modules.
#[derive(Debug, Clone, PartialEq, Hash)]
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

/// The SDL, and the function that puts a service behind it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entry {
    /// The file with the SDL, beside `lib.rs`.
    pub file: String,
    /// The file with the subgraph's own SDL.
    pub subgraph: Option<String>,
}

/// A custom scalar: another name for a type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Scalar {
    pub docs: Docs,
    pub ident: Ident,
    pub target: Target,
}

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

/// A directive that is applied and has no method.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Note {
    pub coordinate: String,
    pub directive: String,
    /// JSON.
    pub arguments: String,
}

/// The enum of the ways to refer to an entity.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Key {
    pub docs: Docs,
    pub ident: Ident,
    pub choices: Vec<KeyChoice>,
}

/// One way to refer to an entity.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct KeyChoice {
    pub docs: Docs,
    pub ident: Ident,
    /// The struct of its fields.
    pub ty: Ident,
    /// The names of its fields in the schema.
    pub names: Vec<String>,
}

/// What refers to an entity and brings what its fields require.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Reference {
    pub docs: Docs,
    pub ident: Ident,
    pub key: Ident,
    pub key_field: Ident,
    pub fields: Vec<InputField>,
}

/// The method that finds entities of one type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entity {
    pub docs: Docs,
    pub ident: Ident,
    /// What it takes a list of.
    pub reference: Ident,
    /// What it gives.
    pub ty: Ident,
    pub name: String,
    /// Its variant of the union of all entities, and whether that is boxed.
    pub variant: (Ident, bool),
}

/// What answers `_entities`.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Gateway {
    /// The union of all entities.
    pub union: Ident,
    pub entities: Vec<Entity>,
}

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

/// The numbers of types and fields.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Tables {
    pub objects: Vec<Row>,
    /// The names of scalars whose values are checked, and their types in the crate.
    pub scalars: Vec<(String, Ident)>,
    pub costs: Vec<FieldCost>,
}

/// What calling a field costs, in the words of the runtime.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct FieldCost {
    pub coordinate: String,
    pub weight: Option<u64>,
    pub assumed_size: Option<u64>,
    pub slicing_arguments: Vec<String>,
    pub sized_fields: Vec<String>,
    pub require_one_slicing_argument: bool,
}

/// One object type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Row {
    pub name: String,
    /// The constant of its number, where it is used.
    pub constant: Option<Ident>,
    pub fields: Vec<String>,
    pub resolved: Vec<u16>,
    pub batched: Vec<u16>,
}

/// What hands each call to the function of its type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Root {
    /// The constants of types, with modules of the functions.
    pub types: Vec<(Ident, Ident)>,
    /// The module of the function for subscriptions.
    pub subscription: Option<Ident>,
    /// The constants of types with batched fields, with modules of the functions.
    pub batched: Vec<(Ident, Ident)>,
}

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

/// The struct of a subgraph's SDL.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ServiceSdl {
    pub ident: Ident,
    pub is_nullable: bool,
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
