//! The parameters and the body of an operation, as its input lists them: one list for servers and
//! for clients.

use bytes::Bytes;

use super::input::Payload;
use super::{ByteStream, Input, Items, Operation, Request};
use crate::json::{
    self, DecodeError, Held, Json, Mode, Place, Plain, Reader, Rule, Start, Violation, is_absent,
};

/// Where an input lists its parts, whichever way they go.
#[derive(Debug)]
pub struct Parts<'p, 'a> {
    direction: Direction<'p, 'a>,
    /// How many parameters have gone by.
    index: usize,
    /// The body's media type in [`super::Body::media_types`].
    media_type: usize,
    /// Whether there is a body in any case.
    is_required: bool,
}

#[derive(Debug)]
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "one side alone goes one way")
)]
enum Direction<'p, 'a> {
    Parameters {
        operation: &'static Operation,
        values: &'a [Option<Plain>],
        r: &'p mut Reader<'a>,
    },
    Body {
        payload: &'a Payload,
        media_type: &'static str,
        r: &'p mut Reader<'a>,
        outcome: Result<(), json::Error>,
    },
    Write(&'p mut Request),
}

/// A body as it is, text or bytes, that may be absent.
pub trait Whole<T> {
    /// What is there.
    fn whole(&mut self) -> Option<&mut T>;

    /// Puts it there.
    fn put(&mut self, value: T);
}

impl<T> Whole<T> for T {
    fn whole(&mut self) -> Option<&mut T> {
        Some(self)
    }

    fn put(&mut self, value: T) {
        *self = value;
    }
}

impl<T> Whole<T> for Option<T> {
    fn whole(&mut self) -> Option<&mut T> {
        self.as_mut()
    }

    fn put(&mut self, value: T) {
        *self = Some(value);
    }
}

/// A body of one of several media types.
pub trait Choice: Sized {
    /// Where reading a body of the media type with this index starts from.
    #[doc(hidden)]
    fn blank(media_type: usize) -> Self;

    /// Lists the one body that it holds, with [`Parts::at`] the index of its media type.
    fn parts(&mut self, p: &mut Parts<'_, '_>);
}

impl<'p, 'a> Parts<'p, 'a> {
    fn new(direction: Direction<'p, 'a>, is_required: bool) -> Self {
        Self { direction, index: 0, media_type: 0, is_required }
    }

    /// A parameter that must be there. Its rules follow.
    pub fn required<'h>(&'h mut self, value: &'h mut dyn Json) -> Held<'h, 'a> {
        self.parameter(value, true)
    }

