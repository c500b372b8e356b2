//! Who is let in, and what those are told who are not.

use http::header::{AUTHORIZATION, HeaderValue, WWW_AUTHENTICATE};
use http::request::Parts;
use http::{HeaderMap, StatusCode};

use super::{Credential, Denied, Fault, Guard, Problem};
use crate::http::{Operation, Scheme, SchemeKind};

/// Finds the first requirement whose credentials are all there and good.
pub(super) async fn admit<S: Guard>(
    service: &S,
    operation: &'static Operation,
    parts: &Parts,
) -> Result<Option<S::Principal>, Fault> {
    let mut refused: Option<Denied> = None;
    let mut is_optional = false;
    for requirement in operation.security {
        if requirement.is_empty() {
            is_optional = true;
            continue;
        }
        let found: Option<Vec<Credential>> =
            requirement.iter().map(|it| Credential::find(it, parts)).collect();
        let Some(credentials) = found else { continue };
        match service.admit(credentials).await {
            Ok(principal) => return Ok(Some(principal)),
            Err(denied) => refused = Some(refused.map_or(denied.clone(), |old| worse(old, denied))),
        }
    }
    let all = |error| challenges(service, operation, &parts.headers, error);
    let (status, detail, challenges) = match refused {
        None if is_optional || operation.security.is_empty() => return Ok(None),
        None => (StatusCode::UNAUTHORIZED, "credentials are needed", all(None)),
        Some(Denied::Unknown(detail)) => {
            (StatusCode::UNAUTHORIZED, detail, all(Some("invalid_token")))
        }
        Some(Denied::Forbidden(detail)) => {
            // Only tokens are told what they lack (RFC 6750, section 3).
            let mut all = all(Some("insufficient_scope"));
            all.retain(|it| has_token(&parts.headers) && is_bearer(it));
            (StatusCode::FORBIDDEN, detail, all)
        }
        Some(Denied::Unavailable) => {
            let detail = "credentials cannot be checked right now";
            (StatusCode::SERVICE_UNAVAILABLE, detail, Vec::new())
        }
    };
    let mut problem = Problem::new(status, detail);
    for challenge in challenges {
        problem.headers.append(WWW_AUTHENTICATE, challenge);
    }
    Err(Fault::problem(problem))
}

/// Of two refusals, the one that tells the caller more.
fn worse(old: Denied, new: Denied) -> Denied {
    match (&old, &new) {
        (Denied::Unavailable, _) | (Denied::Forbidden(_), Denied::Unknown(_)) => old,
        _ => new,
    }
}

fn has_token(headers: &HeaderMap) -> bool {
    headers.get(AUTHORIZATION).is_some_and(is_bearer)
}

fn is_bearer(value: &HeaderValue) -> bool {
    value.as_bytes().get(..7).is_some_and(|it| it.eq_ignore_ascii_case(b"bearer "))
}

/// One challenge for each scheme that would do (RFC 9110, section 11.6.1).
///
/// `error` is what is wrong with a token, if one came (RFC 6750, section 3.1).
fn challenges<S: Guard>(
    service: &S,
    operation: &'static Operation,
    headers: &HeaderMap,
    error: Option<&str>,
) -> Vec<HeaderValue> {
    let error = error.filter(|_| has_token(headers));
    let mut told: Vec<&'static Scheme> = Vec::new();
    let mut out = Vec::new();
    for it in operation.security.iter().flat_map(|it| it.iter()) {
        if !told.contains(&it.scheme) {
            told.push(it.scheme);
            let text = challenge(service, it.scheme, it.scopes, error);
            out.extend(text.and_then(|it| HeaderValue::from_str(&it).ok()));
        }
    }
    out
}

fn challenge<S: Guard>(
    service: &S,
    scheme: &'static Scheme,
    scopes: &[&str],
    error: Option<&str>,
) -> Option<String> {
    let key = |place: &str, name: &str| format!("ApiKey in=\"{place}\", name=\"{}\"", quoted(name));
    let word = match scheme.kind {
        SchemeKind::HeaderKey(name) => return Some(key("header", name)),
        SchemeKind::QueryKey(name) => return Some(key("query", name)),
        SchemeKind::CookieKey(name) => return Some(key("cookie", name)),
        // There is no word for it: it is not HTTP's business.
        SchemeKind::MutualTls => return None,
        SchemeKind::Authorization(word) => word,
    };
    if let Some(parameters) = service.challenge(scheme) {
        return Some(format!("{word} {parameters}"));
    }
    let mut text = format!("{word} realm=\"{}\"", quoted(service.realm()));
    if word.eq_ignore_ascii_case("basic") {
        // RFC 7617, section 2.1.
        text.push_str(", charset=\"UTF-8\"");
    }
    if word.eq_ignore_ascii_case("bearer") {
        if !scopes.is_empty() {
            text.push_str(&format!(", scope=\"{}\"", quoted(&scopes.join(" "))));
        }
        if let Some(error) = error {
            text.push_str(&format!(", error=\"{error}\""));
        }
    }
    Some(text)
}

/// What may stand in a quoted string (RFC 9110, section 5.6.4).
fn quoted(text: &str) -> String {
    text.replace('\\', "\\\\").replace('"', "\\\"")
}
