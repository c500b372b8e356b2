//! The items of a client of a GraphQL schema.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::graphql::Scalar;
use super::{Docs, Ident, Ty};

/// What a file of a client can hold besides modules and enums.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum GraphqlClient {
    /// `use crate::client::enums::{Genre, Role};`
    Use {
        module: Ident,
        names: Vec<Ident>,
    },
    Scalar(Scalar),
    Object(Object),
    Choice(Choice),
    OneOf(OneOf),
    Operation(Operation),
    Method(Method),
    /// The client, and the file with its persisted operations.
    Client {
        docs: Docs,
        persisted: String,
    },
}

/// A struct with a codec: variables, an input object, or what a selection gives.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Object {
    pub docs: Docs,
    pub ident: Ident,
    pub fields: Vec<Field>,
    /// What reads the same object besides.
    pub fragments: Vec<Fragment>,
    /// Whether people make it, and so want a `new`, and a `Default` where nothing is required.
    pub is_input: bool,
    /// Whether it can be compared.
    pub has_eq: bool,
}

/// A member.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Field {
    pub docs: Docs,
    pub ident: Ident,
    pub wire_name: String,
    /// The type of the value, without what says that it may not be there.
    pub ty: Ty,
    pub presence: Presence,
}

/// Whether a member's value is always there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Presence {
    /// Always.
    Required,
    /// Absent, or null where it is read: an `Option`.
    Optional,
    /// Absent, null or a value, three things: a `Nullable`.
    Nullable,
}

/// A fragment, or what depends on the type, of one object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Fragment {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    /// The members that tell that it is there, where variables decide that: an `Option`.
    pub only_with: Option<Vec<String>>,
}

/// What values have that depends on their type: an enum.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Choice {
    pub docs: Docs,
    pub ident: Ident,
    pub variants: Vec<Variant>,
    /// The variant of all other types.
    pub other: Ident,
    /// Whether it can be compared.
    pub has_eq: bool,
}

/// What values of some types have.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Variant {
    pub docs: Docs,
    pub ident: Ident,
    pub ty: Ty,
    /// The object types; where they are several, the struct says which.
    pub types: Vec<String>,
}

/// The enum of a `@oneOf` input object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct OneOf {
    pub docs: Docs,
    pub ident: Ident,
    pub members: Vec<OneOfMember>,
    /// Which of them reading starts from.
    pub first: usize,
    /// Whether it can be compared.
    pub has_eq: bool,
}

/// One choice of a `@oneOf` input object.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct OneOfMember {
    pub docs: Docs,
    pub ident: Ident,
    pub wire_name: String,
    pub ty: Ty,
}

/// The constant of an operation.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Operation {
    pub docs: Docs,
    pub constant: Ident,
    /// The function of the runtime that makes it: `query`.
    pub kind: &'static str,
    pub name: String,
    pub text: String,
    /// The SHA-256 of the text, in hexadecimal digits.
    pub hash: String,
}

/// The method of an operation.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Method {
    pub docs: Docs,
    pub ident: Ident,
    pub constant: Ident,
    pub variables: Option<Ident>,
    pub data: Ident,
    /// Whether it gives one answer after the other.
    pub is_subscription: bool,
}
