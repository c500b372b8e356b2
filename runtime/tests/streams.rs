//! Bodies that are read as they come: bytes, sequences of values, forms with files. Over real HTTP.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use futures_util::{StreamExt, stream};
use http::{HeaderName, HeaderValue, StatusCode};
use meshwright_runtime::Binary;
use meshwright_runtime::client::{Connection, Error, Failure, Outcome, Retry};
use meshwright_runtime::http::{
    self as api, Body, ByteStream, ItemError, Items, Operation, StreamError,
};
use meshwright_runtime::json::{self, Json, Members};
use meshwright_runtime::server::{Credential, Denied, Guard, Limits, Routes};

const BYTES: &[&str] = &["application/octet-stream"];
const LINES: &[&str] = &["application/x-ndjson"];

static ECHO: Operation = Operation {
    id: "echo",
    method: "PUT",
    path: "/echo",
    body: Some(Body::required(BYTES)),
    produces: BYTES,
    streams: BYTES,
    ..Operation::NEW
};
static DOUBLE: Operation = Operation {
    id: "double",
    method: "POST",
    path: "/double",
    body: Some(Body::required(LINES)),
    produces: LINES,
    streams: LINES,
    ..Operation::NEW
};
static UPLOAD: Operation = Operation {
    id: "upload",
    method: "POST",
    path: "/upload",
    body: Some(Body::required(&["multipart/form-data"])),
    produces: &["text/plain"],
    ..Operation::NEW
};

struct Open;

impl Guard for Open {
    type Principal = ();

    async fn admit(&self, _: Vec<Credential>) -> Result<(), Denied> {
        Ok(())
    }
}

struct EchoInput(ByteStream);

impl api::Input for EchoInput {
    fn blank() -> Self {
        Self(ByteStream::default())
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.bytes(&mut self.0);
    }
}

struct EchoOutput(ByteStream);

