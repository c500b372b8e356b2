//! Values that arrive as text without types: parameters and form fields.

use super::Binary;

/// The parts of a parameter or form after its style (OpenAPI, "Style Values") is undone.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Plain {
    /// One text; it may stand for a string, a number, a boolean or null.
    Text(String),
    /// Several values in order.
    List(Vec<Plain>),
    /// Values by name, in order.
    Map(Vec<(String, Plain)>),
    /// A part of a multipart form that is a file; apart, since most values are none, and small.
    File(Box<Binary>),
    /// JSON text: a parameter with `content`, or a part of a form that is JSON.
    Json(Vec<u8>),
}

impl Plain {
    /// The parts of a JSON value: numbers and booleans become text, as styles write them.
    pub fn from_json(value: serde_json::Value) -> Self {
        use serde_json::Value;
        match value {
            Value::Null => Self::Text("null".to_owned()),
            Value::Bool(value) => Self::Text(value.to_string()),
            Value::Number(value) => Self::Text(value.to_string()),
            Value::String(text) => Self::Text(text),
            Value::Array(list) => Self::List(list.into_iter().map(Self::from_json).collect()),
            Value::Object(map) => Self::Map(
                map.into_iter().map(|(key, value)| (key, Self::from_json(value))).collect(),
            ),
        }
    }
}
