//! What calls do besides carrying values: credentials, repetition, bounds, hooks. Over real HTTP.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use axum::Router;
use axum::extract::Request;
use axum::response::{IntoResponse, Response};
use http::header::{AUTHORIZATION, RETRY_AFTER};
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use meshwright_runtime::client::{
    BoxFuture, Connection, Error, Failure, Hook, Outcome, Provider, Retry,
};
use meshwright_runtime::http::{
    self as api, Operation, Parameter, Scheme, SchemeKind, SchemeUse, Secret,
};

static TOKEN: Scheme = Scheme { name: "token", kind: SchemeKind::Authorization("Bearer") };

static GET: Operation = Operation {
    id: "getThing",
    path: "/thing",
    security: &[&[SchemeUse { scheme: &TOKEN, scopes: &["read"] }]],
    ..Operation::NEW
};
static POST: Operation =
    Operation { id: "postThing", method: "POST", path: "/thing", ..Operation::NEW };
static KEYED: Operation = Operation {
    id: "payForThing",
    method: "POST",
    path: "/thing",
    parameters: &[Parameter::header("Idempotency-Key")],
    ..Operation::NEW
};

/// The parameter of [`KEYED`], which nobody gives.
struct Unkeyed(Option<String>);

impl api::Input for Unkeyed {
    fn blank() -> Self {
        Self(None)
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        p.optional(&mut self.0);
    }
}

/// Any answer: its status and text.
#[derive(Debug, PartialEq)]
struct Any(u16, String);

impl api::Output for Any {
    fn blank(received: &api::Received) -> Option<Self> {
        Some(Self(received.code(), String::new()))
    }

    fn parts(&mut self, p: &mut api::AnswerParts<'_>) {
        p.text(self.0, "text/plain", &mut self.1);
    }
}

fn ok(it: Any) -> Outcome<String, Any> {
    match it {
        Any(200, text) => Outcome::Success(text),
        it => Outcome::Other(it),
    }
}

/// The headers of every request that came.
type Seen = Arc<Mutex<Vec<HeaderMap>>>;

/// Starts a server that answers by this; gives its base URL and what it has seen.
async fn serve(
    answer: impl Fn(usize, &HeaderMap) -> Response + Clone + Send + Sync + 'static,
) -> (String, Seen) {
    let seen = Seen::default();
    let handle = {
        let seen = Arc::clone(&seen);
        move |request: Request| {
            let headers = request.headers().clone();
            let mut seen = seen.lock().expect("no panic");
            let response = answer(seen.len(), &headers);
            seen.push(headers);
            std::future::ready(response)
        }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let address = listener.local_addr().expect("an address");
    let router = Router::new().fallback(handle);
    tokio::spawn(async move { axum::serve(listener, router).await });
    (format!("http://{address}"), seen)
}

fn quick() -> Retry {
    Retry { first: Duration::from_millis(1), ..Retry::default() }
}

/// A provider whose token runs out.
struct Renewing {
    token: Mutex<String>,
    renewals: Arc<AtomicUsize>,
}

impl Provider for Renewing {
    fn secret<'a>(
        &'a self,
        scopes: &'static [&'static str],
    ) -> BoxFuture<'a, Result<Secret, String>> {
        assert_eq!(scopes, ["read"]);
        let token = self.token.lock().expect("no panic").clone();
        Box::pin(std::future::ready(match token.as_str() {
            "" => Err("nobody is logged in".to_owned()),
            token => Ok(Secret::new(token)),
        }))
    }

    fn refused<'a>(&'a self, secret: &'a Secret) -> BoxFuture<'a, bool> {
        self.renewals.fetch_add(1, Ordering::Relaxed);
        let is_old = secret.reveal() == "old";
        if is_old {
            "new".clone_into(&mut self.token.lock().expect("no panic"));
        }
        Box::pin(std::future::ready(is_old))
    }
}

