//! GraphQL documents to APIs.
use crate::{api::Api, diagnostics::Diagnostics, graphql::Document};
/// Not written yet.
pub fn lower_graphql(_: &str, _: &Document, _: &mut Diagnostics) -> Api {
    unreachable!("no document exists yet")
}
