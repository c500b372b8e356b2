//! The operations tagged `Filters`.

use ::meshery::operations::filters::{
    CloneFilterInput, CloneFilterOutput, DeleteFilterInput, DeleteFilterOutput, DeployFilterInput,
    DeployFilterOutput, DownloadFilterInput, DownloadFilterOutput, GetFilterInput, GetFilterOutput,
    ListCatalogFiltersInput, ListCatalogFiltersOutput, ListFiltersInput, ListFiltersOutput,
    PublishFilterInput, PublishFilterOutput, SaveFilterInput, SaveFilterOutput,
    UndeployFilterInput, UndeployFilterOutput, UnpublishFilterInput, UnpublishFilterOutput,
};
use ::meshery::server::filters::FiltersApi;
use ::meshery::types::{
    CatalogReceipt, Filter, FilterData, FilterPage, FilterSaveRequest, Visibility,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::{Listing, Meshery, total};
use crate::bus::News;
use crate::clock::now;
use crate::refusal::{bad_place, conflict, found, not_found, not_implemented};
use crate::store::Query;

impl FiltersApi for Meshery {
    async fn list_filters(
        &self,
        _: Context<()>,
        input: ListFiltersInput,
    ) -> Result<ListFiltersOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.any_of("visibility", input.visibility.unwrap_or_default());
        Ok(ListFiltersOutput::Ok(self.filter_page(&listing, &query).await?))
    }

    async fn save_filter(
        &self,
        _: Context<()>,
        input: SaveFilterInput,
    ) -> Result<SaveFilterOutput, Fault> {
        let FilterSaveRequest { name, url, path: _, save, config, filter_data } = input.body;
        if url.is_some() {
            return Err(not_implemented("this server does not fetch filters from addresses"));
        }
        let missing = |member: &str| bad_place(&format!("/body/{member}"), "required, and missing");
        let data = filter_data.ok_or_else(|| missing("filter_data"))?;
        let known = match data.id {
            Some(id) => self.store.get::<Filter>(id).await?,
            None => None,
        };
        let (mut filter, action, done) = match known {
            Some(known) => (over(known, data), "update", "updated"),
            None if data.filter_file.is_none() => return Err(missing("filter_data/filter_file")),
            None => (self.new_filter(data), "create", "created"),
        };
        filter.name = name.unwrap_or(filter.name);
        filter.filter_resource = config.or(filter.filter_resource);
        if save != Some(false) {
            self.change_filter(&mut filter, action, done).await?;
        }
        Ok(SaveFilterOutput::Ok(vec![filter]))
    }

    async fn list_catalog_filters(
        &self,
        _: Context<()>,
        input: ListCatalogFiltersInput,
    ) -> Result<ListCatalogFiltersOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.any_of("visibility", [Visibility::Published]);
        Ok(ListCatalogFiltersOutput::Ok(self.filter_page(&listing, &query).await?))
    }

    async fn publish_filter(
        &self,
        _: Context<()>,
        input: PublishFilterInput,
    ) -> Result<PublishFilterOutput, Fault> {
        let mut filter = self.filter(input.body.id).await?;
        if filter.visibility == Visibility::Published {
            return Err(conflict("the filter is published already"));
        }
        filter.visibility = Visibility::Published;
        filter.catalog_data = Some(input.body.catalog_data);
        self.change_filter(&mut filter, "publish", "published").await?;
        Ok(PublishFilterOutput::Accepted(CatalogReceipt::new(filter.id, filter.visibility)))
    }

    async fn unpublish_filter(
        &self,
        _: Context<()>,
        input: UnpublishFilterInput,
    ) -> Result<UnpublishFilterOutput, Fault> {
        let mut filter = self.filter(input.body.id).await?;
        if filter.visibility != Visibility::Published {
            return Err(not_found("filter in the catalog"));
        }
        filter.visibility = Visibility::Public;
        self.change_filter(&mut filter, "unpublish", "taken out of the catalog").await?;
        Ok(UnpublishFilterOutput::Ok(CatalogReceipt::new(filter.id, filter.visibility)))
    }

    async fn deploy_filter(
        &self,
        _: Context<()>,
        input: DeployFilterInput,
    ) -> Result<DeployFilterOutput, Fault> {
        Err(self.no_cluster("filter", "deploy", &input.body).await?)
    }

    async fn undeploy_filter(
        &self,
        _: Context<()>,
        input: UndeployFilterInput,
    ) -> Result<UndeployFilterOutput, Fault> {
        Err(self.no_cluster("filter", "undeploy", &input.body).await?)
    }

    async fn get_filter(
        &self,
        _: Context<()>,
        input: GetFilterInput,
    ) -> Result<GetFilterOutput, Fault> {
        Ok(GetFilterOutput::Ok(self.filter(input.id).await?))
    }

    async fn delete_filter(
        &self,
        _: Context<()>,
        input: DeleteFilterInput,
    ) -> Result<DeleteFilterOutput, Fault> {
        let filter = self.filter(input.id).await?;
        self.store.delete::<Filter>(filter.id).await?;
        self.bus.tell(News::Filters);
        let description = format!("Filter {} was deleted.", filter.name);
        self.note("filter", "delete", filter.id, description).await?;
        Ok(DeleteFilterOutput::NoContent)
    }

    async fn clone_filter(
        &self,
        _: Context<()>,
        input: CloneFilterInput,
    ) -> Result<CloneFilterOutput, Fault> {
        let mut copy = self.filter(input.id).await?;
        copy.id = Uuid::new_v4();
        copy.name = input.body.name;
        copy.visibility = Visibility::Private;
        copy.catalog_data = None;
        copy.created_at = now();
        self.change_filter(&mut copy, "clone", "copied from another one").await?;
        Ok(CloneFilterOutput::Ok(copy))
    }

    async fn download_filter(
        &self,
        _: Context<()>,
        input: DownloadFilterInput,
    ) -> Result<DownloadFilterOutput, Fault> {
        Ok(DownloadFilterOutput::Ok(self.filter(input.id).await?.filter_file.0.into()))
    }
}

