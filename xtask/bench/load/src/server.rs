//! Requests: through the whole router in this process, and over HTTP on loopback.

use std::convert::Infallible;
use std::hint::black_box;
use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::time::{Duration, Instant};

use axum::Router;
use axum::body::Body;
use axum::response::Response;
use futures_util::FutureExt as _;
use http::{Request, StatusCode};
use http_body_util::BodyExt as _;
use meshwright_runtime::json::{self, Mode};
use meshwright_runtime::server::{Routes, RoutesService};
use serde_json::Value;
use tower::make::Shared;
use tower::{Service, ServiceExt as _};
use tower_http::decompression::RequestDecompressionLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::timeout::TimeoutLayer;

use crate::codec::{ORDER, OURS, SMALL};
use crate::{Make, Row, shop};

/// A request that is made again and again.
#[derive(Clone, Copy)]
struct Case {
    name: &'static str,
    method: &'static str,
    path: &'static str,
    body: &'static str,
    status: u16,
}

const fn get(name: &'static str, path: &'static str) -> Case {
    Case { name, method: "GET", path, body: "", status: 200 }
}

const CASES: &[Case] = &[
    get("route, no parameter", "/refunds"),
    get("route, one parameter", "/suppliers/ab-17/history"),
    get("route, four parameters", "/references/ab-17/orders/12?expand=true&fields=id"),
    Case { name: "small body in and out", method: "POST", path: "/references", body: SMALL, status: 201 },
    Case { name: "validated body in", method: "POST", path: "/orders", body: ORDER, status: 201 },
    get("a list of 100 out", "/orders?limit=100"),
];

/// As it is served where it is all that is served.
fn ours() -> RoutesService<shop::Shop> {
    table().into_service()
}

/// As it is put together with other routers.
fn our_router() -> Router {
    table().into_router()
}

fn table() -> Routes<shop::Shop> {
    let one = json::from_slice(ORDER.as_bytes(), Mode::Strict).unwrap();
    storefront::server::routes(shop::Shop { orders: vec![one; 100] })
}

fn by_hand() -> Router {
    let one = serde_json::from_str(ORDER).unwrap();
    hand::server::router(Arc::new(hand::server::Shop { orders: vec![one; 100] }))
}

/// The same, with what the generated server does besides: names of requests, a limit of time, compressed bodies.
fn with_layers() -> Router {
    by_hand()
        .layer(RequestDecompressionLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, Duration::from_secs(30)))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
}

/// Who answers: how it is called in this process, and how it is served.
struct Way {
    name: &'static str,
    run: fn(&'static Case) -> Make,
    serve: fn() -> Server,
}

const WAYS: &[Way] = &[
    Way { name: OURS, run: |case| run(ours, case), serve: || serve(ours()) },
    Way { name: "ours, as a router", run: |case| run(our_router, case), serve: || serve(our_router()) },
    Way { name: "axum by hand", run: |case| run(by_hand, case), serve: || serve(by_hand()) },
    Way { name: "axum by hand, with layers", run: |case| run(with_layers, case), serve: || serve(with_layers()) },
    #[cfg(feature = "rival")]
    Way {
        name: "openapi-to-rust",
        run: |case| run(crate::rival::router, case),
        serve: || serve(crate::rival::router()),
    },
];

/// Every case, through the routers in this process.
pub fn rows() -> Vec<Row> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    // What is asked for at once needs no turn of the runtime, only its clock.
    std::mem::forget(Box::leak(Box::new(runtime)).enter());
    let row = |case: &'static Case| {
        Row::new(case.name, WAYS.iter().map(|it| (it.name, (it.run)(case))).collect())
    };
    CASES.iter().map(row).collect()
}

/// What axum serves.
trait App: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static {}

impl<S> App for S where
    S: Service<Request<Body>, Response = Response, Error = Infallible, Future: Send> + Clone + Send + 'static
{
}

fn run<S: App>(make: fn() -> S, case: &'static Case) -> Make {
    Box::new(move || {
        let app = make();
        // All of them have to answer the same.
        let json = |answer: bytes::Bytes| serde_json::from_slice::<Value>(&answer).unwrap();
        assert_eq!(json(call(&app, case)), json(call(&by_hand(), case)), "{}", case.name);
        Box::new(move || {
            black_box(call(&app, case));
        })
    })
}

/// One request, and the JSON of its answer.
fn call<S: App>(app: &S, case: &Case) -> bytes::Bytes {
    let mut request = Request::builder().method(case.method).uri(case.path).header("host", "localhost");
    if !case.body.is_empty() {
        request = request.header("content-type", "application/json");
    }
    let request = request.body(Body::from(case.body)).unwrap();
    let response = app.clone().oneshot(request).now_or_never().expect("no waiting").unwrap();
    assert_eq!(response.status(), case.status);
    response.into_body().collect().now_or_never().expect("no waiting").unwrap().to_bytes()
}

