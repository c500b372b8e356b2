//! The seam between the executor and generated glue: one call of one resolver.
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::{FutureExt, Stream, StreamExt, future};
use serde_json::{Map, Value};

use super::coerce::coerce_arguments;
use super::context::Context;
use super::error::{Error, ResponseError};
use super::execution::Execution;
use super::input::{Input, InputError};
use super::output::Output;
use super::plan::{Step, StepArguments};
use super::writer::{Parent, Writer};

/// What generated code implements once per schema: it hands each call to the right resolver.
///
/// Object-safe, so that the executor is compiled once and never per service.
pub trait Root: Send + Sync + 'static {
    /// Calls the resolver of a field of an object, or of the query or mutation root.
    ///
    /// It matches on [`Call::type_index`] and [`Call::field_index`] and calls [`Call::run`] for a root field,
    /// [`Call::run_on`] for a field of an object, and [`Call::unknown`] for the rest.
    fn resolve<'a>(&'a self, call: Call<'a>) -> Pending<'a>;

    /// Calls the resolver of a subscription field; the default is for schemas without one.
    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        call.unknown_subscription()
    }
}

/// A field under work.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Piece> + Send + 'a>>;

/// A subscription about to start.
pub type Subscribing<'a> = Pin<Box<dyn Future<Output = Result<Events, Error>> + Send + 'a>>;

/// Values of a subscription, type-erased.
pub type Events = EventStream<Box<dyn Output>>;

/// What a subscription resolver answers: `Ok(Box::pin(stream))`.
///
/// An `Err` item becomes an error of that event and the stream goes on; it ends when the stream does.
/// The stream is dropped as soon as the client completes the subscription or is gone.
pub type EventStream<T> = Pin<Box<dyn Stream<Item = Result<T, Error>> + Send>>;

/// The written value of one field.
pub struct Piece {
    pub(crate) text: Vec<u8>,
    /// Paths are relative to the field.
    pub(crate) errors: Vec<ResponseError>,
    /// The field came out null and must not; the parent decides.
    pub(crate) failed: bool,
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
pub enum Arguments<'a> {
    /// Shared by all executions of the plan.
    Planned(&'a Value),
    /// Made for this call, from variables.
    Made(Value),
}

impl Arguments<'_> {
    /// The arguments as one JSON object, to be changed by hooks.
    pub fn into_value(self) -> Value {
        match self {
            Self::Planned(value) => value.clone(),
            Self::Made(value) => value,
        }
    }

    /// Reads the arguments into the generated struct of the field.
    ///
    /// # Errors
    /// An error for the client if a custom scalar does not read.
    pub fn read<T: Input>(&self) -> Result<T, Error> {
        let value = match self {
            Self::Planned(value) => value,
            Self::Made(value) => value,
        };
        T::read(value).map_err(|error: InputError| Error::new(error.to_string()))
    }
}

impl<'a> Call<'a> {
    /// The type of the parent: its position in the generated table.
    pub fn type_index(&self) -> u16 {
        self.step.type_index
    }

    /// The field: its position among the fields of the type in the generated table.
    pub fn field_index(&self) -> u16 {
        self.step.field_index
    }

