//! When a call is made again.

use std::time::Duration;

use web_time::{SystemTime, UNIX_EPOCH};

use http::header::RETRY_AFTER;
use http::{HeaderMap, StatusCode};

/// When a call that is safe to repeat (RFC 9110, section 9.2.2) is made again.
#[derive(Debug, Clone, Copy)]
pub struct Retry {
    /// How many times more; 0 for never.
    pub times: u32,
    /// The wait before the first repetition; it doubles each time, give or take a quarter.
    pub first: Duration,
    /// The longest wait, also when the server asks for more with `Retry-After`.
    pub most: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        Self { times: 2, first: Duration::from_millis(200), most: Duration::from_secs(20) }
    }
}

impl Retry {
    /// Whether an answer of this status is worth another try.
    pub(crate) fn is_passing(status: StatusCode) -> bool {
        matches!(status.as_u16(), 429 | 502 | 503 | 504)
    }

    pub(crate) fn wait(&self, round: u32, headers: Option<&HeaderMap>) -> Duration {
        let asked = headers.and_then(|it| retry_after(it.get(RETRY_AFTER)?.to_str().ok()?.trim()));
        let doubled = self.first.saturating_mul(1 << round.min(16));
        asked.unwrap_or_else(|| doubled.mul_f64(jitter())).min(self.most)
    }
}

/// Seconds, or a date (RFC 9110, section 10.2.3); a date that is over means now.
fn retry_after(text: &str) -> Option<Duration> {
    if let Ok(seconds) = text.parse() {
        return Some(Duration::from_secs(seconds));
    }
    let date = chrono::DateTime::parse_from_rfc2822(text).ok()?;
    let wait = date.signed_duration_since(chrono::Utc::now());
    Some(wait.to_std().unwrap_or_default())
}

/// Between 0.75 and 1.25: clients that failed together should not come back together.
fn jitter() -> f64 {
    let nanos = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |it| it.subsec_nanos());
    0.75 + f64::from(nanos % 1000) / 2000.0
}
