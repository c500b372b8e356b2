//! Who is let in: a handful of visitors whose secrets are no secrets.

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use kitchen_sink::operations::access::*;
use kitchen_sink::security;
use kitchen_sink::server::access::AccessApi;
use kitchen_sink::types::Visitor;
use meshwright_runtime::Bytes;
use meshwright_runtime::http::Scheme;
use meshwright_runtime::server::{Context, Credential, Denied, Guard, Peer};

use crate::{Fault, Kestrel};

/// Everything that opens a door.
#[derive(Debug)]
pub struct Visitors;

impl Visitors {
    /// The key of all three places.
    pub const KEY: &str = "kestrel-key";
    /// Name and password.
    pub const BASIC: (&str, &str) = ("kestrel", "pa:ss wörd");
    /// A token with all scopes.
    pub const TOKEN: &str = "kestrel-token";
    /// A token without scopes.
    pub const POOR_TOKEN: &str = "kestrel-poor-token";
    /// A token that nothing can be found out about.
    pub const LOST_TOKEN: &str = "kestrel-lost-token";
    /// The nonce that is always given.
    pub const NONCE: &str = "kestrel-nonce";
    /// What a client makes of the nonce; nobody computes it here, the scheme is only carried.
    pub const DIGEST: &str = "753927fa0e85d155564e2e272a28d1802ca10daf449";
    /// The certificate.
    pub const CERTIFICATE: &str = "kestrel-certificate";
}

/// The header in which whoever terminates TLS would name the certificate that it has verified.
pub const COMMON_NAME: &str = "x-verified-certificate";

/// Stands for the end of TLS: what the header says was verified.
pub(crate) async fn certificate(mut request: Request, next: Next) -> Response {
    let certificate = request.headers_mut().remove(COMMON_NAME);
    if let Some(certificate) = certificate {
        let certificate = Bytes::copy_from_slice(certificate.as_bytes());
        request.extensions_mut().insert(Peer { certificate });
    }
    next.run(request).await
}

impl Guard for Kestrel {
    type Principal = Visitor;

    async fn admit(&self, credentials: Vec<Credential>) -> Result<Visitor, Denied> {
        let mut names = Vec::new();
        let mut scopes = Vec::new();
        for credential in &credentials {
            check(credential)?;
            names.push(credential.scheme.name);
            scopes.extend(credential.scopes.iter().map(|it| (*it).to_owned()));
        }
        Ok(Visitor { name: names.join("+"), scopes })
    }

    fn realm(&self) -> &str {
        "Kestrel"
    }

    fn challenge(&self, scheme: &'static Scheme) -> Option<String> {
        let nonce = Visitors::NONCE;
        (*scheme == security::DIGEST).then(|| {
            format!("realm=\"Kestrel\", qop=\"auth\", algorithm=SHA-256, nonce=\"{nonce}\"")
        })
    }
}

fn check(credential: &Credential) -> Result<(), Denied> {
    let Credential { scheme, secret, scopes, peer } = credential;
    let unknown = Err(Denied::Unknown("nobody is known by this"));
    let is_good = if **scheme == security::BASIC {
        let (name, password) = Visitors::BASIC;
        credential.basic().is_some_and(|it| it.0 == name && it.1.is(password))
    } else if **scheme == security::DIGEST {
        secret.reveal().contains(&format!("response=\"{}\"", Visitors::DIGEST))
    } else if **scheme == security::MUTUAL_TLS {
        peer.as_ref().is_some_and(|it| it.certificate == Visitors::CERTIFICATE)
    } else if [&security::BEARER, &security::O_AUTH, &security::OPEN_ID].contains(scheme) {
        match secret.reveal() {
            Visitors::LOST_TOKEN => return Err(Denied::Unavailable),
            Visitors::POOR_TOKEN if !scopes.is_empty() => {
                return Err(Denied::Forbidden("the token lacks a scope"));
            }
            Visitors::POOR_TOKEN => true,
            _ => secret.is(Visitors::TOKEN),
        }
    } else {
        secret.is(Visitors::KEY)
    };
    if is_good { Ok(()) } else { unknown }
}

/// An operation that tells who was let in.
macro_rules! enter {
    ($($method:ident -> $output:ident),* $(,)?) => {
        $(async fn $method(&self, context: Context<Visitor>) -> Result<$output, Fault> {
            Ok($output::Ok(context.principal))
        })*
    };
}

impl AccessApi for Kestrel {
    async fn enter_open(&self, _: Context<()>) -> Result<EnterOpenOutput, Fault> {
        Ok(EnterOpenOutput::NoContent)
    }

    enter! {
        enter_by_header_key -> EnterByHeaderKeyOutput,
        enter_by_query_key -> EnterByQueryKeyOutput,
        enter_by_cookie_key -> EnterByCookieKeyOutput,
        enter_by_basic -> EnterByBasicOutput,
        enter_by_bearer -> EnterByBearerOutput,
        enter_by_digest -> EnterByDigestOutput,
        enter_by_o_auth -> EnterByOAuthOutput,
        enter_by_open_id -> EnterByOpenIdOutput,
        enter_by_certificate -> EnterByCertificateOutput,
        enter_by_both -> EnterByBothOutput,
        enter_by_either -> EnterByEitherOutput,
    }

    async fn enter_optionally(
        &self,
        context: Context<Option<Visitor>>,
    ) -> Result<EnterOptionallyOutput, Fault> {
        Ok(match context.principal {
            Some(visitor) => EnterOptionallyOutput::Ok(visitor),
            None => EnterOptionallyOutput::NoContent,
        })
    }
}