    /// Runs the resolver of a field of an object, which gets its parent, and writes its value.
    ///
    /// A parent of another type, which generated code never lets happen, is an error of the field.
    pub fn run_on<P, T, F>(
        self,
        resolve: impl FnOnce(&'a P, &'a Context, Arguments<'a>) -> F,
    ) -> Pending<'a>
    where
        P: Any,
        T: Output + 'a,
        F: Future<Output = Result<T, Error>> + Send + 'a,
    {
        match self.parent.downcast_ref() {
            Some(parent) => self.run(|context, arguments| resolve(parent, context, arguments)),
            None => self.unknown(),
        }
    }

    /// Runs the resolver of a root field and writes its value.
    ///
    /// A panic within becomes an error of the field, without its text.
    pub fn run<T, F>(self, resolve: impl FnOnce(&'a Context, Arguments<'a>) -> F) -> Pending<'a>
    where
        T: Output + 'a,
        F: Future<Output = Result<T, Error>> + Send + 'a,
    {
        match self.arguments() {
            Ok(arguments) => {
                let resolving = guard(resolve(&self.execution.context, arguments));
                Box::pin(async move {
                    match resolving.await {
                        Ok(value) => self.complete(&value).await,
                        Err(error) => self.refuse(error),
                    }
                })
            }
            Err(error) => self.error(error),
        }
    }

    /// Starts a subscription.
    pub fn run_subscription<T, F>(
        self,
        resolve: impl FnOnce(&'a Context, Arguments<'a>) -> F,
    ) -> Subscribing<'a>
    where
        T: Output + 'static,
        F: Future<Output = Result<EventStream<T>, Error>> + Send + 'a,
    {
        match self.arguments() {
            Ok(arguments) => {
                let resolving = guard(resolve(&self.execution.context, arguments));
                Box::pin(async move { resolving.await.map(erase) })
            }
            Err(error) => Box::pin(future::ready(Err(error))),
        }
    }

    /// A finished field with an error.
    pub fn error(self, error: Error) -> Pending<'a> {
        Box::pin(future::ready(self.refuse(error)))
    }

    /// The answer for a field that the generated glue does not know.
    pub fn unknown(self) -> Pending<'a> {
        let message = format!("no resolver for the field {}", self.execution.coordinate(self.step));
        self.error(Error::new(message))
    }

    /// The answer for a subscription that the generated glue does not know.
    pub fn unknown_subscription(self) -> Subscribing<'a> {
        let message = format!("no resolver for the field {}", self.execution.coordinate(self.step));
        Box::pin(future::ready(Err(Error::new(message))))
    }

    pub(crate) async fn complete(self, value: &dyn Output) -> Piece {
        write(self.execution, self.step, value).await
    }

    pub(crate) fn refuse(self, error: Error) -> Piece {
        let errors = vec![ResponseError::at(error, self.step.location)];
        let failed = !self.step.shape.nullable;
        let text = if failed { Vec::new() } else { b"null".to_vec() };
        Piece { text, errors, failed }
    }

    fn arguments(self) -> Result<Arguments<'a>, Error> {
        let Self { execution, step, parent: _ } = self;
        match &step.arguments {
            StepArguments::Constant(value) => Ok(Arguments::Planned(value)),
            StepArguments::Dynamic(literals) => {
                let given = literals.iter().filter_map(|(name, literal)| {
                    Some((name.clone(), literal.fill(&execution.variables)?))
                });
                let given: Map<String, Value> = given.collect();
                let definitions = execution.arguments(step);
                let coerced = coerce_arguments(&execution.schema.types, definitions, &given)
                    .map_err(Error::new)?;
                Ok(Arguments::Made(Value::Object(coerced)))
            }
        }
    }
}

/// The one place where a resolved value becomes text.
async fn write<'v>(execution: &'v Execution, step: &'v Step, value: &'v dyn Output) -> Piece {
    let mut writer = Writer::new(execution, step);
    writer.value(&|out| value.write(out));
    writer.finish().await
}

fn guard<T>(
    resolving: impl Future<Output = Result<T, Error>>,
) -> impl Future<Output = Result<T, Error>> {
    AssertUnwindSafe(resolving)
        .catch_unwind()
        .map(|outcome| outcome.unwrap_or_else(|_| Err(panicked())))
}

/// After a panic the stream ends.
fn erase<T: Output + 'static>(events: EventStream<T>) -> Events {
    let events = AssertUnwindSafe(events).catch_unwind();
    let events = events.map(|event| event.unwrap_or_else(|_| Err(panicked())));
    Box::pin(events.map(|event| event.map(|value| Box::new(value) as Box<dyn Output>)))
}

fn panicked() -> Error {
    tracing::error!("a GraphQL resolver panicked");
    Error::new("internal error").with("code", "INTERNAL")
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.execution.coordinate(self.step))
    }
}
