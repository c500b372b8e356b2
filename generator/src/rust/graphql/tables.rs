//! The schema as tables.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use crate::rust::Ident;

/// The SDL, and the function that puts a service behind it.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Entry {
    /// The file with the SDL, beside `lib.rs`.
    pub file: String,
    /// The file with the subgraph's own SDL.
    pub subgraph: Option<String>,
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

/// The struct of a subgraph's SDL.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ServiceSdl {
    pub ident: Ident,
    pub is_nullable: bool,
}
