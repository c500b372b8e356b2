//! One page, in HTML and in Markdown.

use askama::Template;

use super::{Badge, Link, NavApi, Section};

/// A page. As a template it prints HTML; [`Self::markdown`] prints the same content as Markdown.
#[derive(Debug, Clone, PartialEq, Template)]
#[template(path = "docs/page.html", whitespace = "minimize")]
pub struct Page {
    /// Where it goes, relative to the site's folder, without `.html` or `.md`.
    pub path: String,
    /// The way from its folder to the site's folder: empty or `../` repeated.
    pub root: String,
    /// The title of the site.
    pub site: String,
    /// What the page is about, in a few words: its `h1`.
    pub title: String,
    /// The title for tabs and search engines.
    pub full_title: String,
    /// One line without markup, may be empty.
    pub summary: String,
    /// What stands before the title: the method, the kind.
    pub badges: Vec<Badge>,
    /// The method's path or the signature, under the title; may be empty.
    pub signature: String,
    /// The pages above it.
    pub crumbs: Vec<Link>,
    /// All APIs; what belongs to this page is open.
    pub navigation: Vec<NavApi>,
    /// The sections of the main column.
    pub sections: Vec<Section>,
    /// Sections of the second column: samples and examples.
    pub aside: Vec<Section>,
    /// The headings for "on this page": the sections' own and those inside descriptions.
    pub contents: Vec<Link>,
}

/// A page as Markdown.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "docs/page.md", escape = "none", whitespace = "preserve")]
pub struct PageMarkdown<'a> {
    page: &'a Page,
}

impl Page {
    /// The page as Markdown.
    pub fn markdown(&self) -> PageMarkdown<'_> {
        PageMarkdown { page: self }
    }

    /// The name of the page's Markdown file, in the same folder.
    pub fn markdown_file(&self) -> String {
        format!("{}.md", self.path.rsplit('/').next().unwrap_or(&self.path))
    }
}