impl api::Output for EchoOutput {
    fn blank(received: &api::Received) -> Option<Self> {
        (received.code() == 200).then(|| Self(ByteStream::default()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.bytes(200, "application/octet-stream", &mut self.0);
    }
}

struct DoubleInput(Items<i64>);

impl api::Input for DoubleInput {
    fn blank() -> Self {
        Self(Items::default())
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.items(&mut self.0, &[json::Rule::Maximum(4e9)]);
    }
}

struct DoubleOutput(Items<i64>);

impl api::Output for DoubleOutput {
    fn blank(received: &api::Received) -> Option<Self> {
        (received.code() == 200).then(|| Self(Items::default()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.items(200, "application/x-ndjson", &mut self.0);
    }
}

#[derive(Clone)]
struct Upload {
    title: String,
    cover: Binary,
    pages: Option<Vec<Binary>>,
}

impl Json for Upload {
    fn blank() -> Self {
        Self { title: String::new(), cover: Binary::default(), pages: None }
    }

    fn members<'s>(&'s mut self, m: &mut Members<'_, 's, '_>) {
        m.required("title", &mut self.title);
        m.required("cover", &mut self.cover);
        m.optional("pages", &mut self.pages);
    }
}

struct UploadInput(Upload);

impl api::Input for UploadInput {
    fn blank() -> Self {
        Self(json::from_slice(br#"{"title":"","cover":""}"#, json::Mode::Strict).expect("one"))
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.multipart(&mut self.0);
    }
}

#[derive(Debug)]
struct Text(StatusCode, String);

impl api::Output for Text {
    fn blank(received: &api::Received) -> Option<Self> {
        Some(Self(received.status, String::new()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.text(self.0.as_u16(), "text/plain", &mut self.1);
    }
}

/// What a file is, for people: its name, type, size, where it is, and a header of its own.
fn describe(file: &Binary) -> String {
    let place = if file.in_memory().is_some() { "memory" } else { "disk" };
    let header = file.headers().get("x-scan").map_or("", |it| it.to_str().expect("text"));
    format!(
        "{} {} {} {place} {header}",
        file.file_name().unwrap_or("-"),
        file.media_type().unwrap_or("-"),
        file.size()
    )
}

async fn serve(limits: Limits) -> String {
    let mut table = Routes::new(Arc::new(Open));
    table.limits(limits);
    table.add_public(&ECHO, |_, _, input: EchoInput| async move {
        let size = input.0.size();
        let echo = ByteStream::new(input.0);
        Ok(EchoOutput(match size {
            Some(size) => echo.with_size(size),
            None => echo,
        }))
    });
    table.add_public(&DOUBLE, |_, _, mut input: DoubleInput| async move {
        let mut doubled = Vec::new();
        while let Some(number) = input.0.next().await {
            doubled.push(2 * number?);
        }
        Ok(DoubleOutput(doubled.into()))
    });
    table.add_public(&UPLOAD, |_, _, input: UploadInput| async move {
        let mut lines = vec![input.0.title, describe(&input.0.cover)];
        lines.extend(input.0.pages.iter().flatten().map(describe));
        let cover = input.0.cover.bytes().await?;
        lines.push(cover.iter().map(|it| u64::from(*it)).sum::<u64>().to_string());
        Ok(Text(StatusCode::OK, lines.join("\n")))
    });
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, table.into_router()).await });
    format!("http://{address}")
}

/// A request that the client would not make, sent as it stands.
async fn post(base: &str, path: &str, media_type: &str, body: reqwest::Body) -> (u16, String) {
    let request = reqwest::Client::new()
        .request(
            if path == "/echo" { http::Method::PUT } else { http::Method::POST },
            format!("{base}{path}"),
        )
        .header("content-type", media_type)
        .body(body);
    let response = request.send().await.expect("an answer");
    (response.status().as_u16(), response.text().await.expect("a body"))
}

#[tokio::test]
async fn bytes_come_and_go_in_pieces_and_tell_how_far_they_are() {
    const PIECE: usize = 64 * 1024;
    const COUNT: u64 = 30;
    let connection = Connection::new(serve(Limits::default()).await);
    let (begun, has_begun) = tokio::sync::oneshot::channel();
    let piece = |index: u64| Ok::<_, std::io::Error>(Bytes::from(vec![index as u8; PIECE]));
    // The rest is sent after the answer has begun: what held a body as a whole would wait for ever.
    let rest = stream::once(has_begun).map(move |_| stream::iter((1..COUNT).map(piece))).flatten();
    let pieces = stream::iter([piece(0)]).chain(rest);
    let total = COUNT * PIECE as u64;
    let sent = Arc::new(AtomicU64::new(0));
    let progress = Arc::clone(&sent);
    let upload = ByteStream::new(pieces).with_size(total).with_progress(move |done, all| {
        assert_eq!(all, Some(total));
        progress.store(done, Ordering::SeqCst);
    });
    let call = connection
        .call(&ECHO, EchoInput(upload), |it: EchoOutput| Outcome::<_, EchoOutput>::Success(it.0));
    let told = Arc::new(AtomicU64::new(0));
    let telling = Arc::clone(&told);
    let answer = call.await.map_err(|it| it.source_text()).expect("an answer");
    let mut answer = answer.with_progress(move |done, _| telling.store(done, Ordering::SeqCst));
    let (mut sum, mut begun) = (0, Some(begun));
    while let Some(piece) = answer.next().await {
        sum += piece.expect("a piece").iter().map(|it| u64::from(*it)).sum::<u64>();
        if let Some(begun) = begun.take() {
            assert!(sent.load(Ordering::SeqCst) < total);
            begun.send(()).expect("the upload waits");
        }
    }
    assert_eq!(sum, (0..COUNT).sum::<u64>() * PIECE as u64);
    assert_eq!((sent.load(Ordering::SeqCst), told.load(Ordering::SeqCst)), (total, total));
}

/// What an error says, for a failed assertion.
trait SourceText {
    fn source_text(&self) -> String;
}

impl<R> SourceText for Error<R> {
    fn source_text(&self) -> String {
        match self {
            Self::Answer(_) => "an answer".to_owned(),
            Self::Unexpected(it) => it.to_string(),
            Self::Failure(it) => it.to_string(),
        }
    }
}

#[tokio::test]
async fn a_stream_that_is_too_large_or_stalls_is_refused() {
    let limits = Limits { stream: 100_000, time: Duration::from_millis(300), ..Limits::default() };
    let base = serve(limits).await;
    // Both come while the handler reads, which passes the error on.
    let large = post(&base, "/double", "application/x-ndjson", vec![b'\n'; 200_000].into()).await;
    assert_eq!(large.0, 413, "{}", large.1);
    assert!(large.1.contains("larger than 100000 bytes"), "{}", large.1);
    let stalled =
        stream::iter([Ok::<_, std::io::Error>(Bytes::from("1\n"))]).chain(stream::pending());
    let body = reqwest::Body::wrap_stream(stalled);
    let stalled = post(&base, "/double", "application/x-ndjson", body).await;
    assert_eq!(stalled.0, 408, "{}", stalled.1);
}

#[tokio::test]
async fn a_sequence_is_read_value_by_value() {
    let base = serve(Limits::default()).await;
    let connection = Connection::new(base.clone());
    let input = DoubleInput(Items::new(stream::iter([1, -2, 3_000_000_000])));
    let call = connection
        .call(&DOUBLE, input, |it: DoubleOutput| Outcome::<_, DoubleOutput>::Success(it.0));
    let items = call.await.map_err(|it| it.source_text()).expect("an answer");
    let items: Vec<i64> = items.map(|it| it.expect("a value")).collect().await;
    assert_eq!(items, [2, -4, 6_000_000_000]);

    let rows = [
        ("1\r\n\n 2", 200, "2\n4\n"),
        ("", 200, ""),
        ("1\n\"two\"\n3", 422, "\"pointer\":\"/body/1\""),
        ("1\n4000000001", 422, "more than 4000000000"),
        ("1\n{", 400, "item 1"),
    ];
    for (body, status, expected) in rows {
        let (found, text) = post(&base, "/double", "application/x-ndjson", body.into()).await;
        assert_eq!(found, status, "{body:?}: {text}");
        assert!(text.contains(expected), "{body:?}: {text}");
    }
}

#[tokio::test]
async fn what_is_wrong_in_a_sequence_is_an_error_in_its_place() {
    let media_type = HeaderValue::from_static("application/json-seq");
    let headers = [(http::header::CONTENT_TYPE, media_type)].into_iter().collect();
    let body = api::AnswerBody::Bytes("\u{1E}1\n\u{1E}\"two\"\n\u{1E}\n3\n".into());
    let mut received = api::Received::new(StatusCode::OK, headers, body);
    let DoubleOutput(items) = received.read().expect("a body");
    let items: Vec<Result<i64, ItemError>> = items.collect().await;
    let texts: Vec<String> = items
        .iter()
        .map(|it| it.as_ref().map_or_else(ToString::to_string, ToString::to_string))
        .collect();
    assert_eq!(texts.len(), 3, "{texts:?}");
    assert!(texts[1].starts_with("item 1: "), "{texts:?}");
    assert_eq!((texts[0].as_str(), texts[2].as_str()), ("1", "3"));
}

#[tokio::test]
async fn files_of_forms_keep_their_names_and_large_ones_go_to_the_disk() {
    let limits = Limits { memory: 1000, ..Limits::default() };
    let connection = Connection::new(serve(limits).await);
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("back \"page\".png");
    std::fs::write(&path, vec![1u8; 300_000]).expect("a file");
    let scanned = HeaderName::from_static("x-scan");
    let upload = Upload {
        title: "Öl".to_owned(),
        cover: Binary::from(vec![2u8; 5000])
            .with_file_name("cover.png")
            .with_media_type("image/png"),
        pages: Some(vec![
            Binary::from("small").with_header(scanned, HeaderValue::from_static("clean")),
            Binary::open(&path).await.expect("a file").with_media_type("image/png"),
        ]),
    };
    let call =
        connection.call(&UPLOAD, UploadInput(upload), |it: Text| Outcome::<_, Text>::Success(it.1));
    let text = call.await.map_err(|it| it.source_text()).expect("an answer");
    let expected = "Öl\n\
        cover.png image/png 5000 disk \n\
        file application/octet-stream 5 memory clean\n\
        back %22page%22.png image/png 300000 disk \n\
        10000";
    assert_eq!(text, expected);
}

#[tokio::test]
async fn forms_have_limits_of_parts_and_of_memory() {
    let limits = Limits { body: 1000, parts: 3, stream: 10_000, ..Limits::default() };
    let base = serve(limits).await;
    let part = |name: &str, more: &str, text: &str| {
        format!("--b\r\nContent-Disposition: form-data; name=\"{name}\"{more}\r\n\r\n{text}\r\n")
    };
    let file = "; filename=\"f\"";
    let title = part("title", "", "t");
    let cover = part("cover", file, "c");
    let rows = [
        (format!("{title}{cover}"), 200, "t\nf - 1 memory"),
        (format!("{title}{cover}{title}{title}"), 413, "more than 3 parts"),
        (format!("{}{cover}", part("title", "", &"x".repeat(2000))), 413, "larger than 1000 bytes"),
        (format!("{title}{}", part("cover", file, &"x".repeat(20_000))), 413, "10000 bytes"),
        (title.clone(), 422, "/body/cover"),
        (title[..title.len() - 4].to_owned(), 400, "cannot be read"),
    ];
    for (form, status, expected) in rows {
        let end = if form.ends_with("\r\n") { "--b--\r\n" } else { "" };
        let body = format!("{form}{end}");
        let media_type = "multipart/form-data; boundary=b";
        let (found, text) = post(&base, "/upload", media_type, body.into()).await;
        assert_eq!(found, status, "{text}");
        assert!(text.contains(expected), "{expected:?} in {text}");
    }
}

#[tokio::test]
async fn what_can_be_sent_once_only_is_not_sent_again() {
    // Nobody listens there any more.
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let base = format!("http://{}", listener.local_addr().expect("an address"));
    drop(listener);
    let retry = Retry { times: 3, first: Duration::from_millis(1), ..Retry::default() };
    let connection = Connection::new(base).with_retry(retry);
    let started = Arc::new(AtomicU64::new(0));
    let count = Arc::clone(&started);
    let pieces = stream::once(async move {
        count.fetch_add(1, Ordering::SeqCst);
        Ok::<_, StreamError>(Bytes::from("x"))
    });
    let call = connection.call(&ECHO, EchoInput(ByteStream::new(pieces)), |it: EchoOutput| {
        Outcome::<_, EchoOutput>::Success(it.0)
    });
    let error = call.await.expect_err("nobody answers");
    assert!(matches!(error, Error::Failure(Failure::Transport(_))), "{}", error.source_text());
    assert!(started.load(Ordering::SeqCst) <= 1);
}
