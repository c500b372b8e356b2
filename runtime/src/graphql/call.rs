//! The seam between the executor and generated glue: one call of one resolver.
//!
//! Generated code hands over the future of a resolver and nothing else: each field costs a box and one small function,
//! and everything that can be said without its types is said once ([`pending`](super::pending), and
//! [`batch`](super::batch) for those that are answered together).

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;

use futures_util::{FutureExt, Stream, StreamExt};
use serde_json::Value;

use super::batch::{Batch, CalledBatch};
use super::context::Context;
use super::error::{Error, Location, ResponseError};
use super::execution::Execution;
use super::input::{Input, InputError};
use super::literal::coerce_literals;
use super::output::Output;
use super::pending::Resolving;
use super::plan::{Step, StepArguments};
use super::writer::Parent;

/// What generated code implements once per schema: it hands each call to the right resolver.
///
/// Object-safe, so that the executor is compiled once and never per service.
pub trait Root: Send + Sync + 'static {
    /// Calls the resolver of a field of an object, or of the query or mutation root.
    ///
    /// It matches on [`Call::type_index`] and [`Call::field_index`], hands the resolver's future to [`Call::run`], and
    /// answers [`Call::unknown`] for the rest.
    ///
    /// # Errors
    /// Why the resolver cannot be called.
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a>;

    /// Calls the resolver of a batched field for all its parents at once; the default is for schemas without one.
    ///
    /// It matches as [`resolve`](Self::resolve) does and calls [`Batch::run`].
    ///
    /// # Errors
    /// Why the resolver cannot be called.
    fn resolve_all<'a>(&'a self, batch: &Batch<'a>) -> CalledBatch<'a> {
        batch.unknown()
    }

    /// Calls the resolver of a subscription field; the default is for schemas without one.
    ///
    /// # Errors
    /// Why the resolver cannot be called.
    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        call.unknown_subscription()
    }
}

/// A resolver that was called, or why it was not.
pub type Called<'a> = Result<Resolving<'a>, Refused>;

/// A subscription about to start, or why it does not.
pub type Subscribing<'a> = Result<Starting<'a>, Refused>;

/// A subscription about to start.
pub type Starting<'a> = Pin<Box<dyn Future<Output = Result<Events, Error>> + Send + 'a>>;

/// Values of a subscription, type-erased.
pub type Events = EventStream<Box<dyn Output>>;

/// What a subscription resolver answers: `Ok(Box::pin(stream))`.
///
/// An `Err` item becomes an error of that event and the stream goes on; it ends when the stream does.
/// The stream is dropped as soon as the client completes the subscription or is gone.
pub type EventStream<T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>;

/// The written value of one field.
#[derive(Clone)]
pub(crate) struct Piece {
    pub(crate) text: Vec<u8>,
    /// Paths are relative to the field.
    pub(crate) errors: Vec<ResponseError>,
    /// The field came out null and must not; the parent decides.
    pub(crate) failed: bool,
}

impl Piece {
    pub(crate) fn failed(errors: Vec<ResponseError>) -> Self {
        Self { text: Vec::new(), errors, failed: true }
    }

    /// The answer of a field with an error.
    pub(crate) fn refused(step: &Step, error: Error) -> Self {
        Self::refused_at(step, error, &step.locations)
    }

    /// As [`refused`](Self::refused), at other places of the document than those of the field.
    fn refused_at(step: &Step, error: Error, locations: &[Location]) -> Self {
        let errors = vec![ResponseError::at(error, locations)];
        match step.shape.nullable {
            true => Self { text: b"null".to_vec(), errors, failed: false },
            false => Self::failed(errors),
        }
    }
}

/// Why a resolver cannot be called: an argument that will not do, or a field that the generated glue does not know.
#[derive(Debug)]
pub struct Refused(Box<Reason>);

#[derive(Debug)]
struct Reason {
    error: Error,
    /// Of an argument's value.
    location: Option<Location>,
}

impl Refused {
    pub(crate) fn new(error: Error) -> Self {
        Self(Box::new(Reason { error, location: None }))
    }

    fn unread(error: &InputError) -> Self {
        Self::new(Error::new(error.to_string()))
    }

    pub(crate) fn into_error(self) -> Error {
        self.0.error
    }

    pub(crate) fn into_piece(self, step: &Step) -> Piece {
        let Reason { error, location } = *self.0;
        match location {
            Some(location) => Piece::refused_at(step, error, &[location]),
            None => Piece::refused(step, error),
        }
    }
}

/// One call of a resolver: which field, with which arguments, in which context.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub(crate) execution: &'a Execution,
    /// `()` for root fields.
    pub(crate) parent: Parent<'a>,
    pub(crate) step: &'a Step,
}

/// Coerced arguments of one call.
pub struct Arguments<'a> {
    values: Values<'a>,
    context: &'a Context,
}

enum Values<'a> {
    /// Shared by all executions of the plan.
    Planned(&'a Value),
    /// Made for this call, from variables.
    Made(Value),
}

impl<'a> Arguments<'a> {
    /// The arguments as one JSON object, to be changed by hooks.
    pub fn into_value(self) -> Value {
        match self.values {
            Values::Planned(value) => value.clone(),
            Values::Made(value) => value,
        }
    }

    /// Arguments that hooks have changed.
    pub fn of(values: Value, context: &'a Context) -> Self {
        Self { values: Values::Made(values), context }
    }

    /// Reads the arguments into the generated struct of the field.
    ///
    /// # Errors
    /// An error for the client if a custom scalar does not read.
    pub fn read<T: Input>(&self) -> Result<T, Error> {
        let _files = self.context.files_at_hand();
        match T::read(self.value()) {
            Ok(read) => Ok(read),
            Err(error) => Err(Error::new(error.to_string())),
        }
    }

