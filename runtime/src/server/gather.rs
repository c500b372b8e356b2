//! Parameters that come as pairs: those of the query, and cookies.

use crate::http::style::{decode_query, is_name, keys, place, split};
use crate::http::{Parameter, Shape, Style};
use crate::json::Plain;

/// Undoes the style of a value that came as pairs: a query, cookies. `None` where it is absent.
pub(super) fn gather(parameter: &Parameter, pairs: &[(&str, &str)]) -> Option<Plain> {
    let decode: &dyn Fn(&str) -> String = match parameter.style {
        Style::Cookie => &str::to_owned,
        _ => &decode_query,
    };
    let is_named = |text: &str| match parameter.style {
        Style::Cookie => text == parameter.name,
        _ => is_name(text, parameter.name),
    };
    let mut values = pairs.iter().filter(|it| is_named(it.0)).map(|it| it.1);
    match (parameter.style, parameter.shape) {
        // One that need not be an object may come without brackets as well.
        (Style::DeepObject, Shape::Any) => nested(parameter.name, pairs)
            .or_else(|| values.next().map(|it| Plain::Text(decode(it)))),
        (Style::DeepObject, _) => nested(parameter.name, pairs),
        (Style::Form | Style::Cookie, Shape::Object) if parameter.explode => {
            let members = pairs.iter().map(|(key, value)| (decode(key), decode(value)));
            Some(Plain::Map(grouped(members))).filter(|_| !pairs.is_empty())
        }
        (Style::Form | Style::Cookie, Shape::List) if parameter.explode => {
            let list: Vec<_> = values.map(|it| Plain::Text(decode(it))).collect();
            Some(Plain::List(list)).filter(|it| *it != Plain::List(Vec::new()))
        }
        (Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, shape)
            if matches!(shape, Shape::List | Shape::Object) =>
        {
            let separators: &[&str] = match parameter.style {
                Style::SpaceDelimited => &["%20", "+", " "],
                Style::PipeDelimited => &["%7C", "%7c", "|"],
                _ => &["%09", "\t"],
            };
            let list = values.flat_map(|it| {
                let plain =
                    separators.iter().fold(it.to_owned(), |text, it| text.replace(it, "\n"));
                plain.split('\n').map(|it| Plain::Text(decode(it))).collect::<Vec<_>>()
            });
            let list: Vec<_> = list.collect();
            if list.is_empty() {
                return None;
            }
            Some(if shape == Shape::Object { Plain::Map(paired(list)) } else { Plain::List(list) })
        }
        (Style::Form | Style::Cookie, Shape::Any) if parameter.explode => {
            let mut list: Vec<_> = values.map(|it| Plain::Text(decode(it))).collect();
            match list.len() {
                0 => None,
                1 => list.pop(),
                _ => Some(Plain::List(list)),
            }
        }
        _ => {
            let mut all = values.map(|it| split(parameter, it, decode));
            let first = all.next()?;
            let Some(second) = all.next() else { return Some(first) };
            // Whichever was taken, what stands in front of this server may have looked at another: all of them are a
            // list, and no reader of one value takes that.
            Some(Plain::List([first, second].into_iter().chain(all).collect()))
        }
    }
}

/// Members, of which those of one name make a list.
fn grouped(pairs: impl Iterator<Item = (String, String)>) -> Vec<(String, Plain)> {
    let mut members: Vec<(String, Plain)> = Vec::new();
    for (name, value) in pairs {
        let value = Plain::Text(value);
        match members.iter_mut().find(|it| it.0 == name) {
            Some((_, Plain::List(list))) => list.push(value),
            Some((_, old)) => *old = Plain::List(vec![old.clone(), value]),
            None => members.push((name, value)),
        }
    }
    members
}

/// Names and values in turn.
fn paired(list: Vec<Plain>) -> Vec<(String, Plain)> {
    let mut members = Vec::new();
    let mut list = list.into_iter();
    while let Some(Plain::Text(name)) = list.next() {
        let value = list.next().unwrap_or_else(|| Plain::Text(String::new()));
        members.push((name, value));
    }
    members
}

/// `name[a]=1&name[b][c]=2`.
fn nested(name: &str, pairs: &[(&str, &str)]) -> Option<Plain> {
    let mut root = Plain::Map(Vec::new());
    let mut found = false;
    for (key, value) in pairs {
        let key = decode_query(key);
        let Some(rest) = key.strip_prefix(name).and_then(|it| it.strip_prefix('[')) else {
            continue;
        };
        found = true;
        place(&mut root, &keys(rest), Plain::Text(decode_query(value)));
    }
    found.then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_absent_is_none() {
        for shape in [Shape::Scalar, Shape::List] {
            let parameter = Parameter::query("color").shape(shape);
            assert_eq!(gather(&parameter, &[("other", "1")]), None);
        }
    }
}
