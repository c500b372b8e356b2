//! Prose of schemas as doc comments.
//!
//! A description comes from anywhere and may hold anything, so it is parsed as CommonMark and
//! written anew: what comes out says the same, and neither rustdoc nor clippy has a word to say.

use pulldown_cmark::{
    CodeBlockKind, CowStr, Event, LinkType, Options, Parser, Tag, TagEnd, TextMergeStream,
};

use crate::docs::to_markdown;
use crate::rust::Docs;

/// Columns of a line of prose: with `/// ` and one level of indentation, a hundred.
const WIDTH: usize = 92;

/// A space that no line is broken at, while a paragraph is put together.
const FIXED_SPACE: char = '\u{1}';

/// A line break that the author asked for.
const HARD_BREAK: char = '\u{2}';

/// The lines of a doc comment that say what CommonMark from a schema says.
///
/// Brackets and angle brackets are escaped outside code, bare URLs are links, relative links
/// are text, HTML that is no more than CommonMark is that, other HTML is shown as written, and no code is ever a test.
pub fn prose(markdown: &str) -> Docs {
    let text = clean(&to_markdown(markdown));
    let mut writer = Writer::default();
    for event in TextMergeStream::new(Parser::new_ext(&text, Options::empty())) {
        writer.event(event);
    }
    writer.flush();
    while writer.lines.last().is_some_and(String::is_empty) {
        writer.lines.pop();
    }
    Docs(writer.lines)
}

/// Without the characters that comments of Rust cannot or should not have.
fn clean(markdown: &str) -> String {
    // As good as all of them.
    if markdown.bytes().all(|it| matches!(it, b' '..=b'~' | b'\n')) {
        return markdown.to_owned();
    }
    let unix = markdown.replace("\r\n", "\n").replace('\r', "\n");
    let kept = unix.chars().filter(|c| {
        // Rust refuses comments that change the direction of text.
        !matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
    });
    kept.map(|c| if c.is_control() && c != '\n' { ' ' } else { c }).collect()
}

#[derive(Default)]
struct Writer {
    lines: Vec<String>,
    /// The paragraph under way, not yet broken into lines.
    inline: String,
    /// What each further line of the open blocks starts with.
    prefix: String,
    /// What the first line of an open item starts with instead, once.
    marker: Option<String>,
    /// Open lists: the number of the next item, where they are numbered.
    lists: Vec<Option<u64>>,
    /// The length of `prefix` before each open block.
    outer: Vec<usize>,
    heading: Option<usize>,
    code: Option<String>,
    /// Open links: where they lead, and where their text starts.
    links: Vec<(Option<String>, usize)>,
}

