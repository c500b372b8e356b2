//! `soak SERVER SECONDS CONNECTIONS`: starts the server and loads it with good, bad, slow and aborted requests.
//!
//! It tells how many answers of each status each kind of request got, and how much memory the server had after it had
//! warmed up and at the end. An answer that the schema does not have, a connection that ends without one where there has
//! to be one, memory that grows, and a server that does not end as it should are errors. Everything is on loopback.

use std::collections::BTreeMap;
use std::io::{BufRead as _, BufReader, Write as _};
use std::net::SocketAddr;
use std::process::{Child, Command, ExitCode, Stdio};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

type Error = Box<dyn std::error::Error + Send + Sync>;

/// A kind of request, and the statuses that it may be answered with; none where it is broken off.
struct Kind {
    name: &'static str,
    request: fn(u64) -> Vec<u8>,
    manner: Manner,
    statuses: &'static [u16],
}

/// How a request is sent.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Manner {
    /// All at once; the connection goes on.
    Whole,
    /// In three pieces with waits between.
    Slow,
    /// Half of it, and then the connection is closed.
    Half,
    /// All of it; the connection is closed without reading the answer.
    Unread,
    /// All of it; the connection is closed after the beginning of the answer.
    Glimpsed,
}

const KINDS: &[Kind] = &[
    Kind { name: "list", request: list, manner: Manner::Whole, statuses: &[200] },
    Kind { name: "book", request: book, manner: Manner::Whole, statuses: &[201] },
    Kind { name: "get", request: get, manner: Manner::Whole, statuses: &[200, 404] },
    Kind { name: "echo", request: echo, manner: Manner::Whole, statuses: &[200] },
    Kind { name: "large", request: large, manner: Manner::Whole, statuses: &[200] },
    Kind { name: "wrong", request: wrong, manner: Manner::Whole, statuses: &[422] },
    Kind { name: "broken", request: broken, manner: Manner::Whole, statuses: &[400] },
    Kind { name: "nowhere", request: nowhere, manner: Manner::Whole, statuses: &[404] },
    Kind { name: "stranger", request: stranger, manner: Manner::Whole, statuses: &[401] },
    Kind { name: "form", request: form, manner: Manner::Whole, statuses: &[200] },
    Kind { name: "slow list", request: list, manner: Manner::Slow, statuses: &[200] },
    Kind { name: "slow book", request: book, manner: Manner::Slow, statuses: &[201] },
    Kind { name: "half book", request: book, manner: Manner::Half, statuses: &[] },
    Kind { name: "half large", request: large, manner: Manner::Half, statuses: &[] },
    Kind { name: "unread large", request: large, manner: Manner::Unread, statuses: &[] },
    Kind { name: "glimpsed events", request: events, manner: Manner::Glimpsed, statuses: &[] },
];

/// What was counted, by kind and status.
#[derive(Debug, Default)]
struct Counts {
    answers: BTreeMap<(&'static str, u16), u64>,
    errors: Vec<String>,
}

#[tokio::main]
async fn main() -> ExitCode {
    match run().await {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            say(&format!("soak: {error}"));
            ExitCode::from(2)
        }
    }
}

async fn run() -> Result<bool, Error> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let [program, seconds, connections] = args.as_slice() else {
        return Err("soak SERVER SECONDS CONNECTIONS".into());
    };
    let (seconds, connections): (u64, u64) = (seconds.parse()?, connections.parse()?);
    let (mut child, address) = start(program)?;
    let counts = Arc::new(Mutex::new(Counts::default()));
    let until = Instant::now() + Duration::from_secs(seconds);
    let workers: Vec<_> = (0..connections)
        .map(|worker| tokio::spawn(work(address, worker, until, Arc::clone(&counts))))
        .collect();
    // What is kept between requests has been made by then: pools, patterns, parcels.
    tokio::time::sleep(Duration::from_secs((seconds / 5).max(2))).await;
    let warm = memory(&child)?;
    for worker in workers {
        worker.await?;
    }
    // Connections that were closed take a moment to be noticed.
    tokio::time::sleep(Duration::from_secs(1)).await;
    let (end, open) = (memory(&child)?, sockets(&child)?);
    let mut counts = std::mem::take(&mut *counts.lock().unwrap_or_else(|it| it.into_inner()));
    // The listener alone, and what the runtime has for itself.
    if open > 4 {
        counts.errors.push(format!("{open} sockets are open after all were closed"));
    }
    if end > warm * 3 / 2 + 20_000 {
        counts.errors.push(format!("memory grew from {warm} to {end} KiB"));
    }
    if let Err(error) = farewell(&mut child, address).await {
        counts.errors.push(format!("at the end: {error}"));
    }
    let _ = child.kill();
    let total: u64 = counts.answers.values().sum();
    for ((name, status), count) in &counts.answers {
        let status = if *status == 0 { "-".to_owned() } else { status.to_string() };
        say(&format!("{name:16} {status:>4} {count:>9}"));
    }
    say(&format!(
        "{total} requests in {seconds} s over {connections} connections; \
         memory {warm} KiB warm, {end} KiB at the end; {open} sockets open then"
    ));
    for error in counts.errors.iter().take(20) {
        say(&format!("error: {error}"));
    }
    say(&format!("soak: {} errors", counts.errors.len()));
    Ok(counts.errors.is_empty())
}