#[tokio::test]
async fn a_token_that_ran_out_is_renewed_once() {
    let (base, seen) = serve(|_, headers| match headers.get(AUTHORIZATION) {
        Some(it) if it == "Bearer new" => "in".into_response(),
        _ => StatusCode::UNAUTHORIZED.into_response(),
    })
    .await;
    for (token, expected, n_requests, n_renewals) in [
        ("old", Ok("in"), 2, 1),
        ("new", Ok("in"), 1, 0),
        ("bad", Err("the server answered Any(401, \"\")"), 1, 1),
        ("", Err("there are no credentials: nobody is logged in"), 0, 0),
    ] {
        seen.lock().expect("no panic").clear();
        let renewals = Arc::new(AtomicUsize::new(0));
        let provider =
            Renewing { token: Mutex::new(token.to_owned()), renewals: Arc::clone(&renewals) };
        let connection = Connection::new(&base).with_provider(&TOKEN, provider);
        let got = connection.call(&GET, (), ok).await.map_err(|error| error.to_string());
        assert_eq!(got, expected.map(str::to_owned).map_err(str::to_owned), "{token}");
        assert_eq!(seen.lock().expect("no panic").len(), n_requests, "{token}");
        assert_eq!(renewals.load(Ordering::Relaxed), n_renewals, "{token}");
    }
}

#[tokio::test]
async fn only_what_is_safe_to_repeat_is_repeated() {
    let busy = |count: usize, _: &HeaderMap| match count % 3 {
        2 => "done".into_response(),
        _ => (StatusCode::SERVICE_UNAVAILABLE, [(RETRY_AFTER, "0")]).into_response(),
    };
    let (base, seen) = serve(busy).await;
    let connection = Connection::new(base).with_retry(quick());
    let taken = || std::mem::take(&mut *seen.lock().expect("no panic"));

    assert_eq!(connection.call(&GET, (), ok).await.expect("the third is good"), "done");
    assert_eq!(taken().len(), 3);

    let got = connection.call(&POST, (), ok).await;
    assert!(matches!(got, Err(Error::Answer(Any(503, _)))), "{got:?}");
    assert_eq!(taken().len(), 1);

    // A key that the schema knows is made up, and stays the same.
    let got = connection.call(&KEYED, Unkeyed(None), ok).await;
    assert_eq!(got.expect("the third is good"), "done");
    let keys: Vec<_> = taken().iter().map(|it| it["idempotency-key"].clone()).collect();
    assert_eq!(keys.len(), 3);
    assert!(keys.iter().all(|it| *it == keys[0] && it.len() == 36), "{keys:?}");

    let key = HeaderValue::from_static("my key");
    let call = connection.call(&POST, (), ok);
    let got = call.with_header(HeaderName::from_static("idempotency-key"), key.clone()).await;
    assert_eq!(got.expect("the third is good"), "done");
    assert!(taken().iter().all(|it| it["idempotency-key"] == key));

    let once = Retry { times: 0, ..Retry::default() };
    let got = connection.call(&GET, (), ok).with_retry(once).answer().await;
    assert_eq!(got.expect("an answer"), Any(503, String::new()));
    assert_eq!(taken().len(), 1);
}

#[tokio::test]
async fn a_date_says_when_to_come_back() {
    let date = |seconds| {
        let date = chrono::Utc::now() + chrono::TimeDelta::seconds(seconds);
        date.format("%a, %d %b %Y %H:%M:%S GMT").to_string()
    };
    let busy = move |count: usize, _: &HeaderMap| match count {
        0 => (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, date(-60))]).into_response(),
        1 => (StatusCode::TOO_MANY_REQUESTS, [(RETRY_AFTER, date(3600))]).into_response(),
        _ => "done".into_response(),
    };
    let (base, seen) = serve(busy).await;
    // The first date is over; the second is as good as the longest wait.
    let most = Duration::from_millis(50);
    let slow = Retry { first: Duration::from_secs(3600), most, times: 2 };
    let connection = Connection::new(base).with_retry(slow);
    let started = Instant::now();
    assert_eq!(connection.call(&GET, (), ok).await.expect("the third is good"), "done");
    assert_eq!(seen.lock().expect("no panic").len(), 3);
    assert!(started.elapsed() >= most && started.elapsed() < Duration::from_secs(20));
}

