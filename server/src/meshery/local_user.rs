//! Single-user mode: who has chosen the local provider needs no token of their own.
//!
//! Clients of the local provider send its cookie and an empty token (or none). The schema's
//! requirement asks for both cookies, so the user's token is filled in before the request gets to
//! the generated table. A request without the provider's cookie is left alone.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::header::{AUTHORIZATION, COOKIE, HeaderValue};

use super::{Meshery, cookie, guard};

/// The layer that fills in the local user's token.
pub async fn single_user(
    State(meshery): State<Meshery>,
    mut request: Request,
    next: Next,
) -> Response {
    let headers = request.headers();
    let has_token = cookie::find(headers, cookie::TOKEN).is_some_and(|it| !it.is_empty())
        || headers.contains_key(AUTHORIZATION);
    let is_local = cookie::find(headers, cookie::PROVIDER).is_some_and(guard::is_local);
    if is_local && !has_token {
        let others = cookie::all(headers).filter(|it| it.0 != cookie::TOKEN);
        let mut cookies: Vec<String> = others.map(|it| format!("{}={}", it.0, it.1)).collect();
        match meshery.token() {
            Ok(token) => cookies.push(format!("{}={token}", cookie::TOKEN)),
            Err(error) => tracing::error!(%error, "the local user gets no token"),
        }
        if let Ok(value) = HeaderValue::from_str(&cookies.join("; ")) {
            request.headers_mut().insert(COOKIE, value);
        }
    }
    next.run(request).await
}

impl Meshery {
    /// A token for the only user.
    pub(super) fn token(&self) -> Result<String, jsonwebtoken::errors::Error> {
        self.tokens.sign(&self.user.to_string(), cookie::LIFE)
    }
}