fn start(program: &str) -> Result<(Child, SocketAddr), Error> {
    let mut child = Command::new(program).stdout(Stdio::piped()).spawn()?;
    let out = child.stdout.take().ok_or("the server has no output")?;
    let line = BufReader::new(out).lines().next().ok_or("the server says nothing")??;
    let address = line.strip_prefix("http://").ok_or("the server names no address")?.parse()?;
    Ok((child, address))
}

/// One connection after another, each with some requests.
async fn work(address: SocketAddr, worker: u64, until: Instant, counts: Arc<Mutex<Counts>>) {
    let mut dice = worker.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1;
    while Instant::now() < until {
        let Ok(mut stream) = TcpStream::connect(address).await else {
            note(&counts, Err("no connection".to_owned()));
            tokio::time::sleep(Duration::from_millis(50)).await;
            continue;
        };
        for _ in 0..20 {
            dice ^= dice << 13;
            dice ^= dice >> 7;
            dice ^= dice << 17;
            let kind = &KINDS[(dice >> 8) as usize % KINDS.len()];
            let sent = tokio::time::timeout(Duration::from_secs(30), send(&mut stream, kind, dice));
            let outcome = match sent.await {
                Ok(Ok(status)) if kind.statuses.is_empty() || kind.statuses.contains(&status) => {
                    Ok((kind.name, status))
                }
                Ok(Ok(status)) => Err(format!("{}: status {status}", kind.name)),
                Ok(Err(error)) => Err(format!("{}: {error}", kind.name)),
                Err(_) => Err(format!("{}: no answer in 30 seconds", kind.name)),
            };
            let goes_on = outcome.is_ok() && matches!(kind.manner, Manner::Whole | Manner::Slow);
            note(&counts, outcome);
            if !goes_on || Instant::now() >= until {
                break;
            }
        }
    }
}

