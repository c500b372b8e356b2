//! A file as it comes: in memory where it is small, and on the disk where it is not.

use std::io;

use bytes::{Bytes, BytesMut};
use tokio::io::AsyncWriteExt as _;

use crate::json::Binary;

/// A file of which not all has come yet.
pub(crate) struct Spool {
    /// How much of it is held in memory, in bytes.
    memory: usize,
    start: BytesMut,
    disk: Option<(tokio::fs::File, tempfile::TempPath)>,
    size: u64,
}

impl Spool {
    /// An empty file, of which no more than so many bytes are held in memory.
    pub(crate) fn new(memory: usize) -> Self {
        Self { memory, start: BytesMut::new(), disk: None, size: 0 }
    }

    /// Adds a piece.
    pub(crate) async fn push(&mut self, piece: &Bytes) -> io::Result<()> {
        self.size += piece.len() as u64;
        if let Some((disk, _)) = &mut self.disk {
            return disk.write_all(piece).await;
        }
        self.start.extend_from_slice(piece);
        if self.start.len() > self.memory {
            let (disk, path) = tempfile::NamedTempFile::new()?.into_parts();
            let mut disk = tokio::fs::File::from_std(disk);
            disk.write_all(&std::mem::take(&mut self.start)).await?;
            self.disk = Some((disk, path));
        }
        Ok(())
    }

    /// How much of it is held in memory, in bytes.
    #[cfg(feature = "server")]
    pub(crate) fn held(&self) -> usize {
        self.start.len()
    }

    /// The file, of which all has come.
    pub(crate) async fn finish(self) -> io::Result<Binary> {
        match self.disk {
            Some((mut disk, path)) => {
                disk.flush().await?;
                Ok(Binary::temporary(path, self.size))
            }
            None => Ok(self.start.freeze().into()),
        }
    }
}