/// Connections at a time; each asks again once it has its answer.
const CONNECTIONS: usize = 8;

const TURNS: usize = 7;

const TURN: Duration = Duration::from_millis(400);

/// Every case over HTTP: requests in a second, and the processor time of the server for each.
pub fn over_http(only: &str) {
    let servers: Vec<_> = WAYS.iter().map(|it| (it.name, (it.serve)())).collect();
    for case in CASES.iter().filter(|it| it.name.contains(only)) {
        let mut best = vec![(0.0, f64::INFINITY); servers.len()];
        for _ in 0..TURNS {
            for (index, (_, server)) in servers.iter().enumerate() {
                let (rate, cpu) = server.ask(case);
                best[index] = (f64::max(best[index].0, rate), f64::min(best[index].1, cpu));
            }
        }
        for ((who, _), (rate, cpu)) in servers.iter().zip(best) {
            println!("{}\t{who}\t{rate:.0}\t{cpu:.0}", case.name);
        }
    }
}

struct Server {
    address: SocketAddr,
    thread: u64,
}

/// Starts a server with a thread of its own, which ends with this process.
fn serve<S: App>(app: S) -> Server {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    listener.set_nonblocking(true).unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = std::sync::mpsc::channel();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            tell.send(thread()).unwrap();
            let listener = tokio::net::TcpListener::from_std(listener).unwrap();
            axum::serve(listener, Shared::new(app)).await.unwrap();
        });
    });
    Server { address, thread: told.recv().unwrap() }
}

/// The number that the system has for this thread; 0 where it does not tell.
fn thread() -> u64 {
    let path = std::fs::read_link("/proc/thread-self").unwrap_or_default();
    path.file_name().and_then(|it| it.to_str()).and_then(|it| it.parse().ok()).unwrap_or(0)
}

impl Server {
    /// The processor time of the server so far, in nanoseconds.
    fn cpu(&self) -> f64 {
        let text = std::fs::read_to_string(format!("/proc/self/task/{}/schedstat", self.thread));
        let first = text.ok().and_then(|it| it.split(' ').next()?.parse().ok());
        first.unwrap_or(f64::NAN)
    }

    /// Asks for a turn: requests in a second, and nanoseconds of the server for each.
    fn ask(&self, case: &Case) -> (f64, f64) {
        let (start, before) = (Instant::now(), self.cpu());
        let clients: Vec<_> = (0..CONNECTIONS)
            .map(|_| {
                let (case, address) = (*case, self.address);
                std::thread::spawn(move || ask(address, case, start + TURN))
            })
            .collect();
        let count: u32 = clients.into_iter().map(|it| it.join().unwrap()).sum();
        let count = f64::from(count);
        (count / start.elapsed().as_secs_f64(), (self.cpu() - before) / count)
    }
}

/// Asks over one connection until a moment; gives how often.
fn ask(address: SocketAddr, case: Case, until: Instant) -> u32 {
    let Case { method, path, body, status, .. } = case;
    let mut connection = TcpStream::connect(address).unwrap();
    connection.set_nodelay(true).unwrap();
    let length = match body {
        "" => String::new(),
        body => format!("content-type: application/json\r\ncontent-length: {}\r\n", body.len()),
    };
    let request = format!("{method} {path} HTTP/1.1\r\nhost: localhost\r\naccept: */*\r\n{length}\r\n{body}");
    let status = format!("HTTP/1.1 {status} ");
    let (mut count, mut buffer) = (0, vec![0; 1 << 17]);
    while Instant::now() < until {
        connection.write_all(request.as_bytes()).unwrap();
        let mut end = 0;
        let mut total = None;
        while total.is_none_or(|total| end < total) {
            let read = connection.read(&mut buffer[end..]).unwrap();
            assert_ne!(read, 0, "the server hung up");
            end += read;
            total = total.or_else(|| whole(&buffer[..end]));
        }
        assert!(buffer.starts_with(status.as_bytes()));
        count += 1;
    }
    count
}

/// How long an answer is whose head has come.
fn whole(answer: &[u8]) -> Option<usize> {
    let head = answer.windows(4).position(|it| it == b"\r\n\r\n")? + 4;
    let text = std::str::from_utf8(&answer[..head]).unwrap().to_ascii_lowercase();
    let length = text.lines().find_map(|it| it.strip_prefix("content-length: ")?.trim().parse().ok());
    Some(head + length.unwrap_or(0))
}