    fn value(&self) -> &Value {
        match &self.values {
            Values::Planned(value) => value,
            Values::Made(value) => value,
        }
    }
}

impl<'a> Call<'a> {
    /// The type of the parent: its position in the generated table.
    pub fn type_index(self) -> u16 {
        self.step.type_index
    }

    /// The field: its position among the fields of the type in the generated table.
    pub fn field_index(self) -> u16 {
        self.step.field_index
    }

    /// What resolvers know about the request.
    pub fn context(self) -> &'a Context {
        &self.execution.context
    }

    /// The parent of a field of an object.
    ///
    /// # Errors
    /// If it is of another type, which generated code never lets happen.
    pub fn parent<P: Any>(self) -> Result<&'a P, Refused> {
        match self.parent.downcast_ref() {
            Some(parent) => Ok(parent),
            None => Err(unknown(self.execution, self.step)),
        }
    }

    /// The coerced arguments.
    ///
    /// # Errors
    /// If the request gives one that will not do.
    pub fn arguments(self) -> Result<Arguments<'a>, Refused> {
        arguments(self.execution, self.step)
    }

    /// Reads the arguments into the generated struct of the field.
    ///
    /// # Errors
    /// If the request gives one that will not do, or that a custom scalar does not read.
    pub fn read<T: Input>(self) -> Result<T, Refused> {
        read(self.execution, self.step)
    }

    /// Takes the resolver's future, whose value is written when it is there.
    ///
    /// A panic within becomes an error of the field, without its text.
    ///
    /// # Errors
    /// None: it is what generated code answers.
    pub fn run<T, F>(self, resolving: F) -> Called<'a>
    where
        T: Output + 'a,
        F: Future<Output = Result<T, Error>> + Send + 'a,
    {
        Ok(Resolving::new(resolving))
    }

    /// Takes the future of a subscription's resolver.
    ///
    /// # Errors
    /// None: it is what generated code answers.
    pub fn run_subscription<T, F>(self, resolving: F) -> Subscribing<'a>
    where
        T: Output + 'static,
        F: Future<Output = Result<EventStream<T>, Error>> + Send + 'a,
    {
        Ok(Box::pin(async move { resolving.await.map(erase) }))
    }

    /// The answer for a field that the generated glue does not know.
    ///
    /// # Errors
    /// Always.
    pub fn unknown(self) -> Called<'a> {
        Err(unknown(self.execution, self.step))
    }

    /// The answer for a subscription that the generated glue does not know.
    ///
    /// # Errors
    /// Always.
    pub fn unknown_subscription(self) -> Subscribing<'a> {
        Err(unknown(self.execution, self.step))
    }

    /// The answer if the arguments will not do.
    pub(crate) fn refusal(self) -> Option<Piece> {
        self.arguments().err().map(|it| it.into_piece(self.step))
    }

    pub(crate) fn refuse(self, error: Error) -> Piece {
        Piece::refused(self.step, error)
    }

    /// Calls the resolver of a subscription and waits until its stream is there.
    pub(crate) async fn subscribe(self) -> Result<Events, Error> {
        let root = &self.execution.schema.root;
        let starting = guarded(|| root.subscribe(self))?.map_err(Refused::into_error)?;
        let events = AssertUnwindSafe(starting).catch_unwind().await;
        let events = events.unwrap_or_else(|_| Err(panicked()))?;
        // After a panic the stream ends.
        let events = AssertUnwindSafe(events).catch_unwind();
        Ok(Box::pin(events.map(|event| event.unwrap_or_else(|_| Err(panicked())))))
    }
}

pub(crate) fn unknown(execution: &Execution, step: &Step) -> Refused {
    Refused::new(Error::new(format!("no resolver for the field {}", execution.coordinate(step))))
}

pub(crate) fn read<T: Input>(execution: &Execution, step: &Step) -> Result<T, Refused> {
    let arguments = arguments(execution, step)?;
    let _files = arguments.context.files_at_hand();
    match T::read(arguments.value()) {
        Ok(read) => Ok(read),
        Err(error) => Err(Refused::unread(&error)),
    }
}

pub(crate) fn arguments<'a>(
    execution: &'a Execution,
    step: &'a Step,
) -> Result<Arguments<'a>, Refused> {
    let context = &execution.context;
    let values = match &step.arguments {
        StepArguments::Constant(value) => Values::Planned(value),
        StepArguments::Dynamic { given, definitions, locations } => {
            let (types, variables) = (&execution.schema.types, &execution.variables);
            let _files = context.files_at_hand();
            let coerced = coerce_literals(types, definitions, given, variables);
            let coerced = coerced.map_err(|(argument, message)| {
                let index = given.iter().position(|(name, _)| *name == argument);
                let location = index.and_then(|it| *locations.get(it)?);
                Refused(Box::new(Reason { error: Error::new(message), location }))
            })?;
            Values::Made(Value::Object(coerced))
        }
    };
    Ok(Arguments { values, context })
}

fn erase<T: Output + 'static>(events: EventStream<T>) -> Events {
    Box::pin(events.map(|event| event.map(|value| Box::new(value) as Box<dyn Output>)))
}

/// Runs what an application wrote: a panic becomes an error.
pub(crate) fn guarded<T>(run: impl FnOnce() -> T) -> Result<T, Error> {
    catch_unwind(AssertUnwindSafe(run)).map_err(|_| panicked())
}

pub(crate) fn panicked() -> Error {
    tracing::error!("a GraphQL resolver panicked");
    internal()
}

/// What clients learn of a mistake that is the server's.
pub(crate) fn internal() -> Error {
    Error::new("internal error").with("code", "INTERNAL")
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.execution.coordinate(self.step))
    }
}
