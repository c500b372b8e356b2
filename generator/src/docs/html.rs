//! The HTML that people write into descriptions, as the CommonMark that says the same.
//!
//! A few tags are enough: paragraphs, line breaks, emphasis, code, links and lists. What comes out is read as
//! CommonMark like any description, so that nothing that a schema says gets further than before; other tags stay
//! as they are.

use super::markdown::{code_span, without_tags};

/// The text with those tags as CommonMark.
pub fn to_markdown(text: &str) -> String {
    if !text.contains('<') {
        return text.to_owned();
    }
    let mut out = String::with_capacity(text.len());
    // Whether each open link has somewhere to lead.
    let mut links: Vec<Option<String>> = Vec::new();
    let mut open: Vec<String> = Vec::new();
    let mut rest = text;
    while let Some(at) = rest.find(['<', '`']) {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with('`') {
            let (code, after) = written_code(rest);
            out.push_str(code);
            rest = after;
            continue;
        }
        let Some((tag, after)) = tag(rest) else {
            out.push('<');
            rest = &rest[1..];
            continue;
        };
        match (tag.name.as_str(), tag.is_end) {
            ("p" | "div" | "ul" | "ol", _) => out.push_str("\n\n"),
            ("li", false) => out.push_str("\n* "),
            ("li", true) => {}
            ("br", _) => out.push_str("\\\n"),
            ("strong" | "b" | "em" | "i", false) if after.contains(&format!("</{}>", tag.name)) => {
                mark(&mut out, &tag.name, false);
                open.push(tag.name);
                // Emphasis does not begin with a space.
                rest = after.trim_start_matches(' ');
                continue;
            }
            ("strong" | "b" | "em" | "i", true) if open.last() == Some(&tag.name) => {
                mark(&mut out, &tag.name, true);
                open.pop();
            }
            ("code", false) => match after.split_once("</code>") {
                Some((code, after)) => {
                    if !code.trim().is_empty() {
                        out.push_str(&code_span(&without_tags(code)));
                    }
                    rest = after;
                    continue;
                }
                None => out.push_str(tag.text),
            },
            ("a", false) => {
                if tag.href.is_some() {
                    out.push('[');
                }
                links.push(tag.href);
            }
            ("a", true) => {
                if let Some(Some(url)) = links.pop() {
                    out.push_str(&format!("](<{url}>)"));
                }
            }
            _ => out.push_str(tag.text),
        }
        rest = after;
    }
    out.push_str(rest);
    // A link that nobody closed leads nowhere.
    for _ in links.into_iter().flatten() {
        out.push(']');
    }
    out
}

/// Emphasis begins, or ends before the spaces that end its text.
fn mark(out: &mut String, name: &str, is_end: bool) {
    let mark = if matches!(name, "em" | "i") { "*" } else { "**" };
    if !is_end {
        out.push_str(mark);
        return;
    }
    let spaces = out.len() - out.trim_end_matches(' ').len();
    out.truncate(out.len() - spaces);
    out.push_str(mark);
    out.push_str(&" ".repeat(spaces));
}

struct Tag<'a> {
    text: &'a str,
    name: String,
    is_end: bool,
    href: Option<String>,
}

/// The tag that a text begins with, and what follows it.
fn tag(text: &str) -> Option<(Tag<'_>, &str)> {
    let end = text.find('>').filter(|it| *it < 400)? + 1;
    let (text, after) = text.split_at(end);
    let inner = text[1..end - 1].trim_end_matches('/').trim();
    let is_end = inner.starts_with('/');
    let inner = inner.trim_start_matches('/');
    let name = inner.split(|it: char| !it.is_ascii_alphanumeric()).next()?.to_ascii_lowercase();
    let href = (name == "a").then(|| href(inner)).flatten();
    Some((Tag { text, name, is_end, href }, after))
}

/// Where a link leads; nowhere if that could end the link too early.
fn href(inner: &str) -> Option<String> {
    let (_, value) = inner.split_once("href=")?;
    let quote = value.chars().next().filter(|it| matches!(it, '"' | '\''))?;
    let (url, _) = value[1..].split_once(quote)?;
    let url = url.trim().replace("&amp;", "&");
    let leads_on =
        ["http://", "https://", "mailto:", "/", "#"].iter().any(|it| url.starts_with(it));
    let is_harmless = !url.contains(['<', '>', '\\', '\n', ' ', '`']);
    (leads_on && is_harmless).then_some(url)
}

/// The code span that a text begins with, or its backticks if nothing ends it; and what follows.
fn written_code(text: &str) -> (&str, &str) {
    let length = text.len() - text.trim_start_matches('`').len();
    let mut at = length;
    while let Some(next) = text[at..].find('`') {
        let run = text[at + next..].len() - text[at + next..].trim_start_matches('`').len();
        at += next + run;
        if run == length {
            return text.split_at(at);
        }
    }
    text.split_at(length)
}

#[cfg(test)]
mod tests {
    use super::to_markdown;

    #[test]
    fn tags_that_people_write() {
        for (html, expected) in [
            ("no tags, 1 < 2 > 0", "no tags, 1 < 2 > 0"),
            ("<p>One.</p><p>Two.</p>", "\n\nOne.\n\n\n\nTwo.\n\n"),
            ("a<br>b<br/>c<BR />d", "a\\\nb\\\nc\\\nd"),
            ("<b> bold </b>and <em>so</em>", "**bold** and *so*"),
            ("<code>a[<b>b</b>] &lt; c</code>", "`a[b] < c`"),
            ("<code>a`b</code> <code></code>", "`` a`b `` "),
            (
                "see <a href=\"https://a.b/c?d=1&amp;e\" target=x>this</a>.",
                "see [this](<https://a.b/c?d=1&e>).",
            ),
            ("<a href='/docs'>docs</a> <a name=x>y</a>", "[docs](</docs>) y"),
            ("<ul><li>a</li><li>b</li></ul>", "\n\n\n* a\n* b\n\n"),
            ("`<p>` and ``<b> ` <i>`` <i>x</i>", "`<p>` and ``<b> ` <i>`` *x*"),
            ("<script>alert(1)</script> <img src=x>", "<script>alert(1)</script> <img src=x>"),
            ("<a href=\"javascript:x>y\">z</a>", "y\">z"),
            ("<a href=\"javascript:x\">z</a>", "z"),
            ("<a href=\"https://a.b\">never closed", "[never closed]"),
            ("<code>never closed", "<code>never closed"),
            ("<b>never closed, <i>never <b>opened</i>", "<b>never closed, *never <b>opened*"),
            ("never opened</b>", "never opened</b>"),
            ("ends with <", "ends with <"),
        ] {
            assert_eq!(to_markdown(html), expected, "{html}");
        }
    }
}
