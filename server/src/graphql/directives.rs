//! Directives on fields.

use meshery_graphql::directives::Directives;
use meshwright_runtime::graphql::{Answer, Context, Error, Next};

use super::{Resolvers, no_cluster};

impl Directives for Resolvers {
    /// Loads the clusters that a field works with; there are none, and what would come next never runs.
    async fn kubernetes_middleware<'a>(
        &self,
        _: &Context,
        coordinate: &str,
        _: Next<'a>,
    ) -> Result<Answer<'a>, Error> {
        tracing::debug!(coordinate, "needs a cluster");
        Err(no_cluster())
    }
}
