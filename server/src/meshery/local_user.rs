//! Single-user mode: who has chosen the local provider needs no token of their own.
//!
//! Clients of the local provider send its cookie and an empty token (or none). The schema's
//! requirement asks for both cookies, so the user's token is filled in before the request gets to
//! the generated table. A request without the provider's cookie is left alone.
//!
//! Without a password, the server's name is what keeps the pages of other sites out: a site that
//! makes its own name point to this server ("DNS rebinding") is told that it is misdirected.

use axum::extract::{Request, State};
use axum::middleware::Next;
use axum::response::Response;
use http::StatusCode;
use http::header::{AUTHORIZATION, COOKIE, HOST, HeaderValue};
use http::uri::Authority;
use meshwright_runtime::server::{Guard as _, Problem};

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

/// The layer that answers under this server's own names alone.
pub async fn own_names(State(meshery): State<Meshery>, request: Request, next: Next) -> Response {
    let host = request.headers().get(HOST).and_then(|it| it.to_str().ok());
    let host = host.or_else(|| request.uri().host());
    if host.is_none_or(|it| is_own(it, &meshery.public_host)) {
        return next.run(request).await;
    }
    let detail = "this server has another name; see its option `--public-url`";
    meshery.refuse(Problem::new(StatusCode::MISDIRECTED_REQUEST, detail))
}

/// Whether a host is an address, `localhost`, or the name that people know the server by.
fn is_own(host: &str, public: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else { return false };
    let name = authority.host();
    let is_address = name.starts_with('[') || name.parse::<std::net::Ipv4Addr>().is_ok();
    let is_local = name.eq_ignore_ascii_case("localhost");
    is_address || is_local || name.eq_ignore_ascii_case(public)
}

impl Meshery {
    /// A token for the only user.
    pub(super) fn token(&self) -> Result<String, jsonwebtoken::errors::Error> {
        self.tokens.sign(&self.user.to_string(), cookie::LIFE)
    }
}

#[cfg(test)]
mod tests {
    use super::is_own;

    #[test]
    fn names_of_others_are_not_ours() {
        for own in ["localhost:9081", "127.0.0.1", "[::1]:9081", "Mesh.example.com"] {
            assert!(is_own(own, "mesh.example.com"), "{own}");
        }
        for other in ["example.org:9081", "127.0.0.1.example.org", "", "a b"] {
            assert!(!is_own(other, "mesh.example.com"), "{other}");
        }
    }
}
