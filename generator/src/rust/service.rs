//! The server's traits and the client's methods.

#![allow(missing_docs, reason = "plain data: types and names say what each field is")]

use super::{Docs, Ident, Ty};

/// The trait of one tag and its rows.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ServerModule {
    pub docs: Docs,
    pub trait_ident: Ident,
    /// The module of `operations` that its inputs and outputs are in.
    pub module: Ident,
    pub handlers: Vec<Handler>,
}

/// One operation of the trait.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Handler {
    pub docs: Docs,
    pub ident: Ident,
    /// None where the operation takes nothing.
    pub input: Option<Ident>,
    pub output: Ident,
    pub constant: Ident,
    pub access: HandlerAccess,
    /// Whether it has a body that answers that there is nothing.
    pub is_left_out: bool,
}

/// Whether a handler knows who is asking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum HandlerAccess {
    /// Always.
    Principal,
    /// Where the caller said.
    Optional,
    /// Never.
    Public,
}

/// The client's methods for one tag.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ClientModule {
    pub module: Ident,
    /// The sender that has the methods, where it is not the client.
    pub sender: Option<Ident>,
    /// Whether this is one of several files, below the module that the sender is in.
    pub is_part: bool,
    pub methods: Vec<ClientMethod>,
}

/// One operation of the client.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ClientMethod {
    pub docs: Docs,
    pub ident: Ident,
    pub input: Option<Ident>,
    pub output: Ident,
    pub constant: Ident,
    pub success: Success,
    pub pages: Option<Pages>,
}

/// The method that gives the items of all pages.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Pages {
    pub ident: Ident,
    pub item: Ty,
    pub at: ItemsAt,
    /// The variant of the output that has them, and whether it has headers as well.
    pub variant: Ident,
    pub has_headers: bool,
    /// Whether the output has no other variant.
    pub is_only: bool,
}

/// The way from a body to its items.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct ItemsAt {
    /// How many times the body is an `Option`.
    pub layers: u8,
    pub steps: Vec<Step>,
}

/// A field.
#[derive(Debug, Clone, PartialEq, Hash)]
pub struct Step {
    pub ident: Ident,
    /// How many times it is an `Option`.
    pub layers: u8,
}

/// Which answers are successes, and what callers get for them.
#[derive(Debug, Clone, PartialEq, Hash)]
pub enum Success {
    /// One, without headers: callers get what it holds, without a `match`.
    One {
        /// The variant of the output.
        ident: Ident,
        /// What it holds, if anything.
        ty: Option<Ty>,
        /// Whether the output has no other variant.
        is_only: bool,
    },
    /// These variants, each with whether it holds anything: callers get the output.
    Some(Vec<(Ident, bool)>),
    /// The schema does not tell: callers get the output, whatever it is.
    All,
}
