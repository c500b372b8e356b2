//! Requests out of values.

use bytes::Bytes;
use http::header::{ACCEPT, COOKIE, HeaderValue};
use http::{HeaderMap, Method};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::{Form, Row};
use crate::client::body::stream_of;
use crate::client::send::present;
use crate::http::parts::write;
use crate::http::{Input, Items, Location, Parts, Request, Scheme, Secret};
use crate::json::Value;

/// What a document may have in a path, and no request (RFC 3986, section 2).
const IMPOSSIBLE: &AsciiSet = &CONTROLS
    .add(b' ')
    .add(b'"')
    .add(b'#')
    .add(b'<')
    .add(b'>')
    .add(b'\\')
    .add(b'^')
    .add(b'`')
    .add(b'{')
    .add(b'|')
    .add(b'}');

/// A request as it is sent.
#[derive(Debug, Clone)]
pub(super) struct Sent {
    pub(super) method: Method,
    /// The path, with the query.
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Option<Bytes>,
}

/// What an operation takes, as plain values.
#[derive(Debug, Clone, Default)]
pub(super) struct Values {
    /// None for parameters that are left out.
    pub(super) parameters: Vec<Option<Value>>,
    pub(super) body: Option<(Form, Value)>,
}

impl Values {
    /// Good values: with what is required and nothing else, or with what may be there as well.
    pub(super) fn of(row: &Row, is_whole: bool, known: &[(String, Value)]) -> Self {
        let parameters = row.operation.parameters.iter().enumerate().map(|(index, it)| {
            if !is_whole && !it.required {
                return None;
            }
            let given = known.iter().rfind(|known| known.0 == it.name).map(|it| it.1.clone());
            given.or_else(|| serde_json::from_str(row.parameters.get(index)?).ok())
        });
        let is_required = row.operation.body.as_ref().is_some_and(|it| it.required);
        let body = row.body.filter(|_| is_whole || is_required).map(|sample| {
            let text = if is_whole { sample.whole } else { sample.least };
            let value = match sample.form {
                Form::Text | Form::Bytes => Value::from(text),
                _ => serde_json::from_str(text).unwrap_or_default(),
            };
            (sample.form, value)
        });
        Self { parameters: parameters.collect(), body }
    }

    /// The request with these values, and with credentials.
    pub(super) fn request(&self, row: &Row, credentials: &[(&'static Scheme, Secret)]) -> Sent {
        let operation = row.operation;
        let mut request = Request::new(operation);
        write(&mut self.clone(), &mut request);
        for (scheme, secret) in credentials {
            present(scheme, secret, &mut request);
        }
        let mut headers = request.headers;
        if !operation.produces.is_empty()
            && !headers.contains_key(ACCEPT)
            && let Ok(accept) = HeaderValue::from_str(&operation.produces.join(", "))
        {
            headers.insert(ACCEPT, accept);
        }
        if !request.cookies.is_empty()
            && let Ok(cookies) = HeaderValue::from_str(&request.cookies.join("; "))
        {
            headers.insert(COOKIE, cookies);
        }
        let body = request.body.and_then(|it| stream_of(it, &mut headers).whole());
        let question = if request.query.is_empty() { "" } else { "?" };
        let target = format!("{}{question}{}", request.path, request.query.join("&"));
        let target = utf8_percent_encode(&target, IMPOSSIBLE).to_string();
        let method = Method::from_bytes(operation.method.as_bytes()).unwrap_or_default();
        Sent { method, target, headers, body }
    }
}

impl Input for Values {
    fn blank() -> Self {
        Self::default()
    }

    fn parts(&mut self, p: &mut Parts<'_, '_>) {
        for value in &mut self.parameters {
            p.optional(value);
        }
        let Some((form, value)) = &mut self.body else { return };
        match (form, value) {
            (Form::Json, value) => drop(p.json(value)),
            (Form::Form, value) => drop(p.form(value)),
            (Form::Multipart, value) => drop(p.multipart(value)),
            (Form::Text, Value::String(text)) => p.text(text),
            (Form::Bytes, Value::String(text)) => {
                p.bytes(&mut crate::http::ByteStream::from(Bytes::from(text.clone())));
            }
            (Form::Items, Value::Array(list)) => {
                p.items(&mut Items::from(std::mem::take(list)), &[])
            }
            (Form::Text | Form::Items | Form::Bytes, _) => {}
        }
    }
}

/// Whether the members of a parameter travel under names of their own, so that it can hardly be absent.
pub(super) fn is_scattered(parameter: &crate::http::Parameter) -> bool {
    use crate::http::{Shape, Style};
    parameter.location == Location::Querystring
        || parameter.shape == Shape::Object && parameter.explode && parameter.style == Style::Form
}
