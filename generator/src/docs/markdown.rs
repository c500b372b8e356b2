//! CommonMark from schemas to HTML that is safe to print.
//!
//! The only place in the crate that makes HTML outside a template. The HTML that people write into descriptions is
//! read as CommonMark; what is left of it loses its formatting tags and otherwise becomes text, links lead to the web,
//! to mail or into the same text, and nothing is fetched: images become links.

use std::fmt;

use pulldown_cmark::{CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, html};

use super::to_markdown;

/// HTML made by this file. Nothing else can make one, so templates may print it as it is.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Html(String);

/// A description, both as written and as HTML.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Prose {
    /// CommonMark, with raw HTML made harmless.
    pub markdown: String,
    /// The same as HTML.
    pub html: Html,
    /// The headings in it, for "on this page".
    pub headings: Vec<Heading>,
}

/// A heading inside a description.
#[derive(Debug, Clone, PartialEq)]
pub struct Heading {
    /// Its address in the page.
    pub id: String,
    /// What it says.
    pub title: String,
}

impl Prose {
    /// A description inside a list or table, whose headings become bold lines.
    pub fn new(source: &str) -> Self {
        let source = &to_markdown(source);
        Self { markdown: harmless(source), html: render(source, None).0, headings: Vec::new() }
    }

    /// A description that stands at the start of a page, under its `h1`.
    pub fn of_page(source: &str) -> Self {
        let source = &to_markdown(source);
        let (html, headings) = render(source, Some(2));
        Self { markdown: harmless(source), html, headings }
    }

    /// Whether it says nothing.
    pub fn is_empty(&self) -> bool {
        self.markdown.is_empty()
    }
}

