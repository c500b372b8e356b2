//! Types without parts, by name.

use crate::json::{Base64, Binary, Json, Null};
use crate::{Date, DateTime, Time, Uuid};

/// A type without parts: each is the Rust type of its name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are those of the types")]
pub enum Scalar {
    Null,
    Boolean,
    I8,
    I16,
    I32,
    I64,
    U8,
    U16,
    U32,
    U64,
    F32,
    F64,
    String,
    Uuid,
    DateTime,
    Date,
    Time,
    Base64,
    Binary,
}

impl Scalar {
    /// The type of this name, as generated code has it.
    pub fn named(name: &str) -> Option<Self> {
        Some(match name {
            "Null" => Self::Null,
            "bool" => Self::Boolean,
            "i8" => Self::I8,
            "i16" => Self::I16,
            "i32" => Self::I32,
            "i64" => Self::I64,
            "u8" => Self::U8,
            "u16" => Self::U16,
            "u32" => Self::U32,
            "u64" => Self::U64,
            "f32" => Self::F32,
            "f64" => Self::F64,
            "String" => Self::String,
            "Uuid" => Self::Uuid,
            "DateTime" => Self::DateTime,
            "Date" => Self::Date,
            "Time" => Self::Time,
            "Base64" => Self::Base64,
            "Binary" => Self::Binary,
            _ => return None,
        })
    }

    pub(super) fn blank(self) -> Box<dyn Json + Send> {
        fn blank<T: Json + Send + 'static>() -> Box<dyn Json + Send> {
            Box::new(T::blank())
        }
        match self {
            Self::Null => blank::<Null>(),
            Self::Boolean => blank::<bool>(),
            Self::I8 => blank::<i8>(),
            Self::I16 => blank::<i16>(),
            Self::I32 => blank::<i32>(),
            Self::I64 => blank::<i64>(),
            Self::U8 => blank::<u8>(),
            Self::U16 => blank::<u16>(),
            Self::U32 => blank::<u32>(),
            Self::U64 => blank::<u64>(),
            Self::F32 => blank::<f32>(),
            Self::F64 => blank::<f64>(),
            Self::String => blank::<String>(),
            Self::Uuid => blank::<Uuid>(),
            Self::DateTime => blank::<DateTime>(),
            Self::Date => blank::<Date>(),
            Self::Time => blank::<Time>(),
            Self::Base64 => blank::<Base64>(),
            Self::Binary => blank::<Binary>(),
        }
    }
}
