//! The resolvers of `Mutation`.

use meshery_graphql::enums::Status;
use meshery_graphql::resolvers::{
    MutationChangeAdapterStatusArgs, MutationChangeOperatorStatusArgs, MutationResolver,
};
use meshwright_runtime::graphql::{Context, Error};

use super::{Resolvers, no_cluster};

impl MutationResolver for Resolvers {
    async fn change_operator_status(
        &self,
        _: &Context,
        _: MutationChangeOperatorStatusArgs,
    ) -> Result<Status, Error> {
        Err(no_cluster())
    }

    async fn change_adapter_status(
        &self,
        _: &Context,
        _: MutationChangeAdapterStatusArgs,
    ) -> Result<Status, Error> {
        Err(no_cluster())
    }
}
