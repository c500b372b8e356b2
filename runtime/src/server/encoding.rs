//! Fields of forms that came, by their encodings (OpenAPI, "Encoding Object").

use http::StatusCode;

use super::Problem;
use super::gather::gather;
use crate::http::input::urlencoded;
use crate::http::style::{decode_query, encode, is_name, pairs};
use crate::http::{Encoding, Operation, Shape};
use crate::json::Plain;

/// How the fields of a form of this media type travel.
pub(super) fn encodings<'o>(
    operation: &'o Operation,
    form: &'o str,
) -> impl Iterator<Item = &'static Encoding> + use<'o> {
    operation.encodings.iter().filter(move |it| it.form == form)
}

/// Refuses a part of a media type that its field does not have.
pub(super) fn check_type(
    operation: &Operation,
    name: &str,
    found: Option<&str>,
) -> Result<(), Box<Problem>> {
    let Some(found) = found else { return Ok(()) };
    let mut rows = encodings(operation, "multipart/form-data");
    match rows.find(|it| it.field.name == name && !it.accepts(found)) {
        Some(row) => {
            let expected = row.media_types.join("`, `");
            let detail = format!("the part `{name}` is `{found}`; `{expected}` would do");
            Err(Box::new(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)))
        }
        None => Ok(()),
    }
}

/// The parts of a multipart form, as the fields they stand for.
pub(super) fn arrange(
    operation: &Operation,
    mut parts: Vec<(String, Plain)>,
) -> Vec<(String, Plain)> {
    for row in encodings(operation, "multipart/form-data") {
        let name = row.field.name;
        if row.has_style() {
            let pair = |it: &(String, Plain)| match &it.1 {
                Plain::Text(text) if it.0 == name => Some((encode(name), encode(text))),
                _ => None,
            };
            let pairs: Vec<_> = parts.iter().filter_map(pair).collect();
            let pairs: Vec<_> = pairs.iter().map(|it| (it.0.as_str(), it.1.as_str())).collect();
            if let Some(value) = gather(&row.field, &pairs) {
                parts.retain(|it| it.0 != name);
                parts.push((name.to_owned(), value));
            }
            continue;
        }
        for (_, value) in parts.iter_mut().filter(|it| it.0 == name) {
            if let Plain::Text(text) = value
                && row.is_json()
                && serde_json::from_str::<crate::Value>(text).is_ok()
            {
                *value = Plain::Json(std::mem::take(text).into_bytes());
            }
        }
        let mut its = parts.iter_mut().filter(|it| it.0 == name);
        // One item of a list, or all of them at once.
        if let (Shape::List, Some((_, only)), None) = (row.field.shape, its.next(), its.next())
            && matches!(only, Plain::Json(json) if !json.trim_ascii_start().starts_with(b"["))
        {
            *only = Plain::List(vec![only.clone()]);
        }
    }
    parts
}

/// A urlencoded form.
pub(super) fn fields(operation: &Operation, bytes: &[u8]) -> Plain {
    let mut form = urlencoded(bytes);
    let text = String::from_utf8_lossy(bytes);
    for row in encodings(operation, "application/x-www-form-urlencoded") {
        let name = row.field.name;
        let all: Vec<_> = pairs(&text).collect();
        let value = match row.is_json() && !row.has_style() {
            true => {
                let found = all.iter().find(|it| is_name(it.0, name));
                found.map(|it| Plain::Json(decode_query(it.1).into_bytes()))
            }
            false => gather(&row.field, &all),
        };
        let (Some(value), Plain::Map(map)) = (value, &mut form) else { continue };
        match map.iter_mut().find(|it| it.0 == name) {
            Some((_, old)) => *old = value,
            None => map.push((name.to_owned(), value)),
        }
    }
    form
}
