//! Conditional requests and ranges (RFC 9110, sections 13 and 14), where the schema declares them.

use axum::body::{Body, HttpBody as _};
use axum::response::Response;
use chrono::{DateTime, FixedOffset};
use futures_util::StreamExt as _;
use http::header::{
    ACCEPT_RANGES, CONTENT_LENGTH, CONTENT_RANGE, CONTENT_TYPE, ETAG, HeaderName, HeaderValue,
    IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, LAST_MODIFIED,
    RANGE,
};
use http::{HeaderMap, Method, StatusCode};

use super::{Fault, Problem};
use crate::http::Operation;

/// What a request says about the version of a thing that its caller knows.
pub(super) struct Conditions(HeaderMap);

/// The headers that conditions are in.
const HEADERS: [HeaderName; 4] = [IF_NONE_MATCH, IF_MODIFIED_SINCE, IF_RANGE, RANGE];

impl Conditions {
    /// The conditions of a request, if its operation declares answers to them.
    pub(super) fn of(
        operation: &Operation,
        method: &Method,
        headers: &HeaderMap,
    ) -> Option<Box<Self>> {
        let is_reading = matches!(*method, Method::GET | Method::HEAD);
        if !is_reading || !(operation.conditional || operation.ranges) {
            return None;
        }
        let of = |name: &HeaderName| Some((name.clone(), headers.get(name)?.clone()));
        Some(Box::new(Self(HEADERS.iter().filter_map(of).collect())))
    }

    /// The answer that they make of the one that the handler gave: 304 instead of what the caller has, 206
    /// with the part that it wants.
    pub(super) fn apply(
        &self,
        operation: &Operation,
        response: Response,
    ) -> Result<Response, Fault> {
        if response.status() != StatusCode::OK {
            return Ok(response);
        }
        if operation.conditional && self.is_unchanged(response.headers()) {
            return Ok(not_modified(response));
        }
        match operation.ranges {
            true => self.part(response),
            false => Ok(response),
        }
    }

    fn text(&self, name: &HeaderName) -> Option<&str> {
        self.0.get(name)?.to_str().ok()
    }

    /// Whether the caller has what the answer would give it. Times count only where there are no tags.
    fn is_unchanged(&self, answer: &HeaderMap) -> bool {
        if let Some(tags) = self.text(&IF_NONE_MATCH) {
            let tag = answer.get(ETAG).and_then(|it| it.to_str().ok());
            return tags.trim() == "*" || tag.is_some_and(|it| has_tag(tags, it, weakly));
        }
        let since = self.text(&IF_MODIFIED_SINCE).and_then(date);
        let modified = modified(answer);
        since.zip(modified).is_some_and(|(since, modified)| modified <= since)
    }

    /// The part of the answer that the request asks for; all of it where it asks for none, or for several.
    fn part(&self, mut response: Response) -> Result<Response, Fault> {
        response.headers_mut().insert(ACCEPT_RANGES, HeaderValue::from_static("bytes"));
        let Some(size) = size(&response) else { return Ok(response) };
        let Some(range) = self.text(&RANGE).filter(|_| self.is_for(response.headers())) else {
            return Ok(response);
        };
        let Some(range) = parse_range(range, size) else { return Ok(response) };
        let Some((first, last)) = range else {
            let mut problem =
                Problem::new(StatusCode::RANGE_NOT_SATISFIABLE, format!("there are {size} bytes"));
            insert(&mut problem.headers, CONTENT_RANGE, format!("bytes */{size}"));
            return Err(Fault::problem(problem));
        };
        let (mut parts, body) = response.into_parts();
        parts.status = StatusCode::PARTIAL_CONTENT;
        insert(&mut parts.headers, CONTENT_RANGE, format!("bytes {first}-{last}/{size}"));
        let length = last - first + 1;
        parts.headers.insert(CONTENT_LENGTH, length.into());
        Ok(Response::from_parts(parts, cut(body, first, length)))
    }

    /// Whether the range is for what the answer gives, and not for an older version of it.
    fn is_for(&self, answer: &HeaderMap) -> bool {
        let Some(condition) = self.text(&IF_RANGE) else { return true };
        match date(condition) {
            Some(date) => modified(answer) == Some(date),
            None => {
                let tag = answer.get(ETAG).and_then(|it| it.to_str().ok());
                tag.is_some_and(|it| strongly(condition, it))
            }
        }
    }
}

/// Checks what a request says about the version of the thing that it changes.
pub(super) fn precondition(
    headers: &HeaderMap,
    tag: Option<&str>,
    modified: Option<DateTime<FixedOffset>>,
) -> Result<(), Fault> {
    let text = |name: HeaderName| headers.get(name).and_then(|it| it.to_str().ok());
    let exists = tag.is_some() || modified.is_some();
    let has = |tags: &str, same| match tags.trim() {
        "*" => exists,
        tags => tag.is_some_and(|tag| has_tag(tags, tag, same)),
    };
    let holds = match (text(IF_MATCH), text(IF_UNMODIFIED_SINCE).and_then(date)) {
        (Some(tags), _) => has(tags, strongly),
        (None, Some(since)) => modified.is_none_or(|it| it.timestamp() <= since.timestamp()),
        (None, None) => true,
    };
    if holds && text(IF_NONE_MATCH).is_none_or(|tags| !has(tags, weakly)) {
        return Ok(());
    }
    let detail = "it is not the version that the request is for";
    Err(Fault::problem(Problem::new(StatusCode::PRECONDITION_FAILED, detail)))
}

