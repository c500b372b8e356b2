//! One operation of a validated document, in our own words.
//!
//! The engine lowers its tree into this one, so that planning and limits know nothing of the engine.

use std::collections::BTreeMap;
use std::sync::Arc;

use serde_json::{Map, Value};

use super::error::Location;
use super::type_system::InputRef;

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OperationKind {
    /// Reads; siblings run concurrently.
    Query,
    /// Writes; root fields run one after the other.
    Mutation,
    /// Answers a stream.
    Subscription,
}

#[derive(Debug)]
pub(crate) struct Document {
    pub(crate) kind: OperationKind,
    pub(crate) name: Option<Arc<str>>,
    pub(crate) variables: Vec<Variable>,
    pub(crate) selections: Vec<Selection>,
    pub(crate) fragments: BTreeMap<String, Inline>,
}

impl Document {
    pub(crate) fn fragment(&self, name: &str) -> Option<&Inline> {
        self.fragments.get(name)
    }
}

#[derive(Debug)]
pub(crate) struct Variable {
    pub(crate) name: String,
    pub(crate) ty: InputRef,
    pub(crate) default: Option<Value>,
    pub(crate) location: Option<Location>,
}

#[derive(Debug)]
pub(crate) enum Selection {
    Field(Field),
    Inline(Inline),
    Spread(Spread),
}

#[derive(Debug)]
pub(crate) struct Field {
    /// The alias, or the name.
    pub(crate) key: String,
    pub(crate) name: String,
    pub(crate) arguments: Vec<(String, Literal)>,
    /// Of the values of the arguments.
    pub(crate) argument_locations: Vec<Option<Location>>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) selections: Vec<Selection>,
    pub(crate) location: Option<Location>,
}

/// An inline fragment, or the body of a named one.
#[derive(Debug)]
pub(crate) struct Inline {
    pub(crate) on: Option<String>,
    pub(crate) conditions: Vec<Condition>,
    pub(crate) selections: Vec<Selection>,
}

#[derive(Debug)]
pub(crate) struct Spread {
    pub(crate) fragment: String,
    pub(crate) conditions: Vec<Condition>,
}

/// `@include(if: …)` or `@skip(if: …)`.
#[derive(Debug)]
pub(crate) struct Condition {
    /// The value of `if` with which the selection is kept: true for `@include`.
    pub(crate) keep: bool,
    pub(crate) test: Test,
    /// Of the value of `if`.
    pub(crate) location: Option<Location>,
}

#[derive(Debug)]
pub(crate) enum Test {
    Constant(bool),
    Variable(String),
}

/// A value of the document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Literal {
    /// One without variables.
    Constant(Value),
    Variable(String),
    List {
        items: Vec<Literal>,
        text: Box<str>,
    },
    Object {
        entries: Vec<(String, Literal)>,
        text: Box<str>,
    },
}

impl Literal {
    /// Whether it is a variable without a value.
    pub(crate) fn is_absent(&self, variables: &Map<String, Value>) -> bool {
        matches!(self, Literal::Variable(name) if !variables.contains_key(name))
    }

    /// Whether it is null, or a variable that is.
    pub(crate) fn is_null(&self, variables: &Map<String, Value>) -> bool {
        match self {
            Literal::Constant(value) => value.is_null(),
            Literal::Variable(name) => variables.get(name).is_some_and(Value::is_null),
            Literal::List { .. } | Literal::Object { .. } => false,
        }
    }

    /// As messages quote it; only where variables are within, and not for what is inside another.
    pub(crate) fn text(&self) -> String {
        match self {
            Literal::Constant(value) => value.to_string(),
            Literal::Variable(name) => format!("${name}"),
            Literal::List { text, .. } | Literal::Object { text, .. } => text.to_string(),
        }
    }

    /// The value with variables put in; `None` if it is a variable without a value.
    ///
    /// In a list, such a variable is null; in an object, its entry is left out.
    pub(crate) fn fill(&self, variables: &Map<String, Value>) -> Option<Value> {
        match self {
            Literal::Constant(value) => Some(value.clone()),
            Literal::Variable(name) => variables.get(name).cloned(),
            Literal::List { items, .. } => {
                Some(items.iter().map(|item| item.fill(variables).unwrap_or(Value::Null)).collect())
            }
            Literal::Object { entries, .. } => {
                let filled = entries
                    .iter()
                    .filter_map(|(name, value)| Some((name.clone(), value.fill(variables)?)));
                Some(Value::Object(filled.collect()))
            }
        }
    }
}
