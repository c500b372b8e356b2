//! The operations tagged `Designs`.

use ::meshery::operations::designs::{
    CloneDesignInput, CloneDesignOutput, DeleteDesignInput, DeleteDesignOutput, DeleteDesignsInput,
    DeleteDesignsOutput, DeployDesignInput, DeployDesignOutput, DownloadDesignInput,
    DownloadDesignOkBody, DownloadDesignOutput, DownloadDesignSourceInput,
    DownloadDesignSourceOutput, GetDesignInput, GetDesignOutput, ImportDesignInput,
    ImportDesignOutput, ListCatalogDesignsInput, ListCatalogDesignsOutput, ListDesignTypesOutput,
    ListDesignsInput, ListDesignsOutput, PublishDesignInput, PublishDesignOutput,
    SaveDesignFromInput, SaveDesignFromOutput, SaveDesignInput, SaveDesignOutput,
    UndeployDesignInput, UndeployDesignOutput, UnpublishDesignInput, UnpublishDesignOutput,
    UpdateDesignFromInput, UpdateDesignFromOutput,
};
use ::meshery::server::designs::DesignsApi;
use ::meshery::types::{
    CatalogReceipt, Design, DesignPage, DesignReference, DesignSourceType, DesignType, Visibility,
};
use meshwright_runtime::Uuid;
use meshwright_runtime::server::{Context, Fault};

use super::source::{self, Saved};
use super::{Listing, Meshery, total};
use crate::bus::News;
use crate::clock::now;
use crate::refusal::{conflict, found, not_found, not_implemented};
use crate::store::Query;

impl DesignsApi for Meshery {
    async fn list_designs(
        &self,
        _: Context<()>,
        input: ListDesignsInput,
    ) -> Result<ListDesignsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let visibility = input.visibility.unwrap_or_default();
        let query =
            listing.query()?.any_of("visibility", visibility).updated_after(input.updated_after);
        let page = self.design_page(&listing, &query, input.metrics).await?;
        Ok(ListDesignsOutput::Ok(page))
    }

    async fn save_design(
        &self,
        _: Context<()>,
        input: SaveDesignInput,
    ) -> Result<SaveDesignOutput, Fault> {
        let saved = source::read(input.body, None)?;
        Ok(SaveDesignOutput::Ok(vec![self.save(saved, false).await?]))
    }

    async fn import_design(
        &self,
        _: Context<()>,
        input: ImportDesignInput,
    ) -> Result<ImportDesignOutput, Fault> {
        let saved = source::import(input.body).await?;
        Ok(ImportDesignOutput::Ok(vec![self.save(saved, false).await?]))
    }

    async fn list_design_types(&self, _: Context<()>) -> Result<ListDesignTypesOutput, Fault> {
        let known = |(kind, extensions): (DesignSourceType, &[&str])| {
            DesignType::new(kind, extensions.iter().map(|it| (*it).to_owned()).collect())
        };
        let types = [
            (DesignSourceType::MesheryDesign, [".yaml", ".yml"].as_slice()),
            (DesignSourceType::KubernetesManifest, &[".yaml", ".yml"]),
            (DesignSourceType::DockerCompose, &[".yaml", ".yml"]),
        ];
        Ok(ListDesignTypesOutput::Ok(types.into_iter().map(known).collect()))
    }

    async fn list_catalog_designs(
        &self,
        _: Context<()>,
        input: ListCatalogDesignsInput,
    ) -> Result<ListCatalogDesignsOutput, Fault> {
        let listing = Listing::new(input.page, input.pagesize, input.search, input.order);
        let query = listing.query()?.any_of("visibility", [Visibility::Published]);
        let page = self.design_page(&listing, &query, input.metrics).await?;
        Ok(ListCatalogDesignsOutput::Ok(page))
    }

    /// The single user is the catalog's keeper as well: the request is granted at once.
    async fn publish_design(
        &self,
        _: Context<()>,
        input: PublishDesignInput,
    ) -> Result<PublishDesignOutput, Fault> {
        let mut design = self.design(input.body.id).await?;
        if design.visibility == Visibility::Published {
            return Err(conflict("the design is published already"));
        }
        design.visibility = Visibility::Published;
        design.catalog_data = Some(input.body.catalog_data);
        self.change(&mut design, "publish", "published").await?;
        Ok(PublishDesignOutput::Accepted(CatalogReceipt::new(design.id, design.visibility)))
    }

    async fn unpublish_design(
        &self,
        _: Context<()>,
        input: UnpublishDesignInput,
    ) -> Result<UnpublishDesignOutput, Fault> {
        let mut design = self.design(input.body.id).await?;
        if design.visibility != Visibility::Published {
            return Err(not_found("design in the catalog"));
        }
        design.visibility = Visibility::Public;
        self.change(&mut design, "unpublish", "taken out of the catalog").await?;
        Ok(UnpublishDesignOutput::Ok(CatalogReceipt::new(design.id, design.visibility)))
    }

    async fn deploy_design(
        &self,
        _: Context<()>,
        input: DeployDesignInput,
    ) -> Result<DeployDesignOutput, Fault> {
        Err(self.no_cluster("design", "deploy", &input.body).await?)
    }

    async fn undeploy_design(
        &self,
        _: Context<()>,
        input: UndeployDesignInput,
    ) -> Result<UndeployDesignOutput, Fault> {
        Err(self.no_cluster("design", "undeploy", &input.body).await?)
    }

    async fn get_design(
        &self,
        _: Context<()>,
        input: GetDesignInput,
    ) -> Result<GetDesignOutput, Fault> {
        let mut design = self.design(input.id).await?;
        design.view_count = design.view_count.saturating_add(1);
        self.store.put(&design).await?;
        Ok(GetDesignOutput::Ok(design))
    }

    async fn update_design_from(
        &self,
        _: Context<()>,
        input: UpdateDesignFromInput,
    ) -> Result<UpdateDesignFromOutput, Fault> {
        let saved = source::read(input.body, Some(input.id))?;
        Ok(UpdateDesignFromOutput::Ok(self.save(saved, true).await?))
    }

    async fn save_design_from(
        &self,
        _: Context<()>,
        input: SaveDesignFromInput,
    ) -> Result<SaveDesignFromOutput, Fault> {
        let saved = source::read(input.body, Some(input.id))?;
        Ok(SaveDesignFromOutput::Ok(self.save(saved, false).await?))
    }

    async fn delete_design(
        &self,
        _: Context<()>,
        input: DeleteDesignInput,
    ) -> Result<DeleteDesignOutput, Fault> {
        let deleted = self.remove(input.id).await?;
        Ok(DeleteDesignOutput::Ok(found(deleted, "design")?))
    }

    async fn clone_design(
        &self,
        _: Context<()>,
        input: CloneDesignInput,
    ) -> Result<CloneDesignOutput, Fault> {
        let mut original = self.design(input.id).await?;
        original.clone_count = original.clone_count.saturating_add(1);
        let mut copy = Saved::from_design(&original).into_design(self.user);
        copy.name = input.body.name;
        self.store.put(&original).await?;
        self.change(&mut copy, "clone", "copied from another one").await?;
        Ok(CloneDesignOutput::Ok(copy))
    }

    async fn download_design(
        &self,
        _: Context<()>,
        input: DownloadDesignInput,
    ) -> Result<DownloadDesignOutput, Fault> {
        if input.oci == Some(true) {
            return Err(not_implemented("this server does not pack designs as OCI images"));
        }
        let design = self.downloaded(input.id).await?;
        let file = DownloadDesignOkBody::Yaml(design.pattern_file);
        Ok(DownloadDesignOutput::Ok(file))
    }

    async fn download_design_source(
        &self,
        _: Context<()>,
        input: DownloadDesignSourceInput,
    ) -> Result<DownloadDesignSourceOutput, Fault> {
        let design = self.downloaded(input.id).await?;
        let is_asked = design.r#type.string == input.sourcetype.as_str();
        let source = design.source_content.flatten().filter(|_| is_asked);
        Ok(DownloadDesignSourceOutput::Ok(found(source, "source of the design")?.0.into()))
    }

    async fn delete_designs(
        &self,
        _: Context<()>,
        input: DeleteDesignsInput,
    ) -> Result<DeleteDesignsOutput, Fault> {
        let mut deleted = Vec::new();
        for it in input.body.patterns {
            deleted.extend(self.remove(it.id).await?);
        }
        Ok(DeleteDesignsOutput::Ok(deleted))
    }
}

