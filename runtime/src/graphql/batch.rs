//! Fields of siblings that one call answers together.

use std::any::Any;
use std::fmt;
use std::future::{self, Future};
use std::panic::AssertUnwindSafe;
use std::pin::Pin;

use futures_util::FutureExt;

use super::call::{
    Arguments, Piece, Refused, arguments, guarded, internal, panicked, read, unknown,
};
use super::context::Context;
use super::error::Error;
use super::execution::Execution;
use super::finish::write_all;
use super::input::Input;
use super::output::Output;
use super::plan::Step;
use super::writer::{Parent, Writer};

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

/// A batch resolver that was called, or why it was not.
pub type CalledBatch<'a> = Result<ResolvingAll<'a>, Refused>;

/// A batch resolver at work.
pub struct ResolvingAll<'a>(Answering<'a>);

type Answering<'a> = Pin<Box<dyn Future<Output = Result<Box<dyn Values + 'a>, Error>> + Send + 'a>>;

/// Fields under work that one call answers, in the order of their parents.
pub(super) type PendingBatch<'a> = Pin<Box<dyn Future<Output = Vec<Piece>> + Send + 'a>>;

/// What a batch resolver gave, whatever its type.
pub(super) trait Values: Send + Sync {
    fn len(&self) -> usize;

    fn write<'v>(&'v self, index: usize, out: &mut Writer<'v>);
}

impl<T: Output> Values for Vec<Result<T, Error>> {
    fn len(&self) -> usize {
        self.len()
    }

    fn write<'v>(&'v self, index: usize, out: &mut Writer<'v>) {
        match &self[index] {
            Ok(value) => value.write(out),
            Err(error) => out.fail(error.clone()),
        }
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

    /// What resolvers know about the request.
    pub fn context(&self) -> &'a Context {
        &self.execution.context
    }

    /// All parents.
    ///
    /// # Errors
    /// If one is of another type, which generated code never lets happen.
    pub fn parents<P: Any>(&self) -> Result<Vec<&'a P>, Refused> {
        let typed = self.parents.iter().map(|it| it.downcast_ref());
        typed.collect::<Option<_>>().ok_or_else(|| unknown(self.execution, self.step))
    }

    /// The coerced arguments, which all parents share.
    ///
    /// # Errors
    /// If the request gives one that will not do.
    pub fn arguments(&self) -> Result<Arguments<'a>, Refused> {
        arguments(self.execution, self.step)
    }

    /// Reads the arguments into the generated struct of the field.
    ///
    /// # Errors
    /// If the request gives one that will not do, or that a custom scalar does not read.
    pub fn read<T: Input>(&self) -> Result<T, Refused> {
        read(self.execution, self.step)
    }

    /// Takes the resolver's future, whose values are written when they are there.
    ///
    /// An error of the whole call, a panic, and answers that are not as many as the parents become errors of all fields.
    ///
    /// # Errors
    /// None: it is what generated code answers.
    pub fn run<T, F>(&self, resolving: F) -> CalledBatch<'a>
    where
        T: Output + 'a,
        F: Future<Output = Answers<T>> + Send + 'a,
    {
        Ok(ResolvingAll(Box::pin(async move {
            match resolving.await {
                Ok(values) => Ok(Box::new(values) as Box<dyn Values + 'a>),
                Err(error) => Err(error),
            }
        })))
    }

    /// The answer for a field that the generated glue does not know.
    ///
    /// # Errors
    /// Always.
    pub fn unknown(&self) -> CalledBatch<'a> {
        Err(unknown(self.execution, self.step))
    }

    /// Calls the resolver.
    pub(super) fn start(self) -> PendingBatch<'a> {
        let Self { execution, step, ref parents } = self;
        let n_parents = parents.len();
        match guarded(|| execution.schema.root.resolve_all(&self)) {
            Ok(Ok(resolving)) => Box::pin(answer(execution, step, n_parents, resolving.0)),
            Ok(Err(refused)) => refuse_all(refused.into_piece(step), n_parents),
            Err(error) => refuse_all(Piece::refused(step, error), n_parents),
        }
    }
}

async fn answer<'a>(
    execution: &'a Execution,
    step: &'a Step,
    n_parents: usize,
    resolving: Answering<'a>,
) -> Vec<Piece> {
    let answer = AssertUnwindSafe(resolving).catch_unwind().await;
    match answer.unwrap_or_else(|_| Err(panicked())) {
        Ok(values) if values.len() == n_parents => {
            let written = AssertUnwindSafe(write_all(execution, step, &*values)).catch_unwind();
            written.await.unwrap_or_else(|_| vec![Piece::refused(step, panicked()); n_parents])
        }
        Ok(values) => {
            let coordinate = execution.coordinate(step);
            let n_values = values.len();
            tracing::error!("{coordinate} answered {n_values} of {n_parents} parents");
            vec![Piece::refused(step, internal()); n_parents]
        }
        Err(error) => vec![Piece::refused(step, error); n_parents],
    }
}

fn refuse_all(piece: Piece, n_parents: usize) -> PendingBatch<'static> {
    Box::pin(future::ready(vec![piece; n_parents]))
}

impl fmt::Debug for ResolvingAll<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("ResolvingAll")
    }
}

impl fmt::Debug for Batch<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} of {}", self.execution.coordinate(self.step), self.parents.len())
    }
}
