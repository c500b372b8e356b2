//! HTTP operations.

use super::{Content, Pagination, Parameter, RequestBody, Requirement, Response, Schema, Server};
use crate::source::Place;

/// One method on one path.
#[derive(Debug, Clone, PartialEq)]
pub struct Operation {
    /// The operation id, or words made from method and path where the document has none.
    pub id: String,
    /// The HTTP method.
    pub method: Method,
    /// The path template, with `{name}` for parameters: `/pets/{id}`.
    pub path: String,
    /// The path as the document writes it, for people: `/rpc?action=List`.
    pub key: String,
    /// What the query must have for this operation rather than another on the same path: a literal
    /// value, or just presence.
    pub query: Vec<(String, Option<String>)>,
    /// Where it is served, if not where the rest of the API is.
    pub servers: Vec<Server>,
    /// The tag that the operation is generated under; the first one, or `default`.
    pub tag: String,
    /// One line, may be empty.
    pub summary: String,
    /// More, in CommonMark, may be empty.
    pub description: String,
    /// Whether callers should move on.
    pub deprecated: bool,
    /// Its parameters and those of its path, in order.
    pub parameters: Vec<Parameter>,
    /// What callers send.
    pub request_body: Option<RequestBody>,
    /// What they get, in the order of the document.
    pub responses: Vec<Response>,
    /// Any of these will do; none means that the operation is open.
    pub security: Vec<Requirement>,
    /// How its pages follow each other, if its answers are pages of something longer.
    pub pagination: Option<Pagination>,
    /// Whether servers may leave it out.
    pub is_left_out: bool,
    /// Where the operation is written.
    pub place: Place,
}

/// An operation that the API calls elsewhere: receivers serve it.
#[derive(Debug, Clone, PartialEq)]
pub struct Outgoing {
    /// What is called; its path is where a receiver serves it, and not where it is called.
    pub operation: Operation,
    /// What makes the API call.
    pub trigger: Trigger,
}

/// What makes an API call elsewhere.
#[derive(Debug, Clone, PartialEq)]
pub enum Trigger {
    /// Something that happens; where to call is agreed upon elsewhere.
    Webhook {
        /// The name of the webhook.
        name: String,
    },
    /// A call of one of the API's own operations, which says where to call.
    Callback {
        /// The ids of those operations.
        operations: Vec<String>,
        /// The name of the callback.
        name: String,
        /// Where to call, as a runtime expression: `{$request.body#/callbackUrl}`.
        expression: String,
    },
}

/// An HTTP method.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "each is the method of its name (RFC 9110, section 9)")]
pub enum Method {
    Get,
    Put,
    Post,
    Delete,
    Options,
    Head,
    Patch,
    Trace,
    Query,
    /// Any other: a token, in the case in which it travels.
    Other(String),
}

impl Method {
    /// The method as it travels.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
            Self::Query => "QUERY",
            Self::Other(token) => token,
        }
    }
}

impl Operation {
    /// Shows every use of a type in its parameters, bodies and headers.
    pub fn visit_schemas(&mut self, visit: &mut dyn FnMut(&mut Schema)) {
        self.parameters.iter_mut().for_each(|it| it.schema.visit(visit));
        for content in self.contents_mut() {
            let schemas = content.schema.iter_mut().chain(&mut content.item_schema);
            schemas.for_each(|it| it.visit(visit));
        }
        let headers = self.responses.iter_mut().flat_map(|it| &mut it.headers);
        headers.for_each(|it| it.schema.visit(visit));
    }

    /// Every media type of its body and answers.
    pub fn contents_mut(&mut self) -> impl Iterator<Item = &mut Content> {
        let body = self.request_body.iter_mut().flat_map(|it| &mut it.contents);
        body.chain(self.responses.iter_mut().flat_map(|it| &mut it.contents))
    }
}

impl Trigger {
    /// Whether something that happens makes the call.
    pub fn is_webhook(&self) -> bool {
        matches!(self, Self::Webhook { .. })
    }
}
