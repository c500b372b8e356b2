//! Random texts that nobody can guess.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use rand::TryRngCore as _;
use rand::rngs::OsRng;

/// A random text of this many bytes, in URL-safe base64.
///
/// # Panics
///
/// When the system gives no randomness: there is nothing safe to go on with.
#[must_use]
pub fn random(n_bytes: usize) -> String {
    let mut bytes = vec![0; n_bytes];
    let outcome = OsRng.try_fill_bytes(&mut bytes);
    assert!(outcome.is_ok(), "the system gives no randomness");
    URL_SAFE_NO_PAD.encode(bytes)
}
