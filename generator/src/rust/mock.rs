//! A mock server: what a crate would hold, with examples of what its operations give.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use serde_json::Value;

use super::{
    AnswerHeader, ContractRow, Ident, Input, InputBodyKind, Item, OutputStatus, SchemeRow, Table,
    Ty,
};

/// All that a mock server of one API needs to know.
#[derive(Debug, Clone, PartialEq)]
pub struct Mock {
    /// The title of the API.
    pub title: String,
    /// The base URLs of the API.
    pub servers: Vec<String>,
    /// Types, aliases and assertions, in no particular order.
    pub types: Vec<Item>,
    pub schemes: Vec<SchemeRow>,
    pub operations: Vec<MockOperation>,
    /// The cases that the server passes, each by the constant of its operation.
    pub contract: Vec<ContractRow>,
}

/// An operation with its answers.
#[derive(Debug, Clone, PartialEq)]
pub struct MockOperation {
    /// The name of its method, in the client as in the trait of the server.
    pub ident: Ident,
    pub table: Table,
    pub input: Option<Input>,
    pub answers: Vec<MockAnswer>,
}

/// One answer, with examples.
#[derive(Debug, Clone, PartialEq)]
pub struct MockAnswer {
    pub status: OutputStatus,
    /// The headers, each with a value.
    pub headers: Vec<(AnswerHeader, Value)>,
    pub contents: Vec<MockContent>,
}

/// One media type of an answer.
#[derive(Debug, Clone, PartialEq)]
pub struct MockContent {
    pub media_type: String,
    pub kind: MockKind,
    /// Names, which may be empty, and values; those of the document first, and one at least.
    pub examples: Vec<(String, Value)>,
}

/// How an example travels.
#[derive(Debug, Clone, PartialEq)]
pub enum MockKind {
    /// As JSON of this type.
    Json(Ty),
    /// As a stream of events.
    Events,
    /// As a request's body of the same kind would.
    Like(InputBodyKind),
}
