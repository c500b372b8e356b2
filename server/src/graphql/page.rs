//! Paging as GraphQL callers ask for it: numbers in strings.

use meshery_graphql::inputs::{CatalogSelector, PageFilter};
use meshwright_runtime::Date;
use meshwright_runtime::graphql::{Error, Nullable};

use super::bad_input;
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
    /// Reads a filter of things that are visible to some.
    pub(super) fn filter(filter: &PageFilter) -> Result<Self, Error> {
        let visibility = match &filter.visibility {
            Nullable::Value(list) => list.clone(),
            _ => Vec::new(),
        };
        let page = Self::plain(filter)?;
        Ok(Self { query: page.query.any_of("visibility", visibility), ..page })
    }

    /// Reads a filter of results, which a range of days may bound.
    pub(super) fn results(filter: &PageFilter) -> Result<Self, Error> {
        let day = |name: &str, value: &Nullable<String>| match text(value) {
            None | Some("") => Ok(None),
            Some(text) => {
                let wrong = || bad_input(format!("`{name}` is no date such as `2024-09-01`"));
                text.parse::<Date>().map(Some).map_err(|_| wrong())
            }
        };
        let (from, to) = (day("from", &filter.from)?, day("to", &filter.to)?);
        let page = Self::plain(filter)?;
        Ok(Self { query: page.query.between(from, to), ..page })
    }

    /// Reads a filter of things that every caller sees; ranges of days do not apply to them.
    pub(super) fn plain(filter: &PageFilter) -> Result<Self, Error> {
        let page =
            Self::new(&filter.page, &filter.page_size, text(&filter.search), text(&filter.order))?;
        let after = match text(&filter.updated_after) {
            Some(text) => {
                Some(text.parse().map_err(|_| bad_input("`updated_after` is no moment"))?)
            }
            None => None,
        };
        Ok(Self { query: page.query.updated_after(after), ..page })
    }

    /// Reads a selector of the catalog.
    pub(super) fn catalog(selector: &Nullable<CatalogSelector>) -> Result<Self, Error> {
        let page = match selector {
            Nullable::Value(it) => {
                Self::new(&it.page, &it.pagesize, Some(&it.search), Some(&it.order))?
            }
            _ => return Err(bad_input("`selector` is needed")),
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
        let number = number.ok_or_else(|| bad_input("`page` is no number from 0"))?;
        let size = size.parse().ok().filter(|it| (1..=100).contains(it));
        let size = size.ok_or_else(|| bad_input("the size of a page is a number from 1 to 100"))?;
        let mut query = Query::default().search(search).page(number, size);
        if let Some(order) = order.filter(|it| !it.is_empty()) {
            let wrong = "`order` is `name`, `created_at` or `updated_at`, then `asc` or `desc`";
            query = query.order(Order::parse(order).ok_or_else(|| bad_input(wrong))?);
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
