//! What a server has to do, as cases: a table beside the one of operations.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::{Ident, InputBodyKind};

/// The cases of one operation.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ContractRow {
    /// The module of `operations` that the names below are in.
    pub module: Ident,
    pub constant: Ident,
    pub output: Ident,
    /// A good value for each parameter, as JSON text; empty where none is known.
    pub parameters: Vec<String>,
    pub body: Option<ContractBody>,
    pub changes: Vec<ContractChange>,
    /// Whether the document has an answer for those who do all right.
    pub succeeds: bool,
}

/// A good body.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ContractBody {
    pub kind: InputBodyKind,
    /// With what is required and nothing else; JSON text, or the body itself where it has no parts.
    pub least: String,
    /// With what may be there as well.
    pub whole: String,
}

/// What makes a good request a bad one.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum ContractChange {
    /// Another value for the parameter with this index, and what is wrong with it.
    Parameter(usize, ContractValue, String),
    /// A pointer into the body, what is there instead, if anything, and what is wrong with it.
    Member(String, Option<ContractValue>, String),
}

/// A value that is wrong.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum ContractValue {
    /// JSON text.
    Json(String),
    /// A text of so many letters.
    Letters(usize),
    /// So many items, all like the first of the good value.
    Items(usize),
}
