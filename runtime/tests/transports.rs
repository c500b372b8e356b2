//! GraphQL transports and limits, over a service that is glued by hand.
#![cfg(feature = "graphql")]
#![expect(clippy::unwrap_used, reason = "tests")]
#![expect(unreachable_pub, reason = "modules of a test")]

#[path = "transports/clients.rs"]
mod clients;
#[path = "transports/graphiql.rs"]
mod graphiql;
#[path = "transports/http.rs"]
mod http;
#[path = "transports/limits.rs"]
mod limits;
#[path = "transports/persisted.rs"]
mod persisted;
#[path = "transports/service.rs"]
mod service;
#[path = "transports/sse.rs"]
mod sse;
#[path = "transports/support.rs"]
mod support;
#[path = "transports/trace.rs"]
mod trace;
#[path = "transports/uploads.rs"]
mod uploads;
#[path = "transports/websocket.rs"]
mod websocket;
