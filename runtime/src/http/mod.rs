//! What servers and clients share: operations as tables, parameters, bodies, answers.

mod events;
pub(crate) mod input;
mod operation;
mod output;
pub(crate) mod parts;
mod secret;
mod server;
pub(crate) mod style;

pub use events::{Event, Events};
pub use input::{Input, Payload, Request, RequestBody};
pub use operation::{
    Body, Location, Operation, Parameter, Scheme, SchemeKind, SchemeUse, Shape, Style,
};
pub use output::{Answer, AnswerBody, Output, Received, Unexpected};
pub use parts::{Choice, Parts, Whole};
pub use secret::Secret;
pub use server::{Server, ServerError, ServerVariable};

pub use http::{HeaderMap, Method, StatusCode};
