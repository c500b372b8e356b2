//! Directives on fields.

use meshery_graphql::directives::Directives;
use meshwright_runtime::graphql::{Answer, Context, Error, Next};

use super::{Resolvers, failure, no_cluster};

impl Directives for Resolvers {
    /// A field that works with a cluster needs a Kubernetes context. Which of them, its arguments
    /// say, so nothing is handed on.
    async fn kubernetes_middleware<'a>(
        &self,
        _: &Context,
        _: &str,
        next: Next<'a>,
    ) -> Result<Answer<'a>, Error> {
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        if contexts.is_empty() { Err(no_cluster()) } else { next.run().await }
    }
}
