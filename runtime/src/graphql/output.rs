//! How values get into a response.

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_json::Value;

use super::writer::Writer;

/// A value that a field can have.
///
/// A scalar writes itself; an object calls [`Writer::object`] with one closure for its plain fields;
/// an interface or union passes on to the struct it holds. Whether null is allowed, which fields are
/// wanted and what happens on errors is the writer's business.
pub trait Output: Send + Sync {
    /// Writes the value, or null.
    fn write<'a>(&'a self, out: &mut Writer<'a>);
}

impl<T: Output> Output for Option<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }
}

impl<T: Output> Output for Vec<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.list(self.len(), &|index, out| self[index].write(out));
    }
}

impl<T: Output + ?Sized> Output for Box<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        (**self).write(out);
    }
}

impl<T: Output + ?Sized> Output for std::sync::Arc<T> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        (**self).write(out);
    }
}

impl Output for String {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(self);
    }
}

impl Output for &'static str {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(self);
    }
}

impl Output for bool {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.raw(if *self { "true" } else { "false" });
    }
}

impl Output for i32 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.integer(i64::from(*self));
    }
}

/// For custom scalars; `Int` is an `i32`.
impl Output for i64 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.integer(*self);
    }
}

impl Output for f64 {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.float(*self);
    }
}

impl Output for Value {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.json(self);
    }
}

impl Output for DateTime<FixedOffset> {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(&self.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
    }
}

impl Output for NaiveDate {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(&self.to_string());
    }
}

impl Output for uuid::Uuid {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(&self.to_string());
    }
}
