//! Requests that are not as they should be, from `requests.toml`, byte by byte over sockets.

use std::time::Duration;

use kitchen_sink_server::Settings;
use meshwright_runtime::server::Limits;
use serde::Deserialize;
use serde_json::Value;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::TcpStream;

use crate::support::World;

#[derive(Debug, Deserialize)]
struct Table {
    request: Vec<Row>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
struct Row {
    name: String,
    method: Option<String>,
    target: Option<String>,
    headers: Option<Vec<String>>,
    body: Option<String>,
    hex: Option<String>,
    times: Option<usize>,
    chunks: Option<usize>,
    raw: Option<String>,
    #[serde(default)]
    raw_head: String,
    #[serde(default)]
    raw_tail: String,
    ends: Option<Ends>,
    status: u16,
    pointers: Option<Vec<String>>,
    #[serde(default)]
    answer: Vec<String>,
    text: Option<String>,
    #[serde(default)]
    plain: bool,
}

/// What the sender does when all is sent.
#[derive(Debug, Clone, Copy, PartialEq, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Ends {
    Break,
    Wait,
}

/// What came back.
#[derive(Debug, Default)]
struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Vec<u8>,
}

#[test]
fn each_row_is_answered_as_it_says() {
    let table: Table = toml::from_str(include_str!("../requests.toml")).expect("a table");
    let limits = Limits { body: 1 << 20, time: Duration::from_millis(700), ..Limits::default() };
    let world = World::with(Settings { limits, ..Settings::default() });
    let mut wrong = Vec::new();
    for row in &table.request {
        let sent = world.runtime.block_on(send(row, world.running.address));
        let outcome = match sent {
            Ok(answer) => compare(row, &answer),
            Err(error) => Err(error),
        };
        if let Err(why) = outcome {
            wrong.push(format!("{}\n    {why}", row.name));
        }
    }
    // Whatever came before, the server goes on.
    let list = world.client().list_parcels(Default::default());
    world.runtime.block_on(list.into_future()).expect("a list");
    world.end();
    assert!(wrong.is_empty(), "{} rows:\n{}", wrong.len(), wrong.join("\n"));
}

fn compare(row: &Row, answer: &Answer) -> Result<(), String> {
    let shown = String::from_utf8_lossy(&answer.body);
    let shown: String = shown.chars().take(600).collect();
    if answer.status != row.status {
        return Err(format!("expected {}, and got {}: {shown}", row.status, answer.status));
    }
    for line in &row.answer {
        let (name, value) = line.split_once(": ").ok_or("a header line has a colon")?;
        let is_there =
            answer.headers.iter().any(|it| it.0.eq_ignore_ascii_case(name) && it.1 == value);
        if !is_there {
            return Err(format!("no `{line}` in {:?}", answer.headers));
        }
    }
    if let Some(text) = &row.text
        && *text != shown
    {
        return Err(format!("expected {text}, and got {shown}"));
    }
    if row.plain || row.status < 400 {
        return Ok(());
    }
    if row.method.as_deref() == Some("HEAD") {
        return if answer.body.is_empty() { Ok(()) } else { Err(format!("a body: {shown}")) };
    }
    let media_type = answer.headers.iter().find(|it| it.0.eq_ignore_ascii_case("content-type"));
    if media_type.is_none_or(|it| it.1 != "application/problem+json") {
        return Err(format!("no problem, but {media_type:?}"));
    }
    let problem: Value = serde_json::from_slice(&answer.body).map_err(|it| it.to_string())?;
    if problem["status"] != row.status {
        return Err(format!("another status in {problem}"));
    }
    let list = problem["errors"].as_array().map(Vec::as_slice).unwrap_or_default();
    let pointers: Vec<&str> = list.iter().filter_map(|it| it["pointer"].as_str()).collect();
    match row.pointers.as_deref() {
        Some(expected) if expected != pointers => Err(format!("{pointers:?}: {problem}")),
        None if !pointers.is_empty() => Err(format!("unexpected {pointers:?}")),
        _ => Ok(()),
    }
}

