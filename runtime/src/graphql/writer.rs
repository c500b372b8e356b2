//! The response writer: bytes for what is there, holes for what must be awaited.
//!
//! One writer walks what one call of a resolver gave, with everything plain below it. A field with a resolver is
//! polled on the spot; only what is not ready leaves a hole, which [`finish`](super::finish) awaits and fills.
//! A null where none may be cuts the text back to the nearest place that may be null (specification, section 6.4.4).
//!
//! Errors come in the order of the document, whatever finishes first: what would come after the error that made
//! its place null is not executed, or not told where it was under way already.

use std::any::Any;
use std::pin::Pin;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{self, Poll, Waker};

use serde_json::Value;
use smallvec::SmallVec;

use super::batch::Batch;
use super::call::{Call, Piece};
use super::error::{Error, Location, PathSegment, ResponseError};
use super::execution::Execution;
use super::pending::Pending;
use super::plan::{Step, StepKind};
use super::type_system::Shape;

/// An object value as the parent of its resolved fields.
pub type Parent<'a> = &'a (dyn Any + Send + Sync);

/// Takes what [`Output::write`](super::Output::write) has to say.
///
/// `'a` is the life of the value that is written: holes borrow from it.
pub struct Writer<'a> {
    pub(super) execution: &'a Execution,
    pub(super) text: Vec<u8>,
    step: &'a Step,
    shape: &'a Shape,
    state: State,
    /// Whether a leaf is written, which has no place of its own.
    in_leaf: bool,
    /// Open places, and closed ones that something refers to. A whole value is its own parent.
    pub(super) places: SmallVec<[Place<'a>; 3]>,
    place: usize,
    pub(super) holes: Vec<Hole<'a>>,
    pub(super) batches: Vec<Gathered<'a>>,
    pub(super) errors: Vec<Noted>,
    /// Who is told when a hole can go on.
    waker: Option<Waker>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum State {
    Written,
    Null,
    /// A null went where none may be, and the error is recorded.
    Failed,
}

pub(super) struct Place<'a> {
    pub(super) parent: usize,
    pub(super) segment: Segment<'a>,
    pub(super) nullable: bool,
    pub(super) start: usize,
    pub(super) end: usize,
    /// Null after all: something within failed.
    pub(super) dead: bool,
}

#[derive(Clone, Copy)]
pub(super) enum Segment<'a> {
    Value,
    Key(&'a str),
    Index(usize),
}

pub(super) struct Hole<'a> {
    pub(super) place: usize,
    /// None if its answer comes from a batch.
    pub(super) future: Option<Pending<'a>>,
}

/// Fields of one selection that one call answers.
pub(super) struct Gathered<'a> {
    pub(super) batch: Batch<'a>,
    /// The hole of each parent.
    pub(super) holes: Vec<usize>,
}

/// An error, and what it did.
pub(super) struct Noted {
    pub(super) error: ResponseError,
    pub(super) place: usize,
    /// How many holes come before it.
    pub(super) n_holes: usize,
    /// The place that it makes null; none if that is written already.
    pub(super) buried: Option<usize>,
}

