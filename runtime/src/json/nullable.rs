//! Values of which absent and null are two things.

use super::{Binary, Error, Json, Reader, Report, Rule, Writer};

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

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        if r.next_is_null()? {
            *self = Self::Null;
            return r.skip();
        }
        let mut value = T::blank();
        value.read(r)?;
        *self = Self::Value(value);
        Ok(())
    }

    fn is_absent(&self) -> bool {
        self.is_absent()
    }

    fn write(&mut self, w: &mut Writer) {
        match self {
            Self::Value(value) => value.write(w),
            Self::Absent | Self::Null => w.raw("null"),
        }
    }

    fn files(&self, into: &mut Vec<Binary>) {
        if let Self::Value(it) = self {
            it.files(into);
        }
    }

    fn check(&mut self, rules: &[Rule], report: &mut Report) {
        if let Self::Value(it) = self {
            it.check(rules, report);
        }
    }
}
