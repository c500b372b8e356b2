//! Awaits what a writer left open, and puts everything together.

use std::future::poll_fn;
use std::iter::{Peekable, Zip};
use std::mem;
use std::pin::Pin;
use std::slice;
use std::sync::atomic::Ordering::Relaxed;
use std::task::{self, Poll};

use futures_util::future::join_all;

use super::batch::{PendingBatch, Values};
use super::call::Piece;
use super::error::ResponseError;
use super::execution::Execution;
use super::output::Output;
use super::pending::Pending;
use super::plan::Step;
use super::writer::{Gathered, Hole, Noted, Place, Writer, locate};

/// Larger texts begin small again, so that one large answer does not cost memory for ever.
const MAX_ROOM: usize = 32 << 10;

/// The text of a value that one resolver gave, with all that is below it.
pub(super) async fn write_value(execution: &Execution, step: &Step, value: &dyn Output) -> Piece {
    write_one(execution, step, &|out| value.write(out)).await
}

/// The text of one value that writes itself.
pub(super) async fn write_one<'v>(
    execution: &'v Execution,
    step: &'v Step,
    write: &(dyn Fn(&mut Writer<'v>) + Sync),
) -> Piece {
    if !step.has_holes {
        return write_leaf(execution, step, write);
    }
    let writer = walk(execution, step, &|out| out.value(write)).await;
    learn(step, writer.text.len());
    if writer.holes.is_empty() && writer.errors.is_empty() {
        return Piece { text: writer.text, errors: Vec::new(), failed: false };
    }
    only(writer.finish().await)
}

/// The text of a value with nothing below it to wait for.
pub(super) fn write_at_once(execution: &Execution, step: &Step, value: &dyn Output) -> Piece {
    write_leaf(execution, step, &|out| value.write(out))
}

/// The writer never moves.
fn write_leaf<'v>(
    execution: &'v Execution,
    step: &'v Step,
    write: &dyn Fn(&mut Writer<'v>),
) -> Piece {
    let mut writer = Writer::new(execution, step, None);
    writer.value(write);
    learn(step, writer.text.len());
    if writer.errors.is_empty() {
        return Piece { text: writer.text, errors: Vec::new(), failed: false };
    }
    only(writer.close(&[]))
}

fn only(mut pieces: Vec<Piece>) -> Piece {
    pieces.pop().unwrap_or_else(|| Piece::failed(Vec::new()))
}

/// Remembers how long texts of this step get.
fn learn(step: &Step, length: usize) {
    if length > step.room.load(Relaxed) && length <= MAX_ROOM {
        step.room.store(length, Relaxed);
    }
}

/// The texts of values that one call gave for several parents: what is below them is batched again.
pub(super) async fn write_all<'v>(
    execution: &'v Execution,
    step: &'v Step,
    values: &'v dyn Values,
) -> Vec<Piece> {
    let write = |out: &mut Writer<'v>| {
        for index in 0..values.len() {
            out.value(&|out| values.write(index, out));
        }
    };
    walk(execution, step, &write).await.finish().await
}

/// Goes through values within a poll, so that what is not ready there knows whom to wake.
async fn walk<'v>(
    execution: &'v Execution,
    step: &'v Step,
    write: &(dyn Fn(&mut Writer<'v>) + Sync),
) -> Writer<'v> {
    poll_fn(|cx| {
        let waker = step.has_holes.then(|| cx.waker().clone());
        let mut writer = Writer::new(execution, step, waker);
        write(&mut writer);
        Poll::Ready(writer)
    })
    .await
}

/// One future, and the holes that it fills.
enum Task<'a> {
    One(usize, Pending<'a>),
    Many(Vec<usize>, PendingBatch<'a>),
}

impl Future for Task<'_> {
    type Output = Vec<(usize, Piece)>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut task::Context<'_>) -> Poll<Self::Output> {
        match &mut *self {
            Task::One(hole, future) => Pin::new(future).poll(cx).map(|piece| vec![(*hole, piece)]),
            Task::Many(holes, future) => future
                .as_mut()
                .poll(cx)
                .map(|pieces| mem::take(holes).into_iter().zip(pieces).collect()),
        }
    }
}

