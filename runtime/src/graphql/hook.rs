//! Directives that run: around a field, and on the values that a request gives.

use std::any::Any;
use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use serde_json::Value;

use super::call::EventStream;
use super::error::Error;
use super::output::Output;
use super::writer::Writer;

/// What a hook runs when it lets a field be answered: the hooks within, and then the field's own work.
///
/// A hook that never runs it keeps the field from being answered; one that runs it sees the answer, and may give
/// another, or an error.
pub struct Next<'a>(Pin<Box<dyn Future<Output = Result<Answer<'a>, Error>> + Send + 'a>>);

/// The value of a field, of whatever type it is.
pub struct Answer<'a>(Held<'a>);

enum Held<'a> {
    Own(Box<dyn AnyOutput>),
    Lent(&'a dyn AnyOutput),
}

/// A value that can be written, and asked for its type.
trait AnyOutput: Output {
    fn as_any(&self) -> &dyn Any;
}

impl<T: Output + 'static> AnyOutput for T {
    fn as_any(&self) -> &dyn Any {
        self
    }
}

impl<'a> Next<'a> {
    /// What comes next, from a resolver.
    pub fn resolver<T: Output + 'static>(
        resolving: impl Future<Output = Result<T, Error>> + Send + 'a,
    ) -> Self {
        Self(Box::pin(async move { resolving.await.map(Answer::new) }))
    }

    /// What comes next, from a field of a struct.
    pub fn value<T: Output + 'static>(value: &'a T) -> Self {
        Self(Box::pin(std::future::ready(Ok(Answer(Held::Lent(value))))))
    }

    /// What comes next, from another hook.
    pub fn hook(hooking: impl Future<Output = Result<Answer<'a>, Error>> + Send + 'a) -> Self {
        Self(Box::pin(hooking))
    }

    /// What comes next, from a resolver of a subscription; its stream is put aside until the hooks are through.
    ///
    /// Hooks run once, when the stream starts: the answer that they see holds nothing, and what they make of it is
    /// dropped unless it is an error.
    pub fn subscription<T: Output + 'static>(
        starting: impl Future<Output = Result<EventStream<T>, Error>> + Send + 'a,
    ) -> (Self, Started<T>) {
        let started = Started(Arc::default());
        let slot = Arc::clone(&started.0);
        let next = Box::pin(async move {
            let stream = starting.await?;
            *slot.lock().unwrap_or_else(PoisonError::into_inner) = Some(stream);
            Ok(Answer::new(Value::Null))
        });
        (Self(next), started)
    }

    /// Runs it.
    ///
    /// # Errors
    /// The error of a hook within, or of the field.
    pub async fn run(self) -> Result<Answer<'a>, Error> {
        self.0.await
    }
}

impl Answer<'_> {
    /// An answer of the hook's own. It has to fit the field's type, or the field becomes an error.
    pub fn new(value: impl Output + 'static) -> Self {
        Self(Held::Own(Box::new(value)))
    }

    /// The value, if it is of this type: the one that the field's method gives, or that the struct holds.
    pub fn get<T: 'static>(&self) -> Option<&T> {
        let value = match &self.0 {
            Held::Own(value) => (**value).as_any(),
            Held::Lent(value) => value.as_any(),
        };
        value.downcast_ref()
    }
}

impl Output for Answer<'_> {
    fn write<'w>(&'w self, out: &mut Writer<'w>) {
        match &self.0 {
            Held::Own(value) => value.write(out),
            Held::Lent(value) => value.write(out),
        }
    }
}

impl fmt::Debug for Next<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

impl fmt::Debug for Answer<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Answer")
    }
}

/// The stream of a subscription whose hooks run.
pub struct Started<T>(Arc<Mutex<Option<EventStream<T>>>>);

impl<T> Started<T> {
    /// Runs the hooks and gives the stream.
    ///
    /// # Errors
    /// The error of a hook or of the resolver; also if a hook did not let the subscription start.
    pub async fn after(self, next: Next<'_>) -> Result<EventStream<T>, Error> {
        next.run().await?;
        let stream = self.0.lock().unwrap_or_else(PoisonError::into_inner).take();
        stream.ok_or_else(|| Error::new("the subscription was not started"))
    }
}

impl<T> fmt::Debug for Started<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started")
    }
}

/// Hooks within an input object that are about to run.
pub type Checking<'a> = Pin<Box<dyn Future<Output = Result<(), Error>> + Send + 'a>>;

/// The value of an argument or of a field of an input object, if the request or the schema gives one.
pub fn given<'v>(object: &'v mut Value, name: &str) -> Option<&'v mut Value> {
    object.as_object_mut()?.get_mut(name)
}

/// The input objects in a value: itself, or those in its lists.
pub fn objects(value: &mut Value) -> Vec<&mut Value> {
    match value {
        Value::Array(items) => items.iter_mut().flat_map(objects).collect(),
        Value::Object(_) => vec![value],
        _ => Vec::new(),
    }
}
