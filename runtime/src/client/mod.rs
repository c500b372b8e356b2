//! Requests, retries and typed answers on reqwest.

#[cfg(feature = "blocking")]
pub(crate) mod blocking;
pub(crate) mod body;
pub(crate) mod call;
pub(crate) mod connection;
mod credential;
mod error;
pub(crate) mod events;
mod hook;
mod pages;
mod retry;
pub(crate) mod send;

pub use crate::platform::BoxFuture;
pub use call::{Call, Outcome};
pub use connection::Connection;
pub use credential::Provider;
pub use error::{Error, Failure};
pub use hook::Hook;
pub use pages::Pages;
pub use retry::Retry;
