//! Runs what is measured of one GraphQL server in this process: from the text of a query to the text of its response.
//!
//! `time ROW` gives nanoseconds, `count ROW TIMES` runs a row that often for a tool that counts instructions, `answer
//! ROW` prints the response, and `fan SUBSCRIBERS EVENTS` the nanoseconds of one event for one subscriber.

use std::future::Future;
use std::pin::Pin;
use std::time::Instant;

use futures_util::{Stream, StreamExt as _};

pub type Answer<'a> = Pin<Box<dyn Future<Output = String> + 'a>>;
pub type Events = Pin<Box<dyn Stream<Item = String>>>;

/// A server.
pub trait Server {
    /// Executes a query; `cached`: documents may be kept.
    fn execute<'a>(&'a self, query: &'a str, cached: bool) -> Answer<'a>;

    /// Subscribes to `subscription { ticks { id name } }`.
    fn subscribe(&self) -> Pin<Box<dyn Future<Output = Events> + '_>>;

    /// Makes an event.
    fn publish(&self, number: i32);
}

/// The rows, with whether documents are kept.
const ROWS: &[(&str, &str, bool)] = &[
    ("small", SMALL, false),
    ("small, cached", SMALL, true),
    ("list of 100", LIST, false),
    ("list of 100, cached", LIST, true),
    ("nested", NESTED, false),
    ("nested, cached", NESTED, true),
];

const SMALL: &str = "{ t0 { id name } }";
const LIST: &str = "{ t0s(count: 100) { id name score flag note rank } }";
const NESTED: &str = "{ t0s(count: 100) { id name score flag note rank detail(n: 1) \
                      next { id name detail(n: 2) next { id name } } } }";

/// How many turns a row has; the best counts, since nothing makes a program faster than it is.
const TURNS: usize = 15;

pub fn run(server: &impl Server) {
    let runtime = tokio::runtime::Builder::new_current_thread().build().expect("a runtime");
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    let row = |name: &str| ROWS.iter().find(|it| it.0 == name).expect("a row");
    let once = |(_, query, cached): &(&str, &str, bool)| {
        runtime.block_on(server.execute(query, *cached))
    };
    match args.as_slice() {
        ["time", name] => println!("{}", time(&|| drop(once(row(name))))),
        ["count", name, times] => {
            (0..times.parse().expect("a number")).for_each(|_| drop(once(row(name))));
        }
        ["answer", name] => println!("{}", once(row(name))),
        ["fan", subscribers, events] => {
            let (subscribers, events) = (subscribers.parse(), events.parse());
            let (subscribers, events) = (subscribers.expect("a number"), events.expect("a number"));
            println!("{}", runtime.block_on(fan(server, subscribers, events)));
        }
        _ => panic!("time, count, answer or fan"),
    }
}

fn time(once: &dyn Fn()) -> f64 {
    once();
    let start = Instant::now();
    let mut count = 0_u32;
    while start.elapsed().as_micros() < 2_000 {
        once();
        count += 1;
    }
    let turn = || {
        let start = Instant::now();
        (0..count).for_each(|_| once());
        start.elapsed().as_secs_f64() * 1e9 / f64::from(count)
    };
    (0..TURNS).map(|_| turn()).fold(f64::INFINITY, f64::min)
}

async fn fan(server: &impl Server, n_subscribers: u32, n_events: u32) -> f64 {
    let mut streams = Vec::new();
    for _ in 0..n_subscribers {
        streams.push(server.subscribe().await);
    }
    let mut best = f64::INFINITY;
    for number in 0..n_events {
        let start = Instant::now();
        server.publish(number as i32);
        for stream in &mut streams {
            let event = stream.next().await.expect("an event");
            assert!(event.contains("ticks"), "{event}");
        }
        best = best.min(start.elapsed().as_secs_f64() * 1e9 / f64::from(n_subscribers));
    }
    best
}
