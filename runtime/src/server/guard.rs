//! Who may do what: the application's part of security.

use std::future::Future;

use axum::response::Response;

use super::{Credential, Problem};
use crate::http::Scheme;

/// Turns credentials into the application's own principal.
///
/// Which schemes an operation asks for, and in which combinations, is the schema's business and
/// enforced before: [`Guard::admit`] is called with what was presented for all schemes of one
/// requirement, and never for an operation that is open.
pub trait Guard: Send + Sync + 'static {
    /// Who is asking.
    type Principal: Send + 'static;

    /// Says who presents these credentials, if they are good and have the scopes asked for.
    fn admit(
        &self,
        credentials: Vec<Credential>,
    ) -> impl Future<Output = Result<Self::Principal, Denied>> + Send;

    /// What those who have to show who they are see as the name of what is protected (RFC 9110, section
    /// 11.5).
    fn realm(&self) -> &str {
        "API"
    }

    /// What follows the word of a scheme in a challenge, where the application makes it: the nonce, the
    /// algorithm and the rest of digest authentication (RFC 7616, section 3.3).
    fn challenge(&self, scheme: &'static Scheme) -> Option<String> {
        let _ = scheme;
        None
    }

    /// The answer to a request that was not carried out; problem details (RFC 9457) unless the
    /// API has a form of its own.
    fn refuse(&self, problem: Problem) -> Response {
        problem.into_response()
    }
}

/// Why credentials were turned down.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Denied {
    /// They are not good: status 401.
    Unknown(&'static str),
    /// They are good, and do not allow this: status 403.
    Forbidden(&'static str),
    /// It could not be found out: status 503.
    Unavailable,
}
