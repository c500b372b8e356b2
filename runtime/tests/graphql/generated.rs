//! What the generator emits for `schema.graphql`, written by hand.

use std::future::Future;

use chrono::{DateTime, FixedOffset};
use meshwright_runtime::graphql::{
    Context, Error, EventStream, Fields, Input, InputError, Limits, Nullable, ObjectType, Output,
    Schema, SchemaError, Writer, enum_name,
};
use serde_json::Value;

#[path = "glue.rs"]
mod glue;

use glue::*;

/// The schema as it is served.
pub const SDL: &str = include_str!("schema.graphql");

/// The schema with a service behind it.
///
/// # Errors
/// If the SDL and this crate do not belong together.
pub fn schema<S: Service>(service: S, limits: Limits) -> Result<Schema, SchemaError> {
    Schema::new(SDL, &TABLES, Glue(service), limits)
}

/// Everything a service must implement.
pub trait Service:
    AuthorResolver
    + BookResolver
    + ProbeResolver
    + TickResolver
    + QueryResolver
    + MutationResolver
    + SubscriptionResolver
    + Directives
    + 'static
{
}

impl<S> Service for S where
    S: AuthorResolver
        + BookResolver
        + ProbeResolver
        + TickResolver
        + QueryResolver
        + MutationResolver
        + SubscriptionResolver
        + Directives
        + 'static
{
}

// ---------------------------------------------------------------- enums

/// `Genre`
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Genre {
    /// `FICTION`
    Fiction,
    /// `SCIENCE`
    Science,
    /// Both of them.
    ScienceFiction,
}

impl Genre {
    /// The name in the schema.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Fiction => "FICTION",
            Self::Science => "SCIENCE",
            Self::ScienceFiction => "SCIENCE_FICTION",
        }
    }
}

impl Input for Genre {
    fn read(value: &Value) -> Result<Self, InputError> {
        match enum_name(value)? {
            "FICTION" => Ok(Self::Fiction),
            "SCIENCE" => Ok(Self::Science),
            "SCIENCE_FICTION" => Ok(Self::ScienceFiction),
            _ => Err(InputError::new("expected a `Genre`")),
        }
    }
}

impl Output for Genre {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.string(self.as_str());
    }
}

// ---------------------------------------------------------------- objects

/// `Author`
#[derive(Debug, Clone, PartialEq)]
pub struct Author {
    /// `Author.id`
    pub id: String,
    /// `Author.name`
    pub name: String,
    /// `Author.born`
    pub born: Option<DateTime<FixedOffset>>,
}

impl Output for Author {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(AUTHOR, self, &|field, out| match field {
            0 => self.id.write(out),
            1 => self.name.write(out),
            _ => self.born.write(out),
        });
    }
}

/// `Book`
#[derive(Debug, Clone, PartialEq)]
pub struct Book {
    /// `Book.id`
    pub id: String,
    /// `Book.title`
    pub title: String,
    /// `Book.genre`
    pub genre: Genre,
    /// `Book.rating`
    pub rating: Option<f64>,
    /// `Book.meta`
    pub meta: Option<Value>,
    /// `Book.shelf`
    pub shelf: Option<Shelf>,
}

impl Output for Book {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(BOOK, self, &|field, out| match field {
            0 => self.id.write(out),
            1 => self.title.write(out),
            2 => self.genre.write(out),
            3 => self.rating.write(out),
            4 => self.meta.write(out),
            _ => self.shelf.write(out),
        });
    }
}

/// `Shelf`
#[derive(Debug, Clone, PartialEq)]
pub struct Shelf {
    /// `Shelf.room`
    pub room: String,
    /// `Shelf.row`
    pub row: Option<i32>,
}

impl Output for Shelf {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(SHELF, self, &|field, out| match field {
            0 => self.room.write(out),
            _ => self.row.write(out),
        });
    }
}

