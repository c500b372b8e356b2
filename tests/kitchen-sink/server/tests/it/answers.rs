//! Statuses, headers and streams, as a client sees them.

use futures_util::StreamExt as _;
use kitchen_sink::operations::answers::*;
use kitchen_sink::operations::methods::{OptionsOfInput, OptionsOfOutput};
use kitchen_sink::types::Scan;
use meshwright_runtime::client::Error;
use meshwright_runtime::json::{Mode, from_slice};
use proptest::prelude::*;
use serde_json::json;

use crate::round_trip::{all, as_json, cases, input};
use crate::support::{World, is_same};
use crate::texts::any_text;

/// Each status, and the variant that it is.
#[test]
fn statuses() {
    let world = World::new();
    let get = |status| {
        world.runtime.block_on(world.client().answer_with(AnswerWithInput::new(status)).answer())
    };
    let all = [
        (200, "Ok(Money"),
        (201, "Created { location: \"/answers/200\" }"),
        (202, "Accepted"),
        (203, "Success(203, \"203 Non Authoritative Information\")"),
        (204, "NoContent"),
        (206, "Success(206, \"206 Partial Content\")"),
        (299, "Success(299, \"299 <unknown status code>\")"),
        (301, "Redirection(301)"),
        (304, "Redirection(304)"),
        (400, "ClientError(400, Problem"),
        (404, "NotFound(Problem"),
        (409, "ClientError(409, Problem"),
        (418, "ClientError(418, Problem"),
        (422, "ClientError(422, Problem"),
        (429, "ClientError(429, Problem"),
        (500, "Default(500, Problem"),
        (503, "ServiceUnavailable { retry_after: 1 }"),
        (599, "Default(599, Problem"),
    ];
    for (status, expected) in all {
        let answer = get(status).unwrap_or_else(|it| panic!("{status}: {it}"));
        let shown = format!("{answer:?}");
        assert!(shown.starts_with(expected), "{status}: {shown}");
    }
    let failed = world.client().answer_with(AnswerWithInput::new(404));
    let failed = world.runtime.block_on(failed.into_future());
    assert!(matches!(failed, Err(Error::Answer(AnswerWithOutput::NotFound(_)))), "{failed:?}");
    world.end();
}

#[test]
fn headers() {
    let world = World::new();
    all(&cases("answerWithHeaders"), |case| {
        let (input, told) = input::<AnswerWithHeadersInput>("answerWithHeaders", &case)?;
        let call = world.client().answer_with_headers(input).answer();
        let answer = world.runtime.block_on(call).map_err(|it| it.to_string())?;
        let AnswerWithHeadersOutput::Ok {
            x_text,
            x_count,
            x_ratio,
            x_moment,
            x_service,
            x_flag,
            x_words,
            x_point,
            x_corners,
            x_reference,
            body,
        } = answer
        else {
            return Err(format!("{answer:?}"));
        };
        assert_eq!(body, "in the headers");
        let mut came = json!({ "text": x_text });
        let mut add = |name: &str, value: Option<serde_json::Value>| {
            if let Some(value) = value {
                came[name] = value;
            }
        };
        add("count", x_count.map(as_json));
        add("ratio", x_ratio.map(as_json));
        add("moment", x_moment.map(as_json));
        add("service", x_service.map(as_json));
        add("flag", x_flag.map(as_json));
        add("words", x_words.map(as_json));
        add("point", x_point.map(as_json));
        add("corners", x_corners.map(as_json));
        add("reference", x_reference.map(as_json));
        let expected = told.body.unwrap_or_default();
        if is_same(&expected, &came) { Ok(()) } else { Err(format!("{expected}, and {came}")) }
    });
    world.end();
}

#[test]
fn events() {
    let world = World::new();
    let text = any_text().prop_filter("the schema has a bound", |it| it.chars().count() <= 2000);
    all(&(0_u8..=50, text), |(count, text)| {
        let input = WatchScansInput { count, text: Some(text.clone()) };
        world.runtime.block_on(async {
            let events = world.client().watch_scans(input).await.map_err(|it| it.to_string())?;
            let events: Vec<_> = events.collect().await;
            assert_eq!(events.len(), usize::from(count));
            for (event, sequence) in events.iter().zip(0..) {
                assert_eq!(event.id, Some(sequence.to_string()));
                assert_eq!(event.event.as_deref(), Some("scan"));
                let scan: Scan =
                    from_slice(event.data.as_bytes(), Mode::Strict).map_err(|it| it.to_string())?;
                assert_eq!(scan, Scan { sequence, text: text.clone() });
            }
            Ok(())
        })
    });
    world.end();
}

#[test]
fn a_slow_answer_is_waited_for() {
    let world = World::new();
    let call = world.client().answer_slowly(AnswerSlowlyInput::new(30));
    let answer = world.runtime.block_on(call.into_future()).expect("an answer");
    assert_eq!(answer, "at last");
    world.end();
}

#[test]
fn options_of_its_own() {
    let world = World::new();
    let call = world.client().options_of(OptionsOfInput::new("größe".to_owned()));
    let answer = world.runtime.block_on(call.into_future()).expect("an answer");
    let allow = "COPY, OPTIONS, QUERY, TRACE".to_owned();
    assert_eq!(answer, OptionsOfOutput::NoContent { allow });
    world.end();
}
