//! The items of all pages, one after the other.

use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::vec;

use futures_util::stream::{self, Stream, StreamExt};
use http::header::LINK;
use serde_json::Value;

use super::call::Settings;
use super::connection::{Connection, Target};
use super::send::Attempts;
use super::{Error, Failure, Outcome};
use crate::http::style::{decode_query, encode, pairs};
use crate::http::{
    AnswerBody, Input, Operation, Output, Pagination, Received, Request, Turn, parts,
};
use crate::platform::BoxStream;

/// The items of all pages of an operation, as a stream.
///
/// A page is called for when the items of the one before are used up. An answer that is no page is an error,
/// and the last item of the stream; so is whatever kept an answer from coming.
pub struct Pages<T, R> {
    book: Book,
    items: fn(R) -> Outcome<Vec<T>, R>,
    ready: vec::IntoIter<T>,
}

// Nothing in it is ever pinned: items are handed out by value.
impl<T, R> Unpin for Pages<T, R> {}

impl<T, R> fmt::Debug for Pages<T, R> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Pages(…)")
    }
}

impl<T, R: Output> Stream for Pages<T, R> {
    type Item = Result<T, Error<R>>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(item) = self.ready.next() {
                return Poll::Ready(Some(Ok(item)));
            }
            let mut received = match self.book.0.poll_next_unpin(cx) {
                Poll::Ready(Some(Ok(received))) => received,
                Poll::Ready(Some(Err(failure))) => return Poll::Ready(Some(Err(failure.into()))),
                Poll::Ready(None) => return Poll::Ready(None),
                Poll::Pending => return Poll::Pending,
            };
            let error = match received.read() {
                Ok(page) => match (self.items)(page) {
                    Outcome::Success(items) => {
                        self.ready = items.into_iter();
                        continue;
                    }
                    Outcome::Other(answer) => Error::Answer(answer),
                },
                Err(unexpected) => unexpected.into(),
            };
            self.book = Book::empty();
            return Poll::Ready(Some(Err(error)));
        }
    }
}

impl Connection {
    /// The items of all pages of an operation; `items` takes them out of one.
    pub fn pages<T, R: Output>(
        &self,
        operation: &'static Operation,
        mut input: impl Input,
        items: fn(R) -> Outcome<Vec<T>, R>,
    ) -> Pages<T, R> {
        let book = Book::new(self, operation, &mut input);
        Pages { book, items, ready: Vec::new().into_iter() }
    }
}

/// The answers with the pages, one after the other.
///
/// What the items are does not matter here, so that there is one copy of it for all operations.
struct Book(BoxStream<Result<Received, Failure>>);

impl Book {
    fn new(connection: &Connection, operation: &'static Operation, input: &mut dyn Input) -> Self {
        let mut request = Request::new(operation);
        parts::write(input, &mut request);
        let rest =
            Rest { connection: connection.clone(), operation, request: Some(Ok(request)), seen: 0 };
        Self(Box::pin(stream::try_unfold(rest, Rest::next)))
    }

    fn empty() -> Self {
        Self(Box::pin(stream::empty()))
    }
}

/// What is left to read.
struct Rest {
    connection: Connection,
    operation: &'static Operation,
    /// What gives the next page; a failure to find that out comes after the items of the page before.
    request: Option<Result<Request, Failure>>,
    /// How many items there were on the pages so far.
    seen: u64,
}

impl Rest {
    async fn next(mut self) -> Result<Option<(Received, Self)>, Failure> {
        let Some(request) = self.request.take() else { return Ok(None) };
        let mut request = request?;
        let attempt = request.attempt();
        let (connection, settings) = (self.connection.clone(), Settings::default());
        let attempts = Attempts::new(connection, Target::Operation, self.operation, settings);
        let received = attempts.start(attempt).await?;
        if let Some(it) = &self.operation.pagination {
            let page = page(&received);
            self.request = match turn(it, &page, &received, &mut request, &mut self.seen) {
                Ok(true) => Some(Ok(request)),
                Ok(false) => None,
                Err(failure) => Some(Err(failure)),
            };
        }
        Ok(Some((received, self)))
    }
}

/// The body as JSON; `null` where it is none, which its reader will tell.
fn page(received: &Received) -> Value {
    match &received.body {
        AnswerBody::Bytes(bytes) => serde_json::from_slice(bytes).unwrap_or_default(),
        _ => Value::Null,
    }
}

