//! The resolvers of `Mutation`, and the query that changes things.
//!
//! What the broker can be asked for, it is asked. The operator and the adapters are put in place by
//! whoever reaches the cluster, or starts processes beside the server; this server does neither, and
//! claims no success that nobody would see.

use meshery_graphql::enums::Status;
use meshery_graphql::inputs::ReSyncActions;
use meshery_graphql::resolvers::{
    MutationChangeAdapterStatusArgs, MutationChangeOperatorStatusArgs, MutationResolver,
};
use meshwright_runtime::graphql::{Context, Error, Nullable};

use super::contexts::cluster;
use super::{Resolvers, bad_input, failure, no_broker, not_supported};
use crate::bus::News;

impl MutationResolver for Resolvers {
    async fn change_operator_status(
        &self,
        _: &Context,
        args: MutationChangeOperatorStatusArgs,
    ) -> Result<Status, Error> {
        let Nullable::Value(input) = args.input else {
            return Err(bad_input("`input` is needed"));
        };
        if !input.context_id.is_empty() {
            self.known_context(&input.context_id).await?;
        }
        Err(not_supported("this server does not reach into clusters: the operator is not changed"))
    }

    async fn change_adapter_status(
        &self,
        _: &Context,
        args: MutationChangeAdapterStatusArgs,
    ) -> Result<Status, Error> {
        let Nullable::Value(input) = args.input else {
            return Err(bad_input("`input` is needed"));
        };
        if input.target_port.is_empty() && input.adapter.is_empty() {
            return Err(bad_input("an adapter or its port has to be named"));
        }
        if !input.target_port.is_empty() && input.target_port.parse::<u16>().is_err() {
            return Err(bad_input("`targetPort` is no port"));
        }
        Err(not_supported("this server starts no processes: the adapter is not changed"))
    }
}

impl Resolvers {
    /// Forgets what is known of a cluster, and asks for all of it again.
    pub(super) async fn resync(
        &self,
        actions: Nullable<ReSyncActions>,
        context: &str,
    ) -> Result<Status, Error> {
        let context = self.known_context(context).await?;
        let Nullable::Value(actions) = actions else {
            return Err(bad_input("`selector` is needed: there is nothing to do"));
        };
        let is_on = |it: &str| it == "true";
        let (clear, ask) = (is_on(&actions.clear_db), is_on(&actions.re_sync));
        if !clear && !ask {
            return Err(bad_input("there is nothing to do"));
        }
        // Nothing is forgotten that could not be asked for again.
        if ask && !self.broker.as_ref().is_some_and(|it| it.is_connected()) {
            return Err(no_broker());
        }
        if clear && is_on(&actions.hard_reset) {
            self.meshery.reset().await.map_err(failure)?;
        } else if clear && let Some(cluster) = cluster(&context) {
            self.meshery.store.forget_cluster(&cluster).await.map_err(failure)?;
            self.meshery.bus.tell(News::Resources);
        }
        if ask && let Some(broker) = &self.broker {
            broker.resync().await.map_err(|_| no_broker())?;
        }
        Ok(Status::Processing)
    }
}
