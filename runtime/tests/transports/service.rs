//! A service behind `schema.graphql`, glued by hand: what transports carry, and what they count.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::time::Duration;

use futures_util::stream::{self, StreamExt as _};
use meshwright_runtime::Binary;
use meshwright_runtime::graphql::{
    Arguments, Call, Called, Context, Error, EventStream, FieldCost, Fields, Input, InputError,
    Limits, ObjectType, Output, Root, ScalarType, Schema, Subscribing, Tables, Writer, check,
};
use serde_json::Value;

/// What the connection hook leaves.
#[derive(Clone)]
pub struct Principal(pub String);

/// The counters are for tests to look at.
#[derive(Clone, Default)]
pub struct Service {
    /// Streams of subscriptions that are alive.
    pub streams: Arc<AtomicUsize>,
    /// Events that streams have made.
    pub events: Arc<AtomicUsize>,
    value: Arc<AtomicI64>,
}

pub fn schema(service: Service, limits: Limits) -> Schema {
    Schema::new(include_str!("schema.graphql"), &TABLES, service, limits).unwrap()
}

static TABLES: Tables = Tables {
    objects: &[
        ObjectType {
            name: "Query",
            fields: &[
                "hello", "seen", "stuck", "search", "items", "page", "latest", "few", "any",
                "heavy", "priced",
            ],
            resolved: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            batched: &[],
        },
        ObjectType { name: "Seen", fields: &["header", "principal"], resolved: &[], batched: &[] },
        ObjectType { name: "Item", fields: &["id", "items"], resolved: &[], batched: &[] },
        ObjectType { name: "Heavy", fields: &["id", "load"], resolved: &[], batched: &[] },
        ObjectType { name: "Page", fields: &["nodes", "total"], resolved: &[], batched: &[] },
        ObjectType {
            name: "Mutation",
            fields: &["set", "upload"],
            resolved: &[0, 1],
            batched: &[],
        },
        ObjectType {
            name: "Subscription",
            fields: &["count", "forever", "flood", "refused"],
            resolved: &[0, 1, 2, 3],
            batched: &[],
        },
    ],
    scalars: &[ScalarType { name: "Upload", check: check::<Binary> }],
    costs: &[FieldCost {
        coordinate: "Query.priced",
        weight: Some(100),
        assumed_size: None,
        slicing_arguments: &[],
        sized_fields: &[],
        require_one_slicing_argument: false,
    }],
};

impl Root for Service {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
        let arguments = call.arguments()?;
        match (call.type_index(), call.field_index()) {
            (0, 0) => call.run(async move {
                let name: Option<String> = argument(&arguments, "name")?;
                Ok(format!("Hello, {}!", name.as_deref().unwrap_or("world")))
            }),
            (0, 1) => call.run(async move { Ok(Seen::of(call.context())) }),
            (0, 2) => call.run(std::future::pending::<Result<Option<i32>, Error>>()),
            (0, 3 | 4 | 6 | 7 | 8) => call.run(async { Ok(vec![Item]) }),
            (0, 5) => call.run(async { Ok(Page) }),
            (0, 9 | 10) => call.run(async { Ok(None::<i32>) }),
            (5, 0) => call.run(async move {
                let value: i64 = argument(&arguments, "value")?;
                self.value.store(value, Ordering::SeqCst);
                Ok(value)
            }),
            (5, 1) => call.run(async move {
                let Uploads { file, files, cover } = arguments.read()?;
                let mut said = Vec::new();
                for file in [file].into_iter().chain(files.unwrap_or_default()).chain(cover) {
                    said.push(describe(&file).await);
                }
                Ok(said)
            }),
            _ => call.unknown(),
        }
    }

    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        let arguments = call.arguments()?;
        match call.field_index() {
            0 => call.run_subscription(async move {
                let to: i32 = argument(&arguments, "to")?;
                Ok(self.stream(to, Duration::ZERO))
            }),
            1 => call.run_subscription(async move {
                let pause: i32 = argument(&arguments, "pause")?;
                Ok(self.stream(i32::MAX, Duration::from_millis(pause.unsigned_abs().into())))
            }),
            2 => call.run_subscription(async move {
                let bytes: i32 = argument(&arguments, "bytes")?;
                let text = "x".repeat(usize::try_from(bytes).unwrap_or(0));
                let numbers: EventStream<i32> = self.stream(i32::MAX, Duration::ZERO);
                let texts: EventStream<String> =
                    Box::pin(numbers.map(move |it| it.map(|_| text.clone())));
                Ok(texts)
            }),
            _ => call.run_subscription(async {
                Err::<EventStream<i32>, _>(Error::new("not today").with("code", "CLOSED"))
            }),
        }
    }
}

impl Service {
    fn stream(&self, to: i32, pause: Duration) -> EventStream<i32> {
        self.streams.fetch_add(1, Ordering::SeqCst);
        let (alive, events) = (Alive(Arc::clone(&self.streams)), Arc::clone(&self.events));
        Box::pin(stream::unfold((1, alive, events), move |(number, alive, events)| async move {
            if number > to {
                return None;
            }
            if !pause.is_zero() {
                tokio::time::sleep(pause).await;
            }
            events.fetch_add(1, Ordering::SeqCst);
            Some((Ok(number), (number + 1, alive, events)))
        }))
    }
}

/// Counts a stream while it lives.
struct Alive(Arc<AtomicUsize>);

impl Drop for Alive {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::SeqCst);
    }
}

fn argument<T: Input>(arguments: &Arguments<'_>, name: &str) -> Result<T, Error> {
    let all: Value = arguments.read()?;
    let fields = Fields::of(&all).map_err(|error| Error::new(error.to_string()))?;
    fields.read(name).map_err(|error| Error::new(error.to_string()))
}

struct Uploads {
    file: Binary,
    files: Option<Vec<Binary>>,
    cover: Option<Binary>,
}

impl Input for Uploads {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        let form: Option<Value> = fields.read("form")?;
        let cover = form.as_ref().map(|it| Fields::of(it)?.read("cover")).transpose()?.flatten();
        Ok(Self { file: fields.read("file")?, files: fields.read("files")?, cover })
    }
}

async fn describe(file: &Binary) -> String {
    let name = file.file_name().unwrap_or("-");
    let media_type = file.media_type().unwrap_or("-");
    let place = if file.in_memory().is_some() { "memory" } else { "disk" };
    let bytes = file.bytes().await.unwrap();
    let sum: u64 = bytes.iter().map(|it| u64::from(*it)).sum();
    format!("{name} {media_type} {} {place} {sum}", file.size())
}

struct Seen {
    header: Option<String>,
    principal: Option<String>,
}

impl Seen {
    fn of(context: &Context) -> Self {
        let header = context.headers().get("x-test").and_then(|it| it.to_str().ok());
        let principal = context.get::<Principal>().map(|it| it.0.clone());
        Self { header: header.map(str::to_owned), principal }
    }
}

impl Output for Seen {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(1, self, &|field, out| match field {
            0 => self.header.write(out),
            _ => self.principal.write(out),
        });
    }
}

struct Item;

impl Output for Item {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(2, self, &|field, out| match field {
            0 => out.string("1"),
            _ => out.list(0, &|_, _| {}),
        });
    }
}

struct Page;

impl Output for Page {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(4, self, &|field, out| match field {
            0 => out.list(1, &|_, out| Item.write(out)),
            _ => out.integer(1),
        });
    }
}
