//! The seam between the executor and generated glue: one call of one resolver.
use std::any::Any;
use std::fmt;
use std::future::Future;
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::{FutureExt, Stream, StreamExt, future};
use serde_json::Value;

use super::context::Context;
use super::error::{Error, Location, ResponseError};
use super::execution::Execution;
use super::finish::{write_all, write_value};
use super::input::{Input, InputError};
use super::literal::coerce_literals;
use super::output::Output;
use super::plan::{Step, StepArguments};
use super::writer::Parent;

/// What generated code implements once per schema: it hands each call to the right resolver.
///
/// Object-safe, so that the executor is compiled once and never per service.
pub trait Root: Send + Sync + 'static {
    /// Calls the resolver of a field of an object, or of the query or mutation root.
    ///
    /// It matches on [`Call::type_index`] and [`Call::field_index`] and calls [`Call::run`] for a root field,
    /// [`Call::run_on`] for a field of an object, and [`Call::unknown`] for the rest.
    fn resolve<'a>(&'a self, call: Call<'a>) -> Pending<'a>;

    /// Calls the resolver of a batched field for all its parents at once; the default is for schemas without one.
    ///
    /// It matches as [`resolve`](Self::resolve) does and calls [`Batch::run`].
    fn resolve_all<'a>(&'a self, batch: Batch<'a>) -> PendingBatch<'a> {
        batch.unknown()
    }

    /// Calls the resolver of a subscription field; the default is for schemas without one.
    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        call.unknown_subscription()
    }
}

/// A field under work.
pub type Pending<'a> = Pin<Box<dyn Future<Output = Piece> + Send + 'a>>;

/// Fields under work that one call answers, in the order of their parents.
pub type PendingBatch<'a> = Pin<Box<dyn Future<Output = Vec<Piece>> + Send + 'a>>;

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
#[derive(Clone)]
pub struct Piece {
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
    fn refused(step: &Step, error: Error) -> Self {
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

/// One call of a resolver: which field, with which arguments, in which context.
#[derive(Clone, Copy)]
pub struct Call<'a> {
    pub(crate) execution: &'a Execution,
    /// `()` for root fields.
    pub(crate) parent: Parent<'a>,
    pub(crate) step: &'a Step,
}

/// One call of a resolver for all parents of one selection: which field, with which arguments, in which context.
///
/// Its parents are those that were written together: all items of a list, of lists of lists, and of all that one
/// call of another batch gave. They have the same selection, so they have the same arguments.
pub struct Batch<'a> {
    pub(crate) execution: &'a Execution,
    pub(crate) step: &'a Step,
    pub(crate) parents: Vec<Parent<'a>>,
}

/// What a resolver answers for all sibling parents: a value or an error for each, in their order; or one error, which is
/// that of all their fields.
pub type Answers<T> = Result<Vec<Result<T, Error>>, Error>;

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
        let value = match &self.values {
            Values::Planned(value) => value,
            Values::Made(value) => value,
        };
        let read = self.context.with_files(|| T::read(value));
        read.map_err(|error: InputError| Error::new(error.to_string()))
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
        match arguments(self.execution, self.step) {
            Ok(arguments) => {
                let resolving = guard(resolve(&self.execution.context, arguments));
                Box::pin(async move {
                    match resolving.await {
                        Ok(value) => self.complete(&value).await,
                        Err(error) => self.refuse(error),
                    }
                })
            }
            Err(error) => Box::pin(future::ready(error.refuse(self.step))),
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
        match arguments(self.execution, self.step) {
            Ok(arguments) => {
                let resolving = guard(resolve(&self.execution.context, arguments));
                Box::pin(async move { resolving.await.map(erase) })
            }
            Err(error) => Box::pin(future::ready(Err(error.error))),
        }
    }

    /// A finished field with an error.
    pub fn error(self, error: Error) -> Pending<'a> {
        Box::pin(future::ready(self.refuse(error)))
    }

    /// The answer for a field that the generated glue does not know.
    pub fn unknown(self) -> Pending<'a> {
        self.error(unknown(self.execution, self.step))
    }

    /// The answer for a subscription that the generated glue does not know.
    pub fn unknown_subscription(self) -> Subscribing<'a> {
        Box::pin(future::ready(Err(unknown(self.execution, self.step))))
    }

    pub(crate) async fn complete(self, value: &dyn Output) -> Piece {
        write_value(self.execution, self.step, value).await
    }

    /// The answer if the arguments will not do.
    pub(crate) fn refusal(self) -> Option<Piece> {
        arguments(self.execution, self.step).err().map(|it| it.refuse(self.step))
    }

    pub(crate) fn refuse(self, error: Error) -> Piece {
        Piece::refused(self.step, error)
    }
}

