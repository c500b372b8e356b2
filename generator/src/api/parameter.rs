//! Parameters of operations.

use serde_json::Value;

use super::Schema;
use crate::source::Place;

/// Where a parameter travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `in`")]
pub enum Location {
    Path,
    Query,
    Header,
    Cookie,
    /// The whole query.
    Querystring,
}

/// How a parameter's value becomes text (OpenAPI, "Style Values").
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words are those of OpenAPI's `style`")]
pub enum Style {
    Simple,
    Label,
    Matrix,
    Form,
    SpaceDelimited,
    PipeDelimited,
    TabDelimited,
    DeepObject,
    Cookie,
    /// Not a style: the value travels as JSON text (`content`).
    Json,
}

/// One parameter.
#[derive(Debug, Clone, PartialEq)]
pub struct Parameter {
    /// Its name on the wire.
    pub name: String,
    /// Where it travels.
    pub location: Location,
    /// How its value becomes text.
    pub style: Style,
    /// Whether list items and members become parameters of their own.
    pub explode: bool,
    /// Whether it must be there.
    pub required: bool,
    /// Its value.
    pub schema: Schema,
    /// What it is for, in CommonMark.
    pub description: String,
    /// Whether callers should move on.
    pub deprecated: bool,
    /// A value to show.
    pub example: Option<Value>,
    /// Where the parameter is written.
    pub place: Place,
}

impl Location {
    /// The word that OpenAPI uses.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Querystring => "querystring",
        }
    }
}
