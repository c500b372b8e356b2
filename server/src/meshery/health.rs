//! The operations tagged `Health`.

use ::meshery::operations::health::{
    GetLivenessInput, GetLivenessOutput, GetReadinessInput, GetReadinessOutput,
};
use ::meshery::server::health::HealthApi;
use http::StatusCode;
use meshwright_runtime::server::{Context, Fault};

use super::Meshery;
use crate::refusal::refuse;

impl HealthApi for Meshery {
    async fn get_liveness(
        &self,
        _: Context<()>,
        input: GetLivenessInput,
    ) -> Result<GetLivenessOutput, Fault> {
        let text =
            if input.verbose == Some(true) { "[+]process ok\nlivez check passed" } else { "ok" };
        Ok(GetLivenessOutput::Ok(text.to_owned()))
    }

    async fn get_readiness(
        &self,
        _: Context<()>,
        input: GetReadinessInput,
    ) -> Result<GetReadinessOutput, Fault> {
        if let Err(error) = self.store.ping().await {
            tracing::error!(%error, "not ready");
            let detail = "the database gives no answer";
            return Err(refuse(StatusCode::INTERNAL_SERVER_ERROR, detail));
        }
        let text =
            if input.verbose == Some(true) { "[+]database ok\nreadyz check passed" } else { "ok" };
        Ok(GetReadinessOutput::Ok(text.to_owned()))
    }
}
