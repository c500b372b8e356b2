//! GraphQL operations and fragments: what is left of executable documents when every field is known.
//!
//! There is no inline fragment and no type condition here: a selection is what every value has, and what values of
//! some object types have besides.

use super::graphql::{TypeDefinition, TypeRef};
use crate::source::Place;

/// The operations of one client.
#[derive(Debug, Clone, PartialEq)]
pub struct Documents {
    /// In the order of the documents.
    pub operations: Vec<Operation>,
    /// The fragments that operations spread, in the order of the documents.
    pub fragments: Vec<Fragment>,
    /// The scalars, enums and input objects that operations use, in the order of the schema.
    pub types: Vec<TypeDefinition>,
}

/// One operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// Its name.
    pub name: String,
    /// What it does with the server.
    pub kind: OperationKind,
    /// What it is for, in CommonMark.
    pub description: String,
    /// What callers give, in the order written.
    pub variables: Vec<Variable>,
    /// What it asks for.
    pub selection: Selection,
    /// What is sent: the operation and its fragments.
    pub text: String,
    /// Where it is written.
    pub place: Place,
}

/// The kinds of operations (GraphQL, section 2.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are those of the specification")]
pub enum OperationKind {
    Query,
    Mutation,
    Subscription,
}

/// A variable of an operation.
#[derive(Debug, Clone, PartialEq)]
pub struct Variable {
    /// Its name, without `$`.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// Its type.
    pub ty: TypeRef,
    /// The default as documents write it.
    pub default_text: Option<String>,
}

/// A fragment.
#[derive(Debug, Clone, PartialEq)]
pub struct Fragment {
    /// Its name.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// What it asks for; the type of the selection is its type condition.
    pub selection: Selection,
    /// Where it is written.
    pub place: Place,
}

/// A selection set.
#[derive(Debug, Clone, PartialEq)]
pub struct Selection {
    /// The type that it is made on.
    pub on: String,
    /// The fields that every value has, each response name once.
    pub fields: Vec<Field>,
    /// The fragments that apply to every value, each once.
    pub spreads: Vec<Spread>,
    /// What values of some types have besides. Their selections have no cases.
    pub cases: Vec<Case>,
}

/// A field that is asked for, under one response name.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// The response name: the alias, or the name.
    pub key: String,
    /// Where the schema has it: `Pet.name`.
    pub coordinate: String,
    /// What it gives, in CommonMark.
    pub description: String,
    /// Why users should move on.
    pub deprecated: Option<String>,
    /// Its type.
    pub ty: TypeRef,
    /// Whether a variable decides that it is there (`@skip`, `@include`).
    pub is_conditional: bool,
    /// What is asked for of its values, where they are objects.
    pub selection: Option<Selection>,
}

/// A fragment that applies to every value.
#[derive(Debug, Clone, PartialEq)]
pub struct Spread {
    /// The fragment's name.
    pub fragment: String,
    /// Whether a variable decides that it is there (`@skip`, `@include`).
    pub is_conditional: bool,
}

/// What values of some object types have besides.
#[derive(Debug, Clone, PartialEq)]
pub struct Case {
    /// The object types, in the order of the schema.
    pub types: Vec<String>,
    /// The type conditions that make the case, in the order written, each once.
    pub conditions: Vec<String>,
    /// What they have.
    pub selection: Selection,
}

impl OperationKind {
    /// The word of the language.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
        }
    }
}
