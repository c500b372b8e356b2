//! Values of the application's own types, written as values of the schema's.
//!
//! A generated crate writes a field of a bound type as `Bound::<kind::Text, false>::write(&user.name, out)`: the type of
//! the schema picks the implementation, so that whatever does not fit it is an error of the compiler.

use std::borrow::Cow;
use std::cell::RefCell;
use std::marker::PhantomData;
use std::sync::Arc;

use chrono::{DateTime, NaiveDate, Offset as _, TimeZone};
use futures_util::StreamExt;

use super::call::EventStream;
use super::error::Error;
use super::output::Output;
use super::writer::Writer;

/// A value that can stand where the schema has a `K`, or a `K` that may be null.
///
/// Implemented for references, as fields are read, and for values, as methods give them. Generated crates implement it
/// for the application's types, with a type of their own as `K`.
#[diagnostic::on_unimplemented(
    message = "a `{Self}` cannot be the value of a field that gives a `{K}`",
    label = "this value does not fit the schema",
    note = "`kind::Text` is a `String` of the schema, `kind::Id` an `ID`, `List<_, _>` a list; the `bool` says whether null is allowed",
    note = "read the value by a method that gives what fits: `fields = {{ name = \"method()\" }}` in the manifest; \
            or let a resolver answer: `resolvers = [\"Type.field\"]`"
)]
pub trait Bound<'a, K: ?Sized, const NULLABLE: bool> {
    /// Writes it.
    fn write(self, out: &mut Writer<'a>);
}

/// The types of the schema that every schema has, and those of custom scalars that the runtime knows.
pub mod kind {
    /// `String`.
    #[derive(Debug)]
    pub enum Text {}
    /// `ID`.
    #[derive(Debug)]
    pub enum Id {}
    /// `Int`: what is beyond 32 bits is an error of the field.
    #[derive(Debug)]
    pub enum Int {}
    /// `Float`.
    #[derive(Debug)]
    pub enum Float {}
    /// `Boolean`.
    #[derive(Debug)]
    pub enum Boolean {}
    /// A custom scalar that is a date and a time.
    #[derive(Debug)]
    pub enum DateTime {}
    /// A custom scalar that is a date.
    #[derive(Debug)]
    pub enum Date {}
    /// A custom scalar that is a UUID.
    #[derive(Debug)]
    pub enum Uuid {}
    /// A custom scalar that is an integer of 64 bits.
    #[derive(Debug)]
    pub enum Long {}
    /// A custom scalar that is any JSON value.
    #[derive(Debug)]
    pub enum Json {}
}

/// A list of `K`, whose items may be null or not.
#[derive(Debug)]
pub struct List<K: ?Sized, const NULLABLE: bool>(PhantomData<K>);

