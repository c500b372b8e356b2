//! The operations tagged `Users`: there is one, and it is always there.

use ::meshery::operations::users::{
    GetCurrentProfileOutput, GetCurrentUserOutput, GetProfileByIdInput, GetProfileByIdOutput,
    GetUserByIdInput, GetUserByIdOutput, ListUsersInput, ListUsersOutput,
};
use ::meshery::server::users::UsersApi;
use ::meshery::types::{User, UserPage, UserStatus};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, PROVIDER};
use crate::refusal::{bad_place, found};

impl UsersApi for Meshery {
    async fn get_current_user(&self, _: Context<()>) -> Result<GetCurrentUserOutput, Fault> {
        Ok(GetCurrentUserOutput::Ok(self.local_user()))
    }

    async fn get_current_profile(&self, _: Context<()>) -> Result<GetCurrentProfileOutput, Fault> {
        Ok(GetCurrentProfileOutput::Ok(self.local_user()))
    }

    async fn get_user_by_id(
        &self,
        _: Context<()>,
        input: GetUserByIdInput,
    ) -> Result<GetUserByIdOutput, Fault> {
        Ok(GetUserByIdOutput::Ok(self.user_with(input.id)?))
    }

    async fn get_profile_by_id(
        &self,
        _: Context<()>,
        input: GetProfileByIdInput,
    ) -> Result<GetProfileByIdOutput, Fault> {
        Ok(GetProfileByIdOutput::Ok(self.user_with(input.id)?))
    }

    async fn list_users(
        &self,
        _: Context<()>,
        input: ListUsersInput,
    ) -> Result<ListUsersOutput, Fault> {
        if input.filter.is_some() {
            let detail = "a single user cannot be filtered; leave it out";
            return Err(bad_place("/query/filter", detail));
        }
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let (data, n_users) = listing.part(vec![self.local_user()], |it| &it.user_id);
        Ok(ListUsersOutput::Ok(UserPage::new(listing.page, listing.size, n_users, data)))
    }
}

impl Meshery {
    fn user_with(&self, id: Uuid) -> Result<User, Fault> {
        found((id == self.user).then(|| self.local_user()), "user")
    }

    fn local_user(&self) -> User {
        let mut user = User::new(self.user, "meshery", "Meshery", "Meshery", PROVIDER);
        user.status = Some(UserStatus::Active);
        user
    }
}
