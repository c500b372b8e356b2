//! Directives on fields.

use meshery_graphql::directives::Directives;
use meshwright_runtime::graphql::{Context, Error};

use super::{Resolvers, failure, no_cluster};

impl Directives for Resolvers {
    /// A field that works with a cluster needs a Kubernetes context. Which of them, its arguments
    /// say, so nothing is handed on.
    async fn kubernetes_middleware(&self, _: &Context, _: &str) -> Result<(), Error> {
        let contexts = self.meshery.all_contexts().await.map_err(failure)?;
        if contexts.is_empty() { Err(no_cluster()) } else { Ok(()) }
    }
}
