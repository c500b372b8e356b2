//! What stands at the side of every page.

use super::Badge;

/// One API in the navigation.
#[derive(Debug, Clone, PartialEq)]
pub struct NavApi {
    /// Its title.
    pub title: String,
    /// `REST` or `GraphQL`.
    pub kind: String,
    /// Its overview page.
    pub href: String,
    /// Whether the page belongs to this API.
    pub open: bool,
    /// Whether the page is its overview.
    pub current: bool,
    /// Its groups.
    pub groups: Vec<NavGroup>,
}

/// A group of pages: a tag, the queries, the types.
#[derive(Debug, Clone, PartialEq)]
pub struct NavGroup {
    /// Its title.
    pub title: String,
    /// The page that lists it.
    pub href: String,
    /// How many pages are in it.
    pub count: usize,
    /// Whether the page is the group's own.
    pub current: bool,
    /// Its pages; none unless the page shown is one of them, so that pages stay small.
    pub items: Vec<NavItem>,
    /// How many of its pages are left out before and after `items`.
    pub omitted: usize,
}

/// One page of a group.
#[derive(Debug, Clone, PartialEq)]
pub struct NavItem {
    /// Its method or kind.
    pub badge: Option<Badge>,
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// Whether it is the page shown.
    pub current: bool,
    /// Whether users should move on.
    pub deprecated: bool,
}
