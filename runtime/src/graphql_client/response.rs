//! Answers (GraphQL, section 7): data, errors, or both.

use std::fmt;

use serde_json::Value;

use crate::json::{self, DecodeError, Form, Json, Kind, Members, Mode, Reader, Shape, Writer};

/// What a server says beside the specification, by name.
pub type Extensions = std::collections::BTreeMap<String, Value>;

/// What an operation answers.
///
/// Where fields failed, there are errors, and data without those fields; where the whole request did, there is no data.
#[derive(Debug, Clone, PartialEq)]
pub struct Response<T> {
    /// What was asked for.
    pub data: Option<T>,
    /// What went wrong.
    pub errors: Vec<GraphqlError>,
    /// Anything else that the server has to say.
    pub extensions: Extensions,
}

/// What went wrong on the server with a request or one field of it (GraphQL, section 7.1.2).
#[derive(Debug, Clone, PartialEq)]
pub struct GraphqlError {
    /// What, for people.
    pub message: String,
    /// Where in the document that was sent.
    pub locations: Vec<Location>,
    /// Where in the data; empty where the whole request is meant.
    pub path: Vec<PathSegment>,
    /// Anything else, such as a code.
    pub extensions: Extensions,
}

/// A place in a document.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Location {
    /// The line, from 1.
    pub line: u32,
    /// The column, from 1.
    pub column: u32,
}

/// A step on the way to a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PathSegment {
    /// To a field, by its response name.
    Key(String),
    /// To an item of a list, from 0.
    Index(u64),
}

impl<T: Json> Response<T> {
    /// Reads an answer.
    ///
    /// # Errors
    ///
    /// When the text is no answer to the operation.
    pub fn from_slice(text: &[u8]) -> Result<Self, DecodeError> {
        json::from_slice(text, Mode::Tolerant)
    }
}

impl<T> Response<T> {
    /// Whether there is neither data nor an error, so that it is no answer at all.
    pub(super) fn is_empty(&self) -> bool {
        self.data.is_none() && self.errors.is_empty()
    }

    /// Whether one of the errors is this one of automatic persisted queries.
    pub(super) fn says(&self, message: &str, code: &str) -> bool {
        self.errors.iter().any(|it| it.message == message || it.code() == Some(code))
    }
}

impl GraphqlError {
    /// `extensions.code`, which many servers give for programs.
    pub fn code(&self) -> Option<&str> {
        self.extensions.get("code")?.as_str()
    }
}

impl fmt::Display for GraphqlError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)?;
        for (index, segment) in self.path.iter().enumerate() {
            let before = if index == 0 { " at " } else { "." };
            match segment {
                PathSegment::Key(key) => write!(f, "{before}{key}")?,
                PathSegment::Index(index) => write!(f, "{before}{index}")?,
            }
        }
        Ok(())
    }
}

impl<T: Json> Json for Response<T> {
    fn blank() -> Self {
        Self { data: None, errors: Vec::new(), extensions: Extensions::new() }
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, json::Error> {
        let mut parts: (Option<T>, Option<Vec<GraphqlError>>, Option<Extensions>) =
            (None, None, None);
        let form = r.only(&mut |name, r| {
            match name {
                "data" => r.present(&mut parts.0),
                "errors" => r.present(&mut parts.1),
                "extensions" => r.present(&mut parts.2),
                _ => r.skip(),
            }?;
            Ok(Form::Whole)
        })?;
        self.data = parts.0;
        self.errors = parts.1.unwrap_or_default();
        self.extensions = parts.2.unwrap_or_default();
        Ok(form)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.begin_object();
        if !self.errors.is_empty() {
            w.member("errors", &mut self.errors);
        }
        w.member("data", &mut self.data);
        if !self.extensions.is_empty() {
            w.member("extensions", &mut self.extensions);
        }
        w.end_object();
        Form::Whole
    }
}

impl Json for GraphqlError {
    fn blank() -> Self {
        let (locations, path) = (Vec::new(), Vec::new());
        Self { message: String::new(), locations, path, extensions: Extensions::new() }
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, json::Error> {
        let mut lists: (Option<Vec<Location>>, Option<Vec<PathSegment>>, Option<Extensions>) =
            (None, None, None);
        let form = r.only(&mut |name, r| {
            match name {
                "message" => r.value(&mut self.message),
                "locations" => r.present(&mut lists.0),
                "path" => r.present(&mut lists.1),
                "extensions" => r.present(&mut lists.2),
                _ => r.skip(),
            }?;
            Ok(Form::Whole)
        })?;
        self.locations = lists.0.unwrap_or_default();
        self.path = lists.1.unwrap_or_default();
        self.extensions = lists.2.unwrap_or_default();
        Ok(form)
    }

    fn write(&mut self, w: &mut Writer) -> Form {
        w.begin_object();
        w.member("message", &mut self.message);
        if !self.locations.is_empty() {
            w.member("locations", &mut self.locations);
        }
        if !self.path.is_empty() {
            w.member("path", &mut self.path);
        }
        if !self.extensions.is_empty() {
            w.member("extensions", &mut self.extensions);
        }
        w.end_object();
        Form::Whole
    }
}

impl Json for Location {
    fn blank() -> Self {
        Self { line: 0, column: 0 }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("line", &mut self.line);
        m.required("column", &mut self.column);
    }
}

impl Json for PathSegment {
    fn blank() -> Self {
        Self::Index(0)
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, json::Error> {
        *self = match r.kind()? {
            Kind::Number => Self::Index(0),
            _ => Self::Key(String::new()),
        };
        r.variant(self)
    }

    fn shape(&mut self) -> Shape<'_> {
        match self {
            Self::Key(key) => Shape::Variant(key, &[]),
            Self::Index(index) => Shape::Variant(index, &[]),
        }
    }
}