/// Fails in every way there is.
#[derive(Debug, Clone, PartialEq)]
pub struct Probe {
    /// `Probe.ok`
    pub ok: i32,
    /// `Probe.void`
    pub void: Value,
    /// `Probe.ratio`
    pub ratio: f64,
    /// `Probe.inner`
    pub inner: Option<Box<Probe>>,
    /// `Probe.children`
    pub children: Vec<Probe>,
    /// `Probe.sparse`
    pub sparse: Option<Vec<Option<Probe>>>,
}

impl Output for Probe {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(PROBE, self, &|field, out| match field {
            0 => self.ok.write(out),
            1 => self.void.write(out),
            2 => self.ratio.write(out),
            3 => self.inner.write(out),
            4 => self.children.write(out),
            _ => self.sparse.write(out),
        });
    }
}

/// `Tick`
#[derive(Debug, Clone, PartialEq)]
pub struct Tick {
    /// `Tick.number`
    pub number: i32,
}

impl Output for Tick {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        out.object(TICK, self, &|_, out| self.number.write(out));
    }
}

// ---------------------------------------------------------------- interfaces and unions

/// Anything with an identity.
#[derive(Debug, Clone, PartialEq)]
pub enum Node {
    /// `Author`
    Author(Author),
    /// `Book`
    Book(Book),
}

impl Output for Node {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Self::Author(value) => value.write(out),
            Self::Book(value) => value.write(out),
        }
    }
}

/// `SearchResult`
#[derive(Debug, Clone, PartialEq)]
pub enum SearchResult {
    /// `Author`
    Author(Author),
    /// `Book`
    Book(Book),
}

impl Output for SearchResult {
    fn write<'a>(&'a self, out: &mut Writer<'a>) {
        match self {
            Self::Author(value) => value.write(out),
            Self::Book(value) => value.write(out),
        }
    }
}

// ---------------------------------------------------------------- inputs

/// What to look for.
#[derive(Debug, Clone, PartialEq)]
pub struct BookFilter {
    /// `BookFilter.genre`
    pub genre: Nullable<Genre>,
    /// `BookFilter.title`
    pub title: Nullable<String>,
    /// `BookFilter.limit`, 5 by default
    pub limit: i32,
    /// `BookFilter.order`, `"title"` by default
    pub order: Option<String>,
    /// `BookFilter.tags`
    pub tags: Nullable<Vec<String>>,
    /// `BookFilter.since`
    pub since: Nullable<DateTime<FixedOffset>>,
    /// `BookFilter.next`
    pub next: Nullable<Box<BookFilter>>,
}

impl Input for BookFilter {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            genre: fields.read("genre")?,
            title: fields.read("title")?,
            limit: fields.read("limit")?,
            order: fields.read("order")?,
            tags: fields.read("tags")?,
            since: fields.read("since")?,
            next: fields.read("next")?,
        })
    }
}

/// `Selector`: exactly one of these.
#[derive(Debug, Clone, PartialEq)]
pub enum Selector {
    /// `Selector.id`
    Id(String),
    /// `Selector.title`
    Title(String),
}

impl Input for Selector {
    fn read(value: &Value) -> Result<Self, InputError> {
        match Fields::of(value)?.only()? {
            ("id", value) => Input::read(value).map(Self::Id),
            ("title", value) => Input::read(value).map(Self::Title),
            _ => Err(InputError::new("expected a `Selector`")),
        }
    }
}

// ---------------------------------------------------------------- resolvers

/// Fields of `Author` that need work.
pub trait AuthorResolver: Send + Sync {
    /// Newest first.
    fn books(
        &self,
        context: &Context,
        author: &Author,
        args: AuthorBooksArgs,
    ) -> impl Future<Output = Result<Vec<Book>, Error>> + Send;
}

/// Arguments of `Author.books`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuthorBooksArgs {
    /// `Author.books(first:)`, 10 by default
    pub first: i32,
    /// `Author.books(genre:)`
    pub genre: Nullable<Genre>,
}

