//! The same server in several forms: object types, queries and a subscription, so many that compilers feel them.

/// A way to write the server.
pub(super) struct Form {
    /// The name of its crate.
    pub(super) name: &'static str,
    /// What its crate depends on.
    pub(super) dependencies: &'static str,
    head: &'static str,
    /// Of each type; `@i` is its number and `@n` that of the next.
    ty: &'static str,
    /// Before the queries, of each type's queries, and after them.
    queries: [&'static str; 3],
}

/// Ours first: the others are compared with it.
pub(super) const FORMS: &[Form] = &[OURS, ASYNC_GRAPHQL, JUNIPER];

impl Form {
    /// The text of the crate for so many object types: each has six plain fields, one with work and an argument, and
    /// one that gives the next type.
    pub(super) fn library(&self, n_types: usize) -> String {
        let [before, each, after] = self.queries;
        let (types, queries) = (per_type(self.ty, n_types), per_type(each, n_types));
        [self.head, &types, before, &queries, after].concat()
    }
}

/// The schema, for those who take one.
pub(super) fn sdl(n_types: usize) -> String {
    let ty = "type T@i {\n  id: Int!\n  name: String!\n  score: Float!\n  flag: Boolean!\n  note: String\n  rank: Int\n  \
              detail(n: Int!): String!\n  next: T@n! @resolver\n}\n\n";
    let query = "  t@i: T@i!\n  t@is(count: Int!): [T@i!]!\n";
    format!(
        "directive @resolver on FIELD_DEFINITION\n\n{}type Query {{\n{}}}\n\ntype Subscription {{\n  ticks: T0!\n}}\n",
        per_type(ty, n_types),
        per_type(query, n_types)
    )
}

fn per_type(text: &str, n_types: usize) -> String {
    let each = |index: usize| {
        text.replace("@is", &format!("{index}s"))
            .replace("@i", &index.to_string())
            .replace("@n", &((index + 1) % n_types).to_string())
    };
    (0..n_types).map(each).collect()
}

const OURS: Form = Form {
    name: "ours",
    dependencies: "meshwright-runtime = { path = \"@runtime\", features = [\"graphql\"] }\n\
                   wide = { path = \"../wide\" }\n",
    head: r#"
use futures_util::StreamExt as _;
use harness::{Answer, Events, Server};
use meshwright_runtime::graphql::{Context, Error, EventStream, Limits, Request, Schema};
use std::future::Future;
use std::pin::Pin;
use tokio::sync::broadcast::Sender;
use wide::resolvers::*;
use wide::types::*;

#[derive(Clone)]
pub struct App {
    ticks: Sender<i32>,
}

pub struct Ours {
    app: App,
    plain: Schema,
    cached: Schema,
}

pub fn server() -> Ours {
    let app = App { ticks: Sender::new(16) };
    let limits = |cached_documents| Limits { cached_documents, ..Limits::default() };
    let schema = |it| wide::schema(app.clone(), limits(it)).expect("the schema");
    Ours { plain: schema(0), cached: schema(512), app: app.clone() }
}

impl Server for Ours {
    fn execute<'a>(&'a self, query: &'a str, cached: bool) -> Answer<'a> {
        let schema = if cached { &self.cached } else { &self.plain };
        Box::pin(async move {
            let response = schema.execute(Request::new(query), Context::default()).await;
            String::from_utf8(response.to_bytes()).expect("text")
        })
    }

    fn subscribe(&self) -> Pin<Box<dyn Future<Output = Events> + '_>> {
        Box::pin(async {
            let request = Request::new("subscription { ticks { id name } }");
            let prepared = self.cached.prepare(request).ok().expect("a document");
            let events = prepared.subscribe(Context::default()).await.ok().expect("events");
            Box::pin(events.map(|it| String::from_utf8(it.to_bytes()).expect("text"))) as Events
        })
    }

    fn publish(&self, number: i32) {
        let _ = self.app.ticks.send(number);
    }
}

impl SubscriptionResolver for App {
    async fn ticks(&self, _: &Context) -> Result<EventStream<T0>, Error> {
        let receiver = self.ticks.subscribe();
        Ok(Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async {
            let number = receiver.recv().await.ok()?;
            Some((Ok(make_t0(number)), receiver))
        })))
    }
}
"#,
    ty: r#"
