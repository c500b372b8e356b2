//! Routing, security and problem details on axum.
//!
//! A generated `router` fills [`Routes`] with one row per operation; everything else is here.

mod accept;
mod admit;
mod body;
mod call;
mod conditional;
mod connections;
mod credential;
mod decompress;
mod elsewhere;
mod encoding;
mod gather;
mod guard;
mod limits;
mod problem;
mod request_id;
mod respond;
mod routes;
mod service;
mod template;
pub(crate) mod tree;
mod utf8;

pub use call::{Call, Context, Handled};
pub use connections::Connections;
pub use credential::{Credential, Peer};
pub use guard::{Denied, Guard};
pub use limits::Limits;
pub use problem::{Fault, Problem};
pub use request_id::RequestId;
pub use respond::answer;
pub use routes::{Handle, Routes};
pub use service::{Responding, RoutesService};

pub use axum::Router;
pub use axum::response::Response;
pub use tower_http::cors;