impl<'a, K: ?Sized, T> Bound<'a, K, true> for &'a Option<T>
where
    &'a T: Bound<'a, K, true>,
{
    fn write(self, out: &mut Writer<'a>) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }
}

impl<'a, K: ?Sized, T> Bound<'a, K, true> for Option<T>
where
    T: Bound<'a, K, true>,
{
    fn write(self, out: &mut Writer<'a>) {
        match self {
            Some(value) => value.write(out),
            None => out.null(),
        }
    }
}

impl<'a, K: ?Sized, T, const N: bool, const M: bool> Bound<'a, List<K, N>, M> for &'a Vec<T>
where
    &'a T: Bound<'a, K, N>,
{
    fn write(self, out: &mut Writer<'a>) {
        write_slice(self, out);
    }
}

impl<'a, K: ?Sized, T, const N: bool, const M: bool> Bound<'a, List<K, N>, M> for &'a [T]
where
    &'a T: Bound<'a, K, N>,
{
    fn write(self, out: &mut Writer<'a>) {
        write_slice(self, out);
    }
}

impl<'a, K: ?Sized, T, const N: bool, const M: bool> Bound<'a, List<K, N>, M> for &'a Arc<[T]>
where
    &'a T: Bound<'a, K, N>,
{
    fn write(self, out: &mut Writer<'a>) {
        write_slice(self, out);
    }
}

impl<'a, K: ?Sized, T, const N: bool, const M: bool> Bound<'a, List<K, N>, M> for &'a Box<[T]>
where
    &'a T: Bound<'a, K, N>,
{
    fn write(self, out: &mut Writer<'a>) {
        write_slice(self, out);
    }
}

/// What a method gathers: each item is written as it is taken out.
impl<'a, K: ?Sized, T, const N: bool, const M: bool> Bound<'a, List<K, N>, M> for Vec<T>
where
    T: Bound<'a, K, N>,
{
    fn write(self, out: &mut Writer<'a>) {
        let length = self.len();
        let items = RefCell::new(self.into_iter());
        out.list(length, &|_, out| {
            let item = items.borrow_mut().next();
            match item {
                Some(item) => item.write(out),
                None => out.null(),
            }
        });
    }
}

fn write_slice<'a, K: ?Sized, T, const N: bool>(items: &'a [T], out: &mut Writer<'a>)
where
    &'a T: Bound<'a, K, N>,
{
    out.list(items.len(), &|index, out| {
        if let Some(item) = items.get(index) {
            item.write(out);
        }
    });
}

/// Types that values are taken from by reference and, where they are cheap or made for the purpose, by value.
macro_rules! scalars {
    ($($kind:ident: $($ty:ty),+ => |$value:ident, $out:ident| $write:expr;)+) => {$($(
        impl<'a, const N: bool> Bound<'a, kind::$kind, N> for &$ty {
            fn write(self, $out: &mut Writer<'a>) {
                let $value = self;
                $write
            }
        }

        impl<'a, const N: bool> Bound<'a, kind::$kind, N> for $ty {
            fn write(self, $out: &mut Writer<'a>) {
                let $value = &self;
                $write
            }
        }
    )+)+};
}

scalars! {
    Text: String, Arc<str>, Box<str>, Cow<'_, str> => |value, out| out.string(value);
    Text: char, uuid::Uuid => |value, out| out.string(&value.to_string());
    Id: String, Arc<str>, Box<str>, Cow<'_, str> => |value, out| out.string(value);
    Id: uuid::Uuid, i16, i32, i64, i128, u16, u32, u64, u128, usize
        => |value, out| out.string(&value.to_string());
    Int: i8, i16, i32, u8, u16 => |value, out| out.integer(i64::from(*value));
    Int: i64, u32, u64, i128, usize, isize => |value, out| integer(i32::try_from(*value).ok(), out);
    Float: f32, i8, i16, i32, u8, u16, u32 => |value, out| out.float(f64::from(*value));
    Float: f64 => |value, out| out.float(*value);
    Boolean: bool => |value, out| out.raw(if *value { "true" } else { "false" });
    DateTime: chrono::NaiveDateTime => |value, out| date_time(&value.and_utc(), out);
    Date: NaiveDate => |value, out| out.string(&value.to_string());
    Uuid: uuid::Uuid => |value, out| out.string(&value.to_string());
    Long: i16, i32, u16, u32 => |value, out| out.integer(i64::from(*value));
    Long: i64 => |value, out| out.integer(*value);
    Json: serde_json::Value => |value, out| out.json(value);
}

impl<'a, const N: bool> Bound<'a, kind::Text, N> for &str {
    fn write(self, out: &mut Writer<'a>) {
        out.string(self);
    }
}

impl<'a, const N: bool> Bound<'a, kind::Id, N> for &str {
    fn write(self, out: &mut Writer<'a>) {
        out.string(self);
    }
}

impl<'a, const N: bool, Z: TimeZone> Bound<'a, kind::DateTime, N> for &DateTime<Z> {
    fn write(self, out: &mut Writer<'a>) {
        date_time(self, out);
    }
}

impl<'a, const N: bool, Z: TimeZone> Bound<'a, kind::DateTime, N> for DateTime<Z> {
    fn write(self, out: &mut Writer<'a>) {
        date_time(&self, out);
    }
}

fn integer(value: Option<i32>, out: &mut Writer<'_>) {
    match value {
        Some(value) => out.integer(i64::from(value)),
        None => out.fail(Error::new("the value is beyond the 32 bits of an Int")),
    }
}

fn date_time<Z: TimeZone>(value: &DateTime<Z>, out: &mut Writer<'_>) {
    let fixed = value.with_timezone(&value.offset().fix());
    out.string(&fixed.to_rfc3339_opts(chrono::SecondsFormat::AutoSi, true));
}

/// The answer of a resolver that gives values of the application's types.
pub struct Binding<K: ?Sized, T, const NULLABLE: bool>(T, PhantomData<fn(&K)>);

impl<K: ?Sized, T, const N: bool> Binding<K, T, N> {
    /// The value as one of the schema.
    pub fn new(value: T) -> Self {
        Self(value, PhantomData)
    }

    /// The events of a subscription as values of the schema.
    pub fn stream(events: EventStream<T>) -> EventStream<Self>
    where
        K: 'static,
        T: Send + 'static,
    {
        Box::pin(events.map(|event| event.map(Self::new)))
    }
}

impl<K: ?Sized, T, const N: bool> std::fmt::Debug for Binding<K, T, N> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Binding")
    }
}

impl<K: ?Sized, T: Send + Sync, const N: bool> Output for Binding<K, T, N>
where
    for<'a> &'a T: Bound<'a, K, N>,
{
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        Bound::write(&self.0, out);
    }
}
