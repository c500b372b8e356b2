//! Directives on fields.

use meshery_graphql::directives::Directives;
use meshwright_runtime::graphql::{Context, Error};

use super::{Resolvers, no_cluster};

impl Directives for Resolvers {
    /// Loads the clusters that a field works with; there are none.
    async fn kubernetes_middleware(&self, _: &Context, coordinate: &str) -> Result<(), Error> {
        tracing::debug!(coordinate, "needs a cluster");
        Err(no_cluster())
    }
}