impl<'a> Batch<'a> {
    /// The type of the parents: its position in the generated table.
    pub fn type_index(&self) -> u16 {
        self.step.type_index
    }

    /// The field: its position among the fields of the type in the generated table.
    pub fn field_index(&self) -> u16 {
        self.step.field_index
    }

    /// Runs the resolver, which gets all parents, and writes its values.
    ///
    /// An error of the whole call, a panic, and answers that are not as many as the parents become errors of all fields.
    pub fn run<P, T, F>(
        self,
        resolve: impl FnOnce(Vec<&'a P>, &'a Context, Arguments<'a>) -> F,
    ) -> PendingBatch<'a>
    where
        P: Any,
        T: Output + 'static,
        F: Future<Output = Result<Vec<Result<T, Error>>, Error>> + Send + 'a,
    {
        let Self { execution, step, parents } = self;
        let n_parents = parents.len();
        let typed: Vec<&'a P> = parents.iter().filter_map(|it| it.downcast_ref()).collect();
        if typed.len() < n_parents {
            return Self { execution, step, parents }.unknown();
        }
        let arguments = match arguments(execution, step) {
            Ok(arguments) => arguments,
            Err(error) => {
                let piece = error.refuse(step);
                return Box::pin(future::ready(vec![piece; n_parents]));
            }
        };
        let resolving = guard(resolve(typed, &execution.context, arguments));
        Box::pin(async move {
            match resolving.await {
                Ok(values) if values.len() == n_parents => {
                    write_all(execution, step, &values).await
                }
                Ok(values) => {
                    let coordinate = execution.coordinate(step);
                    let n_values = values.len();
                    tracing::error!("{coordinate} answered {n_values} of {n_parents} parents");
                    vec![Piece::refused(step, internal()); n_parents]
                }
                Err(error) => vec![Piece::refused(step, error); n_parents],
            }
        })
    }

    /// The answer for a field that the generated glue does not know.
    pub fn unknown(self) -> PendingBatch<'a> {
        let error = unknown(self.execution, self.step);
        refuse_all(self.step, self.parents.len(), error)
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.execution.coordinate(self.step), self.parents.len())
    }
}

fn refuse_all(step: &Step, n_parents: usize, error: Error) -> PendingBatch<'static> {
    Box::pin(future::ready(vec![Piece::refused(step, error); n_parents]))
}

fn unknown(execution: &Execution, step: &Step) -> Error {
    Error::new(format!("no resolver for the field {}", execution.coordinate(step)))
}

/// An argument that a request gives and that will not do.
struct BadArgument {
    error: Error,
    /// Of its value.
    location: Option<Location>,
}

impl BadArgument {
    fn refuse(self, step: &Step) -> Piece {
        match self.location {
            Some(location) => Piece::refused_at(step, self.error, &[location]),
            None => Piece::refused(step, self.error),
        }
    }
}

fn arguments<'a>(execution: &'a Execution, step: &'a Step) -> Result<Arguments<'a>, BadArgument> {
    let context = &execution.context;
    let values = match &step.arguments {
        StepArguments::Constant(value) => Values::Planned(value),
        StepArguments::Dynamic { given, definitions, locations } => {
            let (types, variables) = (&execution.schema.types, &execution.variables);
            let coerced =
                context.with_files(|| coerce_literals(types, definitions, given, variables));
            let coerced = coerced.map_err(|(argument, message)| {
                let index = given.iter().position(|(name, _)| *name == argument);
                let location = index.and_then(|it| *locations.get(it)?);
                BadArgument { error: Error::new(message), location }
            })?;
            Values::Made(Value::Object(coerced))
        }
    };
    Ok(Arguments { values, context })
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
    internal()
}

/// What clients learn of a mistake that is the server's.
fn internal() -> Error {
    Error::new("internal error").with("code", "INTERNAL")
}

impl fmt::Debug for Call<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.execution.coordinate(self.step))
    }
}
