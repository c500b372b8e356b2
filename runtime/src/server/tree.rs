//! Paths to operations.

use std::borrow::Cow;

use matchit::Router;

use super::template::{PathValues, Template};
use crate::http::Operation;
use crate::http::style::{decode_query, has, is_name, pairs};

/// All operations by path; the names of parameters do not matter, their places do.
#[derive(Default)]
pub(crate) struct Tree {
    router: Router<usize>,
    leaves: Vec<Leaf>,
    by_pattern: std::collections::BTreeMap<String, usize>,
}

/// The operations whose paths have literals and parameters in the same segments.
#[derive(Default)]
struct Leaf {
    candidates: Vec<Candidate>,
}

struct Candidate {
    operation: &'static Operation,
    row: usize,
    template: Template,
}

/// What a path leads to.
pub(crate) enum Found {
    /// A row, and what is in its path.
    Row(usize, PathValues),
    /// Only rows of other methods.
    Methods(Vec<&'static str>),
    /// Nothing.
    Nothing,
}

impl Tree {
    pub(crate) fn add(&mut self, operation: &'static Operation, row: usize) {
        let pattern = pattern(operation.path);
        let index = match self.by_pattern.get(&pattern) {
            Some(&index) => index,
            None => {
                let index = self.leaves.len();
                // Two patterns that differ never clash: each parameter is a whole segment.
                if self.router.insert(pattern.clone(), index).is_err() {
                    return;
                }
                self.leaves.push(Leaf::default());
                self.by_pattern.insert(pattern, index);
                index
            }
        };
        let leaf = &mut self.leaves[index];
        let template = Template::new(operation.path);
        leaf.candidates.push(Candidate { operation, row, template });
        // More text that must be there is the better match: `{id}.json` before `{id}`.
        // So is more that must be in the query.
        let weight = |it: &Candidate| (literals(it.operation.path), it.operation.query.len());
        leaf.candidates.sort_by_key(|it| std::cmp::Reverse(weight(it)));
    }

    pub(crate) fn find(&self, method: &str, path: &str, query: Option<&str>) -> Found {
        let plain = plain(path);
        let Ok(matched) = self.router.at(&plain) else { return Found::Nothing };
        let mut incomplete = None;
        let candidates = &self.leaves[*matched.value].candidates;
        for candidate in candidates.iter().filter(|it| it.operation.method == method) {
            let Some(values) = candidate.template.values(path) else { continue };
            match candidate.fit(query) {
                Fit::Whole => return Found::Row(candidate.row, values),
                // Its parameters tell what is missing, where nothing else takes the request.
                Fit::Incomplete if incomplete.is_none() => {
                    incomplete = Some(Found::Row(candidate.row, values));
                }
                _ => {}
            }
        }
        incomplete.unwrap_or_else(|| other_methods(candidates, path, query))
    }
}

impl Candidate {
    fn fit(&self, query: Option<&str>) -> Fit {
        match self.operation.query {
            [] => Fit::Whole,
            _ => fit(self.operation, query.unwrap_or_default()),
        }
    }
}

/// The methods that a path has, none of which is the request's.
fn other_methods(candidates: &[Candidate], path: &str, query: Option<&str>) -> Found {
    let fitting =
        |it: &&Candidate| it.template.values(path).is_some() && it.fit(query) != Fit::Other;
    let mut methods = Vec::new();
    for Candidate { operation, .. } in candidates.iter().filter(fitting) {
        if !methods.contains(&operation.method) {
            methods.push(operation.method);
        }
    }
    if methods.is_empty() { Found::Nothing } else { Found::Methods(methods) }
}

/// A path without codes for what needs none: `%61` is `a` (RFC 3986, section 6.2.2.2). A dot keeps its own: style
/// `label` takes a plain one for the end of a value.
fn plain(path: &str) -> Cow<'_, str> {
    if !has(path, b'%') {
        return path.into();
    }
    let mut parts = path.split('%');
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        let code = part.get(..2).and_then(|it| u8::from_str_radix(it, 16).ok()).map(char::from);
        match code.filter(|it| it.is_ascii_alphanumeric() || "-_~".contains(*it)) {
            Some(letter) => {
                out.push(letter);
                out.push_str(&part[2..]);
            }
            None => {
                out.push('%');
                out.push_str(part);
            }
        }
    }
    out.into()
}

