//! Errors: what a resolver raises, and what a response carries.

use std::fmt;

use serde_json::{Map, Value};

/// What a resolver, a directive or a connection hook raises: a message for the client, and extensions.
///
/// Nothing is added to the message, so nothing internal leaks unless it is written here.
/// The executor adds the locations and the path of the field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Error {
    message: String,
    extensions: Map<String, Value>,
}

impl Error {
    /// An error with this message and no extensions.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), extensions: Map::new() }
    }

    /// Adds one entry to the `extensions` of the error.
    #[must_use]
    pub fn with(mut self, name: impl Into<String>, value: impl Into<Value>) -> Self {
        self.extensions.insert(name.into(), value.into());
        self
    }

    /// The text for the client.
    pub fn message(&self) -> &str {
        &self.message
    }

    /// What is said beyond the message.
    pub fn extensions(&self) -> &Map<String, Value> {
        &self.extensions
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}

/// A line and a column of the document, both counted from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line.
    pub line: usize,
    /// The column, in characters.
    pub column: usize,
}

/// One step of a path into the response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    /// A response key.
    Key(Box<str>),
    /// An index of a list.
    Index(usize),
}

/// An error as a response carries it (specification, section 7.1.2).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ResponseError {
    /// The text for the client.
    pub message: String,
    /// Where in the document; empty when no place is to blame.
    pub locations: Vec<Location>,
    /// Where in the response, innermost first; empty for a request error.
    path: Vec<PathSegment>,
    /// Anything else.
    pub extensions: Box<Map<String, Value>>,
}

impl ResponseError {
    /// An error of the whole request.
    pub fn request(message: impl Into<String>, location: Option<Location>) -> Self {
        Self::at(Error::new(message), location.as_slice())
    }

    /// A resolver's error at a place of the document; the path is added on the way up.
    pub(crate) fn at(error: Error, locations: &[Location]) -> Self {
        Self {
            message: error.message,
            locations: locations.to_vec(),
            path: Vec::new(),
            extensions: Box::new(error.extensions),
        }
    }

    /// Where in the response, from the root.
    pub fn path(&self) -> impl DoubleEndedIterator<Item = &PathSegment> {
        self.path.iter().rev()
    }

    /// Puts a segment in front of the path: errors bubble from the inside out.
    pub(crate) fn prepend(&mut self, segment: PathSegment) {
        self.path.push(segment);
    }

    /// The error as JSON: `message`, then `locations`, `path` and `extensions` where there are any.
    pub fn to_json(&self) -> Value {
        let mut json = Map::new();
        json.insert("message".into(), self.message.clone().into());
        if !self.locations.is_empty() {
            json.insert("locations".into(), self.locations.iter().map(location_json).collect());
        }
        if !self.path.is_empty() {
            json.insert("path".into(), self.path().map(segment_json).collect());
        }
        if !self.extensions.is_empty() {
            json.insert("extensions".into(), Value::Object((*self.extensions).clone()));
        }
        Value::Object(json)
    }
}

impl fmt::Display for ResponseError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for ResponseError {}

fn location_json(location: &Location) -> Value {
    serde_json::json!({ "line": location.line, "column": location.column })
}

fn segment_json(segment: &PathSegment) -> Value {
    match segment {
        PathSegment::Key(key) => Value::from(key.as_ref()),
        PathSegment::Index(index) => Value::from(*index),
    }
}

/// Why a schema cannot be served: it does not parse, or the generated tables do not fit it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SchemaError(pub(crate) String);

impl fmt::Display for SchemaError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SchemaError {}
