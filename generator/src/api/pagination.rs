//! Operations whose answers are pages of something longer.

/// How the pages of an operation follow each other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pagination {
    /// Where in an answer its items are: names of properties, outermost first; none for the answer itself.
    pub items: Vec<String>,
    /// What leads to the next page.
    pub turn: Turn,
    /// Where in an answer the number of all items is, as a JSON pointer (RFC 6901).
    pub total: Option<String>,
}

/// What leads to the next page. Parameters are those of the query; places in an answer are JSON pointers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Turn {
    /// A parameter that counts pages.
    Page {
        /// Its name.
        parameter: String,
        /// The number of the first page.
        first: i64,
    },
    /// A parameter that counts items.
    Offset {
        /// Its name.
        parameter: String,
    },
    /// A parameter that takes a text from the answer.
    Cursor {
        /// Its name.
        parameter: String,
        /// Where the text is.
        next: String,
    },
    /// A parameter that takes the id of the last item.
    LastItem {
        /// Its name.
        parameter: String,
        /// Where in an item its id is.
        id: String,
        /// Where the answer says whether there is more; without it, until there are no items.
        more: Option<String>,
    },
    /// A URL in the answer.
    Url {
        /// Where it is.
        next: String,
    },
    /// A `Link` header with the relation `next` (RFC 8288).
    Link,
}