impl Meshery {
    async fn design(&self, id: Uuid) -> Result<Design, Fault> {
        found(self.store.get::<Design>(id).await?, "design")
    }

    async fn downloaded(&self, id: Uuid) -> Result<Design, Fault> {
        let mut design = self.design(id).await?;
        design.download_count = design.download_count.saturating_add(1);
        self.store.put(&design).await?;
        Ok(design)
    }

    async fn design_page(
        &self,
        listing: &Listing,
        query: &Query,
        metrics: Option<bool>,
    ) -> Result<DesignPage, Fault> {
        let mut page = self.store.list::<Design>(query).await?;
        if metrics != Some(true) {
            page.records.iter_mut().for_each(hide_counters);
        }
        Ok(DesignPage::new(listing.page, listing.size, total(page.total), page.records))
    }

    /// Keeps a design that came in: the one that it names, or a new one.
    async fn save(&self, saved: Saved, must_exist: bool) -> Result<Design, Fault> {
        let known = match saved.id {
            Some(id) => self.store.get::<Design>(id).await?,
            None => None,
        };
        let must_keep = saved.keep;
        let (mut design, action, done) = match known {
            Some(known) => (saved.over(known), "update", "updated"),
            None if must_exist => return Err(not_found("design")),
            None => (saved.into_design(self.user), "create", "created"),
        };
        if must_keep {
            self.change(&mut design, action, done).await?;
        }
        Ok(design)
    }

    /// Keeps a design that was changed, and tells about it.
    async fn change(
        &self,
        design: &mut Design,
        action: &'static str,
        done: &str,
    ) -> Result<(), Fault> {
        design.updated_at = now();
        self.store.put(design).await?;
        self.bus.tell(News::Designs);
        let description = format!("Design {} was {done}.", design.name);
        Ok(self.note("design", action, design.id, description).await?)
    }

    async fn remove(&self, id: Uuid) -> Result<Option<DesignReference>, Fault> {
        let Some(design) = self.store.get::<Design>(id).await? else { return Ok(None) };
        self.store.delete::<Design>(id).await?;
        self.store.unlink_all(id).await?;
        self.bus.tell(News::Designs);
        let description = format!("Design {} was deleted.", design.name);
        self.note("design", "delete", id, description).await?;
        Ok(Some(DesignReference { id, name: Some(design.name) }))
    }
}

/// The counters are shown to those who ask for them.
fn hide_counters(design: &mut Design) {
    design.view_count = 0;
    design.share_count = 0;
    design.download_count = 0;
    design.clone_count = 0;
    design.deployment_count = 0;
}
