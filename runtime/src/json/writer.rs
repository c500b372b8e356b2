//! The writer that codecs append values to.

use super::shape::add_files;
use super::{Binary, Form, Json, Members, Shape, encode};

/// Collects compact JSON (RFC 8259).
#[derive(Debug, Default)]
pub struct Writer {
    out: Vec<u8>,
    /// Where the members of the outermost object go instead, when a form is written.
    parts: Option<Vec<(String, Part)>>,
}

/// A field of a form.
#[derive(Debug, Clone, PartialEq)]
pub enum Part {
    /// JSON text; a string stands for its own text.
    Json(Vec<u8>),
    /// What has this media type.
    Typed(&'static str, Vec<u8>),
    /// A file.
    File(Binary),
}

impl Writer {
    /// One with room for so many bytes.
    pub(super) fn with_capacity(bytes: usize) -> Self {
        Self { out: Vec::with_capacity(bytes), parts: None }
    }

    /// What was written.
    pub fn into_bytes(self) -> Vec<u8> {
        self.out
    }

    /// The members of an object as the fields of a form.
    pub fn form(value: &mut dyn Json) -> Vec<(String, Part)> {
        let mut w = Self { out: Vec::new(), parts: Some(Vec::new()) };
        w.value(value);
        w.parts.unwrap_or_default()
    }

    /// Appends an object.
    pub(super) fn object(&mut self, value: &mut dyn Json) {
        self.begin_object();
        value.members(&mut Members::writing(self));
        self.end_object();
    }

    /// Starts an object.
    pub fn begin_object(&mut self) {
        self.out.push(b'{');
    }

    /// Appends a member.
    pub fn member(&mut self, name: &str, value: &mut dyn Json) {
        if let Some(parts) = &mut self.parts {
            let mut files = Vec::new();
            add_files(value, &mut files);
            if files.is_empty() {
                parts.push((name.to_owned(), Part::Json(encode(value))));
            }
            parts.extend(files.into_iter().map(|it| (name.to_owned(), Part::File(it))));
            return;
        }
        self.name(name);
        self.value(value);
    }

    /// Appends a member that may be absent, if it is not.
    pub(super) fn optional(&mut self, name: &str, value: &mut dyn Json) {
        match value.shape() {
            Shape::Absent => {}
            Shape::Inside(it) => self.member(name, it),
            _ => self.member(name, value),
        }
    }

    /// Appends a value.
    #[inline]
    pub fn value(&mut self, value: &mut dyn Json) {
        if value.write(self) == Form::Members {
            self.shaped(value);
        }
    }

    /// Appends a value by its shape.
    fn shaped(&mut self, value: &mut dyn Json) {
        match value.shape() {
            Shape::Absent | Shape::Null => self.raw("null"),
            Shape::Inside(it) | Shape::Variant(it, _) | Shape::Other(it) => self.value(it),
            Shape::Word(text) => self.string(text),
            Shape::List(list) => self.list(list),
            Shape::Map(map) => {
                self.begin_object();
                self.entries(map);
                self.end_object();
            }
            _ => self.object(value),
        }
    }

    fn name(&mut self, name: &str) {
        let is_first = self.out.last() == Some(&b'{');
        if needs_escapes(name.as_bytes()) {
            if !is_first {
                self.out.push(b',');
            }
            self.string(name);
            self.out.push(b':');
            return;
        }
        self.out.reserve(name.len() + 4);
        let before: &[u8] = if is_first { b"\"" } else { b",\"" };
        self.out.extend_from_slice(before);
        self.out.extend_from_slice(name.as_bytes());
        self.out.extend_from_slice(b"\":");
    }

    /// Ends an object.
    pub fn end_object(&mut self) {
        self.out.push(b'}');
    }

    /// Starts an array.
    pub fn begin_array(&mut self) {
        self.out.push(b'[');
    }

    /// Appends an item.
    pub fn item(&mut self, value: &mut dyn Json) {
        if self.out.last() != Some(&b'[') {
            self.out.push(b',');
        }
        self.value(value);
    }

    /// Ends an array.
    pub fn end_array(&mut self) {
        self.out.push(b']');
    }

    /// Appends text that is JSON already.
    pub(super) fn raw(&mut self, text: &str) {
        self.out.extend_from_slice(text.as_bytes());
    }

    /// Where numbers append themselves.
    pub(super) fn bytes(&mut self) -> &mut Vec<u8> {
        &mut self.out
    }

    /// Appends a string.
    pub fn string(&mut self, text: &str) {
        let bytes = text.as_bytes();
        self.out.reserve(bytes.len() + 2);
        self.out.push(b'"');
        if !needs_escapes(bytes) {
            self.out.extend_from_slice(bytes);
            self.out.push(b'"');
            return;
        }
        let mut start = 0;
        for (index, &byte) in bytes.iter().enumerate() {
            if byte >= 0x20 && byte != b'"' && byte != b'\\' {
                continue;
            }
            self.out.extend_from_slice(&bytes[start..index]);
            start = index + 1;
            match byte {
                b'"' => self.out.extend_from_slice(b"\\\""),
                b'\\' => self.out.extend_from_slice(b"\\\\"),
                b'\n' => self.out.extend_from_slice(b"\\n"),
                b'\r' => self.out.extend_from_slice(b"\\r"),
                b'\t' => self.out.extend_from_slice(b"\\t"),
                byte => {
                    const HEX: &[u8; 16] = b"0123456789abcdef";
                    let (high, low) = (HEX[usize::from(byte >> 4)], HEX[usize::from(byte & 15)]);
                    self.out.extend_from_slice(&[b'\\', b'u', b'0', b'0', high, low]);
                }
            }
        }
        self.out.extend_from_slice(&bytes[start..]);
        self.out.push(b'"');
    }
}

/// Whether a quote, a backslash or a control character is among the bytes; looked at eight at a time.
fn needs_escapes(bytes: &[u8]) -> bool {
    const ONES: u64 = u64::from_ne_bytes([1; 8]);
    const HIGHS: u64 = ONES * 0x80;
    // A byte of the result has its high bit where the byte of `word` is zero, or less than `n` (up to 128).
    let zero = |word: u64| word.wrapping_sub(ONES) & !word & HIGHS;
    let less = |word: u64, n: u8| word.wrapping_sub(ONES * u64::from(n)) & !word & HIGHS;
    let same = |word: u64, byte: u8| zero(word ^ (ONES * u64::from(byte)));
    let mut chunks = bytes.chunks_exact(8);
    let any = chunks.by_ref().any(|chunk| {
        let mut word = [0; 8];
        word.copy_from_slice(chunk);
        let word = u64::from_ne_bytes(word);
        less(word, 0x20) | same(word, b'"') | same(word, b'\\') != 0
    });
    any || chunks.remainder().iter().any(|it| *it < 0x20 || matches!(it, b'"' | b'\\'))
}

#[cfg(test)]
mod tests {
    use super::needs_escapes;

    #[test]
    fn every_byte_at_every_place() {
        for length in 0..20 {
            for place in 0..length {
                for byte in 0..=255 {
                    let mut bytes = vec![0x7f; length];
                    bytes[place] = byte;
                    let expected = byte < 0x20 || byte == b'"' || byte == b'\\';
                    assert_eq!(needs_escapes(&bytes), expected, "{byte} at {place} of {length}");
                }
            }
        }
    }
}
