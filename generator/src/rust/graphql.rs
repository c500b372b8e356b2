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
    Abstract(Abstract),
    Input(Input),
    OneOf(OneOf),
    Resolver(Resolver),
    Directives(Vec<Directive>),
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
}

/// A custom scalar: another name for a type at the runtime's root.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Scalar {
    pub docs: Docs,
    pub ident: Ident,
    pub target: &'static str,
}

/// An enum type.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Enum {
    pub docs: Docs,
    pub ident: Ident,
    pub name: String,
    pub values: Vec<EnumValue>,
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
}

/// A plain field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ObjectField {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    /// Its number in the table.
    pub index: u16,
}

/// The enum of an interface or a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Abstract {
    pub docs: Docs,
    pub ident: Ident,
    pub members: Vec<Member>,
}

/// One object type of an interface or a union.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Member {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
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

/// A directive that runs before resolvers.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Directive {
    pub docs: Docs,
    pub ident: Ident,
    /// The struct of its arguments.
    pub arguments: Option<Ident>,
}

/// The numbers of types and fields.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Tables {
    pub objects: Vec<Row>,
    /// The names of scalars whose values are checked, and the types that check them.
    pub scalars: Vec<(String, &'static str)>,
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
    pub resolver: Ident,
    pub parent: Option<(Ident, Ident)>,
    pub is_subscription: bool,
    pub arms: Vec<Arm>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Arm {
    pub index: u16,
    pub method: Ident,
    pub has_arguments: bool,
    pub directives: Vec<Applied>,
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
