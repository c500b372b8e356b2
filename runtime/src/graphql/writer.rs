//! The response writer: bytes for what is there, holes for what must be awaited.
//!
//! One writer walks one value that a resolver gave, with everything plain below it. Fields with work leave
//! a hole; when the walk is over, the holes' futures run concurrently and their bytes are put in, in order.
//! A null where none may be cuts the text back to the nearest place that may be null
//! (specification, section 6.4.4), and takes the holes within along.
use std::any::Any;
use std::io::Write;
use std::mem;

use futures_util::future::join_all;
use serde_json::Value;

use super::call::{Call, Pending, Piece};
use super::error::{Error, PathSegment, ResponseError};
use super::execution::Execution;
use super::plan::{Step, StepKind};
use super::type_system::Shape;

/// An object value as the parent of its resolved fields.
pub type Parent<'a> = &'a (dyn Any + Send + Sync);

/// Takes what [`Output::write`](super::Output::write) has to say.
///
/// `'a` is the life of the value that is written: holes borrow from it.
pub struct Writer<'a> {
    execution: &'a Execution,
    text: Vec<u8>,
    step: &'a Step,
    shape: &'a Shape,
    state: State,
    /// Open places, and closed ones that hold holes; the first is the whole value.
    places: Vec<Place<'a>>,
    place: usize,
    holes: Vec<Hole<'a>>,
    errors: Vec<ResponseError>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Written,
    Null,
    /// A null went where none may be, and the error is recorded.
    Failed,
}

struct Place<'a> {
    parent: usize,
    segment: Segment<'a>,
    nullable: bool,
    start: usize,
    end: usize,
    /// Nulled after the fact, because a hole within failed.
    dead: bool,
}

#[derive(Clone, Copy)]
enum Segment<'a> {
    Value,
    Key(&'a str),
    Index(usize),
}

struct Hole<'a> {
    place: usize,
    future: Pending<'a>,
}

impl<'a> Writer<'a> {
    pub(crate) fn new(execution: &'a Execution, step: &'a Step) -> Self {
        let whole = Place {
            parent: 0,
            segment: Segment::Value,
            nullable: step.shape.nullable,
            start: 0,
            end: 0,
            dead: false,
        };
        Self {
            execution,
            text: Vec::new(),
            step,
            shape: &step.shape,
            state: State::Written,
            places: vec![whole],
            place: 0,
            holes: Vec::new(),
            errors: Vec::new(),
        }
    }

    /// Writes an object: `plain` is asked for each plain field that the operation selects, by index.
    ///
    /// Fields with a resolver are not asked for; `parent` is what their resolvers get.
    pub fn object(
        &mut self,
        type_index: u16,
        parent: Parent<'a>,
        plain: &dyn Fn(u16, &mut Writer<'a>),
    ) {
        let (step, shape) = (self.step, self.shape);
        let Some(steps) = self.execution.plan.steps(step, type_index) else {
            return self
                .fail(Error::new("the resolver gave a type that the schema does not allow here"));
        };
        self.text.push(b'{');
        for (index, field) in steps.iter().enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            self.text.extend_from_slice(field.label.as_bytes());
            self.step = field;
            match field.kind {
                StepKind::Plain => {
                    self.within(Segment::Key(&field.key), &field.shape, &|out| {
                        plain(field.field_index, out)
                    });
                }
                StepKind::Resolved => self.leave(field, parent),
                StepKind::TypeName => {
                    let name = &self.execution.schema.types.objects[usize::from(type_index)].name;
                    self.raw_string(name);
                }
                StepKind::Introspection => {
                    self.text.extend_from_slice(&self.execution.introspected(&field.key))
                }
            }
            if self.state == State::Failed {
                break;
            }
        }
        self.text.push(b'}');
        (self.step, self.shape) = (step, shape);
    }

    /// Writes a list of that many items.
    pub fn list(&mut self, length: usize, item: &dyn Fn(usize, &mut Writer<'a>)) {
        let Some(shape) = self.shape.item.as_deref() else {
            return self.fail(Error::new("the resolver gave a list where the schema has none"));
        };
        self.text.push(b'[');
        for index in 0..length {
            if index > 0 {
                self.text.push(b',');
            }
            self.within(Segment::Index(index), shape, &|out| item(index, out));
            if self.state == State::Failed {
                break;
            }
        }
        self.text.push(b']');
    }

    /// Writes null; where the schema says `!`, that is an error.
    pub fn null(&mut self) {
        self.state = State::Null;
    }

    /// Writes a string, or an enum value.
    pub fn string(&mut self, text: &str) {
        if text.bytes().all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\') {
            self.raw_string(text);
        } else {
            self.raw(&Value::from(text).to_string());
        }
    }

    /// Writes an integer.
    pub fn integer(&mut self, number: i64) {
        // Writing into memory does not fail.
        drop(write!(self.text, "{number}"));
    }

    /// Writes a float; infinities and NaN are errors.
    pub fn float(&mut self, number: f64) {
        if !number.is_finite() {
            return self
                .fail(Error::new(format!("Float cannot represent non numeric value: {number}")));
        }
        if number.fract() == 0.0 && number.abs() < 1e15 {
            self.integer(number as i64);
        } else {
            self.json(&Value::from(number));
        }
    }

    /// Writes any JSON value, for custom scalars.
    pub fn json(&mut self, value: &Value) {
        match value {
            Value::Null => self.null(),
            value => {
                if let Err(error) = serde_json::to_writer(&mut self.text, value) {
                    self.fail(Error::new(error.to_string()));
                }
            }
        }
    }

