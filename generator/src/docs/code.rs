//! Code with its words told apart, so that a style sheet can colour them.

/// A piece of code.
#[derive(Debug, Clone, PartialEq)]
pub struct Code {
    /// What it is: `curl`, `201 application/json`.
    pub label: String,
    /// The language, as Markdown fences name it: `json`.
    pub language: &'static str,
    /// The code.
    pub text: String,
}

/// A stretch of code of one colour.
#[derive(Debug, Clone, PartialEq)]
pub struct Token<'a> {
    /// The style sheet's name for its colour; empty for none.
    pub class: &'static str,
    /// The stretch.
    pub text: &'a str,
}

const KEYWORDS: &[&str] = &[
    "await",
    "const",
    "directive",
    "else",
    "enum",
    "false",
    "fn",
    "fragment",
    "if",
    "implements",
    "input",
    "interface",
    "let",
    "match",
    "mutation",
    "new",
    "null",
    "on",
    "query",
    "repeatable",
    "return",
    "scalar",
    "subscription",
    "throw",
    "true",
    "type",
    "union",
    "use",
];

impl Code {
    /// The code in coloured stretches; together they are the whole text.
    pub fn tokens(&self) -> Vec<Token<'_>> {
        let mut tokens: Vec<Token<'_>> = Vec::new();
        let mut rest = self.text.as_str();
        let mut plain = rest;
        while let Some(first) = rest.chars().next() {
            let (class, length) = self.token(rest, first);
            if class.is_empty() {
                rest = &rest[length..];
                continue;
            }
            push_plain(&mut tokens, &plain[..plain.len() - rest.len()]);
            tokens.push(Token { class, text: &rest[..length] });
            rest = &rest[length..];
            plain = rest;
        }
        push_plain(&mut tokens, plain);
        tokens
    }

    /// A Markdown fence that nothing in the code can close.
    pub fn fence(&self) -> String {
        let longest = self.text.split(|c| c != '`').map(str::len).max().unwrap_or(0);
        "`".repeat(3.max(longest + 1))
    }

    /// The class and length of the first token of `rest`, which starts with `first`.
    fn token(&self, rest: &str, first: char) -> (&'static str, usize) {
        let quotes = if self.language == "shell" { "'\"" } else { "\"`" };
        if quotes.contains(first) {
            let length = quoted(rest, first);
            let is_key = self.language == "json" && rest[length..].starts_with(':');
            return (if is_key { "k" } else { "s" }, length);
        }
        if first.is_ascii_digit() {
            return ("n", run(rest, |c| c.is_ascii_alphanumeric() || c == '.'));
        }
        if first.is_alphabetic() || first == '_' || first == '$' || first == '@' {
            let length = first.len_utf8()
                + run(&rest[first.len_utf8()..], |c| c.is_alphanumeric() || c == '_');
            let class = match first {
                '@' | '$' => "v",
                _ if self.language != "shell" && KEYWORDS.contains(&&rest[..length]) => "w",
                _ => "",
            };
            return (class, length);
        }
        if first == '#' && self.language == "graphql" {
            return ("c", run(rest, |c| c != '\n'));
        }
        ("", first.len_utf8())
    }
}

fn push_plain<'a>(tokens: &mut Vec<Token<'a>>, text: &'a str) {
    if !text.is_empty() {
        tokens.push(Token { class: "", text });
    }
}

/// The length of the string that `rest` starts with, quotes included.
fn quoted(rest: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, c) in rest.char_indices().skip(1) {
        match c {
            _ if escaped => escaped = false,
            '\\' if quote != '\'' => escaped = true,
            _ if c == quote => return at + c.len_utf8(),
            _ => {}
        }
    }
    rest.len()
}

fn run(text: &str, belongs: impl Fn(char) -> bool) -> usize {
    text.find(|c| !belongs(c)).unwrap_or(text.len())
}
