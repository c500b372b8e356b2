//! Paging as GraphQL callers ask for it: numbers in strings.

use meshery_graphql::inputs::{CatalogSelector, PageFilter};
use meshwright_runtime::graphql::{Error, Nullable};

use crate::store::{Order, Query};

/// The part of a list that is asked for.
#[derive(Debug, Clone)]
pub(super) struct Page {
    /// Its number, from zero.
    pub number: i32,
    /// How many items it has at most.
    pub size: i32,
    /// Which documents are on it.
    pub query: Query,
}

impl Page {
    /// Reads a filter.
    pub(super) fn filter(filter: &PageFilter) -> Result<Self, Error> {
        let visibility = match &filter.visibility {
            Nullable::Value(list) => list.clone(),
            _ => Vec::new(),
        };
        let page =
            Self::new(&filter.page, &filter.page_size, text(&filter.search), text(&filter.order))?;
        let after = match text(&filter.updated_after) {
            Some(text) => {
                Some(text.parse().map_err(|_| Error::new("`updatedAfter` is no moment"))?)
            }
            None => None,
        };
        let query = page.query.any_of("visibility", visibility).updated_after(after);
        Ok(Self { query, ..page })
    }

    /// Reads a selector of the catalog.
    pub(super) fn catalog(selector: &Nullable<CatalogSelector>) -> Result<Self, Error> {
        let page = match selector {
            Nullable::Value(it) => {
                Self::new(&it.page, &it.pagesize, Some(&it.search), Some(&it.order))?
            }
            _ => Self::new("0", "100", None, None)?,
        };
        let query = page.query.any_of("visibility", ["published"]);
        Ok(Self { query, ..page })
    }

    fn new(
        number: &str,
        size: &str,
        search: Option<&str>,
        order: Option<&str>,
    ) -> Result<Self, Error> {
        let number = number.parse().ok().filter(|it| *it >= 0);
        let number = number.ok_or_else(|| Error::new("`page` is no number from 0"))?;
        let size = size.parse().ok().filter(|it| (1..=100).contains(it));
        let size =
            size.ok_or_else(|| Error::new("the size of a page is a number from 1 to 100"))?;
        let mut query = Query::default().search(search).page(number, size);
        if let Some(order) = order.filter(|it| !it.is_empty()) {
            let wrong = "`order` is `name`, `created_at` or `updated_at`, then `asc` or `desc`";
            query = query.order(Order::parse(order).ok_or_else(|| Error::new(wrong))?);
        }
        Ok(Self { number, size, query })
    }
}

fn text(value: &Nullable<String>) -> Option<&str> {
    match value {
        Nullable::Value(text) => Some(text),
        _ => None,
    }
}
