//! Values of which absent and null are two things.

use super::{Error, Form, Json, Members, Reader, Report, Rule, Shape};

/// What a request may leave out, set to null, or give: three things to a server (GraphQL, section 3.12).
///
/// It is made from a value with `into()`; `None` becomes null.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash)]
pub enum Nullable<T> {
    /// Not there: "leave it as it is", or the default.
    #[default]
    Absent,
    /// Explicitly null: "clear it".
    Null,
    /// There.
    Value(T),
}

impl<T> Nullable<T> {
    /// The value, for those who do not tell absent and null apart.
    pub fn into_option(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// A reference to the value, if there is one.
    pub fn as_option(&self) -> Option<&T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// Whether it is not mentioned at all.
    pub fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// Null where there is no value.
    pub fn null_or(value: Option<T>) -> Self {
        value.map_or(Self::Null, Self::Value)
    }

    /// Absent where there is no value.
    pub fn absent_or(value: Option<T>) -> Self {
        value.map_or(Self::Absent, Self::Value)
    }
}

impl<T> From<T> for Nullable<T> {
    fn from(value: T) -> Self {
        Self::Value(value)
    }
}

impl From<&str> for Nullable<String> {
    fn from(text: &str) -> Self {
        Self::Value(text.to_owned())
    }
}

impl<T: Json> Json for Nullable<T> {
    fn blank() -> Self {
        Self::Absent
    }

    fn is_nullable() -> bool {
        true
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        if let Self::Value(it) = self {
            it.members(m);
        }
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        *self = if r.null()? { Self::Null } else { Self::Value(T::blank()) };
        match self {
            Self::Value(it) => it.read(r),
            Self::Absent | Self::Null => Ok(Form::Whole),
        }
    }

    fn shape(&mut self) -> Shape<'_> {
        match self {
            Self::Absent => Shape::Absent,
            Self::Null => Shape::Null,
            Self::Value(it) => Shape::Inside(it),
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        if let Self::Value(it) = self {
            it.check(rules, report);
        }
    }
}
