//! The cases of a contract: for each operation good requests, and bad ones.

use http::Method;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue};

use super::sample::{Sent, Values, is_scattered};
use super::{Change, Contract, Row};
use crate::http::{Location, Operation, Scheme, SchemeKind, Secret};
use crate::json::Value;
use crate::server::tree::{Found, Tree};

/// A request, and what has to come back.
#[derive(Debug, Clone)]
pub(super) struct Case {
    /// None for what is no operation's.
    pub(super) row: Option<&'static Row>,
    /// What is special about it.
    pub(super) name: String,
    pub(super) request: Sent,
    pub(super) expected: Expected,
}

/// What has to come back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// An answer that the schema has.
    Documented,
    /// One of these statuses.
    Status(&'static [u16]),
}

/// What a server says to a request whose parts are not what the schema says.
const REFUSED: &[u16] = &[400, 422];

/// A media type that no schema has.
const NOTHING: HeaderValue = HeaderValue::from_static("application/x-no-such-type");

/// All cases, and the operations of which there are none, with the reason.
pub(super) fn cases(contract: &Contract) -> (Vec<Case>, Vec<String>) {
    let mut all = Cases { contract, tree: Tree::default(), list: Vec::new(), skipped: Vec::new() };
    for (index, row) in contract.rows.iter().enumerate() {
        all.tree.add(row.operation, index);
    }
    for row in contract.rows {
        if !contract.skipped.iter().any(|it| it == row.operation.id) {
            all.operation(row);
        }
    }
    all.unknown_path();
    (all.list, all.skipped)
}

struct Cases<'a> {
    contract: &'a Contract,
    tree: Tree,
    list: Vec<Case>,
    skipped: Vec<String>,
}

