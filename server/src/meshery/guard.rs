//! Who may call the Meshery API, and its form of errors.

use ::meshery::types::Error;
use http::header::{CONTENT_TYPE, HeaderValue};
use http::{HeaderMap, HeaderName, StatusCode};
use meshwright_runtime::http::SchemeKind;
use meshwright_runtime::json::to_vec;
use meshwright_runtime::server::{Credential, Denied, Guard, Problem, Response};

use super::{Meshery, cookie};

/// The name of the local provider.
pub const PROVIDER: &str = "None";

/// Whether a name is the local provider's; newer clients call it `Local`.
#[must_use]
pub fn is_local(name: &str) -> bool {
    name.eq_ignore_ascii_case(PROVIDER) || name.eq_ignore_ascii_case("Local")
}

impl Guard for Meshery {
    /// There is one user.
    type Principal = ();

    async fn admit(&self, credentials: Vec<Credential>) -> Result<(), Denied> {
        for it in &credentials {
            let secret = it.secret.reveal();
            let is_good = match it.scheme.kind {
                SchemeKind::CookieKey(cookie::PROVIDER) => is_local(secret),
                _ => self.knows(secret),
            };
            if !is_good {
                return Err(Denied::Unknown("the token is not valid"));
            }
        }
        Ok(())
    }

    /// The schema's `Error`, and its status 400 for whatever is wrong with the input; a browser
    /// must not guess another type.
    fn refuse(&self, mut problem: Problem) -> Response {
        if problem.status == StatusCode::UNPROCESSABLE_ENTITY && !problem.violations.is_empty() {
            problem.status = StatusCode::BAD_REQUEST;
        }
        let mut body = Error::new(problem.detail);
        body.code = Some(format!("http-{}", problem.status.as_u16()));
        if !problem.violations.is_empty() {
            let causes = problem.violations.iter().map(ToString::to_string);
            body.probable_cause = Some(causes.collect());
        }
        let mut response = Response::new(to_vec(&body).into());
        *response.status_mut() = problem.status;
        *response.headers_mut() = problem.headers;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let nosniff = HeaderName::from_static("x-content-type-options");
        headers.insert(nosniff, HeaderValue::from_static("nosniff"));
        response
    }
}

impl Meshery {
    /// Whether a token is one that this server gave to its user.
    #[must_use]
    pub fn knows(&self, token: &str) -> bool {
        self.tokens.subject(token).is_some_and(|it| it == self.user.to_string())
    }
}

/// Whether a request that no generated table leads to (GraphQL) may go on: as the schema's
/// requirements say, the token and provider cookies, or a bearer token.
#[must_use]
pub fn admitted(meshery: &Meshery, headers: &HeaderMap) -> bool {
    let by_cookies = cookie::find(headers, cookie::PROVIDER).is_some_and(is_local)
        && cookie::find(headers, cookie::TOKEN).is_some_and(|it| meshery.knows(it));
    let authorization = headers.get(http::header::AUTHORIZATION).and_then(|it| it.to_str().ok());
    let bearer = authorization.and_then(|it| it.split_once(' '));
    let by_header = bearer.is_some_and(|(word, token)| {
        word.eq_ignore_ascii_case("bearer") && meshery.knows(token.trim())
    });
    by_cookies || by_header
}
