//! The aviary by hand: a service in memory, which the generated server puts behind a URL.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aviary::enums::Diet;
use aviary::inputs::Wish;
use aviary::resolvers::{
    MutationRenameArgs, MutationResolver, QueryAnimalArgs, QueryEchoArgs, QueryFindArgs,
    QueryResolver, QuerySecretArgs, QueryWishArgs, SubscriptionArrivalsArgs, SubscriptionResolver,
};
use aviary::runtime::graphql::{Context, Endpoint, Error, EventStream, Limits};
use aviary::types::{Animal, Duck, Found, Keeper, Parrot, Penguin};
use futures_util::{StreamExt as _, stream};
use serde_json::json;

/// The service; the count is for tests to look at.
#[derive(Debug, Default, Clone)]
pub struct Aviary {
    /// How many streams of arrivals are open.
    pub open: Arc<AtomicUsize>,
}

/// What `connection_init` said, left for the resolvers.
#[derive(Debug, Clone)]
struct Ticket(String);

/// Serves on a free port, and gives the URL.
///
/// # Panics
///
/// When there is no free port, or the schema is none.
pub async fn serve(aviary: Aviary) -> String {
    let schema = aviary::schema(aviary, Limits::default()).expect("the schema is one");
    let endpoint = Endpoint::new(schema).on_connect(|payload, mut context| {
        Box::pin(async move {
            let ticket = payload.get("ticket").and_then(|it| it.as_str()).unwrap_or_default();
            if ticket == "forged" {
                return Err(Error::new("no such ticket"));
            }
            context.insert(Ticket(ticket.to_owned()));
            Ok(context)
        })
    });
    let router = endpoint.into_router("/graphql");
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let address = listener.local_addr().expect("an address");
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}/graphql")
}

fn parrot() -> Animal {
    Animal::Parrot(Box::new(Parrot {
        id: "p1".to_owned(),
        name: "Polly \"P\"".to_owned(),
        diet: Diet::Seeds,
        seen: "2026-01-31T08:00:00+02:00".parse().ok(),
        friends: vec![duck()],
        words: vec![Some("hello".to_owned()), None],
        r#type: "macaw".to_owned(),
    }))
}

fn duck() -> Animal {
    Animal::Duck(Box::new(Duck {
        id: "d1".to_owned(),
        name: "Daisy".to_owned(),
        diet: Diet::Fish,
        seen: None,
        friends: Vec::new(),
        depth: 1.5,
        quacks: Some(3),
    }))
}

fn penguin() -> Animal {
    Animal::Penguin(Box::new(Penguin {
        id: "g1".to_owned(),
        name: "Pingu".to_owned(),
        diet: Diet::Fish,
        seen: None,
        friends: vec![parrot(), duck()],
        depth: 200.0,
    }))
}

fn keeper() -> Keeper {
    Keeper {
        id: "k1".to_owned(),
        name: "Kim".to_owned(),
        badge: "00000000-0000-0000-0000-00000000002a".parse().ok(),
        notes: Some(json!({ "shift": ["mon", 2] })),
        bird: Some(parrot()),
    }
}

fn animal(id: &str) -> Option<Animal> {
    match id {
        "p1" => Some(parrot()),
        "d1" => Some(duck()),
        "g1" => Some(penguin()),
        _ => None,
    }
}

fn name_of(wish: &Wish) -> Option<Animal> {
    match wish {
        Wish::Id(id) => animal(id),
        Wish::Name(name) if name == "Daisy" => Some(duck()),
        Wish::Name(_) => None,
        Wish::NoneOf(list) => Some(penguin()).filter(|_| list.len() == 2),
        Wish::Not(_) => Some(parrot()),
    }
}

impl QueryResolver for Aviary {
    async fn animal(&self, _: &Context, args: QueryAnimalArgs) -> Result<Option<Animal>, Error> {
        Ok(animal(&args.id))
    }

    async fn find(&self, _: &Context, _: QueryFindArgs) -> Result<Vec<Found>, Error> {
        let animals = [parrot(), duck(), penguin()].map(|it| match it {
            Animal::Parrot(it) => Found::Parrot(it),
            Animal::Duck(it) => Found::Duck(it),
            Animal::Penguin(it) => Found::Penguin(it),
        });
        Ok(animals.into_iter().chain([Found::Keeper(Box::new(keeper()))]).collect())
    }

    async fn wish(&self, _: &Context, args: QueryWishArgs) -> Result<Option<Animal>, Error> {
        Ok(name_of(&args.wish))
    }

    async fn echo(&self, _: &Context, args: QueryEchoArgs) -> Result<String, Error> {
        Ok(format!("{args:?}"))
    }

    async fn secret(&self, _: &Context, args: QuerySecretArgs) -> Result<Option<String>, Error> {
        match args.open {
            true => Ok(Some("sesame".to_owned())),
            false => Err(Error::new("it is a secret").with("code", "FORBIDDEN")),
        }
    }

    async fn lost(&self, _: &Context) -> Result<Option<Keeper>, Error> {
        Ok(Some(keeper()))
    }

    async fn token(&self, context: &Context) -> Result<Option<String>, Error> {
        let header = context.headers().get("authorization");
        Ok(header.and_then(|it| it.to_str().ok()).map(str::to_owned))
    }
}

impl MutationResolver for Aviary {
    async fn rename(&self, _: &Context, args: MutationRenameArgs) -> Result<Option<Animal>, Error> {
        Ok(animal(&args.id).map(|mut it| {
            match &mut it {
                Animal::Parrot(it) => it.name.clone_from(&args.name),
                Animal::Duck(it) => it.name.clone_from(&args.name),
                Animal::Penguin(it) => it.name.clone_from(&args.name),
            }
            it
        }))
    }
}

/// Counts a stream while it is there.
struct Open(Arc<AtomicUsize>);

impl Drop for Open {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

impl SubscriptionResolver for Aviary {
    /// So many penguins, named by the ticket and their number; of a negative number, one and then silence.
    async fn arrivals(
        &self,
        context: &Context,
        args: SubscriptionArrivalsArgs,
    ) -> Result<EventStream<Animal>, Error> {
        self.open.fetch_add(1, Ordering::SeqCst);
        let open = Open(Arc::clone(&self.open));
        let ticket = context.get::<Ticket>().map_or_else(String::new, |it| it.0.clone());
        let arrival = move |number: i32| {
            let Animal::Penguin(it) = penguin() else { return Err(Error::new("no penguin")) };
            Ok(Animal::Penguin(Box::new(Penguin { name: format!("{ticket}{number}"), ..*it })))
        };
        let (most, is_endless) = (args.count.unsigned_abs() as usize, args.count < 0);
        let arrivals = stream::iter(1..).take(most).map(arrival);
        let arrivals = match is_endless {
            true => arrivals.chain(stream::pending()).boxed(),
            false => arrivals.boxed(),
        };
        Ok(arrivals
            .map(move |it| {
                // It belongs to the stream, so that it is gone when the stream is.
                let _ = &open;
                it
            })
            .boxed())
    }

    async fn refused(&self, _: &Context) -> Result<EventStream<i32>, Error> {
        Err(Error::new("not today"))
    }
}
