//! Reading and writing JSON without a derive: a type lists its members once, for both directions.
//!
//! The loops over members and items live here once, and are not generic. [`Reader`] also reads
//! values that arrive as plain text (parameters, form fields), so one codec serves both.

mod assert;
mod assertion;
mod binary;
mod choice;
mod containers;
#[cfg(feature = "mock")]
pub mod dynamic;
mod enumeration;
mod format;
mod held;
mod members;
mod nullable;
mod object;
mod plain;
mod present;
mod reader;
mod regex;
mod rule;
mod scalars;
mod shape;
mod spread;
mod text;
mod union;
mod value;
mod violation;
mod writer;

pub(crate) use assert::Start;
pub use assertion::Assertion;
pub use binary::Binary;
pub use choice::Choice;
pub use enumeration::{named, text_of};
pub use format::Format;
pub use held::Held;
pub(crate) use held::Place;
pub use members::Members;
pub use nullable::Nullable;
pub use plain::Plain;
pub use reader::{Error, Kind, Reader};
pub use rule::Rule;
pub use scalars::{Base64, Null};
pub(crate) use shape::is_absent;
pub use shape::{Form, Shape};
#[cfg(all(feature = "graphql-client-ws", not(target_family = "wasm")))]
pub(crate) use spread::member;
pub use spread::members;
pub use violation::{Report, Violation};
pub use writer::{Part, Writer};

/// Any JSON value, for what a schema leaves open.
pub use serde_json::Value;

/// How strictly a value is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mode {
    /// As a server reads: every constraint of the schema counts.
    Strict,
    /// As a client reads: what a newer server may say (unknown values, nulls, members) is kept or
    /// passed over.
    Tolerant,
}

/// A type with a JSON form (RFC 8259), or the form of one parameter.
///
/// An object has [`Self::members`]; any other value has [`Self::read`], and [`Self::write`] or a [`Self::shape`] that
/// says how it is written. Those who hold a value use [`Reader::value`] and [`Writer::value`], which do what these leave.
pub trait Json {
    /// Where reading starts from; it is no meaningful value.
    #[doc(hidden)]
    fn blank() -> Self
    where
        Self: Sized;

    /// Whether `null` is one of the values.
    #[doc(hidden)]
    fn is_nullable() -> bool
    where
        Self: Sized,
    {
        false
    }

    /// Lists the members of an object: their names, each with its place.
    ///
    /// Reading and writing both follow this one list, so they cannot disagree. It has to list the same members each time
    /// that it is called.
    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        let _ = m;
    }

    /// Replaces the value with the next one of `r`; an object leaves that to its list of members.
    ///
    /// A value of a wrong kind becomes a violation that `r` keeps, so that one pass finds all.
    ///
    /// # Errors
    ///
    /// When the text is no JSON, or nested too deeply: nothing after it can be read.
    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        let _ = r;
        Ok(Form::Members)
    }

    /// Appends the value; what has another way to be written, by its members or its shape, leaves it to that. What it
    /// holds is as before, afterwards.
    fn write(&mut self, w: &mut Writer) -> Form {
        let _ = w;
        Form::Members
    }

    /// What the value is, for those that look into it.
    fn shape(&mut self) -> Shape<'_> {
        Shape::Own
    }

    /// Reports each of `rules` that the value breaks; a rule for another kind of value is none.
    // A method, since it is asked for every rule of every value that a server reads.
    #[doc(hidden)]
    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        let _ = (rules, report);
    }
}

/// Why a text gave no value.
#[derive(Debug, Clone, PartialEq)]
pub enum DecodeError {
    /// The text cannot be read.
    Syntax(Error),
    /// The text can be read, and breaks the schema in these places.
    Violations(Vec<Violation>),
}

impl std::fmt::Display for DecodeError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Syntax(error) => write!(f, "{error}"),
            Self::Violations(list) => {
                for (index, it) in list.iter().enumerate() {
                    let separator = if index == 0 { "" } else { "; " };
                    write!(f, "{separator}{it}")?;
                }
                Ok(())
            }
        }
    }
}

impl std::error::Error for DecodeError {}

/// Reads one value that is the whole text.
///
/// # Errors
///
/// Every violation found, or the first place where the text is no JSON.
pub fn from_slice<T: Json>(text: &[u8], mode: Mode) -> Result<T, DecodeError> {
    let mut value = T::blank();
    read_value(text, mode, &mut value)?;
    Ok(value)
}

/// As [`from_slice`], into a value.
pub(crate) fn read_value(text: &[u8], mode: Mode, value: &mut dyn Json) -> Result<(), DecodeError> {
    let mut r = Reader::json(utf8(text)?, mode);
    let outcome = r.value(value);
    finish(&mut r, outcome)
}

/// As [`from_slice`], as servers read what clients send; into a value, for which `rules` hold.
pub(crate) fn read_request<T: Json>(
    text: &[u8],
    mut value: T,
    rules: &[Rule],
) -> Result<T, DecodeError> {
    let mut r = Reader::request(utf8(text)?);
    let start = r.start();
    let outcome = r.value(&mut value);
    if outcome.is_ok() && r.report.list.is_empty() {
        let mut held = Held::new(start, &mut value, &mut r, Place::Here);
        for rule in rules {
            held.rule(*rule);
        }
    }
    finish(&mut r, outcome).map(|()| value)
}

/// As [`from_slice`], for a reader of any shape.
///
/// # Errors
///
/// As [`from_slice`].
pub fn read_into(
    text: &[u8],
    mode: Mode,
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), Error>,
) -> Result<(), DecodeError> {
    let mut r = Reader::json(utf8(text)?, mode);
    let outcome = read(&mut r);
    finish(&mut r, outcome)
}

fn utf8(text: &[u8]) -> Result<&str, DecodeError> {
    std::str::from_utf8(text)
        .map_err(|error| DecodeError::Syntax(Error::new("not UTF-8", error.valid_up_to())))
}

/// Checks that nothing follows what was read, and gives what is wrong with it.
fn finish(r: &mut Reader<'_>, outcome: Result<(), Error>) -> Result<(), DecodeError> {
    outcome.and_then(|()| r.finish()).map_err(DecodeError::Syntax)?;
    if r.report.list.is_empty() {
        return Ok(());
    }
    Err(DecodeError::Violations(std::mem::take(&mut r.report.list)))
}

/// The value as compact JSON.
///
/// It is copied first; [`into_vec`] does without.
pub fn to_vec<T: Json + Clone>(value: &T) -> Vec<u8> {
    encode(&mut value.clone())
}

/// The value as compact JSON.
pub fn into_vec(mut value: impl Json) -> Vec<u8> {
    encode(&mut value)
}

/// The value as compact JSON.
pub(crate) fn encode(value: &mut dyn Json) -> Vec<u8> {
    let mut w = Writer::with_capacity(128);
    w.value(value);
    w.into_bytes()
}

/// The value that reading starts from.
#[doc(hidden)]
pub fn blank<T: Json>() -> T {
    T::blank()
}
