//! What a request may cost.

use std::time::Duration;

/// Bounds that hold for every request, on by default.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body that is held in memory, in bytes; of a multipart form, all that is held of it.
    pub body: usize,
    /// The largest body that is read as it comes, in bytes: a stream, or a multipart form with its files.
    pub stream: u64,
    /// How many parts a multipart form may have.
    pub parts: usize,
    /// The largest file of a multipart form that is held in memory, in bytes; larger ones go to the disk.
    pub memory: usize,
    /// How long reading a request and finding its answer may take. Where the body is read as it comes, how
    /// long each piece of it may take; and a streamed answer may go on after that.
    pub time: Duration,
    /// How long a request may take in all whose body is read as it comes, until there is an answer.
    pub transfer: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body: 2 * 1024 * 1024,
            stream: 256 * 1024 * 1024,
            parts: 1000,
            memory: 64 * 1024,
            time: Duration::from_secs(30),
            transfer: Duration::from_secs(3600),
        }
    }
}
