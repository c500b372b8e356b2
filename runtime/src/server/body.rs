//! Bodies of requests, within limits.

use std::cmp::Reverse;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use futures_util::StreamExt as _;
use http::header::CONTENT_TYPE;
use http::{HeaderMap, StatusCode};
use http_body::Body as _;
use http_body_util::{BodyExt, LengthLimitError, Limited};

use super::encoding::{arrange, check_type};
use super::{Limits, Problem};
use crate::http::accept::closeness;
use crate::http::{ByteStream, Operation, Payload, Spool, StreamError, is_json};
use crate::json::{Binary, Plain};

/// Reads all of a body.
pub(super) async fn read(body: Body, limits: Limits) -> Result<Bytes, Problem> {
    let most = limits.body;
    check_size(&body, most as u64).map_err(|it| broken(&it))?;
    // A little less than there is in all: a sender that is slow is told so, and not that the server was.
    let time = limits.time - limits.time / 16;
    let read = tokio::time::timeout(time, Limited::new(body, most).collect());
    match read.await.map_err(|_| broken(&StreamError::Timeout))? {
        Ok(collected) => Ok(collected.to_bytes()),
        Err(error) if error.is::<LengthLimitError>() => {
            Err(broken(&StreamError::TooLarge(most as u64)))
        }
        Err(_) => Err(Problem::new(StatusCode::BAD_REQUEST, "the body broke off")),
    }
}

/// Refuses a body that says how large it is, if that is too large, before any of it is read.
fn check_size(body: &Body, most: u64) -> Result<(), StreamError> {
    match body.size_hint().lower() > most {
        true => Err(StreamError::TooLarge(most)),
        false => Ok(()),
    }
}

/// More fields than this are no form that somebody filled in; each is looked for among those before it.
const MOST_FIELDS: usize = 10_000;

/// What must hold of a urlencoded form before it is taken apart.
pub(super) fn check_form(bytes: &Bytes) -> Result<(), Box<Problem>> {
    if bytes.iter().filter(|it| **it == b'&').count() >= MOST_FIELDS {
        let detail = format!("the form has more than {MOST_FIELDS} fields");
        return Err(Box::new(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail)));
    }
    match super::utf8::form(bytes) {
        wrong if wrong.is_empty() => Ok(()),
        wrong => Err(Box::new(Problem::violations(StatusCode::UNPROCESSABLE_ENTITY, wrong))),
    }
}

/// What is wrong with a request whose body ended early.
pub(super) fn broken(error: &StreamError) -> Problem {
    let status = match error {
        StreamError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
        StreamError::Timeout => StatusCode::REQUEST_TIMEOUT,
        StreamError::Broken(_) => {
            return Problem::new(StatusCode::BAD_REQUEST, "the body broke off");
        }
    };
    Problem::new(status, error.to_string())
}

/// A body as it comes; each piece has to come in time, and all together are no more than the limit.
pub(super) fn stream(body: Body, limits: Limits) -> ByteStream {
    let (most, size) = (limits.stream, body.size_hint().exact());
    let pieces = futures_util::stream::unfold(
        Some((body.into_data_stream(), 0u64)),
        move |state| async move {
            let (mut body, so_far) = state?;
            let piece = match tokio::time::timeout(limits.time, body.next()).await {
                Ok(Some(Ok(piece))) => piece,
                Ok(Some(Err(error))) => {
                    return Some((Err(StreamError::Broken(error.into_inner())), None));
                }
                Ok(None) => return None,
                Err(_) => return Some((Err(StreamError::Timeout), None)),
            };
            let so_far = so_far + piece.len() as u64;
            if so_far > most {
                return Some((Err(StreamError::TooLarge(most)), None));
            }
            Some((Ok(piece), Some((body, so_far))))
        },
    );
    match size {
        Some(size) if size > most => {
            let refused = std::future::ready(Err(StreamError::TooLarge(most)));
            ByteStream::of(futures_util::stream::once(refused))
        }
        Some(size) => ByteStream::of(pieces).with_size(size),
        None => ByteStream::of(pieces),
    }
}

/// The index of the declared media type or range that fits best.
pub(super) fn choose(declared: &[&str], found: &str) -> Option<usize> {
    let ranked =
        declared.iter().enumerate().map(|(index, it)| (closeness(found, it), Reverse(index)));
    let (closest, Reverse(index)) = ranked.max()?;
    (closest > 0).then_some(index)
}

