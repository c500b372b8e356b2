//! The hand-written half: a small library, and a probe that fails on demand.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use futures_util::stream;
use meshwright_runtime::graphql::{Context, Error, EventStream};
use serde_json::{Value, json};

use super::generated::*;

/// The service; the counters are for tests to look at.
#[derive(Default, Clone)]
pub struct Library {
    pub pushed: Arc<Mutex<Vec<i32>>>,
    /// Streams of `Subscription.forever` that are alive.
    pub streams: Arc<Alive>,
}

#[derive(Default)]
pub struct Alive(pub AtomicUsize);

fn author() -> Author {
    let born = chrono::DateTime::parse_from_rfc3339("1929-10-21T00:00:00Z").ok();
    Author { id: "a1".into(), name: "Ursula \"K.\" Le Guin".into(), born }
}

fn book() -> Book {
    Book {
        id: "b1".into(),
        title: "The Dispossessed".into(),
        genre: Genre::ScienceFiction,
        rating: Some(4.5),
        meta: Some(json!({ "moons": ["Urras", "Anarres"] })),
        shelf: Some(Shelf { room: "attic".into(), row: None }),
    }
}

fn probe(depth: usize) -> Probe {
    let below = || depth.checked_sub(1).map(probe);
    Probe {
        ok: 1,
        void: Value::Null,
        ratio: f64::NAN,
        inner: below().map(Box::new),
        children: below().into_iter().chain(below()).collect(),
        sparse: Some(vec![below(), None, below()]),
    }
}

impl AuthorResolver for Library {
    async fn books(
        &self,
        _: &Context,
        _: &Author,
        args: AuthorBooksArgs,
    ) -> Result<Vec<Book>, Error> {
        Ok(vec![book(); usize::try_from(args.first).unwrap_or(0).min(2)])
    }
}

impl BookResolver for Library {
    async fn author(&self, _: &Context, _: &Book) -> Result<Option<Author>, Error> {
        tokio::task::yield_now().await;
        Ok(Some(author()))
    }
}

impl ProbeResolver for Library {
    async fn bad(&self, _: &Context, _: &Probe) -> Result<i32, Error> {
        Err(Error::new("bad").with("code", "BAD"))
    }

    async fn maybe(&self, _: &Context, _: &Probe) -> Result<Option<i32>, Error> {
        Err(Error::new("maybe not"))
    }

    async fn panics(&self, _: &Context, _: &Probe) -> Result<Option<i32>, Error> {
        panic!("a secret")
    }

    async fn strict(&self, _: &Context, _: &Probe) -> Result<Probe, Error> {
        tokio::task::yield_now().await;
        Ok(probe(1))
    }

    async fn wait(&self, _: &Context, _: &Probe, args: ProbeWaitArgs) -> Result<i32, Error> {
        tokio::time::sleep(Duration::from_millis(args.ms.unsigned_abs().into())).await;
        Ok(args.ms)
    }
}

impl TickResolver for Library {
    async fn double(&self, _: &Context, tick: &Tick) -> Result<i32, Error> {
        Ok(tick.number * 2)
    }

    async fn odd(&self, _: &Context, tick: &Tick) -> Result<Option<i32>, Error> {
        if tick.number % 2 == 1 { Ok(Some(tick.number)) } else { Err(Error::new("even")) }
    }
}

impl QueryResolver for Library {
    async fn node(&self, _: &Context, args: QueryNodeArgs) -> Result<Option<Node>, Error> {
        Ok(match args.id.as_str() {
            "a1" => Some(Node::Author(author())),
            "b1" => Some(Node::Book(book())),
            _ => None,
        })
    }

    async fn book(&self, _: &Context, args: QueryBookArgs) -> Result<Option<Book>, Error> {
        let book = book();
        let found = match args.by {
            Selector::Id(id) => id == book.id,
            Selector::Title(title) => title == book.title,
        };
        Ok(found.then_some(book))
    }

    async fn books(&self, _: &Context, _: QueryBooksArgs) -> Result<Vec<Book>, Error> {
        Ok(vec![book(), book()])
    }

    async fn search(&self, _: &Context, _: QuerySearchArgs) -> Result<Vec<SearchResult>, Error> {
        Ok(vec![SearchResult::Book(book()), SearchResult::Author(author())])
    }

    async fn echo(&self, _: &Context, args: QueryEchoArgs) -> Result<String, Error> {
        Ok(format!("{args:?}"))
    }

    async fn secret(&self, _: &Context) -> Result<Option<String>, Error> {
        Ok(Some("42".into()))
    }

    async fn probe(&self, _: &Context) -> Result<Option<Probe>, Error> {
        Ok(Some(probe(2)))
    }

    async fn probe_nn(&self, _: &Context) -> Result<Probe, Error> {
        Ok(probe(2))
    }

    async fn probes(&self, _: &Context) -> Result<Vec<Option<Probe>>, Error> {
        Ok(vec![Some(probe(1)), None])
    }

    async fn probes_nn(&self, _: &Context) -> Result<Vec<Probe>, Error> {
        Ok(vec![probe(1), probe(1)])
    }

    async fn operation_name(&self, context: &Context) -> Result<Option<String>, Error> {
        Ok(context.operation_name().map(str::to_owned))
    }
}

impl MutationResolver for Library {
    async fn push(&self, _: &Context, args: MutationPushArgs) -> Result<Vec<i32>, Error> {
        tokio::task::yield_now().await;
        let mut pushed = self.pushed.lock().unwrap();
        pushed.push(args.value);
        Ok(pushed.clone())
    }

    async fn refuse(&self, _: &Context) -> Result<i32, Error> {
        Err(Error::new("refused"))
    }
}

/// Counts a stream while it lives.
struct Guard(Arc<Alive>);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl SubscriptionResolver for Library {
    async fn ticks(
        &self,
        _: &Context,
        args: SubscriptionTicksArgs,
    ) -> Result<EventStream<Tick>, Error> {
        Ok(Box::pin(stream::iter((1..=args.count).map(|number| Ok(Tick { number })))))
    }

    async fn forever(&self, _: &Context) -> Result<EventStream<Tick>, Error> {
        self.streams.0.fetch_add(1, Ordering::SeqCst);
        let guard = Guard(Arc::clone(&self.streams));
        Ok(Box::pin(stream::unfold((0, guard), |(number, guard)| async move {
            tokio::time::sleep(Duration::from_millis(5)).await;
            Some((Ok(Tick { number }), (number + 1, guard)))
        })))
    }

    async fn refused(&self, _: &Context) -> Result<EventStream<Tick>, Error> {
        Err(Error::new("not today"))
    }
}

impl Directives for Library {
    async fn audited(
        &self,
        context: &Context,
        coordinate: &str,
        args: AuditedArgs,
    ) -> Result<(), Error> {
        match context.headers().get("x-role") {
            Some(role) if role.as_bytes() == args.role.as_bytes() => Ok(()),
            _ => {
                Err(Error::new(format!("{coordinate} is for {}", args.role))
                    .with("code", "FORBIDDEN"))
            }
        }
    }
}
