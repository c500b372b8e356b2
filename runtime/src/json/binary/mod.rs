//! Bytes with a name: the files of forms.

#[cfg(all(
    any(feature = "client", feature = "graphql", feature = "server"),
    not(target_family = "wasm")
))]
mod disk;
#[cfg(not(all(
    any(feature = "client", feature = "graphql", feature = "server"),
    not(target_family = "wasm")
)))]
#[path = "no_disk.rs"]
mod disk;

use std::fmt;

use bytes::Bytes;
use http::HeaderMap;

use self::disk::Disk;
use super::reader::Source;
use super::{Error, Form, Json, Plain, Reader, Shape, Writer};
use crate::http::{ByteStream, StreamError};

/// Bytes as they are: a file of a multipart form (RFC 7578).
///
/// A small one is in memory; a larger one that came in a form, or one that `Binary::open` names, stays on the
/// disk and is read piece by piece. What came in a form is removed from the disk with its last copy.
#[derive(Clone, Default)]
pub struct Binary {
    content: Content,
    file_name: Option<String>,
    media_type: Option<String>,
    headers: HeaderMap,
}

#[derive(Clone)]
enum Content {
    Memory(Bytes),
    #[allow(dead_code, reason = "where there is no disk, nothing is on it")]
    Disk(Disk),
}

impl Default for Content {
    fn default() -> Self {
        Self::Memory(Bytes::new())
    }
}

impl Binary {
    /// Gives it the name of a file, without folders.
    pub fn with_file_name(mut self, name: impl Into<String>) -> Self {
        self.file_name = Some(name.into());
        self
    }

    /// Says what its bytes are; `application/octet-stream` where nothing is said.
    pub fn with_media_type(mut self, media_type: impl Into<String>) -> Self {
        self.media_type = Some(media_type.into());
        self
    }

    /// Adds a header to its part of a form.
    pub fn with_header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
        self.headers.insert(name, value);
        self
    }

    /// The name that its sender gave it. It may be anything: never take it for a path.
    pub fn file_name(&self) -> Option<&str> {
        self.file_name.as_deref()
    }

    /// What its sender says that its bytes are.
    pub fn media_type(&self) -> Option<&str> {
        self.media_type.as_deref()
    }

    /// The headers of its part of a form, without the two that say its name and what it is.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// How many bytes it has.
    pub fn size(&self) -> u64 {
        match &self.content {
            Content::Memory(bytes) => bytes.len() as u64,
            Content::Disk(disk) => disk.size(),
        }
    }

    /// The bytes, where they are in memory.
    pub fn in_memory(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Memory(bytes) => Some(bytes),
            Content::Disk(_) => None,
        }
    }

    /// The bytes as a stream.
    pub fn stream(&self) -> ByteStream {
        match &self.content {
            Content::Memory(bytes) => bytes.clone().into(),
            Content::Disk(disk) => disk.stream(),
        }
    }

    /// All bytes, in memory.
    ///
    /// # Errors
    ///
    /// When they cannot be read from the disk.
    pub async fn bytes(&self) -> Result<Bytes, StreamError> {
        self.stream().bytes(usize::MAX).await
    }

    /// All bytes, for where there is no waiting.
    pub(crate) fn at_once(&self) -> Bytes {
        match &self.content {
            Content::Memory(bytes) => bytes.clone(),
            Content::Disk(disk) => disk.at_once(),
        }
    }
}

impl<T: Into<Bytes>> From<T> for Binary {
    fn from(bytes: T) -> Self {
        Self { content: Content::Memory(bytes.into()), ..Self::default() }
    }
}

/// Two are equal whose names, headers and bytes are; those on the disk are where they are one.
impl PartialEq for Binary {
    fn eq(&self, other: &Self) -> bool {
        let content = match (&self.content, &other.content) {
            (Content::Memory(a), Content::Memory(b)) => a == b,
            (Content::Disk(a), Content::Disk(b)) => a.is(b),
            _ => false,
        };
        content
            && self.file_name == other.file_name
            && self.media_type == other.media_type
            && self.headers == other.headers
    }
}

impl Eq for Binary {}

impl fmt::Debug for Binary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.file_name {
            Some(name) => write!(f, "Binary({name:?}, {} bytes)", self.size()),
            None => write!(f, "Binary({} bytes)", self.size()),
        }
    }
}

impl Json for Binary {
    fn blank() -> Self {
        Self::default()
    }

    fn read(&mut self, r: &mut Reader<'_>) -> Result<Form, Error> {
        if let Source::Plain(Plain::File(file)) = &r.source {
            self.clone_from(file);
            return Ok(Form::Whole);
        }
        r.text("bytes", &mut |text| {
            *self = Bytes::copy_from_slice(text.as_bytes()).into();
            Ok(())
        })?;
        Ok(Form::Whole)
    }

    /// In JSON, which has no bytes, what is no UTF-8 is replaced.
    fn write(&mut self, w: &mut Writer) -> Form {
        w.string(&String::from_utf8_lossy(&self.at_once()));
        Form::Whole
    }

    fn shape(&mut self) -> Shape<'_> {
        Shape::File(self)
    }
}
