//! Fields under work: from the future that a resolver gave to the text of its value.

use std::fmt;
use std::future::Future;
use std::pin::Pin;
use std::task::{self, Poll};

use super::call::{Call, Piece, guarded};
use super::error::Error;
use super::finish::{write_at_once, write_value};
use super::output::Output;

/// A resolver at work.
pub struct Resolving<'a>(Pin<Box<dyn Resolve<'a> + 'a>>);

impl<'a> Resolving<'a> {
    pub(super) fn new<T, F>(resolving: F) -> Self
    where
        T: Output + 'a,
        F: Future<Output = Result<T, Error>> + Send + 'a,
    {
        Self(Box::pin(resolving))
    }
}

impl fmt::Debug for Resolving<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Resolving")
    }
}

/// The future of a resolver, whatever it gives. All that is compiled for each field is here.
trait Resolve<'a>: Send {
    fn poll_value(
        self: Pin<&mut Self>,
        call: Call<'a>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Answered<'a>>;
}

impl<'a, T, F> Resolve<'a> for F
where
    T: Output + 'a,
    F: Future<Output = Result<T, Error>> + Send,
{
    fn poll_value(
        self: Pin<&mut Self>,
        call: Call<'a>,
        cx: &mut task::Context<'_>,
    ) -> Poll<Answered<'a>> {
        match self.poll(cx) {
            Poll::Ready(answer) => Poll::Ready(answered(call, answer)),
            Poll::Pending => Poll::Pending,
        }
    }
}

enum Answered<'a> {
    Written(Piece),
    /// What is below it may have to be waited for.
    Value(Box<dyn Output + 'a>),
}

fn answered<'a, T: Output + 'a>(call: Call<'a>, answer: Result<T, Error>) -> Answered<'a> {
    match answer {
        Ok(value) if call.step.has_holes => Answered::Value(Box::new(value)),
        Ok(value) => Answered::Written(write_at_once(call.execution, call.step, &value)),
        Err(error) => Answered::Written(call.refuse(error)),
    }
}

/// A field under work.
pub(super) struct Pending<'a> {
    call: Call<'a>,
    state: State<'a>,
}

enum State<'a> {
    Resolving(Resolving<'a>),
    Completing(Pin<Box<dyn Future<Output = Piece> + Send + 'a>>),
    /// With the answer of a call that could not be made.
    Done(Option<Piece>),
}

impl<'a> Pending<'a> {
    /// Calls the resolver of a field.
    pub(super) fn new(call: Call<'a>) -> Self {
        let root = &call.execution.schema.root;
        let state = match guarded(|| root.resolve(call)) {
            Ok(Ok(resolving)) => State::Resolving(resolving),
            Ok(Err(refused)) => State::Done(Some(refused.into_piece(call.step))),
            Err(error) => State::Done(Some(call.refuse(error))),
        };
        Self { call, state }
    }

    fn poll_state(&mut self, cx: &mut task::Context<'_>) -> Poll<Piece> {
        if let State::Resolving(resolving) = &mut self.state {
            match resolving.0.as_mut().poll_value(self.call, cx) {
                Poll::Ready(Answered::Written(piece)) => return Poll::Ready(piece),
                Poll::Ready(Answered::Value(value)) => {
                    self.state = State::Completing(Box::pin(complete(self.call, value)));
                }
                Poll::Pending => return Poll::Pending,
            }
        }
        match &mut self.state {
            State::Completing(completing) => completing.as_mut().poll(cx),
            State::Done(piece) => piece.take().map_or(Poll::Pending, Poll::Ready),
            State::Resolving(_) => Poll::Pending,
        }
    }
}

impl Future for Pending<'_> {
    type Output = Piece;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Piece> {
        let polled = guarded(|| self.poll_state(cx));
        polled.unwrap_or_else(|error| Poll::Ready(self.call.refuse(error)))
    }
}

async fn complete<'a>(call: Call<'a>, value: Box<dyn Output + 'a>) -> Piece {
    write_value(call.execution, call.step, &*value).await
}