    /// Writes JSON text as it is: the caller vouches for it.
    pub fn raw(&mut self, json: &str) {
        self.text.extend_from_slice(json.as_bytes());
    }

    /// Turns the value under way into an error of its field.
    pub fn fail(&mut self, error: Error) {
        self.state = State::Failed;
        let mut error = ResponseError::at(error, self.step.location);
        self.locate(&mut error, self.place);
        self.errors.push(error);
    }

    fn raw_string(&mut self, text: &str) {
        self.text.push(b'"');
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'"');
    }

    /// Writes the whole value.
    pub(crate) fn value(&mut self, write: &dyn Fn(&mut Writer<'a>)) {
        write(self);
        self.settle(0, 0);
    }

    /// Writes the value of a field or the item of a list, and makes null what must become null.
    fn within(&mut self, segment: Segment<'a>, shape: &'a Shape, write: &dyn Fn(&mut Writer<'a>)) {
        let (outer_place, outer_shape, n_holes) = (self.place, self.shape, self.holes.len());
        let place = self.open(segment, shape.nullable);
        (self.place, self.shape) = (place, shape);
        write(self);
        self.settle(place, n_holes);
        (self.place, self.shape) = (outer_place, outer_shape);
        if self.holes.len() == n_holes {
            self.places.truncate(place);
        } else {
            self.places[place].end = self.text.len();
        }
    }

    fn open(&mut self, segment: Segment<'a>, nullable: bool) -> usize {
        let start = self.text.len();
        self.places.push(Place {
            parent: self.place,
            segment,
            nullable,
            start,
            end: start,
            dead: false,
        });
        self.places.len() - 1
    }

    /// Decides what a null or a failure means for the place that was just written.
    fn settle(&mut self, place: usize, n_holes: usize) {
        let Place { nullable, start, .. } = self.places[place];
        if self.state == State::Null && !nullable {
            let message =
                format!("Cannot return null for non-nullable field {}.", self.coordinate());
            self.fail(Error::new(message));
        }
        if self.state != State::Written && nullable {
            self.text.truncate(start);
            self.holes.truncate(n_holes);
            self.raw("null");
            self.state = State::Written;
        }
    }

    fn coordinate(&self) -> String {
        self.execution.coordinate(self.step)
    }

    /// Leaves a hole for a field with a resolver.
    fn leave(&mut self, step: &'a Step, parent: Parent<'a>) {
        let place = self.open(Segment::Key(&step.key), step.shape.nullable);
        let execution = self.execution;
        let future = execution.schema.root.resolve(Call { execution, parent, step });
        self.holes.push(Hole { place, future });
    }

    /// Puts the path of a place in front of an error's own.
    fn locate(&self, error: &mut ResponseError, mut place: usize) {
        while place != 0 {
            match self.places[place].segment {
                Segment::Value => {}
                Segment::Key(key) => error.prepend(PathSegment::Key(key.into())),
                Segment::Index(index) => error.prepend(PathSegment::Index(index)),
            }
            place = self.places[place].parent;
        }
    }

    /// Awaits the holes and gives the finished text.
    pub(crate) async fn finish(mut self) -> Piece {
        if self.state == State::Failed || self.holes.is_empty() {
            return Piece {
                text: self.text,
                errors: self.errors,
                failed: self.state == State::Failed,
            };
        }
        let (places, mut futures): (Vec<_>, Vec<_>) =
            mem::take(&mut self.holes).into_iter().map(|hole| (hole.place, hole.future)).unzip();
        let pieces = match futures.pop() {
            Some(only) if futures.is_empty() => vec![only.await],
            last => {
                futures.extend(last);
                join_all(futures).await
            }
        };
        let mut failed = false;
        for (place, piece) in places.iter().zip(&pieces) {
            let first = !piece.failed || self.bury(*place, &mut failed);
            for error in piece.errors.iter().filter(|_| first) {
                let mut error = error.clone();
                self.locate(&mut error, *place);
                self.errors.push(error);
            }
        }
        let text = if failed { Vec::new() } else { self.splice(&places, &pieces) };
        Piece { text, errors: self.errors, failed }
    }

    /// Nulls the nearest place around a failed hole that may be null; says whether it was alive.
    fn bury(&mut self, hole: usize, failed: &mut bool) -> bool {
        let mut place = self.places[hole].parent;
        while place != 0 && !self.places[place].nullable {
            place = self.places[place].parent;
        }
        if !self.places[place].nullable {
            return !mem::replace(failed, true);
        }
        !mem::replace(&mut self.places[place].dead, true)
    }

    /// Copies the text with holes filled and dead places nulled.
    fn splice(&self, holes: &[usize], pieces: &[Piece]) -> Vec<u8> {
        if self.places[0].dead {
            return b"null".to_vec();
        }
        let mut patches: Vec<(usize, usize, &[u8])> = Vec::new();
        patches.extend(
            self.places
                .iter()
                .filter(|it| it.dead)
                .map(|it| (it.start, it.end, b"null".as_slice())),
        );
        patches.extend(holes.iter().zip(pieces).map(|(hole, piece)| {
            let at = self.places[*hole].start;
            (at, at, piece.text.as_slice())
        }));
        patches.sort_by_key(|(start, end, _)| (*start, usize::MAX - *end));
        let length = self.text.len() + patches.iter().map(|(_, _, text)| text.len()).sum::<usize>();
        let mut text = Vec::with_capacity(length);
        let mut done = 0;
        for (start, end, patch) in patches {
            // A patch within a dead place is dead too.
            if start < done {
                continue;
            }
            text.extend_from_slice(&self.text[done..start]);
            text.extend_from_slice(patch);
            done = end;
        }
        text.extend_from_slice(&self.text[done..]);
        text
    }
}