impl Input for AuthorBooksArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { first: fields.read("first")?, genre: fields.read("genre")? })
    }
}

/// Fields of `Book` that need work.
pub trait BookResolver: Send + Sync {
    /// `Book.author`
    fn author(
        &self,
        context: &Context,
        book: &Book,
    ) -> impl Future<Output = Result<Option<Author>, Error>> + Send;
}

/// Fields of `Probe` that need work.
pub trait ProbeResolver: Send + Sync {
    /// `Probe.bad`
    fn bad(
        &self,
        context: &Context,
        probe: &Probe,
    ) -> impl Future<Output = Result<i32, Error>> + Send;

    /// `Probe.maybe`
    fn maybe(
        &self,
        context: &Context,
        probe: &Probe,
    ) -> impl Future<Output = Result<Option<i32>, Error>> + Send;

    /// `Probe.panics`
    fn panics(
        &self,
        context: &Context,
        probe: &Probe,
    ) -> impl Future<Output = Result<Option<i32>, Error>> + Send;

    /// `Probe.strict`
    fn strict(
        &self,
        context: &Context,
        probe: &Probe,
    ) -> impl Future<Output = Result<Probe, Error>> + Send;

    /// `Probe.wait`
    fn wait(
        &self,
        context: &Context,
        probe: &Probe,
        args: ProbeWaitArgs,
    ) -> impl Future<Output = Result<i32, Error>> + Send;
}

/// Arguments of `Probe.wait`.
#[derive(Debug, Clone, PartialEq)]
pub struct ProbeWaitArgs {
    /// `Probe.wait(ms:)`
    pub ms: i32,
}

impl Input for ProbeWaitArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { ms: fields.read("ms")? })
    }
}

/// Fields of `Tick` that need work.
pub trait TickResolver: Send + Sync {
    /// `Tick.double`
    fn double(
        &self,
        context: &Context,
        tick: &Tick,
    ) -> impl Future<Output = Result<i32, Error>> + Send;

    /// `Tick.odd`
    fn odd(
        &self,
        context: &Context,
        tick: &Tick,
    ) -> impl Future<Output = Result<Option<i32>, Error>> + Send;
}

/// The queries.
pub trait QueryResolver: Send + Sync {
    /// `Query.node`
    fn node(
        &self,
        context: &Context,
        args: QueryNodeArgs,
    ) -> impl Future<Output = Result<Option<Node>, Error>> + Send;

    /// `Query.book`
    fn book(
        &self,
        context: &Context,
        args: QueryBookArgs,
    ) -> impl Future<Output = Result<Option<Book>, Error>> + Send;

    /// `Query.books`
    fn books(
        &self,
        context: &Context,
        args: QueryBooksArgs,
    ) -> impl Future<Output = Result<Vec<Book>, Error>> + Send;

    /// `Query.search`
    fn search(
        &self,
        context: &Context,
        args: QuerySearchArgs,
    ) -> impl Future<Output = Result<Vec<SearchResult>, Error>> + Send;

    /// `Query.echo`
    fn echo(
        &self,
        context: &Context,
        args: QueryEchoArgs,
    ) -> impl Future<Output = Result<String, Error>> + Send;

    /// `Query.secret`
    fn secret(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<Option<String>, Error>> + Send;

    /// `Query.probe`
    fn probe(&self, context: &Context)
    -> impl Future<Output = Result<Option<Probe>, Error>> + Send;

    /// `Query.probeNn`
    fn probe_nn(&self, context: &Context) -> impl Future<Output = Result<Probe, Error>> + Send;

    /// `Query.probes`
    fn probes(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<Vec<Option<Probe>>, Error>> + Send;

    /// `Query.probesNn`
    fn probes_nn(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<Vec<Probe>, Error>> + Send;

    /// `Query.operationName`
    fn operation_name(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<Option<String>, Error>> + Send;
}

/// Arguments of `Query.node`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryNodeArgs {
    /// `Query.node(id:)`
    pub id: String,
}

impl Input for QueryNodeArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { id: fields.read("id")? })
    }
}

