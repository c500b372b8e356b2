//! The numbers of types and fields, and what hands each call to its resolver, as the generator emits them.

use chrono::{DateTime, FixedOffset};
use meshwright_runtime::graphql::{Call, Pending, Root, ScalarType, Subscribing, Tables, check};

use super::*;

pub(super) const AUTHOR: u16 = 0;
pub(super) const BOOK: u16 = 1;
pub(super) const SHELF: u16 = 2;
pub(super) const PROBE: u16 = 3;
pub(super) const QUERY: u16 = 4;
pub(super) const MUTATION: u16 = 5;
pub(super) const TICK: u16 = 7;

pub(super) const TABLES: Tables = Tables {
    objects: &[
        ObjectType {
            name: "Author",
            fields: &["id", "name", "born", "books"],
            resolved: &[3],
            batched: &[],
        },
        ObjectType {
            name: "Book",
            fields: &["id", "title", "genre", "rating", "meta", "shelf", "author"],
            resolved: &[6],
            batched: &[],
        },
        ObjectType { name: "Shelf", fields: &["room", "row"], resolved: &[], batched: &[] },
        ObjectType {
            name: "Probe",
            fields: &[
                "ok", "void", "ratio", "inner", "children", "sparse", "bad", "maybe", "panics",
                "strict", "wait",
            ],
            resolved: &[6, 7, 8, 9, 10],
            batched: &[],
        },
        ObjectType {
            name: "Query",
            fields: &[
                "node",
                "book",
                "books",
                "search",
                "echo",
                "secret",
                "probe",
                "probeNn",
                "probes",
                "probesNn",
                "operationName",
            ],
            resolved: &[0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
            batched: &[],
        },
        ObjectType {
            name: "Mutation",
            fields: &["push", "refuse"],
            resolved: &[0, 1],
            batched: &[],
        },
        ObjectType {
            name: "Subscription",
            fields: &["ticks", "forever", "refused"],
            resolved: &[0, 1, 2],
            batched: &[],
        },
        ObjectType {
            name: "Tick",
            fields: &["number", "double", "odd"],
            resolved: &[1, 2],
            batched: &[],
        },
    ],
    scalars: &[ScalarType { name: "Time", check: check::<DateTime<FixedOffset>> }],
    costs: &[],
};

pub(super) struct Glue<S>(pub(super) S);

impl<S: Service> Root for Glue<S> {
    fn resolve<'a>(&'a self, call: Call<'a>) -> Pending<'a> {
        match call.type_index() {
            AUTHOR => resolve_author(&self.0, call),
            BOOK => resolve_book(&self.0, call),
            PROBE => resolve_probe(&self.0, call),
            TICK => resolve_tick(&self.0, call),
            QUERY => resolve_query(&self.0, call),
            MUTATION => resolve_mutation(&self.0, call),
            _ => call.unknown(),
        }
    }

    fn subscribe<'a>(&'a self, call: Call<'a>) -> Subscribing<'a> {
        let service = &self.0;
        match call.field_index() {
            0 => call.run_subscription(async move |context, args| {
                service.ticks(context, args.read()?).await
            }),
            1 => call.run_subscription(async move |context, _| service.forever(context).await),
            2 => call.run_subscription(async move |context, _| service.refused(context).await),
            _ => call.unknown_subscription(),
        }
    }
}

fn resolve_author<'a, S: AuthorResolver>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        3 => call.run_on(async move |author: &Author, context, args| {
            service.books(context, author, args.read()?).await
        }),
        _ => call.unknown(),
    }
}

fn resolve_book<'a, S: BookResolver>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        6 => call.run_on(async move |book: &Book, context, _| service.author(context, book).await),
        _ => call.unknown(),
    }
}

fn resolve_probe<'a, S: ProbeResolver>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        6 => call.run_on(async move |probe: &Probe, context, _| service.bad(context, probe).await),
        7 => {
            call.run_on(async move |probe: &Probe, context, _| service.maybe(context, probe).await)
        }
        8 => {
            call.run_on(async move |probe: &Probe, context, _| service.panics(context, probe).await)
        }
        9 => {
            call.run_on(async move |probe: &Probe, context, _| service.strict(context, probe).await)
        }
        10 => call.run_on(async move |probe: &Probe, context, args| {
            service.wait(context, probe, args.read()?).await
        }),
        _ => call.unknown(),
    }
}

fn resolve_tick<'a, S: TickResolver>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        1 => call.run_on(async move |tick: &Tick, context, _| service.double(context, tick).await),
        2 => call.run_on(async move |tick: &Tick, context, _| service.odd(context, tick).await),
        _ => call.unknown(),
    }
}

fn resolve_query<'a, S: QueryResolver + Directives>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        0 => call.run(async move |context, args| service.node(context, args.read()?).await),
        1 => call.run(async move |context, args| service.book(context, args.read()?).await),
        2 => call.run(async move |context, args| service.books(context, args.read()?).await),
        3 => call.run(async move |context, args| service.search(context, args.read()?).await),
        4 => call.run(async move |context, args| service.echo(context, args.read()?).await),
        5 => call.run(async move |context, _| {
            service.audited(context, "Query.secret", AuditedArgs { role: "admin".into() }).await?;
            service.secret(context).await
        }),
        6 => call.run(async move |context, _| service.probe(context).await),
        7 => call.run(async move |context, _| service.probe_nn(context).await),
        8 => call.run(async move |context, _| service.probes(context).await),
        9 => call.run(async move |context, _| service.probes_nn(context).await),
        10 => call.run(async move |context, _| service.operation_name(context).await),
        _ => call.unknown(),
    }
}

fn resolve_mutation<'a, S: MutationResolver>(service: &'a S, call: Call<'a>) -> Pending<'a> {
    match call.field_index() {
        0 => call.run(async move |context, args| service.push(context, args.read()?).await),
        1 => call.run(async move |context, _| service.refuse(context).await),
        _ => call.unknown(),
    }
}