    /// A parameter that may be absent. Its rules follow.
    pub fn optional<'h>(&'h mut self, value: &'h mut dyn Json) -> Held<'h, 'a> {
        self.parameter(value, false)
    }

    fn parameter<'h>(&'h mut self, value: &'h mut dyn Json, is_required: bool) -> Held<'h, 'a> {
        let index = self.index;
        self.index += 1;
        match &mut self.direction {
            Direction::Parameters { operation, values, r } => {
                let Some(it) = operation.parameters.get(index) else { return Held::NONE };
                let place = Place::Parameter(it);
                let Some(plain) = values.get(index).and_then(Option::as_ref) else {
                    if it.required {
                        place.enter(r);
                        r.report().add("required, and missing");
                        place.leave(r);
                    }
                    return Held::NONE;
                };
                r.restart(plain);
                let start = read_parameter(r, place, &mut |r| match is_required {
                    true => r.value(value),
                    false => r.present(value),
                });
                start.map_or(Held::NONE, |start| Held::new(start, value, r, place))
            }
            Direction::Write(request) => {
                if is_required || !is_absent(value) {
                    request.parameter(index, value);
                }
                Held::NONE
            }
            Direction::Body { .. } => Held::NONE,
        }
    }

    /// A JSON body. Its rules follow.
    pub fn json<'h>(&'h mut self, value: &'h mut dyn Json) -> Held<'h, 'a> {
        match &mut self.direction {
            Direction::Body { payload, r, outcome, .. } => {
                let text = match std::str::from_utf8(payload.bytes()) {
                    Ok(text) => text,
                    Err(error) => {
                        *outcome = Err(not_utf8(&error));
                        return Held::NONE;
                    }
                };
                **r = Reader::request(text);
                read_value(r, outcome, value, self.is_required)
            }
            Direction::Write(request) => {
                if self.is_required || !is_absent(value) {
                    let media_type = request.media_type(self.media_type, "application/json");
                    request.json(media_type, value);
                }
                Held::NONE
            }
            Direction::Parameters { .. } => Held::NONE,
        }
    }

    /// A urlencoded form. Its rules follow.
    pub fn form<'h>(&'h mut self, value: &'h mut dyn Json) -> Held<'h, 'a> {
        self.fields(value, Request::form)
    }

    /// A multipart form. Its rules follow.
    pub fn multipart<'h>(&'h mut self, value: &'h mut dyn Json) -> Held<'h, 'a> {
        self.fields(value, Request::multipart)
    }

    fn fields<'h>(
        &'h mut self,
        value: &'h mut dyn Json,
        write: fn(&mut Request, &mut dyn Json),
    ) -> Held<'h, 'a> {
        match &mut self.direction {
            Direction::Body { payload, r, outcome, .. } => {
                **r = Reader::plain(payload.form(), Mode::Strict);
                r.is_request = true;
                read_value(r, outcome, value, self.is_required)
            }
            Direction::Write(request) => {
                if self.is_required || !is_absent(value) {
                    write(request, value);
                }
                Held::NONE
            }
            Direction::Parameters { .. } => Held::NONE,
        }
    }

    /// A body of text.
    pub fn text(&mut self, value: &mut impl Whole<String>) {
        match &mut self.direction {
            Direction::Body { payload, outcome, .. } => {
                match std::str::from_utf8(payload.bytes()) {
                    Ok(text) => value.put(text.to_owned()),
                    Err(error) => *outcome = Err(not_utf8(&error)),
                }
            }
            Direction::Write(request) => {
                if let Some(text) = value.whole() {
                    let media_type = request.media_type(self.media_type, "text/plain");
                    request.bytes(media_type, Bytes::from(std::mem::take(text)));
                }
            }
            Direction::Parameters { .. } => {}
        }
    }

    /// A body of bytes, as they come.
    pub fn bytes(&mut self, value: &mut impl Whole<ByteStream>) {
        match &mut self.direction {
            Direction::Body { payload, .. } => value.put(payload.take_stream()),
            Direction::Write(request) => {
                if let Some(stream) = value.whole() {
                    let plain = "application/octet-stream";
                    let media_type = request.media_type(self.media_type, plain);
                    request.stream(media_type, std::mem::take(stream));
                }
            }
            Direction::Parameters { .. } => {}
        }
    }

    /// A body that is a sequence of values, as they come. `rules` hold for each of them.
    pub fn items<T: Json + Send + 'static>(
        &mut self,
        value: &mut impl Whole<Items<T>>,
        rules: &'static [Rule],
    ) {
        match &mut self.direction {
            Direction::Body { payload, media_type, .. } => {
                let read = |text: &[u8]| json::read_request(text, T::blank(), rules);
                value.put(Items::decode_by(payload.take_stream(), media_type, read));
            }
            Direction::Write(request) => {
                if let Some(items) = value.whole() {
                    let media_type = request.media_type(self.media_type, "application/jsonl");
                    request.stream(media_type, std::mem::take(items).encode(media_type));
                }
            }
            Direction::Parameters { .. } => {}
        }
    }

    /// A body of one of several media types.
    pub fn choice<T: Choice>(&mut self, value: &mut impl Whole<T>) {
        self.is_required = true;
        match &mut self.direction {
            Direction::Body { .. } => {
                let mut it = T::blank(self.media_type);
                it.parts(self);
                value.put(it);
            }
            Direction::Write(_) => {
                if let Some(it) = value.whole() {
                    it.parts(self);
                }
            }
            Direction::Parameters { .. } => {}
        }
    }

    /// Which of several media types the body has; such a body is there where it is listed.
    #[cfg(feature = "mock")]
    pub(crate) fn one_of(&mut self) -> usize {
        self.is_required = true;
        self.media_type
    }

    /// A body that is a sequence of values, each of which is read as it comes by `read`.
    #[cfg(feature = "mock")]
    pub(crate) fn items_by(
        &mut self,
        read: impl FnMut(&[u8]) -> Result<json::Null, DecodeError> + Send + 'static,
    ) -> Items<json::Null> {
        match &mut self.direction {
            Direction::Body { payload, media_type, .. } => {
                Items::decode_by(payload.take_stream(), media_type, read)
            }
            Direction::Write(_) | Direction::Parameters { .. } => Items::default(),
        }
    }

    /// What is listed next has the media type with this index.
    pub fn at(&mut self, media_type: usize) -> &mut Self {
        self.media_type = media_type;
        self
    }
}