/// How a query fits an operation's conditions.
#[derive(PartialEq)]
enum Fit {
    /// All hold.
    Whole,
    /// Something is missing that the operation has a parameter for.
    Incomplete,
    /// A value is another one: the request is for another operation.
    Other,
}

fn fit(operation: &Operation, query: &str) -> Fit {
    let mut found = Fit::Whole;
    for (name, expected) in operation.query {
        let mut values = pairs(query).filter(|it| is_name(it.0, name)).map(|it| it.1);
        let holds = match expected {
            Some(expected) => values.any(|it| decode_query(it) == *expected),
            None => values.next().is_some(),
        };
        if !holds {
            if expected.is_some() || !operation.parameters.iter().any(|it| it.name == *name) {
                return Fit::Other;
            }
            found = Fit::Incomplete;
        }
    }
    found
}

fn pattern(path: &str) -> String {
    let segments = path.split('/').enumerate().map(|(index, segment)| {
        if segment.contains('{') { format!("{{p{index}}}") } else { segment.to_owned() }
    });
    segments.collect::<Vec<_>>().join("/")
}

fn literals(path: &str) -> usize {
    let mut count = 0;
    let mut inside = false;
    for c in path.chars() {
        match c {
            '{' => inside = true,
            '}' => inside = false,
            _ if !inside => count += 1,
            _ => {}
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use std::ops::Range;

    use super::*;

    fn operation(method: &'static str, path: &'static str) -> &'static Operation {
        Box::leak(Box::new(Operation { id: path, method, path, ..Operation::NEW }))
    }

    #[test]
    fn paths_find_their_rows() {
        let rows = [
            ("GET", "/pets"),
            ("POST", "/pets"),
            ("GET", "/pets/{id}"),
            ("GET", "/pets/mine"),
            ("GET", "/pets/{id}.json"),
            ("DELETE", "/pets/{petId}"),
            ("GET", "/files/{name}-{version}.tar"),
        ];
        let mut tree = Tree::default();
        for (index, (method, path)) in rows.iter().enumerate() {
            tree.add(operation(method, path), index);
        }
        let cases = [
            ("GET", "/pets", "row 0 "),
            ("PATCH", "/pets", "methods GET POST"),
            ("GET", "/pets/7", "row 2 id=7"),
            ("GET", "/pets/a%2Fb", "row 2 id=a%2Fb"),
            ("GET", "/pets/mine", "row 3 "),
            ("GET", "/p%65ts/%6Dine", "row 3 "),
            ("GET", "/pets/%zz%", "row 2 id=%zz%"),
            ("GET", "/pets/7.json", "row 4 id=7"),
            ("DELETE", "/pets/7", "row 5 petId=7"),
            ("GET", "/files/app-1.2.tar", "row 6 name=app version=1.2"),
            ("GET", "/pets/", "nothing"),
            ("GET", "/", "nothing"),
            ("GET", "/pets/7/toys", "nothing"),
        ];
        for (method, path, expected) in cases {
            let found = match tree.find(method, path, None) {
                Found::Row(row, values) => {
                    let value = |(name, range)| format!("{name}={}", &path[Range::clone(range)]);
                    let values: Vec<_> = values.iter().map(|it| value((it.0, &it.1))).collect();
                    format!("row {row} {}", values.join(" "))
                }
                Found::Methods(methods) => format!("methods {}", methods.join(" ")),
                Found::Nothing => "nothing".to_owned(),
            };
            assert_eq!(found, expected, "{method} {path}");
        }
    }
}
