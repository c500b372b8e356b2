//! Clients that go on by themselves: from page to page, and back to a stream of events. Over real HTTP.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use futures_util::StreamExt;
use http::{HeaderMap, StatusCode};
use meshwright_runtime::client::{Connection, Error, Outcome, Retry};
use meshwright_runtime::http::{self as api, Events, Operation, Pagination, Parameter};
use meshwright_runtime::{Value, json};

const PARAMETERS: &[Parameter] = &[Parameter::query("at"), Parameter::query("size")];

const fn list(pagination: Pagination) -> Operation {
    Operation {
        id: "list",
        path: "/list",
        parameters: PARAMETERS,
        pagination: Some(pagination),
        ..Operation::NEW
    }
}

static PAGE: Operation = list(Pagination::page("/items", "at", 1));
static COUNTED: Operation = list(Pagination::page("/items", "at", 0).total("/total"));
static OFFSET: Operation = list(Pagination::offset("/items", "at").total("/total"));
static CURSOR: Operation = list(Pagination::cursor("/items", "at", "/meta/next"));
static LAST_ITEM: Operation = list(Pagination::last_item("/items", "at", "").more("/more"));
static URL: Operation = list(Pagination::url("/items", "/next"));
static LINK: Operation = list(Pagination::link(""));
static WATCH: Operation =
    Operation { id: "watch", path: "/watch", produces: &["text/event-stream"], ..Operation::NEW };

/// Where to begin.
struct From(Option<i64>, Option<i64>);

impl api::Input for From {
    fn blank() -> Self {
        Self(None, None)
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.optional(&mut self.0);
        p.optional(&mut self.1);
    }
}

#[derive(Debug, PartialEq)]
enum Page {
    Ok(Value),
    Gone,
}

impl api::Output for Page {
    fn blank(received: &api::Received) -> Option<Self> {
        Some(match received.code() {
            200 => Self::Ok(json::blank()),
            410 => Self::Gone,
            _ => return None,
        })
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        match self {
            Self::Ok(body) => p.json(200, "application/json", body),
            Self::Gone => p.empty(410),
        }
    }
}

struct Watched(Events);

