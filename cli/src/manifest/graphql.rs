//! The `graphql` table of a crate.

use meshwright_generator::settings::GraphqlSettings;
use serde::Deserialize;

/// As it is typed.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TypedGraphql {
    #[serde(default)]
    resolvers: Vec<String>,
    #[serde(default)]
    batch: Vec<String>,
}

pub(super) fn check_graphql(typed: TypedGraphql) -> GraphqlSettings {
    let TypedGraphql { resolvers, batch } = typed;
    GraphqlSettings { resolvers, batch }
}
