//! What panics in an application's code, wherever it is called, is an error of its field, by hand.

use std::future::{Future, Ready, ready};

use futures_util::{StreamExt as _, stream};
use meshwright_runtime::graphql::{
    Batch, Call, Called, CalledBatch, Context, Error, EventStream, Limits, ObjectType, Output,
    Request, Root, Schema, Subscribing, Tables, Writer,
};

const SDL: &str = "\
scalar Flaw \
type Query { ok: Int! eager: Int flaw: Flaw flaws: [Flaw] item: Item items: [Item!]! } \
type Item { ok: Int! flaw: Flaw slow: Int shared: Flaw } \
type Subscription { flaws: Flaw }";

static TABLES: Tables = Tables {
    objects: &[
        ObjectType {
            name: "Query",
            fields: &["ok", "eager", "flaw", "flaws", "item", "items"],
            resolved: &[0, 1, 2, 3, 4, 5],
            batched: &[],
        },
        ObjectType {
            name: "Item",
            fields: &["ok", "flaw", "slow", "shared"],
            resolved: &[2, 3],
            batched: &[3],
        },
        ObjectType { name: "Subscription", fields: &["flaws"], resolved: &[0], batched: &[] },
    ],
    scalars: &[],
    costs: &[],
};

/// A value that cannot be written if it is true.
struct Flaw(bool);

impl Output for Flaw {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        assert!(!self.0, "a secret");
        out.raw("\"whole\"");
    }
}

/// Its flaw is a plain field.
struct Item(Flaw);

impl Output for Item {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(1, self, &|field, out| match field {
            0 => 1.write(out),
            _ => self.0.write(out),
        });
    }
}

/// Panics when it is called, and not when its future is polled.
fn eager() -> Ready<Result<Option<i32>, Error>> {
    panic!("a secret")
}

async fn slow() -> Result<Option<i32>, Error> {
    tokio::task::yield_now().await;
    Ok(Some(2))
}

fn done<T: Send>(value: T) -> impl Future<Output = Result<T, Error>> + Send {
    ready(Ok(value))
}

struct Service;

impl Root for Service {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
        match (call.type_index(), call.field_index()) {
            (0, 0) => call.run(done(1)),
            (0, 1) => call.run(eager()),
            (0, 2) => call.run(done(Flaw(true))),
            (0, 3) => call.run(done(vec![Flaw(false), Flaw(true)])),
            (0, 4) => call.run(done(Item(Flaw(true)))),
            (0, 5) => {
                call.run(done([(); 2].map(|()| Item(Flaw(true))).into_iter().collect::<Vec<_>>()))
            }
            (1, 2) => call.run(slow()),
            _ => call.unknown(),
        }
    }

    fn resolve_all<'a>(&'a self, batch: &Batch<'a>) -> CalledBatch<'a> {
        let n_parents = batch.parents::<Item>()?.len();
        batch.run(done((0..n_parents).map(|it| Ok(Flaw(it > 0))).collect()))
    }

    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        let events = [true, false].map(|it| Ok(Flaw(it)));
        let events: EventStream<Flaw> = Box::pin(stream::iter(events));
        call.run_subscription(done(events))
    }
}

fn schema() -> Schema {
    Schema::new(SDL, &TABLES, Service, Limits::default()).unwrap()
}

/// `{"message":…}` at this column of the only line.
fn error(column: usize, path: &str) -> String {
    format!(
        r#"{{"message":"internal error","locations":[{{"line":1,"column":{column}}}],"path":[{path}],"extensions":{{"code":"INTERNAL"}}}}"#
    )
}

#[tokio::test]
async fn a_panic_is_an_error_of_its_field() {
    let rows = [
        ("{ eager ok }", error(3, r#""eager""#), r#"{"eager":null,"ok":1}"#),
        ("{ flaw ok }", error(3, r#""flaw""#), r#"{"flaw":null,"ok":1}"#),
        ("{ flaws ok }", error(3, r#""flaws""#), r#"{"flaws":null,"ok":1}"#),
        ("{ item { ok flaw } ok }", error(3, r#""item""#), r#"{"item":null,"ok":1}"#),
        ("{ item { slow flaw } ok }", error(3, r#""item""#), r#"{"item":null,"ok":1}"#),
        (
            "{ items { slow shared } ok }",
            [0, 1].map(|it| error(16, &format!(r#""items",{it},"shared""#))).join(","),
            r#"{"items":[{"slow":2,"shared":null},{"slow":2,"shared":null}],"ok":1}"#,
        ),
    ];
    for (query, errors, data) in rows {
        let response = schema().execute(Request::new(query), Context::default()).await.to_bytes();
        let expected = format!(r#"{{"errors":[{errors}],"data":{data}}}"#);
        assert_eq!(String::from_utf8(response).unwrap(), expected, "{query}");
    }
}

#[tokio::test]
async fn a_panic_is_an_error_of_its_event() {
    let prepared = schema().prepare(Request::new("subscription { flaws }")).unwrap();
    let events = prepared.subscribe(Context::default()).await.unwrap();
    let texts: Vec<_> = events.map(|it| String::from_utf8(it.to_bytes()).unwrap()).collect().await;
    let flawed = format!(r#"{{"errors":[{}],"data":{{"flaws":null}}}}"#, error(16, r#""flaws""#));
    assert_eq!(texts, [flawed.as_str(), r#"{"data":{"flaws":"whole"}}"#]);
}
