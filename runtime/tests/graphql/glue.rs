//! The numbers of types and fields, and what hands each call to its resolver, as the generator emits them.

use chrono::{DateTime, FixedOffset};
use meshwright_runtime::graphql::{Call, Called, Root, ScalarType, Subscribing, Tables, check};

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
    fn resolve<'a>(&'a self, call: Call<'a>) -> Called<'a> {
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
            0 => call.run_subscription(service.ticks(call.context(), call.read()?)),
            1 => call.run_subscription(service.forever(call.context())),
            2 => call.run_subscription(service.refused(call.context())),
            _ => call.unknown_subscription(),
        }
    }
}

fn resolve_author<'a, S: AuthorResolver>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        3 => call.run(service.books(call.context(), call.parent::<Author>()?, call.read()?)),
        _ => call.unknown(),
    }
}

fn resolve_book<'a, S: BookResolver>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        6 => call.run(service.author(call.context(), call.parent::<Book>()?)),
        _ => call.unknown(),
    }
}

fn resolve_probe<'a, S: ProbeResolver>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        6 => call.run(service.bad(call.context(), call.parent::<Probe>()?)),
        7 => call.run(service.maybe(call.context(), call.parent::<Probe>()?)),
        8 => call.run(service.panics(call.context(), call.parent::<Probe>()?)),
        9 => call.run(service.strict(call.context(), call.parent::<Probe>()?)),
        10 => call.run(service.wait(call.context(), call.parent::<Probe>()?, call.read()?)),
        _ => call.unknown(),
    }
}

fn resolve_tick<'a, S: TickResolver>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        1 => call.run(service.double(call.context(), call.parent::<Tick>()?)),
        2 => call.run(service.odd(call.context(), call.parent::<Tick>()?)),
        _ => call.unknown(),
    }
}

fn resolve_query<'a, S: QueryResolver + Directives>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        0 => call.run(service.node(call.context(), call.read()?)),
        1 => call.run(service.book(call.context(), call.read()?)),
        2 => call.run(service.books(call.context(), call.read()?)),
        3 => call.run(service.search(call.context(), call.read()?)),
        4 => call.run(service.echo(call.context(), call.read()?)),
        5 => call.run(async move {
            let context = call.context();
            service.audited(context, "Query.secret", AuditedArgs { role: "admin".into() }).await?;
            service.secret(context).await
        }),
        6 => call.run(service.probe(call.context())),
        7 => call.run(service.probe_nn(call.context())),
        8 => call.run(service.probes(call.context())),
        9 => call.run(service.probes_nn(call.context())),
        10 => call.run(service.operation_name(call.context())),
        _ => call.unknown(),
    }
}

fn resolve_mutation<'a, S: MutationResolver>(service: &'a S, call: Call<'a>) -> Called<'a> {
    match call.field_index() {
        0 => call.run(service.push(call.context(), call.read()?)),
        1 => call.run(service.refuse(call.context())),
        _ => call.unknown(),
    }
}
