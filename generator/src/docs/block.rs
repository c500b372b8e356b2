//! What pages are made of.

use askama::Template;

use super::{Code, Prose, code_span, escape};

/// A part of a page under one heading.
#[derive(Debug, Clone, PartialEq)]
pub struct Section {
    /// Its address in the page.
    pub id: String,
    /// Its heading; empty for none.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// One repeated form of content.
#[derive(Debug, Clone, PartialEq, Template)]
#[template(path = "docs/block.html", whitespace = "minimize")]
pub enum Block {
    /// Text.
    Prose(Prose),
    /// Text that must not be overlooked.
    Callout(Callout),
    /// Labels with short values.
    Facts(Vec<Fact>),
    /// Parameters, properties, values: each with name, type and description.
    Rows(Vec<Row>),
    /// Pages, one per line.
    Items(Vec<Item>),
    /// Pages, many per line.
    Links(Vec<Link>),
    /// Code; several are folded into one another's place.
    Codes(Vec<Code>),
    /// Blocks under a heading of their own.
    Panel(Panel),
}

/// Text that must not be overlooked.
#[derive(Debug, Clone, PartialEq)]
pub struct Callout {
    /// Its heading: `Deprecated`.
    pub title: String,
    /// What it says.
    pub text: Prose,
}

/// A label with a short value.
#[derive(Debug, Clone, PartialEq)]
pub struct Fact {
    /// What the value is.
    pub label: String,
    /// The value.
    pub value: Text,
    /// Whether the value is code.
    pub code: bool,
    /// More about the value, may be empty.
    pub note: String,
}

/// Text with links in it.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Text(pub Vec<Part>);

/// A stretch of text.
#[derive(Debug, Clone, PartialEq)]
pub struct Part {
    /// What it says.
    pub text: String,
    /// Where it leads; empty for nowhere.
    pub href: String,
}

/// A parameter, a property, a value of an enumeration, a security scheme.
#[derive(Debug, Clone, Default, PartialEq, Template)]
#[template(path = "docs/row.html", whitespace = "minimize")]
pub struct Row {
    /// Its address in the page.
    pub id: String,
    /// Its name, as it travels.
    pub name: String,
    /// Its type.
    pub ty: Text,
    /// What else is true of it in one word: `required`, `query`.
    pub badges: Vec<Badge>,
    /// What it is for.
    pub description: Prose,
    /// Constraints, default, example.
    pub facts: Vec<Fact>,
    /// What the folded children are: `Properties`.
    pub children_label: String,
    /// What it is made of, where that has no page of its own.
    pub children: Vec<Row>,
}

/// A page in a list of pages.
#[derive(Debug, Clone, PartialEq)]
pub struct Item {
    /// Its method or kind.
    pub badges: Vec<Badge>,
    /// Its title.
    pub title: String,
    /// Its address.
    pub href: String,
    /// A path or signature, may be empty.
    pub code: String,
    /// One line, may be empty.
    pub summary: String,
}

/// A link.
#[derive(Debug, Clone, PartialEq)]
pub struct Link {
    /// What it says.
    pub title: String,
    /// Where it leads.
    pub href: String,
    /// More about it, outside the link; may be empty.
    pub note: String,
}

/// Blocks under a heading of their own.
#[derive(Debug, Clone, PartialEq)]
pub struct Panel {
    /// Its address in the page.
    pub id: String,
    /// What stands before the heading: a status.
    pub badges: Vec<Badge>,
    /// The heading.
    pub title: String,
    /// What it holds.
    pub blocks: Vec<Block>,
}

/// A word in a coloured box.
#[derive(Debug, Clone, PartialEq)]
pub struct Badge {
    /// The word.
    pub text: String,
    /// The style sheet's name for its colour: `get`, `required`.
    pub class: &'static str,
}

/// A block as Markdown.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "docs/block.md", escape = "none", whitespace = "preserve")]
pub struct BlockMarkdown<'a> {
    block: &'a Block,
}

/// A row as an item of a Markdown list.
#[derive(Debug, Clone, Copy, Template)]
#[template(path = "docs/row.md", escape = "none", whitespace = "preserve")]
pub struct RowMarkdown<'a> {
    row: &'a Row,
    depth: usize,
}

impl Block {
    /// The block as Markdown.
    pub fn markdown(&self) -> BlockMarkdown<'_> {
        BlockMarkdown { block: self }
    }
}

impl Row {
    /// The row as an item of a Markdown list inside `depth` others.
    pub fn markdown(&self, depth: usize) -> RowMarkdown<'_> {
        RowMarkdown { row: self, depth }
    }
}

impl RowMarkdown<'_> {
    fn indent(&self) -> String {
        "  ".repeat(self.depth)
    }

    /// The description, its lines kept inside the list item.
    fn description(&self) -> String {
        let margin = format!("\n{}  ", self.indent());
        let lines: Vec<&str> = self.row.description.markdown.trim().lines().collect();
        lines.join(&margin).replace(&format!("{margin}\n"), "\n\n")
    }
}

impl Text {
    /// Text that leads nowhere.
    pub fn plain(text: impl Into<String>) -> Self {
        Self(vec![Part { text: text.into(), href: String::new() }])
    }

    /// The text with its links in Markdown.
    pub fn markdown(&self) -> String {
        let parts = self.0.iter().map(|it| match it.href.as_str() {
            "" => escape(&it.text),
            href => format!("[{}]({})", escape(&it.text), markdown_href(href)),
        });
        parts.collect()
    }

    /// The text without its links.
    pub fn text(&self) -> String {
        self.0.iter().map(|it| it.text.as_str()).collect()
    }
}

impl Fact {
    /// The value in Markdown.
    pub fn markdown(&self) -> String {
        if self.code { code_span(&self.value.text()) } else { self.value.markdown() }
    }
}

impl Link {
    /// The Markdown page behind the link.
    pub fn markdown_href(&self) -> String {
        markdown_href(&self.href)
    }
}

impl Item {
    /// The Markdown page behind the item.
    pub fn markdown_href(&self) -> String {
        markdown_href(&self.href)
    }
}

/// Pages lead to pages of their own kind; anchors are left out, as Markdown has none.
fn markdown_href(href: &str) -> String {
    if href.contains("://") || href.starts_with('#') {
        return href.to_owned();
    }
    let file = href.split('#').next().unwrap_or(href);
    match file.strip_suffix(".html") {
        Some(stem) => format!("{stem}.md"),
        None => file.to_owned(),
    }
}
