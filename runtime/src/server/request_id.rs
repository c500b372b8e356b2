//! One name for each request, in the answer, in the log, and for the handler.

use std::collections::hash_map::RandomState;
use std::fmt;
use std::hash::BuildHasher as _;
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU64, Ordering};

use http::header::{HeaderName, HeaderValue};

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
    /// The name that a caller gave, where it is a good one.
    pub(super) fn of(given: Option<&HeaderValue>) -> Self {
        let good = |it: &&HeaderValue| {
            let bytes = it.as_bytes();
            (1..=128).contains(&bytes.len()) && bytes.iter().all(u8::is_ascii_graphic)
        };
        // Callers choose what they will look for; what could break a log is none of it.
        given.filter(good).cloned().map_or_else(Self::new, |it| Self(Name::Given(it)))
    }

    /// A name that no other request has: of the process by chance, in the process by number.
    fn new() -> Self {
        static PROCESS: OnceLock<[u8; LENGTH]> = OnceLock::new();
        static NEXT: AtomicU64 = AtomicU64::new(0);
        let mut text = *PROCESS.get_or_init(|| {
            let mut text = [b'-'; LENGTH];
            let process = RandomState::new().hash_one(std::process::id());
            text[..16].copy_from_slice(&hexadecimal(process));
            text
        });
        text[17..].copy_from_slice(&hexadecimal(NEXT.fetch_add(1, Ordering::Relaxed)));
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

fn hexadecimal(number: u64) -> [u8; 16] {
    // All digits at once: a byte for each, then `a` to `f` where they are above nine.
    let mut digits = u128::from(number);
    for (shift, mask) in [
        (32, 0x0000_0000_ffff_ffff_0000_0000_ffff_ffff),
        (16, 0x0000_ffff_0000_ffff_0000_ffff_0000_ffff),
        (8, 0x00ff_00ff_00ff_00ff_00ff_00ff_00ff_00ff),
        (4, 0x0f0f_0f0f_0f0f_0f0f_0f0f_0f0f_0f0f_0f0f),
    ] {
        digits = (digits | digits << shift) & mask;
    }
    let ones = u128::MAX / 255;
    let letters = ((digits + 6 * ones) >> 4) & ones;
    (digits + u128::from(b'0') * ones + letters * u128::from(b'a' - b'0' - 10)).to_be_bytes()
}

impl fmt::Display for RequestId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn hexadecimal() {
        for number in [0, 9, 10, 0x0123_4567_89ab_cdef, 0xfedc_ba98_7654_3210, u64::MAX] {
            let text = super::hexadecimal(number);
            assert_eq!(std::str::from_utf8(&text), Ok(format!("{number:016x}").as_str()));
        }
    }
}
