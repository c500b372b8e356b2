//! Requests, retries and typed answers on reqwest.

mod connection;
mod error;
mod events;
mod retry;

pub use connection::Connection;
pub use error::{Error, Failure};
pub use retry::Retry;