impl Writer {
    fn event(&mut self, event: Event<'_>) {
        match event {
            Event::Start(tag) => self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) => match &mut self.code {
                Some(code) => code.push_str(&text),
                None => self.text(&text),
            },
            Event::Code(code) => self.code_span(&code),
            Event::Html(text) | Event::InlineHtml(text) => self.text(&text),
            Event::SoftBreak => self.inline.push(' '),
            Event::HardBreak => self.inline.push(HARD_BREAK),
            Event::Rule => self.flush(),
            // Not asked for, so they do not occur.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                self.text(&text);
            }
            Event::TaskListMarker(_) => {}
        }
    }

    fn start(&mut self, tag: Tag<'_>) {
        match tag {
            Tag::Emphasis => self.inline.push('*'),
            Tag::Strong => self.inline.push_str("**"),
            Tag::Link { link_type, dest_url, .. } => self.open_link(link_type, dest_url),
            Tag::Image { .. } => self.links.push((None, self.inline.len())),
            Tag::Heading { level, .. } => {
                self.block();
                self.heading = Some(level as usize);
            }
            Tag::BlockQuote(_) => {
                self.block();
                self.outer.push(self.prefix.len());
                self.prefix.push_str("> ");
            }
            Tag::CodeBlock(CodeBlockKind::Fenced(_) | CodeBlockKind::Indented) => {
                self.block();
                self.code = Some(String::new());
            }
            Tag::List(start) => {
                if self.lists.is_empty() {
                    self.block();
                } else {
                    self.flush();
                }
                self.lists.push(start);
            }
            Tag::Item => {
                self.flush();
                let marker = match self.lists.last_mut() {
                    Some(Some(number)) => {
                        *number += 1;
                        format!("{}. ", *number - 1)
                    }
                    _ => "* ".to_owned(),
                };
                self.outer.push(self.prefix.len());
                self.marker = Some(format!("{}{marker}", self.prefix));
                self.prefix.push_str(&" ".repeat(marker.len()));
            }
            _ => self.block(),
        }
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Emphasis => self.inline.push('*'),
            TagEnd::Strong => self.inline.push_str("**"),
            TagEnd::Link | TagEnd::Image => self.close_link(),
            TagEnd::CodeBlock => self.code_block(),
            TagEnd::List(_) => {
                self.flush();
                self.lists.pop();
            }
            TagEnd::Item | TagEnd::BlockQuote(_) => {
                self.flush();
                // An item without anything in it still has its marker.
                if let Some(marker) = self.marker.take() {
                    self.lines.push(marker.trim_end().to_owned());
                }
                let outer = self.outer.pop().unwrap_or_default();
                self.prefix.truncate(outer);
            }
            _ => self.flush(),
        }
    }

    /// Makes room for a new block: what was under way ends, and an empty line follows it.
    fn block(&mut self) {
        self.flush();
        if self.marker.is_none() && self.lines.last().is_some_and(|it| !it.trim_end().is_empty()) {
            self.lines.push(self.prefix.trim_end().to_owned());
        }
    }

    fn push(&mut self, line: &str) {
        let start = self.marker.take().unwrap_or_else(|| self.prefix.clone());
        self.lines.push(format!("{start}{line}").trim_end().to_owned());
    }

    /// Writes the paragraph under way.
    fn flush(&mut self) {
        let inline = std::mem::take(&mut self.inline);
        if let Some(level) = self.heading.take() {
            let text: Vec<&str> = inline.split([' ', HARD_BREAK]).collect();
            let text = text.join(" ").replace(FIXED_SPACE, " ");
            if !text.trim().is_empty() {
                self.push(&format!("{} {}", "#".repeat(level), text.trim()));
            }
            return;
        }
        let paragraphs: Vec<&str> = inline.split(HARD_BREAK).collect();
        let last = paragraphs.len() - 1;
        for (index, text) in paragraphs.iter().enumerate() {
            let mut lines = self.fill(text);
            if index < last
                && let Some(line) = lines.last_mut()
            {
                line.push('\\');
            }
            lines.iter().for_each(|it| self.push(it));
        }
    }

    /// Breaks a paragraph into lines.
    fn fill(&self, text: &str) -> Vec<String> {
        let width = WIDTH.saturating_sub(self.prefix.len()).max(40);
        let mut lines: Vec<String> = Vec::new();
        // Of the last line.
        let mut columns = 0;
        for word in text.split(' ').filter(|it| !it.is_empty()) {
            let word = word.replace(FIXED_SPACE, " ");
            let columns_with_word = columns + 1 + word.chars().count();
            match lines.last_mut() {
                Some(line) if columns_with_word <= width => {
                    line.push(' ');
                    line.push_str(&word);
                    columns = columns_with_word;
                }
                _ => {
                    let line = at_line_start(word);
                    columns = line.chars().count();
                    lines.push(line);
                }
            }
        }
        lines
    }

    fn text(&mut self, text: &str) {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            if c == 'h'
                && self.links.is_empty()
                && (rest.starts_with("http://") || rest.starts_with("https://"))
            {
                let (url, after) = split_url(rest);
                if url.len() > "https://".len() {
                    self.inline.push_str(&format!("<{url}>"));
                    rest = after;
                    continue;
                }
            }
            let after = &rest[c.len_utf8()..];
            let is_word = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let next = after.chars().next();
            let must_escape = match c {
                '\\' | '`' | '[' | ']' | '<' | '>' | '~' | '|' => true,
                // What follows the end of a text is unknown here.
                '*' => next.is_none_or(|it| it != ' ') || !self.inline.ends_with([' ', '\n']),
                '_' => !(is_word(self.inline.chars().last()) && is_word(next)),
                '&' => next.is_none_or(|it| it == '#' || it.is_ascii_alphanumeric()),
                _ => false,
            };
            if must_escape {
                self.inline.push('\\');
            }
            self.inline.push(if c == '\n' { ' ' } else { c });
            rest = after;
        }
    }

    fn code_span(&mut self, code: &str) {
        let ticks = "`".repeat(longest_run(code, '`') + 1);
        let pad = if code.starts_with('`') || code.ends_with('`') { " " } else { "" };
        let span = format!("{ticks}{pad}{code}{pad}{ticks}");
        self.inline.extend(span.chars().map(|c| if c == ' ' { FIXED_SPACE } else { c }));
    }

    fn code_block(&mut self) {
        let code = self.code.take().unwrap_or_default();
        let fence = "`".repeat((longest_run(&code, '`') + 1).max(3));
        self.push(&format!("{fence}text"));
        for line in code.lines() {
            self.push(line);
        }
        self.push(&fence);
    }

    fn open_link(&mut self, kind: LinkType, url: CowStr<'_>) {
        let is_absolute = ["http://", "https://", "mailto:"].iter().any(|it| url.starts_with(it));
        let url = url.replace(' ', "%20").replace('<', "%3C").replace('>', "%3E");
        let keep = is_absolute && kind != LinkType::Email && self.links.is_empty();
        self.links.push((keep.then_some(url), self.inline.len()));
    }

    fn close_link(&mut self) {
        let Some((Some(url), start)) = self.links.pop() else { return };
        let text = self.inline.split_off(start);
        let is_bare = text.replace('\\', "") == url.replace('\\', "") || text.trim().is_empty();
        let link = if is_bare { format!("<{url}>") } else { format!("[{text}](<{url}>)") };
        self.inline.push_str(&link);
    }
}