/// Arguments of `Query.book`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryBookArgs {
    /// `Query.book(by:)`
    pub by: Selector,
}

impl Input for QueryBookArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { by: fields.read("by")? })
    }
}

/// Arguments of `Query.books`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryBooksArgs {
    /// `Query.books(filter:)`
    pub filter: Nullable<BookFilter>,
}

impl Input for QueryBooksArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { filter: fields.read("filter")? })
    }
}

/// Arguments of `Query.search`.
#[derive(Debug, Clone, PartialEq)]
pub struct QuerySearchArgs {
    /// `Query.search(text:)`
    pub text: String,
}

impl Input for QuerySearchArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { text: fields.read("text")? })
    }
}

/// Arguments of `Query.echo`.
#[derive(Debug, Clone, PartialEq)]
pub struct QueryEchoArgs {
    /// `Query.echo(filter:)`
    pub filter: Nullable<BookFilter>,
    /// `Query.echo(value:)`
    pub value: Nullable<Value>,
    /// `Query.echo(ids:)`
    pub ids: Nullable<Vec<String>>,
    /// `Query.echo(number:)`
    pub number: Nullable<f64>,
    /// `Query.echo(int:)`, 7 by default
    pub int: i32,
}

impl Input for QueryEchoArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self {
            filter: fields.read("filter")?,
            value: fields.read("value")?,
            ids: fields.read("ids")?,
            number: fields.read("number")?,
            int: fields.read("int")?,
        })
    }
}

/// The mutations.
pub trait MutationResolver: Send + Sync {
    /// `Mutation.push`
    fn push(
        &self,
        context: &Context,
        args: MutationPushArgs,
    ) -> impl Future<Output = Result<Vec<i32>, Error>> + Send;

    /// `Mutation.refuse`
    fn refuse(&self, context: &Context) -> impl Future<Output = Result<i32, Error>> + Send;
}

/// Arguments of `Mutation.push`.
#[derive(Debug, Clone, PartialEq)]
pub struct MutationPushArgs {
    /// `Mutation.push(value:)`
    pub value: i32,
}

impl Input for MutationPushArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { value: fields.read("value")? })
    }
}

/// The subscriptions.
pub trait SubscriptionResolver: Send + Sync {
    /// `Subscription.ticks`
    fn ticks(
        &self,
        context: &Context,
        args: SubscriptionTicksArgs,
    ) -> impl Future<Output = Result<EventStream<Tick>, Error>> + Send;

    /// `Subscription.forever`
    fn forever(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<EventStream<Tick>, Error>> + Send;

    /// `Subscription.refused`
    fn refused(
        &self,
        context: &Context,
    ) -> impl Future<Output = Result<EventStream<Tick>, Error>> + Send;
}

/// Arguments of `Subscription.ticks`.
#[derive(Debug, Clone, PartialEq)]
pub struct SubscriptionTicksArgs {
    /// `Subscription.ticks(count:)`
    pub count: i32,
}

impl Input for SubscriptionTicksArgs {
    fn read(value: &Value) -> Result<Self, InputError> {
        let fields = Fields::of(value)?;
        Ok(Self { count: fields.read("count")? })
    }
}

/// The directives on fields: each runs before the resolver, and an error keeps the resolver from running.
pub trait Directives: Send + Sync {
    /// `@audited`
    fn audited(
        &self,
        context: &Context,
        coordinate: &str,
        args: AuditedArgs,
    ) -> impl Future<Output = Result<(), Error>> + Send;
}

/// Arguments of `@audited`.
#[derive(Debug, Clone, PartialEq)]
pub struct AuditedArgs {
    /// `@audited(role:)`
    pub role: String,
}
