//! What was meant as text and is none: percent-encoded bytes that are no UTF-8.
//!
//! They are told instead of replaced: a value that was changed on the way is worse than none.

use std::ops::Range;

use bytes::Bytes;
use http::request::Parts;
use percent_encoding::percent_decode;

use super::credential::cookies;
use super::template::PathValues;
use crate::http::style::{decode_query, has, pairs};
use crate::http::{Location, Operation};
use crate::json::Violation;

/// Each parameter of an operation that is no text.
pub(super) fn parameters(
    operation: &'static Operation,
    parts: &Parts,
    path: &PathValues,
) -> Vec<Violation> {
    if operation.parameters.is_empty() {
        return Vec::new();
    }
    let query = parts.uri.query().unwrap_or_default();
    // Most requests have nothing that could be wrong.
    let has_cookies = operation.parameters.iter().any(|it| it.location == Location::Cookie);
    if !has_cookies && !has(parts.uri.path(), b'%') && !has(query, b'%') {
        return Vec::new();
    }
    let wrong = operation.parameters.iter().filter(|parameter| {
        let is_its = |name: &str| {
            let name = decode_query(name);
            name == parameter.name
                || name.strip_prefix(parameter.name).is_some_and(|it| it.starts_with('['))
        };
        match parameter.location {
            Location::Path => {
                let text = |at: &Range<usize>| parts.uri.path().get(at.clone()).unwrap_or_default();
                path.iter().any(|it| it.0 == parameter.name && !is_text(text(&it.1).as_bytes()))
            }
            Location::Query => pairs(query).any(|it| is_its(it.0) && !is_text(it.1.as_bytes())),
            Location::Querystring => !is_text(query.as_bytes()),
            Location::Cookie => {
                let all = cookies(&parts.headers);
                all.into_iter().any(|it| it.0 == parameter.name && !is_text(it.1.as_bytes()))
            }
            Location::Header => false,
        }
    });
    wrong.map(|it| violation(it.location.as_str(), it.name)).collect()
}

/// Each field of a urlencoded form that is no text.
pub(super) fn form(body: &Bytes) -> Vec<Violation> {
    let mut wrong: Vec<Violation> = Vec::new();
    for pair in body.split(|it| *it == b'&').filter(|it| !is_text(it)) {
        let name = pair.split(|it| *it == b'=').next().unwrap_or_default();
        let name = decode_query(&String::from_utf8_lossy(name));
        let it = violation("body", name.split('[').next().unwrap_or_default());
        if !wrong.contains(&it) {
            wrong.push(it);
        }
    }
    wrong
}

fn is_text(encoded: &[u8]) -> bool {
    percent_decode(encoded).decode_utf8().is_ok()
}

fn violation(place: &str, name: &str) -> Violation {
    let name = name.replace('~', "~0").replace('/', "~1");
    Violation { pointer: format!("/{place}/{name}"), detail: "not UTF-8".to_owned() }
}
