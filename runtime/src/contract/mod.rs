//! What a server of a schema has to do, as cases, and what runs them.
//!
//! A crate that was generated with its contract has a table of good values, and of what makes them bad. The
//! requests are made here, in the styles of the schema, and sent to a service in this process or to a URL:
//!
//! ```ignore
//! let contract = Contract::new(pets::contract::OPERATIONS).credential(&pets::security::KEY, "secret");
//! let report = contract.check(router).await;
//! assert!(report.is_clean(), "{report}");
//! ```

mod case;
mod input;
mod report;
mod run;
mod sample;

use crate::http::{Operation, Output, Received, Scheme, Secret, Unexpected};
use crate::json::Value;
pub use input::input;
pub use report::{Failure, Report};

/// The cases of one operation.
#[derive(Clone, Copy)]
pub struct Row {
    /// The operation.
    pub operation: &'static Operation,
    /// A good value for each of its parameters, as JSON text; empty where none is known.
    pub parameters: &'static [&'static str],
    /// A good body, of the first media type.
    pub body: Option<Sample>,
    /// What makes a good request a bad one.
    pub changes: &'static [Change],
    /// Whether the schema has an answer for those who do all right.
    pub succeeds: bool,
    /// Whether an answer is one that the schema has.
    pub answers: Check,
}

/// Reads an answer.
pub type Check = &'static (dyn Fn(&mut Received) -> Result<(), Unexpected> + Sync);

/// A good body.
#[derive(Debug, Clone, Copy)]
pub struct Sample {
    /// How it travels.
    pub form: Form,
    /// With what is required and nothing else: JSON text, or the body itself where it has no parts.
    pub least: &'static str,
    /// With what may be there as well.
    pub whole: &'static str,
}

/// How a body travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "each is the form of its name")]
pub enum Form {
    Json,
    Form,
    Multipart,
    Text,
    /// A sequence of JSON values.
    Items,
    Bytes,
}

/// What makes a good request a bad one, and what is wrong with it then.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Change {
    /// Another value for the parameter with this index.
    Parameter(usize, Wrong, &'static str),
    /// Another value at this pointer into the body.
    Member(&'static str, Wrong, &'static str),
    /// Nothing at this pointer into the body.
    Without(&'static str, &'static str),
}

/// A value that is wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wrong {
    /// JSON text.
    Json(&'static str),
    /// A text of so many letters.
    Letters(usize),
    /// So many items, all like the first of the good value.
    Items(usize),
}

impl Wrong {
    /// The value, in place of a good one; none where it cannot be made.
    fn value(self, good: &Value) -> Option<Value> {
        match self {
            Self::Json(text) => serde_json::from_str(text).ok(),
            Self::Letters(count) => Some(Value::from("a".repeat(count))),
            Self::Items(count) => Some(vec![good.get(0)?.clone(); count].into()),
        }
    }
}

/// Whether an answer is one of the operation whose answers these are; strictly, as servers are read.
///
/// # Errors
///
/// What is wrong with it.
pub fn answers<O: Output>(received: &mut Received) -> Result<(), Unexpected> {
    received.read::<O>().map(drop)
}

impl std::fmt::Debug for Row {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Row").field("operation", &self.operation.id).finish_non_exhaustive()
    }
}

/// The cases of a crate, with what they need to know about the server that is checked.
#[derive(Debug, Clone)]
pub struct Contract {
    rows: &'static [Row],
    credentials: Vec<(&'static Scheme, Secret)>,
    values: Vec<(String, Value)>,
    skipped: Vec<String>,
}

impl Contract {
    /// All cases, without credentials.
    pub fn new(rows: &'static [Row]) -> Self {
        Self { rows, credentials: Vec::new(), values: Vec::new(), skipped: Vec::new() }
    }

    /// Good requests present this for a security scheme: a key, a token, or for basic authentication the
    /// name and password in base64.
    pub fn credential(mut self, scheme: &'static Scheme, secret: impl Into<String>) -> Self {
        self.credentials.push((scheme, Secret::new(secret)));
        self
    }

    /// Good requests have this value for the parameter of that name, in every operation: the id of
    /// something that is there.
    pub fn value(mut self, parameter: impl Into<String>, value: impl Into<Value>) -> Self {
        self.values.push((parameter.into(), value.into()));
        self
    }

    /// Leaves an operation alone, by its id.
    pub fn skip(mut self, operation: impl Into<String>) -> Self {
        self.skipped.push(operation.into());
        self
    }
}