pub fn make_t@i(id: i32) -> T@i {
    T@i { id, name: format!("name {id}"), score: f64::from(id) / 2.0, flag: id % 2 == 0, note: None, rank: Some(id) }
}

impl T@iResolver for App {
    async fn detail(&self, _: &Context, t@i: &T@i, args: T@iDetailArgs) -> Result<String, Error> {
        Ok(format!("{} {}", t@i.name, args.n))
    }

    async fn next(&self, _: &Context, t@i: &T@i) -> Result<T@n, Error> {
        Ok(make_t@n(t@i.id))
    }
}
"#,
    queries: [
        "\nimpl QueryResolver for App {\n",
        "    async fn t@i(&self, _: &Context) -> Result<T@i, Error> { Ok(make_t@i(7)) }\n    \
         async fn t@is(&self, _: &Context, args: QueryT@isArgs) -> Result<Vec<T@i>, Error> {\n        \
         Ok((0..args.count).map(make_t@i).collect())\n    }\n",
        "}\n",
    ],
};

const ASYNC_GRAPHQL: Form = Form {
    name: "async-graphql-7",
    dependencies: "async-graphql = { version = \"=7.2.1\", default-features = false }\n",
    head: r#"
use async_graphql::{ComplexObject, EmptyMutation, Object, Schema, SimpleObject, Subscription};
use futures_util::{Stream, StreamExt as _};
use harness::{Answer, Events, Server};
use std::future::Future;
use std::pin::Pin;
use tokio::sync::broadcast::Sender;

pub struct Query;

pub struct Ticks(Sender<i32>);

#[Subscription]
impl Ticks {
    async fn ticks(&self) -> impl Stream<Item = T0> + use<> {
        let receiver = self.0.subscribe();
        futures_util::stream::unfold(receiver, |mut receiver| async {
            let number = receiver.recv().await.ok()?;
            Some((make_t0(number), receiver))
        })
    }
}

pub struct Theirs {
    ticks: Sender<i32>,
    schema: Schema<Query, EmptyMutation, Ticks>,
}

pub fn server() -> Theirs {
    let ticks = Sender::new(16);
    let schema = Schema::new(Query, EmptyMutation, Ticks(ticks.clone()));
    Theirs { ticks, schema }
}

impl Server for Theirs {
    fn execute<'a>(&'a self, query: &'a str, _: bool) -> Answer<'a> {
        Box::pin(async move {
            serde_json::to_string(&self.schema.execute(query).await).expect("text")
        })
    }

    fn subscribe(&self) -> Pin<Box<dyn Future<Output = Events> + '_>> {
        Box::pin(async {
            let mut events = self.schema.execute_stream("subscription { ticks { id name } }").boxed();
            // The source is asked for when the stream is polled for the first time.
            let _ = futures_util::future::poll_immediate(events.next()).await;
            Box::pin(events.map(|it| serde_json::to_string(&it).expect("text"))) as Events
        })
    }

    fn publish(&self, number: i32) {
        let _ = self.ticks.send(number);
    }
}
"#,
    ty: r#"
#[derive(SimpleObject)]
#[graphql(complex)]
pub struct T@i {
    id: i32,
    name: String,
    score: f64,
    flag: bool,
    note: Option<String>,
    rank: Option<i32>,
}

pub fn make_t@i(id: i32) -> T@i {
    T@i { id, name: format!("name {id}"), score: f64::from(id) / 2.0, flag: id % 2 == 0, note: None, rank: Some(id) }
}

#[ComplexObject]
impl T@i {
    async fn detail(&self, n: i32) -> async_graphql::Result<String> {
        Ok(format!("{} {n}", self.name))
    }

    async fn next(&self) -> async_graphql::Result<T@n> {
        Ok(make_t@n(self.id))
    }
}
"#,
    queries: [
        "\n#[Object]\nimpl Query {\n",
        "    async fn t@i(&self) -> async_graphql::Result<T@i> { Ok(make_t@i(7)) }\n    \
         // It would be `t0S` otherwise.\n    #[graphql(name = \"t@is\")]\n    async fn t@is(&self, count: i32) -> async_graphql::Result<Vec<T@i>> {\n        \
         Ok((0..count).map(make_t@i).collect())\n    }\n",
        "}\n",
    ],
};

