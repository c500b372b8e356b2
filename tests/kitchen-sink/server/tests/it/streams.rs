//! What comes piece by piece, and what is longer than one answer, as a client sees it.

use futures_util::{StreamExt as _, stream};
use http::{HeaderValue, header};
use kitchen_sink::operations::streams::*;
use kitchen_sink::types::Weighing;
use meshwright_runtime::client::Error;
use meshwright_runtime::http::{ByteStream, Items};
use meshwright_runtime::json::{Mode, from_slice};
use proptest::collection::vec;
use serde_json::Value;

use crate::document::DOCUMENT;
use crate::round_trip::{DEPTH, all};
use crate::strategy::values;
use crate::support::World;

#[test]
fn sequences() {
    let world = World::new();
    let strategy = vec(values(&DOCUMENT["components"]["schemas"]["Weighing"], DEPTH), 0..20);
    all(&strategy, |list: Vec<Value>| {
        let read = |it: &Value| from_slice::<Weighing>(it.to_string().as_bytes(), Mode::Strict);
        let list: Result<Vec<Weighing>, _> = list.iter().map(read).collect();
        let list = list.map_err(|it| it.to_string())?;
        let mut expected = list.clone();
        let mut sum = 0;
        for it in &mut expected {
            sum += it.grams;
            it.grams = sum;
        }
        let input = AddWeightsInput::new(Items::new(stream::iter(list)));
        let came = world.runtime.block_on(async {
            let items = world.client().add_weights(input).await.map_err(|it| it.to_string())?;
            let items: Vec<_> = items.collect().await;
            items.into_iter().collect::<Result<Vec<_>, _>>().map_err(|it| it.to_string())
        })?;
        if came == expected { Ok(()) } else { Err(format!("{came:?} came back")) }
    });
    world.end();
}

#[test]
fn a_label_in_parts_and_versions() {
    let world = World::new();
    let client = world.client();
    world.runtime.block_on(async {
        let input = |text: &'static str| PutLabelInput { if_match: None, body: text.into() };
        client.put_label(input("to: Ada, 7 Analytical Street")).await.expect("it is there");
        let whole = client.get_label().await;
        let Ok(GetLabelOutput::Ok { e_tag: etag, body }) = whole else { panic!("{whole:?}") };
        assert_eq!(body.size(), Some(28));
        assert_eq!(&body.bytes(100).await.expect("bytes")[..], b"to: Ada, 7 Analytical Street");

        let range =
            client.get_label().with_header(header::RANGE, HeaderValue::from_static("bytes=4-6"));
        let part = range.await;
        let Ok(GetLabelOutput::PartialContent { content_range, body, .. }) = part else {
            panic!("{part:?}")
        };
        assert_eq!(content_range, "bytes 4-6/28");
        assert_eq!(&body.bytes(100).await.expect("bytes")[..], b"Ada");

        let known = HeaderValue::from_str(&etag).expect("a header");
        let again = client.get_label().with_header(header::IF_NONE_MATCH, known).answer().await;
        assert!(matches!(again, Ok(GetLabelOutput::NotModified)), "{again:?}");

        let change = PutLabelInput { if_match: Some(etag.clone()), body: ByteStream::from("new") };
        client.put_label(change).await.expect("nobody was quicker");
        let late = PutLabelInput { if_match: Some(etag), body: ByteStream::from("late") };
        let refused = client.put_label(late).await;
        let refused = refused.expect_err("somebody was quicker");
        assert!(
            matches!(refused, Error::Answer(PutLabelOutput::PreconditionFailed(_))),
            "{refused}"
        );
    });
    world.end();
}

#[test]
fn all_depots_of_all_pages() {
    let world = World::new();
    let input = ListDepotsInput { page: None, size: Some(5) };
    let depots = world.client().list_depots_items(input).map(|it| it.expect("a depot"));
    let depots: Vec<String> = world.runtime.block_on(depots.collect());
    let expected: Vec<String> = (1..=23).map(|it| format!("Depot {it}")).collect();
    assert_eq!(depots, expected);
    world.end();
}

#[test]
fn what_is_left_out_says_so() {
    let world = World::new();
    let outcome = world.runtime.block_on(world.client().export_archive().answer());
    let Ok(ExportArchiveOutput::Default(status, problem)) = outcome else { panic!("{outcome:?}") };
    assert_eq!((status.as_u16(), problem.status), (501, 501));
    world.end();
}
