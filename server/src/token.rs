//! Tokens that this server signs itself, with a secret that its database keeps (HS256).

use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation};
use meshwright_runtime::http::Secret;
use serde::{Deserialize, Serialize};

use crate::store::{Error, Store};

/// Signs and checks tokens for one audience; cloning shares the secret.
#[derive(Debug, Clone)]
pub struct Signer {
    secret: Secret,
    audience: &'static str,
}

/// What a token of this server says.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Claims {
    /// Whom it is about.
    pub sub: String,
    /// What it is good for.
    pub aud: String,
    /// Who signed it.
    pub iss: String,
    /// When it was signed, in seconds since 1970.
    pub iat: i64,
    /// When it stops working, in seconds since 1970.
    pub exp: i64,
}

const ISSUER: &str = "urn:meshwright:server";

impl Signer {
    /// A signer with the secret of this database.
    ///
    /// # Errors
    ///
    /// When the database fails.
    pub async fn new(store: &Store, audience: &'static str) -> Result<Self, Error> {
        let secret = store.once("signing-secret", crate::secret::random(48)).await?;
        Ok(Self { secret: Secret::new(secret), audience })
    }

    /// Signs a token that works for some seconds.
    ///
    /// # Errors
    ///
    /// When signing fails.
    pub fn sign(&self, subject: &str, seconds: i64) -> Result<String, jsonwebtoken::errors::Error> {
        let now = chrono::Utc::now().timestamp();
        let claims = Claims {
            sub: subject.to_owned(),
            aud: self.audience.to_owned(),
            iss: ISSUER.to_owned(),
            iat: now,
            exp: now + seconds,
        };
        let key = EncodingKey::from_secret(self.secret.reveal().as_bytes());
        jsonwebtoken::encode(&Header::new(Algorithm::HS256), &claims, &key)
    }

    /// Whom a token is about; `None` where it is not ours, or not any more.
    #[must_use]
    pub fn subject(&self, token: &str) -> Option<String> {
        let mut validation = Validation::new(Algorithm::HS256);
        validation.set_audience(&[self.audience]);
        validation.set_issuer(&[ISSUER]);
        validation.set_required_spec_claims(&["exp", "aud", "iss", "sub"]);
        let key = DecodingKey::from_secret(self.secret.reveal().as_bytes());
        let token = jsonwebtoken::decode::<Claims>(token, &key, &validation).ok()?;
        Some(token.claims.sub)
    }
}
