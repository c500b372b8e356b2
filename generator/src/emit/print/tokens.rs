//! Tokens as text that reads the same, with lines that are short enough to find one's way.

use std::fmt::Write as _;

use proc_macro2::{Delimiter, Group, Spacing, TokenTree};

use super::wide::{LONGEST_WORD, has_long_line};

/// Writes tokens behind a text.
pub(super) struct Printer<'a> {
    text: &'a mut String,
    last: Last,
    /// How many braces are open.
    depth: usize,
    /// How many parentheses and brackets are open inside of the last brace.
    nested: usize,
    /// The length of the longest word or literal of the piece under way, documentation aside.
    longest_word: usize,
}

/// What was written last, as far as it decides about a space.
#[derive(Clone, Copy, PartialEq)]
enum Last {
    /// Nothing in this line, or what opens a group or goes on with a path: no space follows.
    Open,
    /// A word or a literal.
    Word,
    /// A punctuation mark that may not touch another, and the character.
    Mark(char),
    /// A punctuation mark that must touch the next.
    Joint,
    /// A group in parentheses, brackets or braces.
    Group,
}

impl<'a> Printer<'a> {
    pub(super) fn new(text: &'a mut String) -> Self {
        Self { text, last: Last::Open, depth: 0, nested: 0, longest_word: 0 }
    }

    /// Where a piece begins that may turn out to be wide.
    pub(super) fn begin(&mut self) -> usize {
        self.longest_word = 0;
        self.text.len()
    }

    /// Whether the piece that began last, here, may be too wide for rustfmt.
    pub(super) fn is_wide(&self, start: usize) -> bool {
        self.longest_word > LONGEST_WORD && has_long_line(&self.text[start..])
    }

    /// Puts another text in place of what was written from here on.
    pub(super) fn replace(&mut self, start: usize, other: impl FnOnce(&str) -> String) {
        let printed = self.text.split_off(start);
        self.text.push_str(&other(&printed));
    }

    /// Tokens of one level.
    pub(super) fn tokens(&mut self, tokens: impl IntoIterator<Item = TokenTree>) {
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            let doc = match (&token, tokens.peek()) {
                (TokenTree::Punct(it), Some(TokenTree::Group(group))) if it.as_char() == '#' => {
                    doc_text(group).filter(|it| is_plain(it))
                }
                _ => None,
            };
            match doc {
                Some(line) => {
                    tokens.next();
                    self.doc(&line);
                }
                None => self.token(token),
            }
        }
    }

    fn token(&mut self, token: TokenTree) {
        match token {
            TokenTree::Ident(it) => self.word(&it),
            TokenTree::Literal(it) => self.word(&it),
            TokenTree::Punct(it) => {
                let character = it.as_char();
                let is_apart = match self.last {
                    Last::Open | Last::Joint | Last::Mark('#') => false,
                    // What may not touch must not: `& &` is not `&&`.
                    Last::Mark(last) => {
                        let is_close = matches!((last, character), ('<' | '&', '\'') | ('>', '>'));
                        !is_close && !matches!(character, ',' | ';')
                    }
                    Last::Word | Last::Group => {
                        !matches!(character, ',' | ';' | '.' | '?' | ':' | '<' | '>' | '!')
                    }
                };
                self.space(is_apart);
                let is_path = character == ':' && self.last == Last::Joint;
                self.text.push(character);
                self.last = match it.spacing() {
                    Spacing::Joint => Last::Joint,
                    Spacing::Alone if is_path => Last::Open,
                    Spacing::Alone => Last::Mark(character),
                };
                // Rows, statements and declarations have lines of their own.
                if matches!(character, ',' | ';') && self.nested == 0 {
                    self.end_line();
                }
            }
            TokenTree::Group(it) => self.group(it),
        }
    }

    fn word(&mut self, it: &impl std::fmt::Display) {
        let is_apart = match self.last {
            Last::Open | Last::Joint => false,
            Last::Mark(it) => !matches!(it, '.' | '&' | '!' | '#' | '<'),
            Last::Word | Last::Group => true,
        };
        self.space(is_apart);
        let start = self.text.len();
        // A string takes everything.
        let _ = write!(self.text, "{it}");
        self.longest_word = self.longest_word.max(self.text.len() - start);
        self.last = Last::Word;
    }

    /// Takes the group, so that its tokens need not be copied.
    fn group(&mut self, group: Group) {
        let (delimiter, stream) = (group.delimiter(), group.stream());
        drop(group);
        let (open, close) = match delimiter {
            Delimiter::Parenthesis => ("(", ")"),
            Delimiter::Bracket => ("[", "]"),
            Delimiter::Brace => {
                let nested = std::mem::take(&mut self.nested);
                self.open_brace();
                self.tokens(stream);
                self.close_brace();
                self.nested = nested;
                return;
            }
            Delimiter::None => return self.tokens(stream),
        };
        let is_apart = match self.last {
            Last::Open | Last::Joint | Last::Word | Last::Group => false,
            Last::Mark(it) => !matches!(it, '.' | '&' | '!' | '#' | '<' | '>'),
        };
        let is_attribute = self.last == Last::Mark('#');
        self.space(is_apart);
        self.text.push_str(open);
        self.last = Last::Open;
        self.nested += 1;
        self.tokens(stream);
        self.nested -= 1;
        self.text.push_str(close);
        self.last = Last::Group;
        if is_attribute && self.nested == 0 {
            self.end_line();
        }
    }

    pub(super) fn open_brace(&mut self) {
        self.space(self.last != Last::Open);
        self.text.push_str("{\n");
        self.depth += 1;
        self.last = Last::Open;
    }

    pub(super) fn close_brace(&mut self) {
        self.end_line();
        self.depth -= 1;
        self.space(false);
        self.text.push('}');
        self.last = Last::Group;
    }

    pub(super) fn end_line(&mut self) {
        if !self.text.ends_with('\n') {
            self.text.push('\n');
        }
        self.last = Last::Open;
    }

    pub(super) fn blank_line(&mut self) {
        self.end_line();
        self.text.push('\n');
    }

    fn doc(&mut self, line: &str) {
        self.end_line();
        self.space(false);
        self.text.push_str("///");
        self.text.push_str(line);
        self.end_line();
    }

    /// What goes in front of a token: where a line begins, as much as braces are open.
    fn space(&mut self, is_apart: bool) {
        if self.text.ends_with('\n') {
            self.text.extend(std::iter::repeat_n("    ", self.depth));
        } else if is_apart {
            self.text.push(' ');
        }
    }
}

/// The text of `[doc = "…"]`.
pub(super) fn doc_text(group: &Group) -> Option<String> {
    if group.delimiter() != Delimiter::Bracket {
        return None;
    }
    let mut tokens = group.stream().into_iter();
    match (tokens.next()?, tokens.next()?, tokens.next()?) {
        (TokenTree::Ident(word), TokenTree::Punct(_), TokenTree::Literal(text))
            if word == "doc" =>
        {
            let written = text.to_string();
            let plain = written.strip_prefix('"').and_then(|it| it.strip_suffix('"'));
            match plain.filter(|it| !it.contains('\\')) {
                Some(text) => Some(text.to_owned()),
                None => syn::parse_str::<syn::LitStr>(&written).ok().map(|it| it.value()),
            }
        }
        _ => None,
    }
}

/// Whether a comment can say it: one line, which does not begin as what is no documentation.
fn is_plain(line: &str) -> bool {
    !line.contains(['\n', '\r']) && !line.starts_with('/')
}
