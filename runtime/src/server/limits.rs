//! What a request may cost.

use std::time::Duration;

/// Bounds that hold for every request, on by default.
#[derive(Debug, Clone, Copy)]
pub struct Limits {
    /// The largest body that is read, in bytes.
    pub body: usize,
    /// How long reading a request and finding its answer may take; a stream may go on after that.
    pub time: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self { body: 2 * 1024 * 1024, time: Duration::from_secs(30) }
    }
}
