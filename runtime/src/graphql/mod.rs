//! Schema-first GraphQL execution, and its transports.
//!
//! A generated crate holds structs, enums, resolver traits and glue; everything that loops is here, compiled once.
//! From the outside in:
//!
//! * [`Endpoint`] serves a [`Schema`] over HTTP, in one piece and as event streams, and over WebSocket; [`Graphiql`] is
//!   a page to try it.
//! * [`Schema::prepare`] parses, validates and caches; [`Prepared`] plans and executes.
//! * [`Root`] is what the generated glue implements: it hands each [`Call`] to a resolver.
//! * [`Output`] and [`Input`] are what generated types implement: they write into a [`Writer`], and read [`Fields`].
//! * [`Tables`] name types and fields by index, next to the SDL.
//!
//! The engine for parsing, validation and introspection is known to one folder, `engine`.
mod batch;
mod bound;
mod cache;
mod call;
mod coerce;
mod context;
mod cost;
mod document;
mod documents;
mod endpoint;
mod engine;
mod error;
mod events;
mod execution;
mod federation;
mod finish;
mod graphiql;
mod hook;
mod http;
mod input;
mod limits;
mod literal;
mod loader;
mod measure;
mod operation;
mod output;
mod pending;
mod plan;
mod protocol;
mod request;
mod response;
mod run;
mod schema;
mod sse;
mod table;
mod type_system;
mod upload;
mod websocket;
mod writer;

pub use batch::{Answers, Batch, CalledBatch, ResolvingAll};
pub use bound::{Binding, Bound, List, kind};
pub use call::{
    Arguments, Call, Called, EventStream, Events, Refused, Root, Starting, Subscribing,
};
pub use context::Context;
pub use cost::FieldCost;
pub use document::OperationKind;
pub use endpoint::Endpoint;
pub use error::{Error, Location, PathSegment, ResponseError, SchemaError};
pub use federation::{Found, Representations, has_members};
pub use graphiql::Graphiql;
pub use hook::{Answer, Checking, Next, Started, given, objects};
pub use input::{Fields, Input, InputError, Nullable, enum_name};
pub use limits::Limits;
pub use loader::{Fetch, Fetched, Loader};
pub use operation::Prepared;
pub use output::Output;
pub use pending::Resolving;
pub use request::Request;
pub use response::Response;
pub use schema::Schema;
pub use table::{Check, ObjectType, ScalarType, Tables, check};
pub use writer::{Parent, Writer};
