//! Files that stay on the disk.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use tokio::io::AsyncReadExt as _;

use super::{Binary, Content};
use crate::http::ByteStream;

/// A file, for as long as anybody has a copy of this.
#[derive(Clone)]
pub(super) struct Disk {
    file: Arc<File>,
    size: u64,
}

enum File {
    /// Removed with its last copy.
    #[cfg(any(feature = "graphql", feature = "server"))]
    Temporary(tempfile::TempPath),
    Named(PathBuf),
}

/// How much is read at once.
const PIECE: usize = 64 * 1024;

impl Disk {
    fn path(&self) -> &Path {
        match &*self.file {
            #[cfg(any(feature = "graphql", feature = "server"))]
            File::Temporary(path) => path,
            File::Named(path) => path,
        }
    }

    pub(super) fn size(&self) -> u64 {
        self.size
    }

    pub(super) fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.file, &other.file)
    }

    /// All bytes, for where there is no waiting.
    pub(super) fn at_once(&self) -> Bytes {
        // It was there a moment ago; what cannot be read any more has no bytes.
        std::fs::read(self.path()).unwrap_or_default().into()
    }

    pub(super) fn stream(&self) -> ByteStream {
        // The file is opened when the stream is read; the path lives as long as it.
        let start = (self.clone(), None);
        let pieces = futures_util::stream::try_unfold(start, |(disk, file)| async move {
            let mut file = match file {
                Some(file) => file,
                None => tokio::fs::File::open(disk.path()).await?,
            };
            let mut piece = BytesMut::with_capacity(PIECE);
            match file.read_buf(&mut piece).await? {
                0 => Ok::<_, io::Error>(None),
                _ => Ok(Some((piece.freeze(), (disk, Some(file))))),
            }
        });
        ByteStream::new(pieces).with_size(self.size)
    }
}

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
        let content = Content::Disk(Disk { file: Arc::new(File::Named(path)), size });
        Ok(Self { content, file_name, ..Self::default() })
    }

    #[cfg(any(feature = "graphql", feature = "server"))]
    pub(crate) fn temporary(path: tempfile::TempPath, size: u64) -> Self {
        let content = Content::Disk(Disk { file: Arc::new(File::Temporary(path)), size });
        Self { content, ..Self::default() }
    }

    /// Writes the bytes to a file, which is made, or replaced.
    ///
    /// # Errors
    ///
    /// When the file cannot be written.
    pub async fn save(&self, path: impl AsRef<Path>) -> io::Result<()> {
        match &self.content {
            Content::Memory(bytes) => tokio::fs::write(path, bytes).await,
            Content::Disk(disk) => tokio::fs::copy(disk.path(), path).await.map(drop),
        }
    }
}
