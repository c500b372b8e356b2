//! Designs and filters as GraphQL shows them.

use ::meshery::types as rest;
use meshery_graphql::types::{
    CatalogFilter, CatalogPattern, FilterPage, FilterResult, Location, NullString,
    PatternPageResult, PatternResult,
};
use meshwright_runtime::Value;
use meshwright_runtime::graphql::Error;
use meshwright_runtime::json::to_vec;

use super::page::Page;
use super::{Resolvers, failure};

impl Resolvers {
    /// A page of designs.
    pub(super) async fn patterns(&self, page: &Page) -> Result<PatternPageResult, Error> {
        let found = self.meshery.store.list::<rest::Design>(&page.query).await.map_err(failure)?;
        Ok(PatternPageResult {
            page: page.number,
            page_size: page.size,
            total_count: i32::try_from(found.total).unwrap_or(i32::MAX),
            patterns: Some(found.records.into_iter().map(|it| Some(pattern(it))).collect()),
        })
    }

    /// A page of filters.
    pub(super) async fn filters(&self, page: &Page) -> Result<FilterPage, Error> {
        let found = self.meshery.store.list::<rest::Filter>(&page.query).await.map_err(failure)?;
        Ok(FilterPage {
            page: page.number,
            page_size: page.size,
            total_count: i32::try_from(found.total).unwrap_or(i32::MAX),
            filters: Some(found.records.into_iter().map(|it| Some(filter(it))).collect()),
        })
    }
}

fn pattern(design: rest::Design) -> PatternResult {
    PatternResult {
        id: design.id.to_string(),
        name: design.name,
        user_id: design.user_id.to_string(),
        location: location(design.location),
        pattern_file: design.pattern_file,
        visibility: design.visibility.to_string(),
        catalog_data: catalog_data(design.catalog_data),
        can_support: true,
        errmsg: None,
        created_at: Some(design.created_at.to_rfc3339()),
        updated_at: Some(design.updated_at.to_rfc3339()),
        r#type: Some(NullString { string: design.r#type.string, valid: design.r#type.valid }),
    }
}

/// A design of the catalog.
pub(super) fn catalog_pattern(design: rest::Design) -> CatalogPattern {
    CatalogPattern {
        id: design.id.to_string(),
        name: design.name,
        user_id: design.user_id.to_string(),
        pattern_file: design.pattern_file,
        location: location(design.location),
        visibility: design.visibility.to_string(),
        catalog_data: catalog_data(design.catalog_data),
        created_at: Some(design.created_at.to_rfc3339()),
        updated_at: Some(design.updated_at.to_rfc3339()),
    }
}

fn filter(filter: rest::Filter) -> FilterResult {
    FilterResult {
        id: filter.id.to_string(),
        name: filter.name,
        filter_file: base64(&filter.filter_file),
        filter_resource: filter.filter_resource.unwrap_or_default(),
        user_id: filter.user_id.to_string(),
        location: location(filter.location),
        visibility: filter.visibility.to_string(),
        catalog_data: catalog_data(filter.catalog_data),
        created_at: Some(filter.created_at.to_rfc3339()),
        updated_at: Some(filter.updated_at.to_rfc3339()),
    }
}

/// A filter of the catalog.
pub(super) fn catalog_filter(filter: rest::Filter) -> CatalogFilter {
    CatalogFilter {
        id: filter.id.to_string(),
        name: filter.name,
        filter_file: base64(&filter.filter_file),
        user_id: filter.user_id.to_string(),
        location: location(filter.location),
        filter_resource: filter.filter_resource.unwrap_or_default(),
        visibility: filter.visibility.to_string(),
        catalog_data: catalog_data(filter.catalog_data),
        created_at: Some(filter.created_at.to_rfc3339()),
        updated_at: Some(filter.updated_at.to_rfc3339()),
    }
}

fn location(location: Option<rest::Location>) -> Location {
    let it = location.unwrap_or_default();
    Location { branch: it.branch, host: it.host, path: it.path, r#type: it.r#type }
}

fn catalog_data(data: Option<rest::CatalogData>) -> Option<Value> {
    data.and_then(|it| serde_json::from_slice(&to_vec(&it)).ok())
}

fn base64(bytes: &meshwright_runtime::Base64) -> String {
    use base64::Engine as _;
    base64::engine::general_purpose::STANDARD.encode(&bytes.0)
}