fn not_utf8(error: &std::str::Utf8Error) -> json::Error {
    json::Error { message: "not UTF-8".to_owned(), offset: error.valid_up_to() }
}

/// Reads the parameters of an operation, each in the order of its table; gives what is wrong with them.
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "one side alone goes one way")
)]
pub(crate) fn read_parameters(
    input: &mut impl Input,
    operation: &'static Operation,
    values: &[Option<Plain>],
) -> Vec<Violation> {
    static NOTHING: Plain = Plain::List(Vec::new());
    let mut r = Reader::plain(&NOTHING, Mode::Strict);
    input.parts(&mut Parts::new(Direction::Parameters { operation, values, r: &mut r }, true));
    r.into_violations()
}

/// Reads the body of an operation, which has the media type with this index in its table.
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "one side alone goes one way")
)]
pub(crate) fn read_body(
    input: &mut impl Input,
    operation: &'static Operation,
    media_type: usize,
    payload: &Payload,
) -> Result<(), DecodeError> {
    // Each kind of body starts a reader of its own.
    let mut r = Reader::request("");
    let is_required = operation.body.as_ref().is_some_and(|it| it.required);
    let declared = operation.body.as_ref().and_then(|it| it.media_types.get(media_type));
    let declared = declared.copied().unwrap_or_default();
    let direction = Direction::Body { payload, media_type: declared, r: &mut r, outcome: Ok(()) };
    let mut parts = Parts::new(direction, is_required);
    input.parts(parts.at(media_type));
    if let Direction::Body { outcome: Err(error), .. } = parts.direction {
        return Err(DecodeError::Syntax(error));
    }
    let violations = r.into_violations();
    if violations.is_empty() { Ok(()) } else { Err(DecodeError::Violations(violations)) }
}

/// Fills a request.
#[cfg_attr(
    not(all(feature = "client", feature = "server")),
    allow(dead_code, reason = "one side alone goes one way")
)]
pub(crate) fn write(input: &mut dyn Input, request: &mut Request) {
    let is_required = request.operation.body.as_ref().is_some_and(|it| it.required);
    input.parts(&mut Parts::new(Direction::Write(request), is_required));
}

/// Reads one parameter; gives where it started, if it is of the right kind.
fn read_parameter<'a>(
    r: &mut Reader<'a>,
    place: Place,
    read: &mut dyn FnMut(&mut Reader<'a>) -> Result<(), json::Error>,
) -> Option<Start<'a>> {
    let (start, before) = (r.start(), r.report().len());
    place.enter(r);
    if let Err(error) = read(r).and_then(|()| r.finish()) {
        // Where in the value does not matter: all of it is no JSON.
        r.report().climb_to_root();
        place.enter(r);
        r.report().add(error.to_string());
    }
    place.leave(r);
    Some(start).filter(|_| before == r.report().len())
}

/// Reads a whole body.
fn read_value<'h, 'a>(
    r: &'h mut Reader<'a>,
    outcome: &mut Result<(), json::Error>,
    value: &'h mut dyn Json,
    is_required: bool,
) -> Held<'h, 'a> {
    let start = r.start();
    let read = if is_required { r.value(value) } else { r.present(value) };
    *outcome = read.and_then(|()| r.finish());
    match outcome.is_ok() && r.report().len() == 0 {
        true => Held::new(start, value, r, Place::Here),
        false => Held::NONE,
    }
}
