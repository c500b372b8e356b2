//! What callers present to show who they are.

use base64::Engine as _;
use bytes::Bytes;
use http::HeaderMap;
use http::header::{AUTHORIZATION, COOKIE};
use http::request::Parts;

use crate::http::{Location, Scheme, SchemeKind, SchemeUse, Secret};

/// What a caller presented for one security scheme.
#[derive(Debug, Clone)]
pub struct Credential {
    /// The scheme it was presented for.
    pub scheme: &'static Scheme,
    /// The key, or what follows the scheme's word in `Authorization`; empty for mutual TLS.
    pub secret: Secret,
    /// The scopes that the operation asks for.
    pub scopes: &'static [&'static str],
    /// The other end of the connection, for mutual TLS.
    pub peer: Option<Peer>,
}

/// The other end of a TLS connection, which has shown a certificate that was verified (RFC 8446, section
/// 4.4.2).
///
/// Whoever terminates TLS vouches for it: only a layer that has verified the certificate puts it among the
/// extensions of a request, and nothing that comes with the request can.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Peer {
    /// Its certificate, as DER (X.690).
    pub certificate: Bytes,
}

impl Credential {
    /// The user name and password of HTTP basic authentication (RFC 7617).
    pub fn basic(&self) -> Option<(String, Secret)> {
        let bytes = base64::engine::general_purpose::STANDARD.decode(self.secret.reveal()).ok()?;
        let text = String::from_utf8(bytes).ok()?;
        let (name, password) = text.split_once(':')?;
        Some((name.to_owned(), Secret::new(password)))
    }

    /// Finds what was presented for a scheme; an empty key is none.
    pub(super) fn find(wanted: &'static SchemeUse, parts: &Parts) -> Option<Self> {
        let (headers, query) = (&parts.headers, parts.uri.query().unwrap_or_default());
        let (scheme, scopes) = (wanted.scheme, wanted.scopes);
        let text = match wanted.scheme.kind {
            SchemeKind::HeaderKey(name) => headers.get(name)?.to_str().ok()?.to_owned(),
            SchemeKind::QueryKey(name) => one(Location::Query, name, headers, query)?,
            SchemeKind::CookieKey(name) => one(Location::Cookie, name, headers, query)?,
            SchemeKind::Authorization(word) => {
                let value = headers.get(AUTHORIZATION)?.to_str().ok()?;
                let (scheme, rest) = value.split_once(' ')?;
                scheme.eq_ignore_ascii_case(word).then(|| rest.trim().to_owned())?
            }
            SchemeKind::MutualTls => {
                let peer = parts.extensions.get::<Peer>()?.clone();
                return Some(Self { scheme, secret: Secret::new(""), scopes, peer: Some(peer) });
            }
        };
        let secret = Secret::new(text);
        (!secret.reveal().is_empty()).then_some(Self { scheme, secret, scopes, peer: None })
    }
}

/// The pairs of the `Cookie` headers (RFC 6265, section 4.2).
pub(super) fn cookies(headers: &HeaderMap) -> Vec<(&str, &str)> {
    let values = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
    values.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('=')).collect()
}

fn one(location: Location, name: &str, headers: &HeaderMap, query: &str) -> Option<String> {
    use crate::http::style::{decode_query, pairs};
    match location {
        Location::Cookie => {
            let found = cookies(headers).into_iter().find(|it| it.0 == name)?;
            Some(found.1.trim_matches('"').to_owned())
        }
        _ => pairs(query).find(|it| decode_query(it.0) == name).map(|it| decode_query(it.1)),
    }
}