impl Writer<'_> {
    /// Awaits the holes and gives the finished values.
    async fn finish(mut self) -> Vec<Piece> {
        let pieces = self.answers().await;
        self.close(&pieces)
    }

    /// The finished values, once it is known what goes into the holes.
    fn close(mut self, pieces: &[Piece]) -> Vec<Piece> {
        let places = self.places.iter().enumerate();
        let values: Vec<usize> =
            places.filter(|(it, place)| place.parent == *it).map(|(it, _)| it).collect();
        let told = self.tell(&values, pieces);
        let mut fillings = self.holes.iter().zip(pieces).peekable();
        let values = values.iter().zip(told).map(|(value, errors)| {
            let text = self.text(*value, &mut fillings);
            let Place { dead, nullable, .. } = self.places[*value];
            Piece { text, errors, failed: dead && !nullable }
        });
        values.collect()
    }

    /// What goes into the holes, in their order.
    async fn answers(&mut self) -> Vec<Piece> {
        let mut pieces: Vec<Piece> = Vec::new();
        pieces.resize_with(self.holes.len(), || Piece::failed(Vec::new()));
        let holes = self.holes.iter_mut().enumerate();
        let mut tasks: Vec<Task<'_>> =
            holes.filter_map(|(index, hole)| Some(Task::One(index, hole.future.take()?))).collect();
        let mut batches = mem::take(&mut self.batches);
        poll_fn(|cx| {
            for Gathered { batch, holes } in batches.drain(..) {
                let mut task = Task::Many(holes, batch.start());
                match Pin::new(&mut task).poll(cx) {
                    Poll::Ready(answers) => put(&mut pieces, answers),
                    Poll::Pending => tasks.push(task),
                }
            }
            Poll::Ready(())
        })
        .await;
        if !tasks.is_empty() {
            // Everything was polled once. Whoever shares work, as loaders do, begins it when polled again: by then all
            // parts of the operation have told what they need.
            pending_once().await;
            for answers in join_all(tasks).await {
                put(&mut pieces, answers);
            }
        }
        pieces
    }

    /// The errors of each value, in the order of the document; places become null on the way.
    fn tell(&mut self, values: &[usize], pieces: &[Piece]) -> Vec<Vec<ResponseError>> {
        let mut told = vec![Vec::new(); values.len()];
        if self.errors.is_empty() && pieces.iter().all(|it| it.errors.is_empty()) {
            return told;
        }
        let mut noted = mem::take(&mut self.errors).into_iter().peekable();
        for (index, piece) in pieces.iter().enumerate() {
            while let Some(it) = noted.next_if(|it| it.n_holes <= index) {
                self.tell_noted(it, values, &mut told);
            }
            let place = self.holes[index].place;
            let Some(value) = self.alive(values, place) else { continue };
            for error in &piece.errors {
                let mut error = error.clone();
                locate(&self.places, &mut error, place);
                told[value].push(error);
            }
            if piece.failed {
                bury(&mut self.places, place);
            }
        }
        for it in noted {
            self.tell_noted(it, values, &mut told);
        }
        told
    }

    fn tell_noted(&mut self, noted: Noted, values: &[usize], told: &mut [Vec<ResponseError>]) {
        let Noted { error, place, buried, n_holes: _ } = noted;
        let Some(value) = self.alive(values, place) else { return };
        told[value].push(error);
        if let Some(place) = buried {
            self.places[place].dead = true;
        }
    }

    /// Which of the values a place is in; none if it is null already.
    fn alive(&self, values: &[usize], mut place: usize) -> Option<usize> {
        while !self.places[place].dead {
            let parent = self.places[place].parent;
            if parent == place {
                return values.binary_search(&place).ok();
            }
            place = parent;
        }
        None
    }

    /// The text of one value, with holes filled and dead places nulled.
    fn text(&self, value: usize, fillings: &mut Peekable<Fillings<'_, '_>>) -> Vec<u8> {
        let Place { start, end, .. } = self.places[value];
        let mut text = Vec::with_capacity(end - start);
        let mut done = start;
        let inner = self.places.iter().enumerate().skip(value);
        for (index, place) in inner.take_while(|(it, place)| *it == value || place.parent != *it) {
            let filling = fillings.next_if(|(hole, _)| hole.place == index);
            // What is within a dead place is dead too.
            if place.start < done {
                continue;
            }
            if place.dead {
                text.extend_from_slice(&self.text[done..place.start]);
                text.extend_from_slice(b"null");
                done = place.end;
            } else if let Some((_, piece)) = filling {
                text.extend_from_slice(&self.text[done..place.start]);
                text.extend_from_slice(&piece.text);
                done = place.start;
            }
        }
        text.extend_from_slice(&self.text[done..end]);
        text
    }
}

/// Holes with what goes into them.
type Fillings<'w, 'a> = Zip<slice::Iter<'w, Hole<'a>>, slice::Iter<'w, Piece>>;

fn put(pieces: &mut [Piece], answers: Vec<(usize, Piece)>) {
    for (hole, piece) in answers {
        pieces[hole] = piece;
    }
}

/// Nulls the nearest place around a failed hole that may be null, or the whole value, which fails then.
fn bury(places: &mut [Place<'_>], hole: usize) {
    let mut place = places[hole].parent;
    while !places[place].nullable && places[place].parent != place {
        place = places[place].parent;
    }
    places[place].dead = true;
}

/// Is pending when it is polled for the first time, and wakes nobody: those that it waits for do.
async fn pending_once() {
    let mut polled = false;
    poll_fn(|_| if mem::replace(&mut polled, true) { Poll::Ready(()) } else { Poll::Pending })
        .await;
}
