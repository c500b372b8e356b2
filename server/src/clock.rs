//! What time it is.

use chrono::{SubsecRound as _, Utc};
use meshwright_runtime::DateTime;

/// This moment, in microseconds.
#[must_use]
pub fn now() -> DateTime {
    Utc::now().trunc_subsecs(6).fixed_offset()
}
