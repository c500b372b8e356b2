//! Text that must not be seen.

use std::fmt;

use subtle::ConstantTimeEq as _;

/// A key, token or password: `Debug` does not show it, and comparing it does not tell how far two of
/// them agree.
#[derive(Clone)]
pub struct Secret(String);

impl Secret {
    /// Hides a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text, for those who must send or check it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether it is this text, in a time that depends on the lengths alone.
    pub fn is(&self, text: &str) -> bool {
        self.0.as_bytes().ct_eq(text.as_bytes()).into()
    }
}

impl PartialEq for Secret {
    fn eq(&self, other: &Self) -> bool {
        self.is(&other.0)
    }
}

impl Eq for Secret {}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Secret(…)")
    }
}