impl api::Output for Watched {
    fn blank(_: &api::Received) -> Option<Self> {
        Some(Self(Events::default()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.events(200, &mut self.0);
    }
}

/// The numbers of a page, wherever they are in it.
fn numbers(page: Page) -> Outcome<Vec<i64>, Page> {
    match page {
        Page::Ok(body) => {
            let list = body.get("items").unwrap_or(&body);
            let numbers = list.as_array().into_iter().flatten().filter_map(Value::as_i64);
            Outcome::Success(numbers.collect())
        }
        it => Outcome::Other(it),
    }
}

/// What each request said: its path with its query, and its `Last-Event-ID`.
type Seen = Arc<Mutex<Vec<String>>>;

/// Starts a server that gives these answers one after the other.
async fn serve(answers: Vec<Response>) -> (String, Seen) {
    let seen = Seen::default();
    let answers = Arc::new(Mutex::new(answers.into_iter()));
    let handle = {
        let seen = Arc::clone(&seen);
        move |request: Request| {
            let id =
                request.headers().get("last-event-id").map_or("", |it| it.to_str().expect("text"));
            seen.lock().expect("no panic").push(format!("{}{id}", request.uri()));
            let answer = answers.lock().expect("no panic").next();
            std::future::ready(answer.unwrap_or_else(|| StatusCode::NOT_FOUND.into_response()))
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().fallback(handle);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}/api"), seen)
}

fn page(text: &str) -> Response {
    text.to_owned().into_response()
}

fn linked(link: &str, text: &str) -> Response {
    ([("link", link.to_owned())], text.to_owned()).into_response()
}

#[tokio::test]
async fn every_way_of_turning_pages() {
    let rows = [
        (
            &PAGE,
            vec![r#"{"items":[1,2]}"#, r#"{"items":[3]}"#, r#"{"items":[]}"#],
            "/api/list?size=2 /api/list?size=2&at=2 /api/list?size=2&at=3",
        ),
        (
            &COUNTED,
            vec![r#"{"items":[1,2],"total":3}"#, r#"{"items":[3],"total":3}"#],
            "/api/list?size=2 /api/list?size=2&at=1",
        ),
        (
            &OFFSET,
            vec![r#"{"items":[1,2],"total":3}"#, r#"{"items":[3],"total":3}"#],
            "/api/list?size=2 /api/list?size=2&at=2",
        ),
        (
            &CURSOR,
            vec![
                r#"{"items":[1],"meta":{"next":"a b"}}"#,
                r#"{"items":[2,3],"meta":{"next":null}}"#,
            ],
            "/api/list?size=2 /api/list?size=2&at=a%20b",
        ),
        (
            &LAST_ITEM,
            vec![r#"{"items":[1,2],"more":true}"#, r#"{"items":[3],"more":false}"#],
            "/api/list?size=2 /api/list?size=2&at=2",
        ),
        (
            &URL,
            vec![r#"{"items":[1,2],"next":"/other?from=%C3%B6"}"#, r#"{"items":[3]}"#],
            "/api/list?size=2 /other?from=%C3%B6",
        ),
    ];
    for (operation, answers, expected) in rows {
        let (base, seen) = serve(answers.into_iter().map(page).collect()).await;
        let pages = Connection::new(base).pages(operation, From(None, Some(2)), numbers);
        let found: Vec<i64> = pages.map(|it| it.expect("an item")).collect().await;
        assert_eq!(found, [1, 2, 3], "{:?}", operation.pagination);
        assert_eq!(seen.lock().expect("no panic").join(" "), expected);
    }
}

#[tokio::test]
async fn links_are_followed_on_the_server_that_gave_them_alone() {
    let answers = vec![
        linked("<?at=2>; rel=\"next\", <?at=9>; rel=\"last\"", "[1]"),
        linked("<?at=1>; rel=\"prev\"", "[2]"),
    ];
    let (base, seen) = serve(answers).await;
    let pages = Connection::new(base).pages(&LINK, From(Some(1), None), numbers);
    let found: Vec<i64> = pages.map(|it| it.expect("an item")).collect().await;
    assert_eq!(found, [1, 2]);
    assert_eq!(seen.lock().expect("no panic").join(" "), "/api/list?at=1 /api/list?at=2");

    let (base, _) = serve(vec![linked("<https://elsewhere.example/>; rel=next", "[1]")]).await;
    let mut pages = Connection::new(base).pages(&LINK, From(None, None), numbers);
    assert_eq!(pages.next().await.expect("an item").expect("a page"), 1);
    let error = pages.next().await.expect("an end").expect_err("a refusal").to_string();
    assert!(error.contains("elsewhere"), "{error}");
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn a_page_is_called_for_when_it_is_needed_and_an_answer_that_is_none_is_an_error() {
    let answers = vec![page(r#"{"items":[1]}"#), StatusCode::GONE.into_response()];
    let (base, seen) = serve(answers).await;
    let mut pages = Connection::new(base).pages(&PAGE, From(None, None), numbers);
    assert_eq!(pages.next().await.expect("an item").expect("a page"), 1);
    assert_eq!(seen.lock().expect("no panic").len(), 1);
    let error = pages.next().await.expect("an end").expect_err("no page");
    assert!(matches!(error, Error::Answer(Page::Gone)), "{error}");
    assert!(pages.next().await.is_none());
    // A cursor that leads nowhere new does not go round in circles.
    let same = r#"{"items":[1],"meta":{"next":"a"}}"#;
    let (base, seen) = serve(vec![page(same), page(same), page(same)]).await;
    let pages = Connection::new(base).pages(&CURSOR, From(None, None), numbers);
    assert_eq!(pages.count().await, 2);
    assert_eq!(seen.lock().expect("no panic").len(), 2);
}

fn stream(text: &'static str) -> Response {
    ([("content-type", "text/event-stream")], text).into_response()
}

#[tokio::test]
async fn a_stream_of_events_is_taken_up_where_it_broke_off() {
    let unavailable = (StatusCode::SERVICE_UNAVAILABLE, HeaderMap::new()).into_response();
    let answers = vec![
        stream("retry: 1\n\nid: 1\ndata: a\n\nid: 2\n\ndata: b\n\ndata: cut"),
        unavailable,
        stream("data: c\n\n:\n\nid:\ndata: d\n\n"),
        stream("data: e\n\n"),
        StatusCode::NO_CONTENT.into_response(),
    ];
    let (base, seen) = serve(answers).await;
    let retry = Retry { first: Duration::from_millis(1), ..Retry::default() };
    let connection = Connection::new(base).with_retry(retry);
    let call = connection.call(&WATCH, (), |it: Watched| Outcome::<_, Watched>::Success(it.0));
    let Ok(events) = call.reconnecting().await else { panic!("no stream") };
    let texts: Vec<String> = events.map(|it| it.data).collect().await;
    assert_eq!(texts, ["a", "b", "c", "d", "e"]);
    let expected = "/api/watch /api/watch2 /api/watch2 /api/watch /api/watch";
    assert_eq!(seen.lock().expect("no panic").join(" "), expected);
}

#[test]
fn an_event_carries_a_value() {
    let event = api::Event::of(
        &json::from_slice::<Value>(b"{\"a\":[1]}", json::Mode::Strict).expect("one"),
    );
    assert_eq!(event.to_string(), "data: {\"a\":[1]}\n\n");
    assert!(event.json::<Vec<i64>>().is_err());
    assert_eq!(event.json::<Value>().expect("a value")["a"][0], 1);
}
