//! Streams of something that changes: what it is now, and what it is after each change.

use futures_util::future::BoxFuture;
use futures_util::{StreamExt as _, stream};
use meshwright_runtime::graphql::{Error, EventStream};

use super::Resolvers;
use crate::bus::{News, Watch};

impl Resolvers {
    /// Looks at once, and again whenever something happens that matters.
    pub(super) fn follow<T: Send + 'static>(
        &self,
        matters: fn(&News) -> bool,
        look: impl Fn(Resolvers) -> BoxFuture<'static, Result<T, Error>> + Send + 'static,
    ) -> EventStream<T> {
        // Watching begins before the first look, so that no change falls in between.
        let state = (self.clone(), look, self.meshery.bus.watch(), true);
        let next = move |(resolvers, look, mut watch, is_first): (Self, _, Watch, bool)| async move {
            if !is_first {
                watch.changed(matters).await?;
            }
            let value = call(&look, resolvers.clone()).await;
            Some((value, (resolvers, look, watch, false)))
        };
        stream::unfold(state, next).boxed()
    }
}

/// So that no reference to `look` is held while its future runs.
fn call<T, F>(look: &F, resolvers: Resolvers) -> BoxFuture<'static, Result<T, Error>>
where
    F: Fn(Resolvers) -> BoxFuture<'static, Result<T, Error>>,
{
    look(resolvers)
}