/// A word that starts a line, and must not start a list, heading or rule.
fn at_line_start(word: String) -> String {
    let number = word.strip_suffix(['.', ')']);
    if number.is_some_and(|it| !it.is_empty() && it.bytes().all(|c| c.is_ascii_digit())) {
        let mark = word.chars().last().unwrap_or('.');
        return format!("{}\\{mark}", number.unwrap_or_default());
    }
    let hazards = |c: char| "-+=:".contains(c);
    if word.chars().all(hazards) || word.chars().all(|c| c == '#') || word == "*" {
        return format!("\\{word}");
    }
    word
}

/// A URL at the start of a text, and the rest.
fn split_url(text: &str) -> (&str, &str) {
    let end = text.find(|c: char| c.is_whitespace() || "<>()[]{}\"'`*|\\".contains(c));
    let url = &text[..end.unwrap_or(text.len())];
    text.split_at(url.trim_end_matches(['.', ',', ';', ':', '!', '?', '_', '&']).len())
}

fn longest_run(text: &str, c: char) -> usize {
    text.split(|it| it != c).map(str::len).max().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::prose;

    fn check(markdown: &str, expected: &str) {
        assert_eq!(prose(markdown).0.join("\n"), expected, "{markdown}");
    }

    #[test]
    fn keeps_what_is_harmless() {
        check("A pet.", "A pet.");
        check("snake_case and `code [x] <y>`", "snake_case and `code [x] <y>`");
        check("one\n\ntwo", "one\n\ntwo");
        check("* a\n* b\n  * c", "* a\n* b\n  * c");
        check("1. a\n2. b", "1. a\n2. b");
        check("**bold** and *italic*", "**bold** and *italic*");
        check("# Title\ntext", "# Title\n\ntext");
    }

    #[test]
    fn takes_the_sting_out_of_the_rest() {
        check("[foo] and <q>", r"\[foo\] and \<q\>");
        check(
            "<p>A <b>big </b>pet: <code>x[<i>y</i>]</code></p><ul><li>a</li></ul>",
            "A **big** pet: `x[y]`\n\n* a",
        );
        check("see https://example.com/a_b.", "see <https://example.com/a_b>.");
        check("[docs](/docs) and [web](https://a.b)", "docs and [web](<https://a.b>)");
        check("    let x = 1;", "```text\nlet x = 1;\n```");
        check("```rust\nunclosed", "```text\nunclosed\n```");
        check("a\r\u{202e}b\tc\u{0}d", "a b c d");
        check("a */ \"\"\" \\", r#"a \*/ """ \\"#);
        check("* item\nlazy", "* item lazy");
        check("a ` b", r"a \` b");
        check("", "");
    }

    #[test]
    fn says_the_same_when_read_again() {
        let texts = [
            "* a\n\n  b\n* c\n\n> quote\n> more\n\nend",
            "x - y + 1. z # w = v",
            "a & b &amp; &lt; <!-- c --> | d | _e_ ~f~",
            "<div>\nblock *html*\n</div>",
            "![image](x.png) <a@b.c> <https://x.y>",
        ];
        for text in texts {
            let once = prose(text).0.join("\n");
            assert_eq!(prose(&once).0.join("\n"), once, "{text}");
        }
    }
}
