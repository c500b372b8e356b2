//! Parameter values to text and back (OpenAPI, "Style Values" and "Style Examples").

use std::borrow::Cow;

use http::HeaderMap;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::{Parameter, Shape, Style};
use crate::json::Plain;

/// All but the unreserved characters of RFC 3986, section 2.3.
const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Encodes one value for a path or query.
pub(crate) fn encode(text: &str) -> String {
    utf8_percent_encode(text, RESERVED).to_string()
}

/// Decodes one value of a path.
pub(crate) fn decode(text: &str) -> String {
    if !has(text, b'%') {
        return text.to_owned();
    }
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

/// Decodes one value of a query or urlencoded form, where `+` is a space.
pub(crate) fn decode_query(text: &str) -> String {
    if has(text, b'+') { decode(&text.replace('+', " ")) } else { decode(text) }
}

/// Whether an ASCII character is in a text: these are short, and looking at each byte is quicker than a search.
pub(crate) fn has(text: &str, byte: u8) -> bool {
    text.as_bytes().contains(&byte)
}

/// As `split_once`, in the manner of [`has`].
fn cut(text: &str, byte: u8) -> Option<(&str, &str)> {
    let at = text.bytes().position(|it| it == byte)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

/// Whether a name of a query stands for this one.
#[cfg(feature = "server")]
pub(crate) fn is_name(text: &str, name: &str) -> bool {
    text == name || (has(text, b'%') || has(text, b'+')) && decode_query(text) == name
}

/// The pairs of a query, still encoded.
pub(crate) fn pairs(query: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = query;
    let all = std::iter::from_fn(move || {
        let (pair, after) = cut(rest, b'&').unwrap_or((rest, ""));
        (!rest.is_empty()).then(|| rest = after).map(|()| pair)
    });
    all.filter(|it| !it.is_empty()).map(|it| cut(it, b'=').unwrap_or((it, "")))
}

/// The text of a header; a list may come as several of one name (RFC 9110, section 5.3).
pub(crate) fn header_text<'h>(
    headers: &'h HeaderMap,
    name: &str,
    shape: Shape,
) -> Option<Cow<'h, str>> {
    let mut all = headers.get_all(name).iter().filter_map(|it| it.to_str().ok());
    let first = Cow::Borrowed(all.next()?);
    Some(match shape {
        Shape::List => all.fold(first, |text, it| format!("{text},{it}").into()),
        _ => first,
    })
}

/// Undoes the style of a value that came as one text: a path segment, a header.
pub(crate) fn split(parameter: &Parameter, raw: &str, decode: &dyn Fn(&str) -> String) -> Plain {
    let (body, separator) = match parameter.style {
        Style::Json => return Plain::Json(decode(raw).into_bytes()),
        Style::Label => {
            (raw.strip_prefix('.').unwrap_or(raw), if parameter.explode { '.' } else { ',' })
        }
        Style::Matrix => {
            let body = raw.strip_prefix(';').unwrap_or(raw);
            match (parameter.explode, parameter.shape) {
                (true, Shape::List | Shape::Object) => (body, ';'),
                _ => (body.split_once('=').map_or("", |it| it.1), ','),
            }
        }
        _ => (raw, ','),
    };
    match parameter.shape {
        Shape::Scalar | Shape::Any => Plain::Text(decode(body)),
        Shape::List => {
            let items = body.split(separator).filter(|_| !body.is_empty());
            // Matrix repeats the name before each item.
            let strip = parameter.style == Style::Matrix && parameter.explode;
            let value = |it: &str| match strip {
                true => decode(it.split_once('=').map_or("", |it| it.1)),
                false => decode(it),
            };
            Plain::List(items.map(|it| Plain::Text(value(it))).collect())
        }
        Shape::Object => Plain::Map(members(body, separator, parameter.explode, decode)),
    }
}

/// `a=1,b=2` where exploded, `a,1,b,2` where not.
fn members(
    body: &str,
    separator: char,
    explode: bool,
    decode: &dyn Fn(&str) -> String,
) -> Vec<(String, Plain)> {
    let parts = body.split(separator).filter(|it| !it.is_empty());
    if explode {
        let pair = |it: &str| {
            let (key, value) = it.split_once('=').unwrap_or((it, ""));
            (decode(key), Plain::Text(decode(value)))
        };
        return parts.map(pair).collect();
    }
    let parts: Vec<&str> = parts.collect();
    let pairs = parts.chunks(2);
    pairs
        .map(|it| (decode(it[0]), Plain::Text(decode(it.get(1).copied().unwrap_or_default()))))
        .collect()
}

/// The deepest path of keys that a name can be: `a[b][c]` has three.
const MAX_KEYS: usize = 64;

/// The path of keys that a name in a query or form is: `a[b][]` is `a`, `b` and an empty one.
///
/// One that is too deep is a name like others: what is nested as its sender likes is walked by functions that call
/// themselves.
pub(crate) fn keys(name: &str) -> Vec<&str> {
    let keys: Vec<&str> =
        name.split('[').map(|it| it.trim_end_matches(']')).take(MAX_KEYS + 1).collect();
    if keys.len() > MAX_KEYS { vec![name] } else { keys }
}

