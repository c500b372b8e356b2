//! Statuses, headers and streams.

use std::time::Duration;

use futures_util::StreamExt as _;
use kitchen_sink::operations::answers::*;
use kitchen_sink::server::answers::AnswersApi;
use kitchen_sink::types::{HeaderSet, Money, Problem, Scan};
use meshwright_runtime::http::{Event, Events, StatusCode};
use meshwright_runtime::json::into_vec;
use meshwright_runtime::server::Context;

use crate::kestrel::until;
use crate::listing::listed;
use crate::{Fault, Kestrel};

listed!(AnswerWithInput { status = "status" });
listed!(AnswerWithHeadersInput { ; body });
listed!(WatchScansInput { count = "count", text = "text" });
listed!(AnswerSlowlyInput { milliseconds = "milliseconds" });

impl AnswersApi for Kestrel {
    async fn answer_with(
        &self,
        _: Context<()>,
        input: AnswerWithInput,
    ) -> Result<AnswerWithOutput, Fault> {
        let status = StatusCode::from_u16(input.status)?;
        let problem = || Problem::new(status.canonical_reason().unwrap_or("?"), status.as_u16());
        Ok(match status.as_u16() {
            200 => AnswerWithOutput::Ok(Money::new("12.50")),
            201 => AnswerWithOutput::Created { location: "/answers/200".to_owned() },
            202 => AnswerWithOutput::Accepted,
            204 => AnswerWithOutput::NoContent,
            404 => AnswerWithOutput::NotFound(problem()),
            503 => AnswerWithOutput::ServiceUnavailable { retry_after: 1 },
            201..=203 | 205..=299 => AnswerWithOutput::Success(status, status.to_string()),
            300..=399 => AnswerWithOutput::Redirection(status),
            400..=403 | 405..=499 => AnswerWithOutput::ClientError(status, problem()),
            _ => AnswerWithOutput::Default(status, problem()),
        })
    }

    async fn answer_with_headers(
        &self,
        _: Context<()>,
        input: AnswerWithHeadersInput,
    ) -> Result<AnswerWithHeadersOutput, Fault> {
        let HeaderSet {
            text,
            count,
            ratio,
            moment,
            service,
            flag,
            words,
            point,
            corners,
            reference,
        } = input.body;
        Ok(AnswerWithHeadersOutput::Ok {
            x_text: text,
            x_count: count,
            x_ratio: ratio,
            x_moment: moment,
            x_service: service.map(|it| it.as_str().into()),
            x_flag: flag,
            x_words: words,
            x_point: point,
            x_corners: corners,
            x_reference: reference,
            body: "in the headers".to_owned(),
        })
    }

    async fn watch_scans(
        &self,
        _: Context<()>,
        input: WatchScansInput,
    ) -> Result<WatchScansOutput, Fault> {
        let text = input.text.unwrap_or_default();
        let scans = (0..u32::from(input.count)).map(move |sequence| {
            let data = into_vec(Scan { sequence, text: text.clone() });
            Event {
                id: Some(sequence.to_string()),
                event: Some("scan".to_owned()),
                data: String::from_utf8_lossy(&data).into_owned(),
                retry: None,
            }
        });
        let stream = futures_util::stream::iter(scans).take_until(until(self.stopping.clone()));
        // What ends it is polled before each event, and lives as long as the stream.
        Ok(WatchScansOutput::Ok(Events::new(stream.boxed())))
    }

    async fn answer_slowly(
        &self,
        _: Context<()>,
        input: AnswerSlowlyInput,
    ) -> Result<AnswerSlowlyOutput, Fault> {
        let delay = Duration::from_millis(input.milliseconds.into());
        tokio::select! {
            () = tokio::time::sleep(delay) => Ok(AnswerSlowlyOutput::Ok("at last".to_owned())),
            () = until(self.stopping.clone()) => {
                let problem = Problem::new("the server stops", 503);
                Ok(AnswerSlowlyOutput::Default(StatusCode::SERVICE_UNAVAILABLE, problem))
            }
        }
    }
}
