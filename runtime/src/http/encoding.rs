//! How single fields of forms travel (OpenAPI, "Encoding Object").

use serde_json::Value;

use super::style::{decode_query, scatter};
use super::{Parameter, Shape, Style};
use crate::json::{Part, Plain};

/// How one field of a form travels.
#[derive(Debug)]
pub struct Encoding {
    /// The media type of the form.
    pub form: &'static str,
    /// The field: its name, its style, and how many parts it has.
    pub field: Parameter,
    /// The media types and ranges that its value may have, the preferred one first; none where all may be.
    pub media_types: &'static [&'static str],
}

impl Encoding {
    /// A field that travels as most do.
    pub const fn new(form: &'static str, field: Parameter) -> Self {
        Self { form, field, media_types: &[] }
    }

    /// A field of a urlencoded form that may be a list, whose items have indexes in brackets: style `deepObject`.
    pub const fn indexed(name: &'static str) -> Self {
        let field = Parameter::query(name).style(Style::DeepObject, true).shape(Shape::Any);
        Self::new("application/x-www-form-urlencoded", field)
    }

    /// Its value has one of these media types.
    pub const fn media_types(self, media_types: &'static [&'static str]) -> Self {
        Self { media_types, ..self }
    }

    /// The media type that is written.
    fn written(&self) -> Option<&'static str> {
        self.media_types.iter().copied().find(|it| !it.contains('*'))
    }

    /// Whether its value is JSON text, whatever the value is.
    pub(crate) fn is_json(&self) -> bool {
        self.written().is_some_and(is_json)
    }

    /// Whether the document gives it a style of its own: then that counts, and not the media type.
    pub(crate) fn has_style(&self) -> bool {
        !(self.field.style == Style::Form && self.field.explode)
    }

    /// Whether a part may be of this media type.
    #[cfg(feature = "server")]
    pub(crate) fn accepts(&self, found: &str) -> bool {
        let fits = |range: &&str| super::accept::is_in_range(found, range);
        self.media_types.is_empty() || self.has_style() || self.media_types.iter().any(fits)
    }

    /// The pairs of a urlencoded form.
    pub(super) fn pairs(&self, value: &Plain, json: &[u8]) -> Vec<String> {
        match self.is_json() && !self.has_style() {
            true => {
                let text = Plain::Text(String::from_utf8_lossy(json).into_owned());
                let field = Parameter { style: Style::Form, ..Parameter::query(self.field.name) };
                scatter(&field, &text)
            }
            false => scatter(&self.field, value),
        }
    }

    /// The parts of a multipart form that stand for one field.
    pub(super) fn parts(&self, part: Part) -> Vec<Part> {
        let json = match part {
            Part::Json(json) => json,
            Part::File(file) if file.media_type().is_none() => {
                let file = match self.written() {
                    Some(it) => file.with_media_type(it),
                    None => file,
                };
                return vec![Part::File(file)];
            }
            part => return vec![part],
        };
        let value: Value = serde_json::from_slice(&json).unwrap_or_default();
        if self.has_style() {
            let pairs = scatter(&self.field, &Plain::from_json(value));
            // The name is that of the field: a style that makes others is none for parts.
            let text = |it: String| decode_query(it.split_once('=').map_or("", |it| it.1));
            return pairs
                .into_iter()
                .map(|it| Part::Json(Value::from(text(it)).to_string().into()))
                .collect();
        }
        match value {
            // A list without items has no part that could stand for it but itself.
            Value::Array(items) if self.field.shape == Shape::List && !items.is_empty() => {
                items.into_iter().map(|it| self.part(it)).collect()
            }
            value => vec![self.part(value)],
        }
    }

    fn part(&self, value: Value) -> Part {
        match (self.written(), value) {
            (Some(it), Value::String(text)) if !is_json(it) => Part::Typed(it, text.into()),
            (Some(it), value) => Part::Typed(it, value.to_string().into()),
            (None, value) => Part::Json(value.to_string().into()),
        }
    }
}

/// Whether a media type is JSON, by its name or its suffix (RFC 6839).
pub(crate) fn is_json(media_type: &str) -> bool {
    let subtype = media_type.split_once('/').map_or(media_type, |it| it.1);
    subtype == "json" || subtype.ends_with("+json")
}