impl Cases<'_> {
    fn push(&mut self, row: &'static Row, name: &str, request: Sent, expected: Expected) {
        if expected != Expected::Status(&[405]) && !self.leads_to(row, &request) {
            return;
        }
        self.list.push(Case { row: Some(row), name: name.to_owned(), request, expected });
    }

    /// Whether a request is one for this operation: others may have the same path, as far as it is known.
    fn leads_to(&self, row: &'static Row, request: &Sent) -> bool {
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        match self.tree.find(request.method.as_str(), path, Some(query)) {
            Found::Row(index, _) => {
                self.contract.rows.get(index).is_some_and(|it| std::ptr::eq(it, row))
            }
            _ => false,
        }
    }

    fn operation(&mut self, row: &'static Row) {
        let Some(credentials) = credentials(row.operation, &self.contract.credentials) else {
            self.skipped.push(format!("{}: there is no credential for it", row.operation.id));
            return;
        };
        let known = &self.contract.values;
        let (least, whole) = (Values::of(row, false, known), Values::of(row, true, known));
        let good = least.request(row, &credentials);
        let more = whole.request(row, &credentials);
        if !self.leads_to(row, &good) {
            let id = row.operation.id;
            self.skipped.push(format!("{id}: another operation takes its requests"));
            return;
        }
        let is_more = good.target != more.target
            || good.headers.len() != more.headers.len()
            || least.body != whole.body;
        self.push(row, "what is required", good.clone(), Expected::Documented);
        if is_more {
            self.push(row, "all that may be there", more, Expected::Documented);
        }
        self.without_credentials(row, &least);
        self.without_parameters(row, &least, &credentials);
        for change in row.changes {
            self.change(row, change, &least, &whole, &credentials);
        }
        self.headers(row, &whole, &credentials);
        self.other_method(row, good);
    }

    fn without_credentials(&mut self, row: &'static Row, least: &Values) {
        let security = row.operation.security;
        let is_shown = |kind: SchemeKind| kind != SchemeKind::MutualTls;
        let is_needed = security.iter().all(|it| it.iter().any(|it| is_shown(it.scheme.kind)));
        if !security.is_empty() && is_needed {
            let request = least.request(row, &[]);
            self.push(row, "without credentials", request, Expected::Status(&[401]));
        }
    }

    fn without_parameters(
        &mut self,
        row: &'static Row,
        least: &Values,
        credentials: &[(&'static Scheme, Secret)],
    ) {
        for (index, it) in row.operation.parameters.iter().enumerate() {
            let is_fixed = row.operation.query.iter().any(|fixed| fixed.0 == it.name);
            let is_key = row.operation.security.iter().flat_map(|it| it.iter()).any(|use_| {
                matches!(use_.scheme.kind, SchemeKind::HeaderKey(name) | SchemeKind::QueryKey(name)
                    | SchemeKind::CookieKey(name) if name == it.name)
            });
            let is_header_of_ours = it.location == Location::Header
                && ["accept", "authorization", "content-type"]
                    .contains(&it.name.to_ascii_lowercase().as_str());
            if !it.required
                || it.location == Location::Path
                || is_fixed
                || is_key
                || is_header_of_ours
                || is_scattered(it)
            {
                continue;
            }
            let mut values = least.clone();
            if let Some(value) = values.parameters.get_mut(index) {
                *value = None;
            }
            let request = values.request(row, credentials);
            let name = format!("without the {} parameter `{}`", it.location.as_str(), it.name);
            self.push(row, &name, request, Expected::Status(REFUSED));
        }
    }

    fn change(
        &mut self,
        row: &'static Row,
        change: &Change,
        least: &Values,
        whole: &Values,
        credentials: &[(&'static Scheme, Secret)],
    ) {
        let (values, name) = match change {
            Change::Parameter(index, wrong, why) => {
                let Some(it) = row.operation.parameters.get(*index) else { return };
                let mut values = least.clone();
                let good = whole.parameters.get(*index).and_then(Option::as_ref);
                let Some(other) = good.and_then(|it| wrong.value(it)) else { return };
                if let Some(value) = values.parameters.get_mut(*index) {
                    *value = Some(other);
                }
                (values, format!("the {} parameter `{}`: {why}", it.location.as_str(), it.name))
            }
            Change::Member(pointer, wrong, why) => {
                let good = whole.body.as_ref().and_then(|it| it.1.pointer(pointer));
                let value = wrong.value(good.unwrap_or(&Value::Null));
                let Some(value) = value else { return };
                let Some(values) = changed(least, whole, pointer, Some(value)) else { return };
                (values, format!("the body at `{pointer}`: {why}"))
            }
            Change::Without(pointer, why) => {
                let Some(values) = changed(least, whole, pointer, None) else { return };
                (values, format!("the body at `{pointer}`: {why}"))
            }
        };
        let request = values.request(row, credentials);
        self.push(row, &name, request, Expected::Status(REFUSED));
    }

    /// Media types that the operation neither takes nor gives, and no body where there must be one.
    fn headers(
        &mut self,
        row: &'static Row,
        whole: &Values,
        credentials: &[(&'static Scheme, Secret)],
    ) {
        let is_open = |list: &[&str]| list.is_empty() || list.iter().any(|it| it.contains('*'));
        if !is_open(row.operation.produces) {
            let mut request = whole.request(row, credentials);
            request.headers.insert(ACCEPT, NOTHING);
            self.push(row, "an `Accept` of nothing there is", request, Expected::Status(&[406]));
        }
        let Some(body) = &row.operation.body else { return };
        if whole.body.is_some() && !is_open(body.media_types) {
            let mut request = whole.request(row, credentials);
            request.headers.insert(CONTENT_TYPE, NOTHING);
            self.push(row, "a body of another media type", request, Expected::Status(&[415]));
        }
        if body.required {
            let values = Values { parameters: whole.parameters.clone(), body: None };
            let request = values.request(row, credentials);
            let name = "without the body, which is required";
            self.push(row, name, request, Expected::Status(&[400, 411, 415, 422]));
        }
    }

    /// A method that the path does not have; once for each path.
    fn other_method(&mut self, row: &'static Row, mut request: Sent) {
        let first = self.contract.rows.iter().find(|it| it.operation.path == row.operation.path);
        if first.is_none_or(|it| !std::ptr::eq(it, row)) {
            return;
        }
        let (path, query) = request.target.split_once('?').unwrap_or((&request.target, ""));
        let methods = [Method::PATCH, Method::DELETE, Method::PUT, Method::POST, Method::GET];
        let other = methods.into_iter().find(|method| {
            let found = self.tree.find(method.as_str(), path, Some(query));
            matches!(found, Found::Methods(_))
        });
        if let Some(method) = other {
            request.method = method;
            self.push(
                row,
                "a method that the path does not have",
                request,
                Expected::Status(&[405]),
            );
        }
    }

    fn unknown_path(&mut self) {
        let target = "/no-such-path/of/this-api/at-all".to_owned();
        if matches!(self.tree.find("GET", &target, None), Found::Nothing) {
            let (method, headers) = (Method::GET, http::HeaderMap::new());
            let request = Sent { method, target, headers, body: None };
            let (name, expected) =
                ("a path that there is not".to_owned(), Expected::Status(&[404]));
            self.list.push(Case { row: None, name, request, expected });
        }
    }
}

/// What is presented for the first requirement that all credentials are known for; none where there is
/// no such requirement.
fn credentials(
    operation: &Operation,
    known: &[(&'static Scheme, Secret)],
) -> Option<Vec<(&'static Scheme, Secret)>> {
    let find = |scheme: &Scheme| known.iter().rfind(|it| it.0 == scheme).cloned();
    if operation.security.is_empty() {
        return Some(Vec::new());
    }
    let mut requirements: Vec<_> = operation.security.iter().collect();
    // One that asks for nothing will do, where nothing else does.
    requirements.sort_by_key(|it| it.is_empty());
    requirements.iter().find_map(|it| it.iter().map(|it| find(it.scheme)).collect())
}

/// The values with another member of the body.
fn changed(least: &Values, whole: &Values, pointer: &str, value: Option<Value>) -> Option<Values> {
    let (form, mut body) = whole.body.clone()?;
    set(&mut body, pointer, value)?;
    let body = Some((form, body));
    Some(Values { parameters: least.parameters.clone(), body })
}

/// Puts a value at a pointer (RFC 6901), or takes away what is there.
fn set(body: &mut Value, pointer: &str, value: Option<Value>) -> Option<()> {
    let Some((parent, last)) = pointer.rsplit_once('/') else {
        *body = value?;
        return Some(());
    };
    let last = last.replace("~1", "/").replace("~0", "~");
    match (body.pointer_mut(parent)?, value) {
        (Value::Object(map), Some(value)) => drop(map.insert(last, value)),
        (Value::Object(map), None) => drop(map.remove(&last)?),
        (Value::Array(list), Some(value)) => *list.get_mut(last.parse::<usize>().ok()?)? = value,
        _ => return None,
    }
    Some(())
}

impl Case {
    /// The operation, for people.
    pub(super) fn operation(&self) -> String {
        match self.row {
            Some(row) => row.operation.id.to_owned(),
            None => "no operation".to_owned(),
        }
    }
}
