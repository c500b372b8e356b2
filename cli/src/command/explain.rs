//! `explain`: what a diagnostic means, why it matters and what to do.

use anyhow::bail;
use meshwright_generator::diagnostics::code::{self, Code};
use meshwright_generator::diagnostics::similar;

use super::Explain;
use crate::{Exit, FrontEnd, report};

/// Prints the page of a code to standard output, or one line for each code.
pub(super) fn explain(Explain { code }: &Explain, front_end: &FrontEnd) -> anyhow::Result<Exit> {
    let name = front_end.name;
    let Some(word) = code else {
        report::to_stdout(&list(name));
        return Ok(Exit::Fine);
    };
    let word = word.trim().trim_matches(['[', ']', '`']);
    let Some(found) = Code::find(&word.to_lowercase().replace('_', "-")) else {
        match similar(word, code::ALL.iter().map(|it| it.name)) {
            Some(it) => bail!("there is no code `{word}`; did you mean `{name} explain {it}`?"),
            None => bail!("there is no code `{word}`; `{name} explain` lists all"),
        }
    };
    let page = if report::color_on_stdout() { styled(found.page) } else { found.page.to_owned() };
    report::to_stdout(&page);
    Ok(Exit::Fine)
}

fn list(name: &str) -> String {
    let width = code::ALL.iter().map(|it| it.name.len()).max().unwrap_or_default();
    let lines = code::ALL.iter().map(|it| format!("{:width$}  {}\n", it.name, it.summary()));
    lines.chain([format!("\n`{name} explain CODE` says more about one.\n")]).collect()
}

const BOLD: &str = "\u{1b}[1m";
const CODE: &str = "\u{1b}[36m";
const DIM: &str = "\u{1b}[2m";
const PLAIN: &str = "\u{1b}[0m";

/// The page as it is written, with headings, code and fences in colours of their own.
fn styled(page: &str) -> String {
    let mut is_code = false;
    let mut out = String::new();
    for line in page.lines() {
        let is_fence = line.starts_with("```");
        out += &match line {
            _ if is_fence => format!("{DIM}{line}{PLAIN}"),
            _ if is_code => format!("{CODE}{line}{PLAIN}"),
            _ if line.starts_with('#') => format!("{BOLD}{line}{PLAIN}"),
            _ => spans(line),
        };
        out.push('\n');
        is_code ^= is_fence;
    }
    out
}

/// A line of prose, what is in backticks coloured.
fn spans(line: &str) -> String {
    let parts = line.split('`').enumerate();
    let last = line.matches('`').count();
    parts
        .map(|(index, text)| match index {
            // A backtick without its other half is one.
            _ if index % 2 == 1 && index == last => format!("`{text}"),
            _ if index % 2 == 1 => format!("{CODE}`{text}`{PLAIN}"),
            _ => text.to_owned(),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{CODE, PLAIN, list, spans, styled};

    #[test]
    fn colours_change_no_word() {
        assert_eq!(spans("a `b` c"), format!("a {CODE}`b`{PLAIN} c"));
        assert_eq!(spans("a `b"), "a `b");
        let page = "# x\n\n```yaml\n# no heading: `a`\n```\nsee `y` ` z\n";
        let mut plain = styled(page);
        for escape in ["\u{1b}[0m", "\u{1b}[1m", "\u{1b}[2m", "\u{1b}[36m"] {
            plain = plain.replace(escape, "");
        }
        assert_eq!(plain, page);
    }

    #[test]
    fn the_list_has_a_line_for_each_code() {
        let list = list("x");
        for line in list.lines().take_while(|it| !it.is_empty()) {
            assert!(line.chars().count() <= 120, "{line}");
            assert!(line.ends_with('.'), "{line}");
        }
        assert!(list.contains("\nmissing-target "), "{list}");
    }
}
