//! How the pages of an operation follow each other.

/// How a client goes from page to page. Places are JSON pointers (RFC 6901) into the body of an answer.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "clients alone follow pages"))]
pub struct Pagination {
    pub(crate) items: &'static str,
    pub(crate) turn: Turn,
    pub(crate) more: Option<&'static str>,
    pub(crate) total: Option<&'static str>,
}

/// What leads to the next page; parameters are those of the query.
#[derive(Debug, Clone, Copy)]
#[cfg_attr(not(feature = "client"), allow(dead_code, reason = "clients alone follow pages"))]
pub(crate) enum Turn {
    Page { parameter: &'static str, first: i64 },
    Offset { parameter: &'static str },
    Cursor { parameter: &'static str, next: &'static str },
    LastItem { parameter: &'static str, id: &'static str },
    Url { next: &'static str },
    Link,
}

impl Pagination {
    const fn new(items: &'static str, turn: Turn) -> Self {
        Self { items, turn, more: None, total: None }
    }

    /// A parameter counts pages, from `first` on.
    pub const fn page(items: &'static str, parameter: &'static str, first: i64) -> Self {
        Self::new(items, Turn::Page { parameter, first })
    }

    /// A parameter counts items.
    pub const fn offset(items: &'static str, parameter: &'static str) -> Self {
        Self::new(items, Turn::Offset { parameter })
    }

    /// A parameter takes the text that the answer has in `next`.
    pub const fn cursor(items: &'static str, parameter: &'static str, next: &'static str) -> Self {
        Self::new(items, Turn::Cursor { parameter, next })
    }

    /// A parameter takes what the last item has in `id`.
    pub const fn last_item(items: &'static str, parameter: &'static str, id: &'static str) -> Self {
        Self::new(items, Turn::LastItem { parameter, id })
    }

    /// The answer has the URL of the next page in `next`.
    pub const fn url(items: &'static str, next: &'static str) -> Self {
        Self::new(items, Turn::Url { next })
    }

    /// The answer has a `Link` header with the relation `next` (RFC 8288).
    pub const fn link(items: &'static str) -> Self {
        Self::new(items, Turn::Link)
    }

    /// The answer says there whether there is another page.
    pub const fn more(self, pointer: &'static str) -> Self {
        Self { more: Some(pointer), ..self }
    }

    /// The answer says there how many items there are in all.
    pub const fn total(self, pointer: &'static str) -> Self {
        Self { total: Some(pointer), ..self }
    }
}
