//! Runs what is measured: `load time` all rows by the clock, each next to its rivals; `load count NAME WHO TIMES`
//! one of them that often, for a tool that counts instructions; `load list` says which there are.

mod codec;

use std::time::Instant;

/// The schema as JSON.
pub const DOCUMENT: &str = include_str!("../../storefront.json");

/// Several ways to do one thing.
pub struct Row {
    name: &'static str,
    ways: Vec<(&'static str, Box<dyn FnMut()>)>,
}

impl Row {
    pub fn new(name: &'static str, ways: Vec<(&'static str, Box<dyn FnMut()>)>) -> Self {
        Self { name, ways }
    }
}

/// How many turns each way has; the best counts, since nothing makes a program faster than it is.
const TURNS: usize = 15;

fn main() {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let args: Vec<&str> = args.iter().map(String::as_str).collect();
    match args.as_slice() {
        ["time", ..] => codec::rows().into_iter().filter(|it| args.get(1).is_none_or(|n| it.name.contains(n))).for_each(time),
        ["list"] => {
            for row in codec::rows() {
                row.ways.iter().for_each(|it| println!("{}\t{}", row.name, it.0));
            }
        }
        ["count", name, who, times] => {
            let row = codec::rows().into_iter().find(|it| it.name == *name);
            let mut ways = row.expect("a row").ways.into_iter();
            let mut run = ways.find(|it| it.0 == *who).expect("a way").1;
            for _ in 0..times.parse().expect("a number") {
                run();
            }
        }
        _ => panic!("time, list or count"),
    }
}

fn time(mut row: Row) {
    // How many runs take some two milliseconds.
    let mut counts = Vec::new();
    for (_, run) in &mut row.ways {
        let start = Instant::now();
        let mut count = 0_u32;
        while start.elapsed().as_micros() < 2000 {
            run();
            count += 1;
        }
        counts.push(count);
    }
    let mut best = vec![f64::INFINITY; row.ways.len()];
    for _ in 0..TURNS {
        for (index, (_, run)) in row.ways.iter_mut().enumerate() {
            let start = Instant::now();
            (0..counts[index]).for_each(|_| run());
            best[index] = best[index].min(start.elapsed().as_secs_f64() * 1e9 / f64::from(counts[index]));
        }
    }
    for ((who, _), nanoseconds) in row.ways.iter().zip(&best) {
        println!("{}\t{who}\t{nanoseconds:.1}", row.name);
    }
}