#[tokio::test]
async fn a_deadline_is_for_all_attempts() {
    let (base, _) = serve(|_, _| StatusCode::SERVICE_UNAVAILABLE.into_response()).await;
    let forever =
        Retry { times: u32::MAX, first: Duration::from_millis(5), most: Duration::from_millis(5) };
    let connection = Connection::new(base).with_retry(forever);
    let deadline = Duration::from_millis(200);
    let got = connection.call(&GET, (), ok).with_deadline(deadline).await;
    assert!(matches!(got, Err(Error::Failure(Failure::Timeout))), "{got:?}");
}

/// Counts, and adds a header.
#[derive(Clone, Default)]
struct Metrics(Arc<Mutex<Vec<String>>>);

impl Hook for Metrics {
    fn before(&self, operation: &'static Operation, headers: &mut HeaderMap) {
        let id = HeaderValue::from_static(operation.id);
        headers.insert("x-operation", id);
    }

    fn after(
        &self,
        operation: &'static Operation,
        outcome: Result<(StatusCode, &HeaderMap), &Failure>,
        elapsed: Duration,
    ) {
        assert!(elapsed > Duration::ZERO);
        let outcome = match outcome {
            Ok((status, _)) => status.as_u16().to_string(),
            Err(failure) => failure.to_string().split(':').next().unwrap_or_default().to_owned(),
        };
        self.0.lock().expect("no panic").push(format!("{} {outcome}", operation.id));
    }
}

#[tokio::test]
async fn hooks_see_every_attempt() {
    let busy = |count: usize, _: &HeaderMap| match count {
        0 => StatusCode::BAD_GATEWAY.into_response(),
        _ => "done".into_response(),
    };
    let (base, seen) = serve(busy).await;
    let metrics = Metrics::default();
    let connection = Connection::new(base).with_retry(quick()).with_hook(metrics.clone());
    assert_eq!(connection.call(&GET, (), ok).await.expect("the second is good"), "done");
    let nowhere = Connection::new("http://127.0.0.1:1").with_hook(metrics.clone());
    nowhere.call(&POST, (), ok).await.expect_err("nobody is there");
    assert_eq!(
        *metrics.0.lock().expect("no panic"),
        ["getThing 502", "getThing 200", "postThing the server cannot be reached"]
    );
    assert!(seen.lock().expect("no panic").iter().all(|it| it["x-operation"] == "getThing"));
}

#[test]
fn threads_without_a_runtime_can_wait() {
    let runtime = tokio::runtime::Runtime::new().expect("threads");
    let (base, seen) = runtime.block_on(serve(|_, _| "done".into_response()));
    let connection = Connection::new(base);
    let threads: Vec<_> = (0..4)
        .map(|_| {
            let connection = connection.clone();
            std::thread::spawn(move || connection.call(&GET, (), ok).wait())
        })
        .collect();
    for thread in threads {
        assert_eq!(thread.join().expect("no panic").expect("an answer"), "done");
    }
    assert_eq!(seen.lock().expect("no panic").len(), 4);
}

static NAMED: Operation = Operation {
    id: "getNamed",
    path: "/things/{name}/parts",
    parameters: &[Parameter::path("name"), Parameter::header("X-Note")],
    ..Operation::NEW
};

struct Named(&'static str, &'static str);

impl api::Input for Named {
    fn blank() -> Self {
        Self("", "")
    }

    fn parts(&mut self, p: &mut api::Parts<'_, '_>) {
        let (mut name, mut note) = (self.0.to_owned(), self.1.to_owned());
        p.required(&mut name);
        p.optional(&mut note);
    }
}

#[tokio::test]
async fn what_cannot_travel_is_refused_and_not_changed() {
    let (base, seen) = serve(|_, _| "fine".into_response()).await;
    let connection = Connection::new(base);
    for (name, note, expected) in [
        ("a.b", "fine", None),
        ("...", "fine", None),
        (".", "fine", Some("`.` cannot be the parameter `name` of a path")),
        ("..", "fine", Some("`..` cannot be the parameter `name` of a path")),
        ("a", "two\nlines", Some("the header `X-Note` cannot hold its value")),
    ] {
        let outcome = connection.call(&NAMED, Named(name, note), ok).await;
        let refusal = outcome.err().map(|it| it.to_string());
        let expected = expected.map(|it| format!("the request cannot be made: {it}"));
        assert_eq!(refusal, expected, "{name:?} {note:?}");
    }
    assert_eq!(seen.lock().expect("no panic").len(), 2);
}
