//! The form of the GraphQL multipart request specification: `operations`, `map`, and then the files.

use std::collections::BTreeMap;
use std::sync::Arc;

use axum::body::BodyDataStream;
use bytes::{Bytes, BytesMut};
use futures_util::stream::{self, Stream, StreamExt as _};
use http::{HeaderMap, StatusCode, header};
use serde_json::Value;

use super::super::http::Refusal;
use super::super::limits::Limits;
use super::{Files, name, place};
use crate::http::Spool;
use crate::json::Binary;

/// The requests of a form, one or an array, and its files.
pub(crate) async fn read(
    headers: &HeaderMap,
    chunks: &mut BodyDataStream,
    limits: &Limits,
) -> Result<(Value, Arc<Files>), Refusal> {
    if limits.files == 0 {
        let message = "files are not served: the content type must be application/json";
        return Err(Refusal::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, message));
    }
    let content_type = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let boundary = multer::parse_boundary(content_type.unwrap_or_default()).map_err(bad)?;
    let mut form = multer::Multipart::new(bounded(chunks, limits), boundary);
    let mut operations = json(&mut form, "operations", limits).await?;
    let map = json(&mut form, "map", limits).await?;
    let map = read_map(map, limits)?;

    let token = uuid::Uuid::new_v4();
    let mut indexes = BTreeMap::new();
    for (index, (part, paths)) in map.iter().enumerate() {
        indexes.insert(part.as_str(), index);
        for path in paths {
            place::put(&mut operations, path, name(token, index)).map_err(Refusal::bad_request)?;
        }
    }
    let mut files: Vec<Option<Binary>> = vec![None; map.len()];
    while let Some(mut field) = form.next_field().await.map_err(bad)? {
        let part = field.name().unwrap_or_default().to_owned();
        let slot = indexes.get(part.as_str()).and_then(|index| files.get_mut(*index));
        let Some(slot) = slot else {
            return Err(Refusal::bad_request(format!("the part `{part}` is not in `map`")));
        };
        if slot.is_some() {
            return Err(Refusal::bad_request(format!("the part `{part}` is there twice")));
        }
        *slot = Some(file(&mut field, limits).await?);
    }
    let parts = map.iter().map(|(part, _)| part);
    let files = files.into_iter().zip(parts).map(|(file, part)| {
        file.ok_or_else(|| Refusal::bad_request(format!("the part `{part}` of `map` is missing")))
    });
    Ok((operations, Arc::new(Files::new(files.collect::<Result<_, _>>()?, token))))
}

/// The next part, which must be JSON and have this name.
async fn json(
    form: &mut multer::Multipart<'_>,
    name: &str,
    limits: &Limits,
) -> Result<Value, Refusal> {
    let field = form.next_field().await.map_err(bad)?;
    let named = field.filter(|field| field.name() == Some(name));
    let mut field = named.ok_or_else(|| {
        let message = format!("the part `{name}` is missing; `operations` and `map` come first");
        Refusal::bad_request(message)
    })?;
    let mut text = BytesMut::new();
    while let Some(piece) = field.chunk().await.map_err(bad)? {
        if text.len() + piece.len() > limits.body_bytes {
            return Err(Refusal::too_large(limits.body_bytes as u64));
        }
        text.extend_from_slice(&piece);
    }
    serde_json::from_slice(&text)
        .map_err(|error| Refusal::bad_request(format!("`{name}` is not JSON: {error}")))
}

/// The paths of each file, in the order of the files.
fn read_map(map: Value, limits: &Limits) -> Result<Vec<(String, Vec<String>)>, Refusal> {
    let wrong = || Refusal::bad_request("`map` must be an object of lists of paths");
    let Value::Object(map) = map else { return Err(wrong()) };
    if map.len() > limits.files {
        let message = format!("there are more files than the allowed {}", limits.files);
        return Err(Refusal::new(StatusCode::PAYLOAD_TOO_LARGE, message).with_code("LIMIT_FILES"));
    }
    let paths = |value: Value| {
        let Value::Array(paths) = value else { return None };
        paths.into_iter().map(|it| it.as_str().map(str::to_owned)).collect::<Option<Vec<_>>>()
    };
    map.into_iter()
        .map(|(part, value)| match paths(value) {
            Some(paths) if !paths.is_empty() => Ok((part, paths)),
            _ => Err(wrong()),
        })
        .collect()
}

async fn file(field: &mut multer::Field<'_>, limits: &Limits) -> Result<Binary, Refusal> {
    let failed = |error: std::io::Error| {
        tracing::error!(%error, "a file of a request cannot be kept on the disk");
        Refusal::new(StatusCode::INSUFFICIENT_STORAGE, "the file cannot be kept")
    };
    let mut spool = Spool::new(limits.file_memory);
    while let Some(piece) = field.chunk().await.map_err(bad)? {
        spool.push(&piece).await.map_err(failed)?;
    }
    let mut file = spool.finish().await.map_err(failed)?;
    if let Some(name) = field.file_name() {
        file = file.with_file_name(name);
    }
    if let Some(media_type) = field.content_type() {
        file = file.with_media_type(media_type.as_ref());
    }
    Ok(file)
}

/// What is wrong with the body before any of it is looked at.
#[derive(Debug)]
enum Broken {
    TooLarge(u64),
    Slow,
    Gone,
}

impl std::fmt::Display for Broken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("the body cannot be read")
    }
}

impl std::error::Error for Broken {}

/// The body, no more of it than is allowed, and each piece in time.
fn bounded<'c>(
    chunks: &'c mut BodyDataStream,
    limits: &Limits,
) -> impl Stream<Item = Result<Bytes, Broken>> + Send + use<'c> {
    // Both JSON parts, and what a form has beside its parts.
    let most = limits.files_bytes.saturating_add(2 * limits.body_bytes as u64);
    let time = limits.time;
    stream::unfold(Some((chunks, 0_u64)), move |state| async move {
        let (chunks, so_far) = state?;
        match tokio::time::timeout(time, chunks.next()).await {
            Ok(Some(Ok(piece))) => {
                let so_far = so_far + piece.len() as u64;
                if so_far > most {
                    return Some((Err(Broken::TooLarge(most)), None));
                }
                Some((Ok(piece), Some((chunks, so_far))))
            }
            Ok(Some(Err(_))) => Some((Err(Broken::Gone), None)),
            Ok(None) => None,
            Err(_) => Some((Err(Broken::Slow), None)),
        }
    })
}

fn bad(error: multer::Error) -> Refusal {
    if let multer::Error::StreamReadFailed(error) = &error {
        return match error.downcast_ref::<Broken>() {
            Some(Broken::TooLarge(most)) => Refusal::too_large(*most),
            Some(Broken::Slow) => Refusal::slow(),
            Some(Broken::Gone) | None => Refusal::bad_request("the body ended early"),
        };
    }
    Refusal::bad_request(format!("the form cannot be read: {error}"))
}
