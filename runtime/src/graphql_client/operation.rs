//! Operations as tables.

use crate::http;

/// One operation of a document (GraphQL, section 2.3).
#[derive(Debug)]
pub struct Operation {
    /// Its name.
    pub name: &'static str,
    /// What it does with the server.
    pub kind: OperationKind,
    /// What is sent: the operation and its fragments.
    pub text: &'static str,
    /// The SHA-256 of the text, in hexadecimal digits.
    pub hash: &'static str,
    /// The request that carries it in its body; hooks know it by the operation's name.
    pub(super) post: http::Operation,
    /// The request that carries it in its URL.
    pub(super) get: http::Operation,
    /// The request for a stream of events.
    pub(super) events: http::Operation,
}

/// The kinds of operations.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads, and is safe to repeat.
    Query,
    /// Changes something.
    Mutation,
    /// Gives one answer after the other.
    Subscription,
}

/// What is asked for (GraphQL over HTTP, section 6.1): the newer media type first.
const PRODUCES: &[&str] = &["application/graphql-response+json", "application/json;q=0.9"];

impl Operation {
    /// A query of this name and text, with the text's SHA-256.
    pub const fn query(name: &'static str, text: &'static str, hash: &'static str) -> Self {
        Self::new(OperationKind::Query, name, text, hash)
    }

    /// A mutation of this name and text, with the text's SHA-256.
    pub const fn mutation(name: &'static str, text: &'static str, hash: &'static str) -> Self {
        Self::new(OperationKind::Mutation, name, text, hash)
    }

    /// A subscription of this name and text, with the text's SHA-256.
    pub const fn subscription(name: &'static str, text: &'static str, hash: &'static str) -> Self {
        Self::new(OperationKind::Subscription, name, text, hash)
    }

    const fn new(
        kind: OperationKind,
        name: &'static str,
        text: &'static str,
        hash: &'static str,
    ) -> Self {
        let post = request(name, "POST", PRODUCES);
        let get = request(name, "GET", PRODUCES);
        let events = request(name, "POST", &["text/event-stream"]);
        Self { name, kind, text, hash, post, get, events }
    }
}

const fn request(
    id: &'static str,
    method: &'static str,
    produces: &'static [&'static str],
) -> http::Operation {
    http::Operation { id, method, produces, ..http::Operation::NEW }
}
