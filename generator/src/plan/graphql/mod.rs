//! GraphQL crates.
use crate::{api::Api, rust::Crate};
/// Not written yet.
pub fn plan_graphql(_: &Api, _: &str, _: Option<&str>) -> Crate {
    unreachable!("no document exists yet")
}