impl fmt::Display for Html {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// The first paragraph without markup, on one line.
pub fn first_paragraph(source: &str) -> String {
    let mut text = String::new();
    for event in parser(&to_markdown(source)) {
        match event {
            Event::Start(Tag::Heading { .. }) | Event::Start(Tag::CodeBlock(_))
                if text.is_empty() => {}
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock)
                if !text.is_empty() =>
            {
                break;
            }
            Event::End(TagEnd::Heading(_)) => text.clear(),
            Event::Text(it) | Event::Code(it) => text.push_str(&it),
            Event::Html(it) | Event::InlineHtml(it) => text.push_str(&without_tags(&it)),
            Event::SoftBreak | Event::HardBreak => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// All of the text without markup, on one line.
pub fn plain_text(source: &str) -> String {
    let mut text = String::new();
    for event in parser(&to_markdown(source)) {
        match event {
            Event::Text(it) | Event::Code(it) => text.push_str(&it),
            Event::Html(it) | Event::InlineHtml(it) => text.push_str(&without_tags(&it)),
            Event::SoftBreak | Event::HardBreak | Event::End(_) => text.push(' '),
            _ => {}
        }
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Text as Markdown that shows it letter for letter.
pub fn escape(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '#' | '|' | '&' => {
                escaped.extend(['\\', c])
            }
            '\n' | '\r' => escaped.push(' '),
            _ => escaped.push(c),
        }
    }
    escaped
}

/// Elements that only format: their tags go, what is between them stays.
/// Anything else in angle brackets is more likely a placeholder that the author wants to show.
const FORMATTING: &[&str] = &[
    "a",
    "abbr",
    "b",
    "blockquote",
    "br",
    "center",
    "code",
    "dd",
    "details",
    "div",
    "dl",
    "dt",
    "em",
    "font",
    "h1",
    "h2",
    "h3",
    "h4",
    "h5",
    "h6",
    "hr",
    "i",
    "img",
    "kbd",
    "li",
    "ol",
    "p",
    "pre",
    "s",
    "small",
    "span",
    "strong",
    "sub",
    "summary",
    "sup",
    "table",
    "tbody",
    "td",
    "th",
    "thead",
    "tr",
    "u",
    "ul",
];

/// Raw HTML as text: comments and formatting tags dropped, the common entities read.
pub(super) fn without_tags(html: &str) -> String {
    let mut text = String::with_capacity(html.len());
    let mut rest = html;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        rest = &rest[start..];
        let comment = rest.strip_prefix("<!--");
        if let Some((_, after)) = comment.and_then(|it| it.split_once("-->")) {
            rest = after;
            continue;
        }
        let name = rest[1..].strip_prefix('/').unwrap_or(&rest[1..]);
        let name = name.split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        match rest.split_once('>') {
            Some((_, after)) if FORMATTING.contains(&name.to_ascii_lowercase().as_str()) => {
                rest = after
            }
            _ => {
                text.push('<');
                rest = &rest[1..];
            }
        }
    }
    text.push_str(rest);
    let entities = [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#39;", "'"),
        ("&nbsp;", " "),
        ("&amp;", "&"),
    ];
    entities.into_iter().fold(text, |text, (entity, c)| text.replace(entity, c))
}

/// Text as a Markdown code span, whatever backticks it has.
pub fn code_span(text: &str) -> String {
    let longest = text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
    let fence = "`".repeat(longest + 1);
    let space = if longest > 0 || text.trim().is_empty() { " " } else { "" };
    format!("{fence}{space}{}{space}{fence}", text.replace(['\n', '\r'], " "))
}

fn parser(source: &str) -> Parser<'_> {
    Parser::new_ext(source, Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH)
}

/// The source with the `<` of raw HTML written as text.
fn harmless(source: &str) -> String {
    let mut safe = String::with_capacity(source.len());
    let mut copied = 0;
    for (event, range) in parser(source).into_offset_iter() {
        if matches!(event, Event::Html(_) | Event::InlineHtml(_)) && copied <= range.start {
            safe.push_str(&source[copied..range.start]);
            safe.push_str(&without_tags(&source[range.clone()]).replace('<', "&lt;"));
            copied = range.end;
        }
    }
    safe.push_str(&source[copied..]);
    safe.trim().to_owned()
}

/// Renders with the outermost headings at `level`, or as bold lines where there is none.
fn render(source: &str, level: Option<usize>) -> (Html, Vec<Heading>) {
    let events: Vec<Event<'_>> = parser(source).collect();
    let headings = headings(&events);
    let outermost = events.iter().filter_map(heading_level).min().unwrap_or(1);
    let mut out = Vec::with_capacity(events.len());
    // Whether each open link is printed: dropped ones leave their text.
    let mut links: Vec<bool> = Vec::new();
    let mut next_heading = headings.iter();
    for event in events {
        match event {
            Event::Html(text) | Event::InlineHtml(text) => {
                out.push(Event::Text(without_tags(&text).into()));
            }
            Event::Start(Tag::HtmlBlock) => out.push(Event::Start(Tag::Paragraph)),
            Event::End(TagEnd::HtmlBlock) => out.push(Event::End(TagEnd::Paragraph)),
            Event::Start(Tag::Heading { level: depth, .. }) => {
                let id = next_heading.next().map_or("", |it| it.id.as_str());
                out.push(raw(match level {
                    Some(level) => {
                        format!("<h{} id=\"{id}\">", (level + depth as usize - outermost).min(6))
                    }
                    None => "<p><strong>".to_owned(),
                }));
            }
            Event::End(TagEnd::Heading(depth)) => out.push(raw(match level {
                Some(level) => format!("</h{}>\n", (level + depth as usize - outermost).min(6)),
                None => "</strong></p>\n".to_owned(),
            })),
            Event::Start(
                Tag::Link { dest_url: url, title, .. } | Tag::Image { dest_url: url, title, .. },
            ) => {
                let inside = links.contains(&true);
                let target = if inside { None } else { target(&url, &headings, level.is_some()) };
                links.push(target.is_some());
                if let Some(dest_url) = target {
                    let id = CowStr::Borrowed("");
                    out.push(Event::Start(Tag::Link {
                        link_type: LinkType::Inline,
                        dest_url,
                        title,
                        id,
                    }));
                }
            }
            Event::End(TagEnd::Link | TagEnd::Image) => {
                if links.pop() == Some(true) {
                    out.push(Event::End(TagEnd::Link));
                }
            }
            other => out.push(other),
        }
    }
    let mut text = String::new();
    html::push_html(&mut text, out.into_iter());
    (Html(text.trim_end().to_owned()), if level.is_some() { headings } else { Vec::new() })
}

fn raw(tag: String) -> Event<'static> {
    Event::Html(tag.into())
}