/// Makes a request into one for the next page; gives whether there is one.
fn turn(
    pagination: &Pagination,
    page: &Value,
    received: &Received,
    request: &mut Request,
    seen: &mut u64,
) -> Result<bool, Failure> {
    let items = page.pointer(pagination.items).and_then(Value::as_array);
    let items = items.map(Vec::as_slice).unwrap_or_default();
    *seen += items.len() as u64;
    let says_no = |place: &str| page.pointer(place).and_then(Value::as_bool) == Some(false);
    if pagination.more.is_some_and(says_no) {
        return Ok(false);
    }
    let is_counted =
        matches!(pagination.turn, Turn::Page { .. } | Turn::Offset { .. } | Turn::LastItem { .. });
    let total = pagination.total.and_then(|it| page.pointer(it)?.as_u64());
    if is_counted && (items.is_empty() || total.is_some_and(|it| *seen >= it)) {
        return Ok(false);
    }
    match pagination.turn {
        Turn::Page { parameter, first } => {
            let page = number(request, parameter).unwrap_or(first);
            set(request, parameter, &(page + 1).to_string());
        }
        Turn::Offset { parameter } => {
            let offset = number(request, parameter).unwrap_or(0) + items.len() as i64;
            set(request, parameter, &offset.to_string());
        }
        Turn::Cursor { parameter, next } => {
            let Some(next) = page.pointer(next).and_then(text) else { return Ok(false) };
            // A server that leads back to the same page would lead there for ever.
            if get(request, parameter).as_ref() == Some(&next) {
                return Ok(false);
            }
            set(request, parameter, &next);
        }
        Turn::LastItem { parameter, id } => {
            let id = items.last().and_then(|it| it.pointer(id)).and_then(text);
            let Some(id) = id else { return Ok(false) };
            set(request, parameter, &id);
        }
        Turn::Url { next } => {
            let Some(next) = page.pointer(next).and_then(text) else { return Ok(false) };
            follow(request, received, &next)?;
        }
        Turn::Link => {
            let headers = received.headers.get_all(LINK).iter().filter_map(|it| it.to_str().ok());
            let Some(next) = headers.flat_map(next_link).next() else { return Ok(false) };
            follow(request, received, &next)?;
        }
    }
    Ok(true)
}

/// A text or number that is not empty.
fn text(value: &Value) -> Option<String> {
    match value {
        Value::String(text) if !text.is_empty() => Some(text.clone()),
        Value::Number(number) => Some(number.to_string()),
        _ => None,
    }
}

fn is_pair_of(pair: &str, parameter: &str) -> bool {
    decode_query(pair.split('=').next().unwrap_or_default()) == parameter
}

fn get(request: &Request, parameter: &str) -> Option<String> {
    let pair = request.query.iter().find(|it| is_pair_of(it, parameter))?;
    pairs(pair).next().map(|it| decode_query(it.1))
}

fn number(request: &Request, parameter: &str) -> Option<i64> {
    get(request, parameter)?.parse().ok()
}

fn set(request: &mut Request, parameter: &str, value: &str) {
    request.query.retain(|it| !is_pair_of(it, parameter));
    request.query.push(format!("{}={}", encode(parameter), encode(value)));
}

/// Goes where an answer leads, if that is on the server that gave it: credentials go nowhere else.
fn follow(request: &mut Request, received: &Received, next: &str) -> Result<(), Failure> {
    let elsewhere = || Failure::Request(format!("the next page is elsewhere: `{next}`"));
    let Some(here) = &received.url else { return Err(elsewhere()) };
    let there = here.join(next).map_err(|_| elsewhere())?;
    if there.origin() != here.origin() {
        return Err(elsewhere());
    }
    request.query.clear();
    request.url = Some(there.to_string());
    Ok(())
}

/// The target of the link with the relation `next` (RFC 8288, section 3).
fn next_link(header: &str) -> Option<String> {
    let mut rest = header;
    while let Some((_, after)) = rest.split_once('<') {
        let (target, after) = after.split_once('>')?;
        let parameters = after.split('<').next().unwrap_or_default();
        let is_next = parameters.split(';').any(|it| {
            let (name, value) = it.split_once('=').unwrap_or_default();
            let value = value.trim().trim_end_matches(',').trim().trim_matches('"');
            name.trim().eq_ignore_ascii_case("rel")
                && value.split_whitespace().any(|it| it.eq_ignore_ascii_case("next"))
        });
        if is_next {
            return Some(target.to_owned());
        }
        rest = after;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::next_link;

    #[test]
    fn links_are_found_by_their_relation() {
        let rows = [
            (r#"<https://a.b/?page=2>; rel="next""#, Some("https://a.b/?page=2")),
            (r#"</x?a=1,2>; rel=prev, </x?a=3,4>;title="b;c"; rel=next"#, Some("/x?a=3,4")),
            (r#"<a>; rel="last next", <b>; rel="next""#, Some("a")),
            (r#"<a>; rel="nextish""#, None),
            ("<a", None),
            ("", None),
        ];
        for (header, expected) in rows {
            assert_eq!(next_link(header).as_deref(), expected, "{header}");
        }
    }
}