fn note(counts: &Mutex<Counts>, outcome: Result<(&'static str, u16), String>) {
    let mut counts = counts.lock().unwrap_or_else(|it| it.into_inner());
    match outcome {
        Ok(key) => *counts.answers.entry(key).or_default() += 1,
        Err(error) => counts.errors.push(error),
    }
}

async fn send(stream: &mut TcpStream, kind: &Kind, dice: u64) -> std::io::Result<u16> {
    let request = (kind.request)(dice);
    let half = request.len() / 2;
    match kind.manner {
        Manner::Whole | Manner::Unread | Manner::Glimpsed => stream.write_all(&request).await?,
        Manner::Half => stream.write_all(&request[..half]).await?,
        Manner::Slow => {
            let pause = Duration::from_millis(20 + dice % 200);
            let third = request.len() / 3;
            for piece in [&request[..third], &request[third..2 * third], &request[2 * third..]] {
                stream.write_all(piece).await?;
                tokio::time::sleep(pause).await;
            }
        }
    }
    match kind.manner {
        Manner::Whole | Manner::Slow => answer(stream).await,
        Manner::Glimpsed => {
            let mut some = [0; 64];
            stream.read(&mut some).await.map(|_| 0)
        }
        Manner::Half | Manner::Unread => Ok(0),
    }
}

/// Reads one answer to its end; gives its status.
async fn answer(stream: &mut TcpStream) -> std::io::Result<u16> {
    let mut all = Vec::new();
    let mut buffer = vec![0; 1 << 14];
    loop {
        let n = stream.read(&mut buffer).await?;
        if n == 0 {
            return Err(std::io::ErrorKind::UnexpectedEof.into());
        }
        all.extend_from_slice(&buffer[..n]);
        let Some(end) = all.windows(4).position(|it| it == b"\r\n\r\n") else { continue };
        let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
        let find = |name: &str| head.lines().find_map(|it| it.strip_prefix(name));
        let is_whole = match find("content-length: ").and_then(|it| it.parse::<usize>().ok()) {
            Some(length) => all.len() >= end + 4 + length,
            None if find("transfer-encoding: chunked").is_some() => all.ends_with(b"\r\n0\r\n\r\n"),
            None => true,
        };
        if is_whole {
            let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
            return status.ok_or_else(|| std::io::ErrorKind::InvalidData.into());
        }
    }
}

/// Stops the server while something goes on: that ends well, what is idle is closed, and nobody new comes in.
async fn farewell(child: &mut Child, address: SocketAddr) -> Result<(), Error> {
    let mut idle = TcpStream::connect(address).await?;
    idle.write_all(&list(0)).await?;
    answer(&mut idle).await?;
    let mut busy = TcpStream::connect(address).await?;
    busy.write_all(b"GET /answers/slow?milliseconds=1000 HTTP/1.1\r\nHost: a\r\n\r\n").await?;
    tokio::time::sleep(Duration::from_millis(200)).await;
    let stopped = Command::new("kill").args(["-TERM", &child.id().to_string()]).status()?;
    if !stopped.success() {
        return Err("it cannot be told to stop".into());
    }
    let status = answer(&mut busy).await?;
    // It may be cut short by the end of the server, with a status that says so.
    if ![200, 503].contains(&status) {
        return Err(format!("what was going on ended with {status}").into());
    }
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(5), idle.read_to_end(&mut rest)).await;
    closed.map_err(|_| "an idle connection stays open")??;
    for _ in 0..100 {
        if let Some(status) = child.try_wait()? {
            if !status.success() {
                return Err(format!("the server ended with {status}").into());
            }
            return match TcpStream::connect(address).await {
                Ok(_) => Err("somebody new was let in".into()),
                Err(_) => Ok(()),
            };
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    Err("the server does not end".into())
}

/// The resident memory of the server, in KiB.
fn memory(child: &Child) -> Result<u64, Error> {
    let text = std::fs::read_to_string(format!("/proc/{}/status", child.id()))?;
    let line = text.lines().find_map(|it| it.strip_prefix("VmRSS:")).ok_or("no VmRSS")?;
    Ok(line.trim().trim_end_matches(" kB").parse()?)
}

/// How many sockets the server has open.
fn sockets(child: &Child) -> Result<usize, Error> {
    let all = std::fs::read_dir(format!("/proc/{}/fd", child.id()))?.flatten();
    let targets = all.filter_map(|it| std::fs::read_link(it.path()).ok());
    Ok(targets.filter(|it| it.to_string_lossy().starts_with("socket:")).count())
}

fn say(line: &str) {
    // Nobody is there to be told that nobody listens.
    let _ = writeln!(std::io::stdout(), "{line}");
}

fn with_body(method: &str, target: &str, media_type: &str, body: &[u8]) -> Vec<u8> {
    let length = body.len();
    let head = format!(
        "{method} {target} HTTP/1.1\r\nHost: a\r\nContent-Type: {media_type}\r\nContent-Length: {length}\r\n\r\n"
    );
    [head.as_bytes(), body].concat()
}

fn plain(target: &str) -> Vec<u8> {
    format!("GET {target} HTTP/1.1\r\nHost: a\r\n\r\n").into_bytes()
}

fn list(dice: u64) -> Vec<u8> {
    plain(&format!("/parcels?page={}&perPage=5", 1 + dice % 5))
}

fn number(dice: u64) -> String {
    format!("KP{:09}DE", dice % 2000)
}

fn book(dice: u64) -> Vec<u8> {
    let id = number(dice);
    let body = format!(
        r#"{{"id":"{id}","service":"express","grams":500,"recipient":{{"familyName":"Größe"}},"delivery":{{"kind":"locker","locker":107}}}}"#
    );
    with_body("POST", "/parcels", "application/json", body.as_bytes())
}

fn get(dice: u64) -> Vec<u8> {
    plain(&format!("/parcels/{}", number(dice)))
}

fn echo(dice: u64) -> Vec<u8> {
    let body = format!(r#"{{"code":"AB","step":{},"tags":["a","b"]}}"#, dice % 10 * 7);
    with_body("PUT", "/documents/constraints", "application/json", body.as_bytes())
}

fn large(dice: u64) -> Vec<u8> {
    let body = vec![b'a' + (dice % 26) as u8; 200_000 + (dice % 100_000) as usize];
    with_body("PUT", "/documents/bytes", "application/octet-stream", &body)
}

fn wrong(_: u64) -> Vec<u8> {
    with_body("PUT", "/documents/constraints", "application/json", br#"{"code":"a","step":8}"#)
}

fn broken(_: u64) -> Vec<u8> {
    with_body("PUT", "/documents/constraints", "application/json", br#"{"code":"#)
}

fn nowhere(dice: u64) -> Vec<u8> {
    plain(&format!("/nowhere/{dice}"))
}

fn stranger(_: u64) -> Vec<u8> {
    plain("/access/bearer")
}

fn form(dice: u64) -> Vec<u8> {
    let body = format!("parcel={}&about=lost&phones=1&phones=2&goods[0][name]=a", number(dice));
    with_body("PUT", "/documents/form", "application/x-www-form-urlencoded", body.as_bytes())
}

fn events(_: u64) -> Vec<u8> {
    plain(&format!("/answers/scans?count=50&text={}", "x".repeat(2000)))
}