/// How many bytes an answer has: all that are there, or as many as a stream says that it gives.
fn size(response: &Response) -> Option<u64> {
    let said = || response.headers().get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok();
    response.body().size_hint().exact().or_else(said)
}

/// Whether a list of entity tags has one that is the same (RFC 9110, section 8.8.3).
fn has_tag(list: &str, tag: &str, same: fn(&str, &str) -> bool) -> bool {
    // A comma may stand between the quotes of a tag.
    let mut rest = list;
    while let Some(start) = rest.find('"') {
        let is_weak = rest[..start].ends_with("W/");
        let from = if is_weak { start - 2 } else { start };
        let Some(length) = rest[start + 1..].find('"') else { return false };
        let end = start + length + 2;
        if same(&rest[from..end], tag) {
            return true;
        }
        rest = &rest[end..];
    }
    false
}

fn weakly(one: &str, other: &str) -> bool {
    one.trim_start_matches("W/") == other.trim_start_matches("W/")
}

fn strongly(one: &str, other: &str) -> bool {
    !one.starts_with("W/") && one == other
}

/// A date as HTTP writes it (RFC 9110, section 5.6.7).
fn date(text: &str) -> Option<DateTime<FixedOffset>> {
    DateTime::parse_from_rfc2822(text).ok()
}

fn modified(headers: &HeaderMap) -> Option<DateTime<FixedOffset>> {
    date(headers.get(LAST_MODIFIED)?.to_str().ok()?)
}

fn not_modified(mut response: Response) -> Response {
    *response.status_mut() = StatusCode::NOT_MODIFIED;
    for name in [CONTENT_TYPE, CONTENT_LENGTH] {
        response.headers_mut().remove(name);
    }
    *response.body_mut() = Body::empty();
    response
}

fn insert(headers: &mut HeaderMap, name: HeaderName, value: String) {
    if let Ok(value) = HeaderValue::from_str(&value) {
        headers.insert(name, value);
    }
}

/// The first and the last byte of the one range that a header names; `Some(None)` where there are no such
/// bytes, and `None` where the header is none that has to be followed.
fn parse_range(text: &str, size: u64) -> Option<Option<(u64, u64)>> {
    let (first, last) = text.trim().strip_prefix("bytes=")?.split_once('-')?;
    let (first, last) = (first.trim(), last.trim());
    if first.is_empty() {
        let count: u64 = last.parse().ok()?;
        let range = (count > 0 && size > 0).then(|| (size.saturating_sub(count), size - 1));
        return Some(range);
    }
    let first: u64 = first.parse().ok()?;
    let last = if last.is_empty() { u64::MAX } else { last.parse().ok()? };
    if last < first {
        return None;
    }
    Some((first < size).then(|| (first, last.min(size - 1))))
}

/// So many bytes of a body, from one on.
fn cut(body: Body, first: u64, length: u64) -> Body {
    let state = (body.into_data_stream(), first, length);
    Body::from_stream(futures_util::stream::try_unfold(
        state,
        |(mut body, mut skip, mut left)| async move {
            while left > 0 {
                let Some(mut piece) = body.next().await.transpose()? else { break };
                let skipped = skip.min(piece.len() as u64);
                skip -= skipped;
                piece = piece.slice(skipped as usize..);
                piece.truncate(usize::try_from(left).unwrap_or(usize::MAX));
                if !piece.is_empty() {
                    left -= piece.len() as u64;
                    return Ok::<_, axum::Error>(Some((piece, (body, skip, left))));
                }
            }
            Ok(None)
        },
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_are_of_what_there_is() {
        let rows = [
            ("bytes=0-4", Some(Some((0, 4)))),
            ("bytes=5-", Some(Some((5, 9)))),
            ("bytes=-3", Some(Some((7, 9)))),
            ("bytes=-30", Some(Some((0, 9)))),
            ("bytes=8-99", Some(Some((8, 9)))),
            ("bytes=10-", Some(None)),
            ("bytes=-0", Some(None)),
            ("bytes=4-2", None),
            ("bytes=0-1,3-4", None),
            ("lines=0-1", None),
            ("bytes=a-b", None),
        ];
        for (text, expected) in rows {
            assert_eq!(parse_range(text, 10), expected, "{text}");
        }
    }

    #[test]
    fn tags_are_told_apart() {
        assert!(has_tag("\"a\", W/\"b\"", "\"b\"", weakly));
        assert!(!has_tag("\"a\", W/\"b\"", "\"b\"", strongly));
        assert!(has_tag("\"a,b\"", "\"a,b\"", strongly));
        assert!(!has_tag("\"a", "\"a\"", weakly));
        assert!(!has_tag("", "\"a\"", weakly));
    }
}
