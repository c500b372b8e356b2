//! Prose of schemas as doc comments.

use crate::rust::Docs;

/// The lines of a doc comment that say what CommonMark from a schema says.
///
/// Whatever the text holds, rustdoc takes it without a warning: brackets and angle brackets are
/// escaped, URLs are links, code is never a test.
pub fn prose(markdown: &str) -> Docs {
    let mut lines = Vec::new();
    let mut in_fence = false;
    for line in markdown.trim().lines() {
        let line = line.trim_end().replace('\t', "    ");
        let trimmed = line.trim_start();
        if trimmed.starts_with("```") || trimmed.starts_with("~~~") {
            in_fence = !in_fence;
            lines.push(if in_fence { "```text".to_owned() } else { "```".to_owned() });
            continue;
        }
        if in_fence {
            lines.push(line);
            continue;
        }
        // Four spaces of indent would make a test of it.
        let indent = (line.len() - trimmed.len()).min(3);
        lines.push(" ".repeat(indent) + &escape(trimmed));
    }
    if in_fence {
        lines.push("```".to_owned());
    }
    Docs(lines)
}

fn escape(line: &str) -> String {
    let mut out = String::new();
    let mut rest = line;
    while let Some(c) = rest.chars().next() {
        if c == '`' {
            let ticks = rest.len() - rest.trim_start_matches('`').len();
            let fence = &rest[..ticks];
            match rest[ticks..].find(fence) {
                Some(end) => {
                    out.push_str(&rest[..ticks + end + ticks]);
                    rest = &rest[ticks + end + ticks..];
                }
                None => {
                    (0..ticks).for_each(|_| out.push_str("\\`"));
                    rest = &rest[ticks..];
                }
            }
            continue;
        }
        if rest.starts_with("http://") || rest.starts_with("https://") {
            let end = rest.find(|c: char| c.is_whitespace() || "<>()[]\"'`*|\\".contains(c));
            let (url, after) = rest.split_at(end.unwrap_or(rest.len()));
            let url_only = url.trim_end_matches(['.', ',', ';', ':', '!', '?', '_']);
            out.push_str(&format!("<{url_only}>{}", &url[url_only.len()..]));
            rest = after;
            continue;
        }
        if matches!(c, '[' | ']' | '<' | '>') {
            out.push('\\');
        }
        out.push(c);
        rest = &rest[c.len_utf8()..];
    }
    out
}
