//! Bytes with a name: the files of forms.

use std::fmt;
#[cfg(any(feature = "client", feature = "server"))]
use std::{io, path::Path, path::PathBuf, sync::Arc};

use bytes::Bytes;
use http::HeaderMap;

use super::reader::Source;
use super::{Error, Json, Plain, Reader, Writer};
#[cfg(any(feature = "client", feature = "server"))]
use crate::http::{ByteStream, StreamError};

/// Bytes as they are: a file of a multipart form (RFC 7578).
///
/// A small one is in memory; a larger one that came in a form, or one that [`Self::open`] names, stays on the
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
    #[cfg(any(feature = "client", feature = "server"))]
    Disk(Arc<Disk>, u64),
}

#[cfg(any(feature = "client", feature = "server"))]
enum Disk {
    #[cfg_attr(not(feature = "server"), allow(dead_code, reason = "servers alone make them"))]
    Temporary(tempfile::TempPath),
    Named(PathBuf),
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
            #[cfg(any(feature = "client", feature = "server"))]
            Content::Disk(_, size) => *size,
        }
    }

    /// The bytes, where they are in memory.
    pub fn in_memory(&self) -> Option<&Bytes> {
        match &self.content {
            Content::Memory(bytes) => Some(bytes),
            #[cfg(any(feature = "client", feature = "server"))]
            Content::Disk(..) => None,
        }
    }

    /// All bytes, for where there is no waiting.
    pub(crate) fn at_once(&self) -> Bytes {
        match &self.content {
            Content::Memory(bytes) => bytes.clone(),
            // It was there a moment ago; what cannot be read any more has no bytes.
            #[cfg(any(feature = "client", feature = "server"))]
            Content::Disk(disk, _) => std::fs::read(disk.path()).unwrap_or_default().into(),
        }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl Binary {
    /// A file on the disk, which is read when it is sent, and not before.
    ///
    /// # Errors
    ///
    /// When there is no such file.
    pub async fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let path = path.into();
        let size = tokio::fs::metadata(&path).await?.len();
        let file_name = path.file_name().map(|it| it.to_string_lossy().into_owned());
        let content = Content::Disk(Arc::new(Disk::Named(path)), size);
        Ok(Self { content, file_name, ..Self::default() })
    }

    #[cfg(feature = "server")]
    pub(crate) fn temporary(path: tempfile::TempPath, size: u64) -> Self {
        let content = Content::Disk(Arc::new(Disk::Temporary(path)), size);
        Self { content, ..Self::default() }
    }

    /// The bytes as a stream.
    pub fn stream(&self) -> ByteStream {
        match &self.content {
            Content::Memory(bytes) => bytes.clone().into(),
            Content::Disk(disk, size) => disk_stream(Arc::clone(disk)).with_size(*size),
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

    /// Writes the bytes to a file, which is made, or replaced.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub async fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        match &self.content {
            Content::Memory(bytes) => tokio::fs::write(path, bytes).await,
            Content::Disk(disk, _) => tokio::fs::copy(disk.path(), path).await.map(drop),
        }
    }
}

#[cfg(any(feature = "client", feature = "server"))]
impl Disk {
    fn path(&self) -> &Path {
        match self {
            Self::Temporary(path) => path,
            Self::Named(path) => path,
        }
    }
}

/// How much is read from the disk at once.
#[cfg(any(feature = "client", feature = "server"))]
const PIECE: usize = 64 * 1024;

#[cfg(any(feature = "client", feature = "server"))]
fn disk_stream(disk: Arc<Disk>) -> ByteStream {
    use tokio::io::AsyncReadExt as _;
    // The file is opened when the stream is read; the path lives as long as it.
    let pieces = futures_util::stream::try_unfold((disk, None), |(disk, file)| async move {
        let mut file = match file {
            Some(file) => file,
            None => tokio::fs::File::open(disk.path()).await?,
        };
        let mut piece = bytes::BytesMut::with_capacity(PIECE);
        match file.read_buf(&mut piece).await? {
            0 => Ok::<_, io::Error>(None),
            _ => Ok(Some((piece.freeze(), (disk, Some(file))))),
        }
    });
    ByteStream::new(pieces)
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
            #[cfg(any(feature = "client", feature = "server"))]
            (Content::Disk(a, _), Content::Disk(b, _)) => Arc::ptr_eq(a, b),
            #[cfg(any(feature = "client", feature = "server"))]
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

    fn read(&mut self, r: &mut Reader<'_>) -> Result<(), Error> {
        if let Source::Plain(Plain::File(file)) = &r.source {
            *self = file.clone();
            return Ok(());
        }
        r.text("bytes", &mut |text| {
            *self = Bytes::copy_from_slice(text.as_bytes()).into();
            Ok(())
        })
    }

    /// In JSON, which has no bytes, what is no UTF-8 is replaced.
    fn write(&mut self, w: &mut Writer) {
        w.string(&String::from_utf8_lossy(&self.at_once()));
    }

    fn files(&self, into: &mut Vec<Self>) {
        into.push(self.clone());
    }
}