const JUNIPER: Form = Form {
    name: "juniper-0-18",
    dependencies: "juniper = { version = \"=0.18.0\", default-features = false }\n\
                   juniper_subscriptions = \"=0.19.0\"\n",
    head: r#"
use futures_util::{Stream, StreamExt as _};
use harness::{Answer, Events, Server};
use juniper::http::GraphQLRequest;
use juniper::{EmptyMutation, FieldResult, RootNode, SubscriptionCoordinator as _, graphql_object, graphql_subscription};
use juniper_subscriptions::Coordinator;
use std::future::Future;
use std::pin::Pin;
use tokio::sync::broadcast::Sender;

#[derive(Clone)]
pub struct Context {
    ticks: Sender<i32>,
}

impl juniper::Context for Context {}

pub struct Query;

pub struct Ticks;

type Events0 = Pin<Box<dyn Stream<Item = FieldResult<T0>> + Send>>;

#[graphql_subscription]
#[graphql(context = Context)]
impl Ticks {
    async fn ticks(context: &Context) -> Events0 {
        let receiver = context.ticks.subscribe();
        Box::pin(futures_util::stream::unfold(receiver, |mut receiver| async {
            let number = receiver.recv().await.ok()?;
            Some((Ok(make_t0(number)), receiver))
        }))
    }
}

type Schema = RootNode<Query, EmptyMutation<Context>, Ticks>;

pub struct Theirs {
    context: Context,
    schema: Schema,
    coordinator: &'static Coordinator<Query, EmptyMutation<Context>, Ticks, Context, juniper::DefaultScalarValue>,
}

fn schema() -> Schema {
    Schema::new(Query, EmptyMutation::new(), Ticks)
}

pub fn server() -> Theirs {
    let context = Context { ticks: Sender::new(16) };
    Theirs { context, schema: schema(), coordinator: Box::leak(Box::new(Coordinator::new(schema()))) }
}

impl Server for Theirs {
    fn execute<'a>(&'a self, query: &'a str, _: bool) -> Answer<'a> {
        Box::pin(async move {
            let request = GraphQLRequest::new(query.to_owned(), None, None);
            serde_json::to_string(&request.execute(&self.schema, &self.context).await).expect("text")
        })
    }

    fn subscribe(&self) -> Pin<Box<dyn Future<Output = Events> + '_>> {
        Box::pin(async {
            // Requests and contexts outlive their events here, as a server's connections do.
            let request = GraphQLRequest::new("subscription { ticks { id name } }".to_owned(), None, None);
            let request: &'static GraphQLRequest = Box::leak(Box::new(request));
            let context: &'static Context = Box::leak(Box::new(self.context.clone()));
            let events = self.coordinator.subscribe(request, context).await.expect("events");
            Box::pin(events.map(|it| serde_json::to_string(&it).expect("text"))) as Events
        })
    }

    fn publish(&self, number: i32) {
        let _ = self.context.ticks.send(number);
    }
}
"#,
    ty: r#"
pub struct T@i {
    id: i32,
    name: String,
    score: f64,
    flag: bool,
    note: Option<String>,
    rank: Option<i32>,
}

pub fn make_t@i(id: i32) -> T@i {
    T@i { id, name: format!("name {id}"), score: f64::from(id) / 2.0, flag: id % 2 == 0, note: None, rank: Some(id) }
}

#[graphql_object]
#[graphql(context = Context)]
impl T@i {
    fn id(&self) -> i32 { self.id }
    fn name(&self) -> &str { &self.name }
    fn score(&self) -> f64 { self.score }
    fn flag(&self) -> bool { self.flag }
    fn note(&self) -> Option<&str> { self.note.as_deref() }
    fn rank(&self) -> Option<i32> { self.rank }

    async fn detail(&self, n: i32) -> FieldResult<String> {
        Ok(format!("{} {n}", self.name))
    }

    async fn next(&self) -> FieldResult<T@n> {
        Ok(make_t@n(self.id))
    }
}
"#,
    queries: [
        "\n#[graphql_object]\n#[graphql(context = Context)]\nimpl Query {\n",
        "    async fn t@i() -> FieldResult<T@i> { Ok(make_t@i(7)) }\n    \
         async fn t@is(count: i32) -> FieldResult<Vec<T@i>> {\n        \
         Ok((0..count).map(make_t@i).collect())\n    }\n",
        "}\n",
    ],
};
