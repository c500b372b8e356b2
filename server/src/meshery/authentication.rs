//! The operations tagged `Authentication`.

use ::meshery::operations::authentication::{
    GetTokenFileOutput, LogoutOutput, ReceiveTokenInput, ReceiveTokenOutput, StartLoginInput,
    StartLoginOutput, SubmitTokenInput, SubmitTokenOutput,
};
use ::meshery::server::authentication::AuthenticationApi;
use ::meshery::types::TokenFile;
use base64::Engine as _;
use base64::engine::general_purpose::{URL_SAFE, URL_SAFE_NO_PAD};
use http::StatusCode;
use meshwright_runtime::server::{Context, Fault};

use super::cookie::{self, NewCookies};
use super::{Meshery, PROVIDER};
use crate::refusal::{bad_place, refuse};

impl AuthenticationApi for Meshery {
    async fn get_token_file(&self, _: Context<()>) -> Result<GetTokenFileOutput, Fault> {
        Ok(GetTokenFileOutput::Ok(TokenFile::new(PROVIDER, self.token()?)))
    }

    async fn receive_token(
        &self,
        context: Context<()>,
        input: ReceiveTokenInput,
    ) -> Result<ReceiveTokenOutput, Fault> {
        let location = self.finish_login(&context, &input.token, input.r#ref)?;
        Ok(ReceiveTokenOutput::Found { location })
    }

    async fn submit_token(
        &self,
        context: Context<()>,
        input: SubmitTokenInput,
    ) -> Result<SubmitTokenOutput, Fault> {
        let location = self.finish_login(&context, &input.token, input.r#ref)?;
        Ok(SubmitTokenOutput::Found { location })
    }

    async fn start_login(
        &self,
        context: Context<()>,
        input: StartLoginInput,
    ) -> Result<StartLoginOutput, Fault> {
        let location = page(input.r#ref)?;
        NewCookies::set(&context, cookie::TOKEN, &self.token()?);
        Ok(StartLoginOutput::Found { location })
    }

    async fn logout(&self, context: Context<()>) -> Result<LogoutOutput, Fault> {
        NewCookies::clear(&context, cookie::TOKEN);
        NewCookies::clear(&context, cookie::PROVIDER);
        Ok(LogoutOutput::Found { location: "/provider".to_owned() })
    }
}

impl Meshery {
    fn finish_login(
        &self,
        context: &Context<()>,
        token: &str,
        reference: Option<String>,
    ) -> Result<String, Fault> {
        if !self.knows(token) {
            return Err(refuse(StatusCode::UNAUTHORIZED, "the token is not valid"));
        }
        let location = page(reference)?;
        NewCookies::set(context, cookie::TOKEN, token);
        Ok(location)
    }
}

/// The page that a reference names: one of this server, so that a link cannot lead away from it.
fn page(reference: Option<String>) -> Result<String, Fault> {
    let Some(reference) = reference.filter(|it| !it.is_empty()) else { return Ok("/".to_owned()) };
    let bytes = URL_SAFE_NO_PAD.decode(&reference).or_else(|_| URL_SAFE.decode(&reference));
    let page = bytes.ok().and_then(|it| String::from_utf8(it).ok());
    let is_own = |it: &String| {
        let is_odd = |c: char| c.is_control() || c == '\\';
        it.starts_with('/') && !it.starts_with("//") && !it.contains(is_odd)
    };
    page.filter(is_own)
        .ok_or_else(|| bad_place("/query/ref", "expected a path of this server in URL-safe base64"))
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::{URL_SAFE_NO_PAD, page};

    #[test]
    fn a_reference_stays_on_the_server() {
        let of = |text: &str| page(Some(URL_SAFE_NO_PAD.encode(text)));
        assert_eq!(of("/docs/").ok().as_deref(), Some("/docs/"));
        for wrong in ["https://example.com", "//example.com", "/\\example.com", "/a\nb", ""] {
            assert!(wrong.is_empty() || of(wrong).is_err(), "{wrong}");
        }
    }
}
