//! Runs what is measured.
//!
//! `load list` says which rows there are, `load time` runs all of them by the clock, each next to its rivals,
//! `load count ROW WHO TIMES` runs one of them that often for a tool that counts instructions, and `load http` asks the
//! servers over HTTP.

mod codec;
#[cfg(feature = "rival")]
mod rival;
mod server;
mod shop;

use std::time::Instant;

/// Does what is measured once.
pub type Run = Box<dyn FnMut()>;

/// Makes everything ready for that.
pub type Make = Box<dyn Fn() -> Run>;

/// Several ways to do one thing.
pub struct Row {
    name: &'static str,
    ways: Vec<(&'static str, Make)>,
}

impl Row {
    pub fn new(name: &'static str, ways: Vec<(&'static str, Make)>) -> Self {
        Self { name, ways }
    }
}

/// How many turns each way has; the best counts, since nothing makes a program faster than it is.
const TURNS: usize = 15;

fn rows() -> impl Iterator<Item = Row> {
    codec::rows().into_iter().chain(server::rows())
}

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["list"] => {
            for row in rows() {
                row.ways.iter().for_each(|it| println!("{}\t{}", row.name, it.0));
            }
        }
        ["time", rest @ ..] => {
            let only = rest.first().copied().unwrap_or_default();
            rows().filter(|it| it.name.contains(only)).for_each(time);
        }
        ["count", name, who, times] => {
            let row = rows().find(|it| it.name == *name).expect("a row");
            let (_, make) = row.ways.into_iter().find(|it| it.0 == *who).expect("a way");
            let mut run = make();
            (0..times.parse().expect("a number")).for_each(|_| run());
        }
        ["http", rest @ ..] => server::over_http(rest.first().copied().unwrap_or_default()),
        _ => panic!("list, time, count or http"),
    }
}

/// Prints the nanoseconds that each way takes.
fn time(row: Row) {
    let mut runs: Vec<Run> = row.ways.iter().map(|it| (it.1)()).collect();
    // How many runs take some two milliseconds.
    let mut counts = Vec::new();
    for run in &mut runs {
        // What is made at first use, such as regular expressions, is not what is asked for.
        run();
        let start = Instant::now();
        let mut count = 0_u32;
        while start.elapsed().as_micros() < 2000 {
            run();
            count += 1;
        }
        counts.push(count);
    }
    let mut best = vec![f64::INFINITY; runs.len()];
    for _ in 0..TURNS {
        for (index, run) in runs.iter_mut().enumerate() {
            let start = Instant::now();
            (0..counts[index]).for_each(|_| run());
            let each = start.elapsed().as_secs_f64() * 1e9 / f64::from(counts[index]);
            best[index] = best[index].min(each);
        }
    }
    for ((who, _), nanoseconds) in row.ways.iter().zip(&best) {
        println!("{}\t{who}\t{nanoseconds:.1}", row.name);
    }
}