/// Where a link may lead, if anywhere.
fn target<'a>(url: &CowStr<'a>, headings: &[Heading], has_ids: bool) -> Option<CowStr<'a>> {
    let lower = url.trim().to_ascii_lowercase();
    if ["http://", "https://", "mailto:"].iter().any(|it| lower.starts_with(it)) {
        return Some(url.clone());
    }
    let anchor = format!("about-{}", lower.strip_prefix('#')?);
    (has_ids && headings.iter().any(|it| it.id == anchor)).then(|| format!("#{anchor}").into())
}

fn heading_level(event: &Event<'_>) -> Option<usize> {
    match event {
        Event::Start(Tag::Heading { level, .. }) => Some(*level as usize),
        _ => None,
    }
}

/// The headings in order, each with an address of its own, `about-` first so that it meets no other.
fn headings(events: &[Event<'_>]) -> Vec<Heading> {
    let mut found: Vec<Heading> = Vec::new();
    let mut open: Option<String> = None;
    for event in events {
        match (event, &mut open) {
            (Event::Start(Tag::Heading { .. }), _) => open = Some(String::new()),
            (Event::Text(it) | Event::Code(it), Some(title)) => title.push_str(it),
            (Event::End(TagEnd::Heading(_)), Some(title)) => {
                let words: Vec<String> = title
                    .split(|c: char| !c.is_ascii_alphanumeric())
                    .filter(|it| !it.is_empty())
                    .map(str::to_ascii_lowercase)
                    .collect();
                let base = format!("about-{}", words.join("-"));
                let mut id = base.clone();
                let mut count = 1;
                while found.iter().any(|it| it.id == id) {
                    count += 1;
                    id = format!("{base}-{count}");
                }
                found.push(Heading { id, title: std::mem::take(title) });
                open = None;
            }
            _ => {}
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    fn html(source: &str) -> String {
        Prose::of_page(source).html.to_string()
    }

    #[test]
    fn raw_html_is_text_or_nothing() {
        assert_eq!(html("a <script>b</script>"), "<p>a &lt;script&gt;b&lt;/script&gt;</p>");
        assert_eq!(
            html("<p>Use <code>x</code> &amp; go.</p>"),
            "<p>Use <code>x</code> &amp; go.</p>"
        );
        assert_eq!(html("<img src=x onerror=alert(1)>"), "<p></p>");
        assert_eq!(html("the <name> of it"), "<p>the &lt;name&gt; of it</p>");
        assert_eq!(Prose::new("a <script>b").markdown, "a &lt;script>b");
    }

    #[test]
    fn links_lead_to_the_web_or_into_the_text() {
        assert_eq!(
            html("[a](https://example.com)"),
            "<p><a href=\"https://example.com\">a</a></p>"
        );
        for bad in [
            "javascript:x",
            "JAVASCRIPT:x",
            "data:text/html,x",
            "../up",
            "/root",
            "#nowhere",
            "//host",
        ] {
            assert_eq!(html(&format!("[a]({bad})")), "<p>a</p>", "{bad}");
        }
        assert_eq!(
            html("# Top\n\n[up](#top)"),
            "<h2 id=\"about-top\">Top</h2>\n<p><a href=\"#about-top\">up</a></p>"
        );
    }

    #[test]
    fn headings_fit_under_the_page() {
        assert_eq!(html("### A\n\n#### B"), "<h2 id=\"about-a\">A</h2>\n<h3 id=\"about-b\">B</h3>");
        assert_eq!(Prose::new("# A").html.to_string(), "<p><strong>A</strong></p>");
    }

    #[test]
    fn the_first_paragraph_is_one_plain_line() {
        assert_eq!(first_paragraph("# Title\n\nOne `two`\nthree.\n\nFour."), "One two three.");
        assert_eq!(first_paragraph("<p>One <b>two</b>.</p>\n\nThree."), "One two.");
    }
}
