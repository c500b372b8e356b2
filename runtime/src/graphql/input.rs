//! How generated code reads arguments and input objects.
//!
//! The schema-driven coercion has run before: defaults are in, lists are lists, enum values exist.

use std::fmt;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::{Map, Value};

/// A type that arguments, input fields and variables can have.
pub trait Input: Sized {
    /// Reads a coerced value.
    ///
    /// # Errors
    /// If it is no value of this type; only custom scalars can meet that after coercion.
    fn read(value: &Value) -> Result<Self, InputError>;

    /// The value when the argument or field is not there.
    ///
    /// # Errors
    /// Unless the type has a value for it, as [`Nullable`] and `Option` do.
    fn absent() -> Result<Self, InputError> {
        Err(InputError::new("a value is missing"))
    }
}

/// Why a value cannot be read: lower case, without the value's place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InputError(String);

impl InputError {
    /// An error that says what was expected.
    pub fn new(message: impl Into<String>) -> Self {
        Self(message.into())
    }
}

impl fmt::Display for InputError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for InputError {}

/// A nullable argument or input field without default: absent, null and a value are three things.
///
/// Where the schema gives a default, absent cannot happen and the type is `Option<T>`;
/// where it says `!`, the type is `T`.
pub use crate::json::Nullable;

impl<T: Input> Input for Nullable<T> {
    fn read(value: &Value) -> Result<Self, InputError> {
        if value.is_null() { Ok(Self::Null) } else { T::read(value).map(Self::Value) }
    }

    fn absent() -> Result<Self, InputError> {
        Ok(Self::Absent)
    }
}

impl<T: Input> Input for Option<T> {
    fn read(value: &Value) -> Result<Self, InputError> {
        if value.is_null() { Ok(None) } else { T::read(value).map(Some) }
    }

    fn absent() -> Result<Self, InputError> {
        Ok(None)
    }
}

impl<T: Input> Input for Vec<T> {
    fn read(value: &Value) -> Result<Self, InputError> {
        let items = value.as_array().ok_or_else(|| InputError::new("expected a list"))?;
        items.iter().map(T::read).collect()
    }
}

impl<T: Input> Input for Box<T> {
    fn read(value: &Value) -> Result<Self, InputError> {
        T::read(value).map(Self::new)
    }

    fn absent() -> Result<Self, InputError> {
        T::absent().map(Self::new)
    }
}

/// The members of an input object or of a field's arguments.
#[derive(Debug, Clone, Copy)]
pub struct Fields<'v>(&'v Map<String, Value>);

impl<'v> Fields<'v> {
    /// The members of a coerced input object.
    ///
    /// # Errors
    /// If the value is no object.
    pub fn of(value: &'v Value) -> Result<Self, InputError> {
        value.as_object().map(Self).ok_or_else(|| InputError::new("expected an object"))
    }

    /// Reads one member by its name in the SDL.
    ///
    /// # Errors
    /// The error of the type's [`Input::read`] or [`Input::absent`].
    pub fn read<T: Input>(&self, name: &str) -> Result<T, InputError> {
        self.0.get(name).map_or_else(T::absent, T::read)
    }

    /// The one member of a `@oneOf` input object: its name and its value.
    ///
    /// # Errors
    /// If there is not exactly one member.
    pub fn only(&self) -> Result<(&'v str, &'v Value), InputError> {
        let mut members = self.0.iter();
        match (members.next(), members.next()) {
            (Some((name, value)), None) => Ok((name, value)),
            _ => Err(InputError::new("expected exactly one member")),
        }
    }
}

/// The name of an enum value, for the generated `match`.
///
/// # Errors
/// If the value is no string.
pub fn enum_name(value: &Value) -> Result<&str, InputError> {
    value.as_str().ok_or_else(|| InputError::new("expected an enum value"))
}

impl Input for String {
    fn read(value: &Value) -> Result<Self, InputError> {
        value.as_str().map(str::to_owned).ok_or_else(|| InputError::new("expected a string"))
    }
}

impl Input for bool {
    fn read(value: &Value) -> Result<Self, InputError> {
        value.as_bool().ok_or_else(|| InputError::new("expected a boolean"))
    }
}

impl Input for i32 {
    fn read(value: &Value) -> Result<Self, InputError> {
        let number = value.as_i64().and_then(|number| i32::try_from(number).ok());
        number.ok_or_else(|| InputError::new("expected a 32-bit integer"))
    }
}

/// For custom scalars.
impl Input for i64 {
    fn read(value: &Value) -> Result<Self, InputError> {
        value.as_i64().ok_or_else(|| InputError::new("expected a 64-bit integer"))
    }
}

impl Input for f64 {
    fn read(value: &Value) -> Result<Self, InputError> {
        value.as_f64().ok_or_else(|| InputError::new("expected a number"))
    }
}

/// Any custom scalar that is not mapped to something better.
impl Input for Value {
    fn read(value: &Value) -> Result<Self, InputError> {
        Ok(value.clone())
    }
}

/// For custom scalars: an RFC 3339 date and time.
impl Input for DateTime<FixedOffset> {
    fn read(value: &Value) -> Result<Self, InputError> {
        let time = value.as_str().and_then(|text| DateTime::parse_from_rfc3339(text).ok());
        time.ok_or_else(|| InputError::new("expected an RFC 3339 date and time"))
    }
}

/// For custom scalars: an ISO 8601 date.
impl Input for NaiveDate {
    fn read(value: &Value) -> Result<Self, InputError> {
        let date = value.as_str().and_then(|text| text.parse().ok());
        date.ok_or_else(|| InputError::new("expected a date, YYYY-MM-DD"))
    }
}

/// For custom scalars.
impl Input for uuid::Uuid {
    fn read(value: &Value) -> Result<Self, InputError> {
        let uuid = value.as_str().and_then(|text| uuid::Uuid::parse_str(text).ok());
        uuid.ok_or_else(|| InputError::new("expected a UUID"))
    }
}