/// A multipart form (RFC 7578), read as it comes: what is no file is in memory and counts for the limit of
/// bodies, and so does the beginning of each file, of which the rest goes to the disk.
pub(super) async fn form(
    operation: &Operation,
    headers: &HeaderMap,
    body: Body,
    limits: Limits,
) -> Result<Payload, Problem> {
    let text = headers.get(CONTENT_TYPE).and_then(|it| it.to_str().ok()).unwrap_or_default();
    let boundary = multer::parse_boundary(text).map_err(bad)?;
    let mut form = multer::Multipart::new(stream(body, limits), boundary);
    let (mut parts, mut held) = (Vec::new(), 0);
    while let Some(mut field) = form.next_field().await.map_err(bad)? {
        if parts.len() == limits.parts {
            let detail = format!("the form has more than {} parts", limits.parts);
            return Err(Problem::new(StatusCode::PAYLOAD_TOO_LARGE, detail));
        }
        let name = field.name().unwrap_or_default().to_owned();
        let media_type = field.content_type().cloned();
        let essence = media_type.as_ref().map(|it| it.essence_str());
        check_type(operation, &name, essence).map_err(|it| *it)?;
        let is_json = essence.is_some_and(is_json);
        let is_text = media_type.as_ref().is_none_or(|it| it.type_() == "text");
        let is_file = field.file_name().is_some() || !(is_json || is_text);
        if is_file && !(is_json && field.file_name().is_none()) {
            let file = file(&mut field, limits, &mut held).await?;
            parts.push((name, Plain::File(describe(file, &field).into())));
            continue;
        }
        let bytes = in_memory(&mut field, limits, &mut held).await?;
        let value = match String::from_utf8(bytes.into()) {
            Ok(text) if is_json => Plain::Json(text.into_bytes()),
            Ok(text) => Plain::Text(text),
            Err(bytes) => Plain::File(describe(bytes.into_bytes().into(), &field).into()),
        };
        parts.push((name, value));
    }
    Ok(Payload::multipart(arrange(operation, parts)))
}

/// A part with its name and headers.
fn describe(mut file: Binary, field: &multer::Field<'_>) -> Binary {
    if let Some(name) = field.file_name() {
        file = file.with_file_name(name);
    }
    if let Some(media_type) = field.content_type() {
        file = file.with_media_type(media_type.as_ref());
    }
    let is_said = |name: &str| matches!(name, "content-disposition" | "content-type");
    for (name, value) in field.headers().iter().filter(|it| !is_said(it.0.as_str())) {
        file = file.with_header(name.clone(), value.clone());
    }
    file
}

/// All of a part.
async fn in_memory(
    field: &mut multer::Field<'_>,
    limits: Limits,
    held: &mut usize,
) -> Result<BytesMut, Problem> {
    let mut bytes = BytesMut::new();
    while let Some(piece) = field.chunk().await.map_err(bad)? {
        hold(piece.len(), limits, held).map_err(|it| broken(&it))?;
        bytes.extend_from_slice(&piece);
    }
    Ok(bytes)
}

/// A file: in memory where it is small, and on the disk where it is not.
async fn file(
    field: &mut multer::Field<'_>,
    limits: Limits,
    held: &mut usize,
) -> Result<Binary, Problem> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "a file of a form cannot be kept on the disk");
        Problem::new(StatusCode::INSUFFICIENT_STORAGE, "the form cannot be kept")
    };
    let mut file = Spool::new(limits.memory);
    while let Some(piece) = field.chunk().await.map_err(bad)? {
        file.push(&piece).await.map_err(failed)?;
    }
    hold(file.held(), limits, held).map_err(|it| broken(&it))?;
    file.finish().await.map_err(failed)
}

/// Counts what is held in memory of one form.
fn hold(bytes: usize, limits: Limits, held: &mut usize) -> Result<(), StreamError> {
    *held += bytes;
    match *held > limits.body {
        true => Err(StreamError::TooLarge(limits.body as u64)),
        false => Ok(()),
    }
}

fn bad(error: multer::Error) -> Problem {
    if let multer::Error::StreamReadFailed(error) = &error
        && let Some(error) = error.downcast_ref::<StreamError>()
    {
        return broken(error);
    }
    Problem::new(StatusCode::BAD_REQUEST, format!("the form cannot be read: {error}"))
}
