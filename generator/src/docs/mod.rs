//! The reference-docs site as data: the last form before text.
//!
//! A page is sections, a section is blocks, and a block is what one partial in `templates/docs/` prints.
//! Everything is decided already: links are relative, texts are chosen, and nothing here looks anything up.

pub mod assets;
mod block;
mod code;
mod html;
mod markdown;
mod navigation;
mod page;

pub use block::{
    Badge, Block, BlockMarkdown, Callout, Fact, Item, Link, Panel, Part, Row, RowMarkdown, Section,
    Text,
};
pub use code::{Code, Token};
pub use html::to_markdown;
pub use markdown::{Heading, Html, Prose, code_span, escape, first_paragraph, plain_text};
pub use navigation::{NavApi, NavGroup, NavItem};
pub use page::{Page, PageMarkdown};

/// A whole site.
#[derive(Debug, Clone, PartialEq)]
pub struct Site {
    /// The folder that it goes to, relative to the project's root.
    pub out: String,
    /// Its title.
    pub title: String,
    /// Its pages.
    pub pages: Vec<Page>,
    /// What it has besides pages: the search index, `llms.txt`, schema documents.
    pub files: Vec<File>,
}

/// A file that is no page.
#[derive(Debug, Clone, PartialEq)]
pub struct File {
    /// Where it goes, relative to the site's folder.
    pub path: String,
    /// What it holds.
    pub text: String,
}