/// The bytes of a request.
fn bytes(row: &Row) -> Vec<u8> {
    let times = row.times.unwrap_or(1);
    if let Some(raw) = &row.raw {
        return [&row.raw_head, &*raw.repeat(times), &row.raw_tail].concat().into_bytes();
    }
    let body = match (&row.body, &row.hex) {
        (Some(body), _) => Some(body.repeat(times).into_bytes()),
        (None, Some(hex)) => {
            let byte = |at| u8::from_str_radix(&hex[at..at + 2], 16).expect("digits");
            Some((0..hex.len()).step_by(2).map(byte).collect())
        }
        (None, None) => None,
    };
    let method = row.method.as_deref().unwrap_or("GET");
    let target = row.target.as_deref().expect("a target");
    let mut out =
        format!("{method} {target} HTTP/1.1\r\nHost: a\r\nConnection: close\r\n").into_bytes();
    let json = vec!["Content-Type: application/json".to_owned()];
    let none = Vec::new();
    let headers = row.headers.as_ref().unwrap_or(if body.is_some() { &json } else { &none });
    for line in headers {
        out.extend_from_slice(format!("{line}\r\n").as_bytes());
    }
    match (body, row.chunks) {
        (None, _) => out.extend_from_slice(b"\r\n"),
        (Some(body), None) => {
            out.extend_from_slice(format!("Content-Length: {}\r\n\r\n", body.len()).as_bytes());
            out.extend_from_slice(&body);
        }
        (Some(body), Some(size)) => {
            out.extend_from_slice(b"Transfer-Encoding: chunked\r\n\r\n");
            for chunk in body.chunks(size) {
                out.extend_from_slice(format!("{:x}\r\n", chunk.len()).as_bytes());
                out.extend_from_slice(chunk);
                out.extend_from_slice(b"\r\n");
            }
            out.extend_from_slice(b"0\r\n\r\n");
        }
    }
    out
}

async fn send(row: &Row, address: std::net::SocketAddr) -> Result<Answer, String> {
    let stream = TcpStream::connect(address).await.map_err(|it| it.to_string())?;
    let (mut reader, mut writer) = stream.into_split();
    let (bytes, ends) = (bytes(row), row.ends);
    // Both at once: a server may answer before it has read all.
    let write = async {
        // One that has answered need not read the rest.
        let _ = writer.write_all(&bytes).await;
        if ends == Some(Ends::Break) {
            let _ = writer.shutdown().await;
        }
        // The other half stays open for as long as an answer is waited for.
        writer
    };
    let read = async {
        let mut all = Vec::new();
        let mut buffer = vec![0; 1 << 16];
        loop {
            match reader.read(&mut buffer).await {
                Ok(0) => break,
                Ok(n) => all.extend_from_slice(&buffer[..n]),
                // What had come before is the answer.
                Err(_) => break,
            }
            if is_complete(&all) {
                break;
            }
        }
        all
    };
    let both = async { tokio::join!(write, read) };
    let both = tokio::time::timeout(Duration::from_secs(10), both).await;
    let (_, all) = both.map_err(|_| "nothing came for ten seconds".to_owned())?;
    parse(&all)
}

/// Whether all of an answer is there, for connections that stay open.
fn is_complete(all: &[u8]) -> bool {
    let Some(end) = all.windows(4).position(|it| it == b"\r\n\r\n") else { return false };
    let head = String::from_utf8_lossy(&all[..end]).to_lowercase();
    let length =
        head.lines().find_map(|it| it.strip_prefix("content-length: ")?.parse::<usize>().ok());
    length.is_some_and(|it| all.len() >= end + 4 + it)
}

fn parse(all: &[u8]) -> Result<Answer, String> {
    if all.is_empty() {
        return Ok(Answer::default());
    }
    let end = all.windows(4).position(|it| it == b"\r\n\r\n").ok_or("half of an answer")?;
    let head = String::from_utf8_lossy(&all[..end]).into_owned();
    let body = &all[end + 4..];
    let mut lines = head.lines();
    let status = lines.next().and_then(|it| it.split(' ').nth(1)).unwrap_or_default();
    let status: u16 = status.parse().map_err(|_| format!("no status in {head}"))?;
    if status == 100 {
        return parse(body);
    }
    let headers: Vec<(String, String)> = lines
        .filter_map(|it| it.split_once(": "))
        .map(|(name, value)| (name.to_owned(), value.to_owned()))
        .collect();
    Ok(Answer { status, headers, body: body.to_vec() })
}