impl Meshery {
    async fn filter(&self, id: Uuid) -> Result<Filter, Fault> {
        found(self.store.get::<Filter>(id).await?, "filter")
    }

    async fn filter_page(&self, listing: &Listing, query: &Query) -> Result<FilterPage, Fault> {
        let page = self.store.list::<Filter>(query).await?;
        Ok(FilterPage::new(listing.page, listing.size, total(page.total), page.records))
    }

    fn new_filter(&self, data: FilterData) -> Filter {
        let now = now();
        Filter {
            id: data.id.unwrap_or_else(Uuid::new_v4),
            name: data.name,
            filter_file: data.filter_file.unwrap_or_default(),
            filter_resource: data.filter_resource,
            user_id: self.user,
            location: data.location,
            visibility: data.visibility.unwrap_or(Visibility::Private),
            catalog_data: None,
            created_at: now,
            updated_at: now,
        }
    }

    async fn change_filter(
        &self,
        filter: &mut Filter,
        action: &'static str,
        done: &str,
    ) -> Result<(), Fault> {
        filter.updated_at = now();
        self.store.put(filter).await?;
        self.bus.tell(News::Filters);
        let description = format!("Filter {} was {done}.", filter.name);
        Ok(self.note("filter", action, filter.id, description).await?)
    }
}

/// The next state of a filter that is known.
fn over(known: Filter, data: FilterData) -> Filter {
    Filter {
        name: data.name,
        filter_file: data.filter_file.unwrap_or(known.filter_file),
        filter_resource: data.filter_resource.or(known.filter_resource),
        location: data.location.or(known.location),
        visibility: data.visibility.unwrap_or(known.visibility),
        ..known
    }
}
