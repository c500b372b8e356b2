//! The GraphQL sink by hand: a service whose values follow from seeds.
//!
//! `reference/` has the same recipe in JavaScript, so that graphql-js answers with the same values; the tests hold the
//! two against one another.

mod canon;
mod make;
mod resolvers;

pub use resolvers::{Calls, Pushed, Sink};
