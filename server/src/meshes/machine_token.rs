//! Tokens that servers sign for themselves with the secret of an access key.

use chrono::Utc;
use jsonwebtoken::{Algorithm, DecodingKey, Validation};
use meshwright_runtime::server::Denied;
use serde::Deserialize;

use super::Caller;
use crate::store::Store;

/// The longest that a token may live, in seconds.
const LIFE: i64 = 60;

/// How far the clocks of two machines may be apart, in seconds.
const LEEWAY: i64 = 5;

#[derive(Deserialize)]
struct Claims {
    org: String,
    iat: i64,
    exp: i64,
}

/// Says whose token this is.
///
/// # Errors
///
/// When it is not good, or the database fails.
pub(super) async fn check(store: &Store, token: &str) -> Result<Caller, Denied> {
    const UNKNOWN: Denied = Denied::Unknown("the machine token is not valid");
    let header = jsonwebtoken::decode_header(token).map_err(|_| UNKNOWN)?;
    let access_key = header.kid.ok_or(Denied::Unknown("the machine token names no access key"))?;
    let key = store.machine_key(&access_key).await.map_err(|error| {
        tracing::error!(%error, "a machine token cannot be checked");
        Denied::Unavailable
    })?;
    let key = key.ok_or(UNKNOWN)?;
    let mut validation = Validation::new(Algorithm::HS256);
    validation.set_issuer(&[format!("urn:meshes:m2m:{access_key}")]);
    validation.set_audience(&["meshes-api"]);
    validation.set_required_spec_claims(&["exp", "aud", "iss"]);
    validation.leeway = LEEWAY.unsigned_abs();
    let secret = DecodingKey::from_secret(key.secret.reveal().as_bytes());
    let token = jsonwebtoken::decode::<Claims>(token, &secret, &validation).map_err(|error| {
        tracing::debug!(%error, access_key, "a machine token was turned down");
        UNKNOWN
    })?;
    let Claims { org, iat, exp } = token.claims;
    let life = exp.saturating_sub(iat);
    if !(1..=LIFE).contains(&life) || iat > Utc::now().timestamp() + LEEWAY {
        return Err(Denied::Unknown("a machine token lives for at most 60 seconds"));
    }
    if org != key.org.to_string() {
        return Err(Denied::Forbidden("the access key does not act for this organization"));
    }
    Ok(Caller::Machine { access_key, org: key.org })
}
