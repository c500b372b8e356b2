//! Parameters that come as pairs: those of the query, and cookies.

use crate::http::style::{decode_query, place, split};
use crate::http::{Parameter, Shape, Style};
use crate::json::Plain;

/// Undoes the style of a value that came as pairs: a query, cookies. `None` where it is absent.
pub(super) fn gather(parameter: &Parameter, pairs: &[(&str, &str)]) -> Option<Plain> {
    let decode: &dyn Fn(&str) -> String = match parameter.style {
        Style::Cookie => &str::to_owned,
        _ => &decode_query,
    };
    let mut values = pairs.iter().filter(|it| decode(it.0) == parameter.name).map(|it| it.1);
    match (parameter.style, parameter.shape) {
        // One that need not be an object may come without brackets as well.
        (Style::DeepObject, Shape::Any) => nested(parameter.name, pairs)
            .or_else(|| values.next().map(|it| Plain::Text(decode(it)))),
        (Style::DeepObject, _) => nested(parameter.name, pairs),
        (Style::Form | Style::Cookie, Shape::Object) if parameter.explode => {
            let members =
                pairs.iter().map(|(key, value)| (decode(key), Plain::Text(decode(value))));
            Some(Plain::Map(members.collect())).filter(|_| !pairs.is_empty())
        }
        (Style::Form | Style::Cookie, Shape::List) if parameter.explode => {
            let list: Vec<_> = values.map(|it| Plain::Text(decode(it))).collect();
            Some(Plain::List(list)).filter(|it| *it != Plain::List(Vec::new()))
        }
        (Style::SpaceDelimited | Style::PipeDelimited | Style::TabDelimited, Shape::List) => {
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
            Some(Plain::List(list)).filter(|it| *it != Plain::List(Vec::new()))
        }
        (Style::Form | Style::Cookie, Shape::Any) if parameter.explode => {
            let mut list: Vec<_> = values.map(|it| Plain::Text(decode(it))).collect();
            match list.len() {
                0 => None,
                1 => list.pop(),
                _ => Some(Plain::List(list)),
            }
        }
        _ => values.next().map(|it| split(parameter, it, decode)),
    }
}

/// `name[a]=1&name[b][c]=2`.
fn nested(name: &str, pairs: &[(&str, &str)]) -> Option<Plain> {
    let mut root = Plain::Map(Vec::new());
    let mut found = false;
    for (key, value) in pairs {
        let key = decode_query(key);
        let Some(rest) = key.strip_prefix(name).filter(|it| it.starts_with('[')) else { continue };
        found = true;
        let keys: Vec<&str> = rest.split('[').skip(1).map(|it| it.trim_end_matches(']')).collect();
        place(&mut root, &keys, Plain::Text(decode_query(value)));
    }
    found.then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::http::style::{pairs, scatter};

    fn text(value: &str) -> Plain {
        Plain::Text(value.to_owned())
    }

    /// The table of OpenAPI's "Style Examples" for queries, with values that need encoding.
    #[test]
    fn queries_go_out_and_come_back() {
        use Shape::{List, Object, Scalar};
        let list = || Plain::List(vec![text("blue"), text("b &n")]);
        let object =
            || Plain::Map(vec![("R".to_owned(), text("100")), ("G".to_owned(), text("a=b"))]);
        let cases = [
            (Style::Form, true, Scalar, text("a b&c"), "color=a%20b%26c"),
            (Style::Form, true, Scalar, text(""), "color="),
            (Style::Form, true, List, list(), "color=blue&color=b%20%26n"),
            (Style::Form, false, List, list(), "color=blue,b%20%26n"),
            (Style::Form, true, Object, object(), "R=100&G=a%3Db"),
            (Style::Form, false, Object, object(), "color=R,100,G,a%3Db"),
            (
                Style::PipeDelimited,
                false,
                List,
                Plain::List(vec![text("a"), text("b")]),
                "color=a%7Cb",
            ),
            (
                Style::SpaceDelimited,
                false,
                List,
                Plain::List(vec![text("a"), text("b")]),
                "color=a%20b",
            ),
            (Style::DeepObject, true, Object, object(), "color[R]=100&color[G]=a%3Db"),
        ];
        for (style, explode, shape, value, expected) in cases {
            let parameter = Parameter::query("color").style(style, explode).shape(shape);
            let written = scatter(&parameter, &value).join("&");
            assert_eq!(written, expected, "{style:?} {explode} {shape:?}");
            let read: Vec<_> = pairs(&written).collect();
            assert_eq!(gather(&parameter, &read), Some(value), "{expected}");
        }
    }

    #[test]
    fn what_is_absent_is_none() {
        for shape in [Shape::Scalar, Shape::List] {
            let parameter = Parameter::query("color").shape(shape);
            assert_eq!(gather(&parameter, &[("other", "1")]), None);
        }
    }
}
