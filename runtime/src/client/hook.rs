//! What a program does around every attempt of every call.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use http::{HeaderMap, StatusCode};

use super::Failure;
use crate::http::Operation;

/// Watches attempts, and may change what they send: request ids, signatures, metrics.
pub trait Hook: Send + Sync + 'static {
    /// Before an attempt; the headers are those that will be sent.
    fn before(&self, operation: &'static Operation, headers: &mut HeaderMap) {
        let _ = (operation, headers);
    }

    /// After an attempt: the status and headers of the answer, or why there is none; and how long it
    /// took until the headers were there.
    fn after(
        &self,
        operation: &'static Operation,
        outcome: Result<(StatusCode, &HeaderMap), &Failure>,
        elapsed: Duration,
    ) {
        let _ = (operation, outcome, elapsed);
    }
}

/// A hook as connections keep it.
#[derive(Clone)]
pub(super) struct Shared(pub(super) Arc<dyn Hook>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Hook(…)")
    }
}
