//! What a client shows of who it is.

use std::fmt;
use std::sync::Arc;

use super::BoxFuture;
use crate::http::Secret;

/// Gives the secret of a security scheme when a call is made: a token that is fetched, and renewed
/// before or after it runs out.
pub trait Provider: Send + Sync + 'static {
    /// The secret to present: the key, or what follows the scheme's word in `Authorization`.
    ///
    /// `scopes` are those that the operation asks for.
    ///
    /// # Errors
    ///
    /// Why there is none, for people; the call fails with it.
    fn secret<'a>(
        &'a self,
        scopes: &'static [&'static str],
    ) -> BoxFuture<'a, Result<Secret, String>>;

    /// The secret was refused with status 401. Whether another one may be had: the call is then
    /// made once more.
    fn refused<'a>(&'a self, secret: &'a Secret) -> BoxFuture<'a, bool> {
        let _ = secret;
        Box::pin(std::future::ready(false))
    }
}

/// A secret that stays as it is.
impl Provider for Secret {
    fn secret<'a>(&'a self, _: &'static [&'static str]) -> BoxFuture<'a, Result<Secret, String>> {
        Box::pin(std::future::ready(Ok(self.clone())))
    }
}

/// A provider as connections keep it.
#[derive(Clone)]
pub(super) struct Shared(pub(super) Arc<dyn Provider>);

impl fmt::Debug for Shared {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Provider(…)")
    }
}
