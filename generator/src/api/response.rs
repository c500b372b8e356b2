//! Answers of operations.

use serde_json::Value;

use super::{Content, Schema, Style};
use crate::source::Place;

/// What callers get.
#[derive(Debug, Clone, PartialEq)]
pub struct Response {
    /// When.
    pub status: Status,
    /// What it means, in CommonMark.
    pub description: String,
    /// What can be called with what the answer says.
    pub links: Vec<Link>,
    /// Headers that come with it, without `Content-Type`.
    pub headers: Vec<Header>,
    /// One per media type; none where there is no body.
    pub contents: Vec<Content>,
    /// Where the response is written.
    pub place: Place,
}

/// What can be called with what an answer says (OpenAPI, "Link Object").
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// Its name.
    pub name: String,
    /// What it is for, in CommonMark.
    pub description: String,
    /// The id of the operation, or the reference of one that is elsewhere.
    pub target: String,
    /// Whether the target is an operation of this API.
    pub is_known: bool,
    /// The parameters by name, and the request body under `body`: constants, or runtime
    /// expressions as `$response.body#/id`.
    pub values: Vec<(String, String)>,
    /// Where the target is written.
    pub place: Place,
}

/// The status that a response is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Exactly this one.
    Code(u16),
    /// All of a class: 4 for `4XX`.
    Range(u8),
    /// All that are not declared.
    Default,
}

/// A response header.
#[derive(Debug, Clone, PartialEq)]
pub struct Header {
    /// Its name.
    pub name: String,
    /// Whether it is always there.
    pub required: bool,
    /// How its value becomes text: `simple`, or as JSON.
    pub style: Style,
    /// Whether members of an object have their names before them.
    pub explode: bool,
    /// Its value.
    pub schema: Schema,
    /// What it says, in CommonMark.
    pub description: String,
    /// A value to show.
    pub example: Option<Value>,
}

impl std::fmt::Display for Status {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Code(code) => write!(f, "{code}"),
            Self::Range(class) => write!(f, "{class}XX"),
            Self::Default => f.write_str("default"),
        }
    }
}