/// Puts a value under a path of keys; an empty key, or a number, is a place in a list.
pub(crate) fn place(at: &mut Plain, keys: &[&str], value: Plain) {
    let Some((key, rest)) = keys.split_first() else {
        match at {
            Plain::Map(map) if map.is_empty() => *at = value,
            Plain::List(list) => list.push(value),
            Plain::Text(_) => *at = Plain::List(vec![at.clone(), value]),
            _ => {}
        }
        return;
    };
    let index = key.parse::<u32>().ok();
    if key.is_empty() || index.is_some() && !matches!(at, Plain::Map(map) if !map.is_empty()) {
        if matches!(at, Plain::Map(map) if map.is_empty()) {
            *at = Plain::List(Vec::new());
        }
        if let Plain::List(list) = at {
            // A number that was there before goes on with its item; any other is the next one.
            match index.and_then(|it| list.get_mut(it as usize)).filter(|_| !rest.is_empty()) {
                Some(item) => place(item, rest, value),
                None => {
                    let mut item = Plain::Map(Vec::new());
                    place(&mut item, rest, value);
                    list.push(item);
                }
            }
        }
        return;
    }
    if let Plain::Map(map) = at {
        let index = match map.iter().position(|it| it.0 == *key) {
            Some(index) => index,
            None => {
                map.push(((*key).to_owned(), Plain::Map(Vec::new())));
                map.len() - 1
            }
        };
        place(&mut map[index].1, rest, value);
    }
}

/// A value as one text, for a path segment or header.
pub(crate) fn join(
    parameter: &Parameter,
    value: &Plain,
    encode: &dyn Fn(&str) -> String,
) -> String {
    let name = parameter.name;
    // A dot that separates and one that does not must differ.
    let label = |text: &str| encode(text).replace('.', "%2E");
    let encode: &dyn Fn(&str) -> String = match parameter.style {
        Style::Label => &label,
        _ => encode,
    };
    let (prefix, separator) = match (parameter.style, parameter.explode) {
        (Style::Label, true) => (".".to_owned(), "."),
        (Style::Label, false) => (".".to_owned(), ","),
        (Style::Matrix, true) if *value != Plain::Text(text(value)) => (String::new(), ""),
        (Style::Matrix, _) if text(value).is_empty() => (format!(";{name}"), ","),
        (Style::Matrix, _) => (format!(";{name}="), ","),
        _ => (String::new(), ","),
    };
    let parts: Vec<String> = match value {
        Plain::List(list) if parameter.style == Style::Matrix && parameter.explode => {
            list.iter().map(|it| format!(";{name}={}", encode(&text(it)))).collect()
        }
        Plain::List(list) => list.iter().map(|it| encode(&text(it))).collect(),
        Plain::Map(map) if parameter.explode => {
            let lead = if parameter.style == Style::Matrix { ";" } else { "" };
            map.iter()
                .map(|(key, it)| format!("{lead}{}={}", encode(key), encode(&text(it))))
                .collect()
        }
        Plain::Map(map) => {
            map.iter().flat_map(|(key, it)| [encode(key), encode(&text(it))]).collect()
        }
        value => vec![encode(&text(value))],
    };
    prefix + &parts.join(separator)
}

/// A value as encoded pairs, for a query or cookies.
pub(crate) fn scatter(parameter: &Parameter, value: &Plain) -> Vec<String> {
    // A cookie of this style goes as it is.
    let encode = |text: &str| match parameter.style {
        Style::Cookie => text.to_owned(),
        _ => encode(text),
    };
    let name = encode(parameter.name);
    match (parameter.style, value) {
        (Style::DeepObject, value) => {
            let mut pairs = Vec::new();
            deep(&name, value, &mut pairs);
            pairs
        }
        (Style::Form | Style::Cookie, Plain::List(list)) if parameter.explode => {
            list.iter().map(|it| format!("{name}={}", encode(&text(it)))).collect()
        }
        (Style::Form | Style::Cookie, Plain::Map(map)) if parameter.explode => {
            let pair = |key: &str, it: &Plain| format!("{}={}", encode(key), encode(&text(it)));
            // A member that is a list is like a parameter that is one: its items repeat the name.
            let pairs = map.iter().flat_map(|(key, it)| match it {
                Plain::List(list) => list.iter().map(|it| pair(key, it)).collect(),
                it => vec![pair(key, it)],
            });
            pairs.collect()
        }
        (
            Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited,
            Plain::List(_) | Plain::Map(_),
        ) => {
            let separator = match parameter.style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => "%09",
            };
            let items: Vec<String> = match value {
                Plain::List(list) => list.iter().map(|it| encode(&text(it))).collect(),
                Plain::Map(map) => {
                    map.iter().flat_map(|(key, it)| [encode(key), encode(&text(it))]).collect()
                }
                _ => Vec::new(),
            };
            vec![format!("{name}={}", items.join(separator))]
        }
        _ => vec![format!("{name}={}", join(parameter, value, &encode))],
    }
}

pub(crate) fn deep(name: &str, value: &Plain, pairs: &mut Vec<String>) {
    match value {
        Plain::Map(map) => {
            map.iter()
                .for_each(|(key, it)| deep(&format!("{name}%5B{}%5D", encode(key)), it, pairs));
        }
        // The parts of one item belong together, so that items with parts have numbers.
        Plain::List(list) => list.iter().enumerate().for_each(|(index, it)| match it {
            Plain::Map(_) | Plain::List(_) => deep(&format!("{name}%5B{index}%5D"), it, pairs),
            it => deep(&format!("{name}%5B%5D"), it, pairs),
        }),
        value => pairs.push(format!("{name}={}", encode(&text(value)))),
    }
}

/// A value without parts; parts inside of parts have no style, so they go as they are.
fn text(value: &Plain) -> String {
    match value {
        Plain::Text(text) => text.clone(),
        Plain::File(file) => String::from_utf8_lossy(&file.at_once()).into_owned(),
        Plain::Json(text) => String::from_utf8_lossy(text).into_owned(),
        Plain::List(list) => list.iter().map(self::text).collect::<Vec<_>>().join(","),
        Plain::Map(map) => {
            let parts = map.iter().map(|(key, it)| format!("{key},{}", text(it)));
            parts.collect::<Vec<_>>().join(",")
        }
    }
}