impl<'a> Writer<'a> {
    pub(super) fn new(execution: &'a Execution, step: &'a Step, waker: Option<Waker>) -> Self {
        Self {
            execution,
            text: Vec::with_capacity(step.room.load(Relaxed)),
            step,
            shape: &step.shape,
            state: State::Written,
            in_leaf: false,
            places: SmallVec::new(),
            place: 0,
            holes: Vec::new(),
            batches: Vec::new(),
            errors: Vec::new(),
            waker,
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
        let execution = self.execution;
        let steps = match execution.plan.steps(step, type_index) {
            Some(Ok(steps)) => steps,
            Some(Err(bad)) => return self.fail_at(bad.error(), bad.location.as_slice()),
            None => {
                let message = "the resolver gave a type that the schema does not allow here";
                return self.fail(Error::new(message));
            }
        };
        self.text.push(b'{');
        for (index, field) in steps.iter().enumerate() {
            if index > 0 {
                self.text.push(b',');
            }
            self.text.extend_from_slice(field.label.as_bytes());
            self.step = field;
            match field.kind {
                StepKind::Plain if field.is_leaf => self.leaf(field, plain),
                StepKind::Plain => {
                    self.within(Segment::Key(&field.key), &field.shape, &|out| {
                        plain(field.field_index, out)
                    });
                }
                StepKind::Resolved => self.resolve(field, parent),
                StepKind::Batched => self.gather(field, parent),
                StepKind::TypeName => {
                    self.raw_string(&execution.schema.types.objects[usize::from(type_index)].name);
                }
                StepKind::Introspection => self.introspect(field),
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
            // Writing into memory does not fail.
            drop(serde_json::to_writer(&mut self.text, text));
        }
    }

    /// Writes an integer.
    pub fn integer(&mut self, number: i64) {
        drop(serde_json::to_writer(&mut self.text, &number));
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
            drop(serde_json::to_writer(&mut self.text, &number));
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
        self.fail_at(error, &self.step.locations);
    }

    fn fail_at(&mut self, error: Error, locations: &[Location]) {
        self.state = State::Failed;
        let mut error = ResponseError::at(error, locations);
        if self.in_leaf {
            error.prepend(PathSegment::Key(self.step.key.clone()));
        }
        self.note(error, self.place);
    }

    fn raw_string(&mut self, text: &str) {
        self.text.push(b'"');
        self.text.extend_from_slice(text.as_bytes());
        self.text.push(b'"');
    }

    /// Writes a whole value; a batch writes several, one after the other.
    pub(super) fn value(&mut self, write: &dyn Fn(&mut Writer<'a>)) {
        let place = self.places.len();
        let start = self.text.len();
        let (nullable, n_holes) = (self.step.shape.nullable, self.holes.len());
        self.places.push(Place {
            parent: place,
            segment: Segment::Value,
            nullable,
            start,
            end: start,
            dead: false,
        });
        (self.place, self.state) = (place, State::Written);
        write(self);
        self.settle(start, nullable, n_holes);
        self.places[place].end = self.text.len();
        if let Some(last) = self.errors.last_mut().filter(|_| self.state == State::Failed) {
            last.buried = Some(place);
        }
    }

    /// Writes the value of a field without anything below it.
    fn leaf(&mut self, field: &'a Step, plain: &dyn Fn(u16, &mut Writer<'a>)) {
        let start = self.text.len();
        self.in_leaf = true;
        plain(field.field_index, self);
        if self.state != State::Written {
            self.settle(start, field.shape.nullable, self.holes.len());
        }
        self.in_leaf = false;
    }

    /// Writes the value of a field or the item of a list, and makes null what must become null.
    fn within(&mut self, segment: Segment<'a>, shape: &'a Shape, write: &dyn Fn(&mut Writer<'a>)) {
        let (outer_place, outer_shape) = (self.place, self.shape);
        let (n_holes, n_errors) = (self.holes.len(), self.errors.len());
        let place = self.open(segment, shape.nullable);
        (self.place, self.shape) = (place, shape);
        write(self);
        if self.state != State::Written {
            self.settle(self.places[place].start, shape.nullable, n_holes);
        }
        (self.place, self.shape) = (outer_place, outer_shape);
        if self.holes.len() == n_holes && self.errors.len() == n_errors {
            self.places.truncate(place);
        } else {
            self.places[place].end = self.text.len();
        }
    }

    fn introspect(&mut self, field: &'a Step) {
        let answer = self.execution.introspected(&field.key);
        self.within(Segment::Key(&field.key), &field.shape, &|out| match &answer {
            Ok(value) => out.json(value),
            Err(error) => out.fail_at(Error::new(&*error.message), &error.locations),
        });
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

    /// Decides what a null or a failure means for what was just written from `start` on.
    fn settle(&mut self, start: usize, nullable: bool, n_holes: usize) {
        if self.state == State::Null && !nullable {
            let message = format!(
                "Cannot return null for non-nullable field {}.",
                self.execution.coordinate(self.step)
            );
            self.fail(Error::new(message));
        }
        if self.state == State::Written || !nullable {
            return;
        }
        if self.holes.len() == n_holes {
            self.text.truncate(start);
            self.raw("null");
        } else if let Some(last) = self.errors.last_mut() {
            // What comes before the error in its place is executed, as if all were done one by one.
            last.buried = Some(self.place);
        }
        self.state = State::Written;
    }

    /// Calls the resolver of a field, and leaves a hole only if its value must be waited for.
    fn resolve(&mut self, step: &'a Step, parent: Parent<'a>) {
        let mut future = Pending::new(Call { execution: self.execution, parent, step });
        let waker = self.waker.as_ref().unwrap_or(Waker::noop());
        match Pin::new(&mut future).poll(&mut task::Context::from_waker(waker)) {
            Poll::Ready(piece) => self.put(step, piece),
            Poll::Pending => {
                let place = self.open(Segment::Key(&step.key), step.shape.nullable);
                self.holes.push(Hole { place, future: Some(future) });
            }
        }
    }

    /// Puts in the value of a field that was there at once.
    fn put(&mut self, step: &'a Step, piece: Piece) {
        let Piece { text, errors, failed } = piece;
        self.text.extend_from_slice(&text);
        for mut error in errors {
            error.prepend(PathSegment::Key(step.key.clone()));
            self.note(error, self.place);
        }
        if failed {
            self.state = State::Failed;
        }
    }

    /// Leaves a hole that one call fills together with those of its siblings.
    fn gather(&mut self, step: &'a Step, parent: Parent<'a>) {
        let place = self.open(Segment::Key(&step.key), step.shape.nullable);
        let hole = self.holes.len();
        self.holes.push(Hole { place, future: None });
        let mut open = self.batches.iter_mut().rev();
        match open.find(|it| std::ptr::eq(it.batch.step, step)) {
            Some(Gathered { batch, holes }) => {
                batch.parents.push(parent);
                holes.push(hole);
            }
            None => {
                let batch = Batch { execution: self.execution, step, parents: vec![parent] };
                self.batches.push(Gathered { batch, holes: vec![hole] });
            }
        }
    }

    /// Records an error with the path of its place in front of its own.
    fn note(&mut self, mut error: ResponseError, place: usize) {
        locate(&self.places, &mut error, place);
        self.errors.push(Noted { error, place, n_holes: self.holes.len(), buried: None });
    }
}

/// Puts the path of a place in front of an error's own.
pub(super) fn locate(places: &[Place<'_>], error: &mut ResponseError, mut place: usize) {
    loop {
        match places[place].segment {
            Segment::Value => return,
            Segment::Key(key) => error.prepend(PathSegment::Key(key.into())),
            Segment::Index(index) => error.prepend(PathSegment::Index(index)),
        }
        place = places[place].parent;
    }
}
