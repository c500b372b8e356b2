//! Cookies: reading those of a request, and setting those that no schema can name.

use std::sync::{Arc, Mutex, PoisonError};

use axum::extract::Request;
use axum::middleware::Next;
use axum::response::Response;
use http::HeaderMap;
use http::header::{COOKIE, HeaderValue, SET_COOKIE};
use meshwright_runtime::server::Context;

/// The cookie with the token.
pub(super) const TOKEN: &str = "token";

/// The cookie with the name of the provider.
pub(super) const PROVIDER: &str = "meshery-provider";

/// How long a token lasts, in seconds.
pub(super) const LIFE: i64 = 24 * 60 * 60;

/// The cookies that the answer to a request will set. A handler finds it in the extensions of its
/// context: its typed answer has no place for `Set-Cookie`.
#[derive(Debug, Clone, Default)]
pub struct NewCookies(Arc<Mutex<Vec<String>>>);

impl NewCookies {
    /// Sets a cookie for as long as a token lasts.
    pub fn set<P>(context: &Context<P>, name: &str, value: &str) {
        Self::push(
            context,
            format!("{name}={value}; Path=/; Max-Age={LIFE}; HttpOnly; SameSite=Lax"),
        );
    }

    /// Removes a cookie.
    pub fn clear<P>(context: &Context<P>, name: &str) {
        Self::push(context, format!("{name}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax"));
    }

    fn push<P>(context: &Context<P>, cookie: String) {
        if let Some(cookies) = context.extensions.get::<Self>() {
            cookies.0.lock().unwrap_or_else(PoisonError::into_inner).push(cookie);
        }
    }

    /// The layer that puts a handler's cookies on its answer.
    pub async fn layer(mut request: Request, next: Next) -> Response {
        let cookies = Self::default();
        request.extensions_mut().insert(cookies.clone());
        let mut response = next.run(request).await;
        for cookie in cookies.0.lock().unwrap_or_else(PoisonError::into_inner).iter() {
            if let Ok(value) = HeaderValue::from_str(cookie) {
                response.headers_mut().append(SET_COOKIE, value);
            }
        }
        response
    }
}

/// The value of a cookie of a request.
pub(super) fn find<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    all(headers).find(|it| it.0 == name).map(|it| it.1)
}

/// All cookies of a request.
pub(super) fn all(headers: &HeaderMap) -> impl Iterator<Item = (&str, &str)> {
    let texts = headers.get_all(COOKIE).iter().filter_map(|it| it.to_str().ok());
    texts.flat_map(|it| it.split(';')).filter_map(|it| it.trim().split_once('='))
}
