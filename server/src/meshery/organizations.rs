//! The operations tagged `Organizations`: the local one.

use ::meshery::operations::organizations::{
    ListOrganizationKeysInput, ListOrganizationKeysOutput, ListOrganizationsInput,
    ListOrganizationsOutput,
};
use ::meshery::server::organizations::OrganizationsApi;
use ::meshery::types::{KeyPage, Organization, OrganizationPage};
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery};
use crate::refusal::not_found;

impl OrganizationsApi for Meshery {
    async fn list_organizations(
        &self,
        _: Context<()>,
        input: ListOrganizationsInput,
    ) -> Result<ListOrganizationsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let mut local = Organization::new(self.organization, "Local");
        local.description = Some("The organization of the local provider.".to_owned());
        local.owner = Some(self.user);
        let (organizations, n_all) = listing.part(vec![local], |it| &it.name);
        let page = OrganizationPage::new(listing.page, listing.size, n_all, organizations);
        Ok(ListOrganizationsOutput::Ok(page))
    }

    /// The local provider has no permission keys: its user may do everything.
    async fn list_organization_keys(
        &self,
        _: Context<()>,
        input: ListOrganizationKeysInput,
    ) -> Result<ListOrganizationKeysOutput, Fault> {
        if input.org_id != self.organization {
            return Err(not_found("organization"));
        }
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let page = KeyPage::new(listing.page, listing.size, 0, Vec::new());
        Ok(ListOrganizationKeysOutput::Ok(page))
    }
}
