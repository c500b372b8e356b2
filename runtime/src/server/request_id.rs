//! One name for each request, in the answer, in the log, and for the handler.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{HeaderMap, HeaderName, HeaderValue};

/// The header that it travels in.
pub(super) const HEADER: HeaderName = HeaderName::from_static("x-request-id");

/// The name of one request: what came with it as `X-Request-Id`, or one that was made for it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct RequestId(Name);

#[derive(Debug, Clone, PartialEq, Eq, Hash)]
enum Name {
    Given(HeaderValue),
    /// As text, here and not on the heap: there is one for each request.
    Made([u8; LENGTH]),
}

/// Two numbers in hexadecimal, and what is between them.
const LENGTH: usize = 16 + 1 + 16;

impl RequestId {
    pub(super) fn of(headers: &HeaderMap) -> Self {
        let good = |it: &&HeaderValue| {
            let bytes = it.as_bytes();
            (1..=128).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
        };
        // Callers choose what they will look for; what could break a log is none of it.
        headers.get(HEADER).filter(good).cloned().map_or_else(Self::new, |it| Self(Name::Given(it)))
    }

    /// A name that no other request has: of the process by chance, in the process by number.
    fn new() -> Self {
        static PROCESS: OnceLock<u64> = OnceLock::new();
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let process = *PROCESS.get_or_init(|| RandomState::new().hash_one(std::process::id()));
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let mut text = [b'-'; LENGTH];
        hexadecimal(process, &mut text[..16]);
        hexadecimal(number, &mut text[17..]);
        Self(Name::Made(text))
    }

    /// The name as text.
    pub fn as_str(&self) -> &str {
        match &self.0 {
            Name::Given(value) => value.to_str().unwrap_or_default(),
            Name::Made(text) => std::str::from_utf8(text).unwrap_or_default(),
        }
    }

    pub(super) fn value(&self) -> HeaderValue {
        match &self.0 {
            Name::Given(value) => value.clone(),
            Name::Made(text) => {
                HeaderValue::from_bytes(text).unwrap_or(HeaderValue::from_static("-"))
            }
        }
    }
}

fn hexadecimal(number: u64, text: &mut [u8]) {
    for (index, place) in text.iter_mut().rev().enumerate() {
        let digit = number.checked_shr(4 * index as u32).unwrap_or(0) & 15;
        *place = b"0123456789abcdef"[digit as usize];
    }
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
