//! Items, and the blank lines between them.

use proc_macro2::{Delimiter, TokenStream, TokenTree};

use super::tokens::{Printer, doc_text};
use super::wide::{lay_out, lay_out_member};

/// An item, or a member of an `impl` or trait.
struct Item {
    tokens: Vec<TokenTree>,
    kind: ItemKind,
}

/// What the blank lines around an item depend on.
struct ItemKind {
    /// The word that says what it is: `struct`, `impl`, …
    keyword: String,
    has_docs: bool,
}

/// All items of a file.
pub(super) fn print_items(text: &mut String, items: impl Iterator<Item = TokenStream>) {
    let mut before: Option<ItemKind> = None;
    for Item { tokens, kind } in items.flat_map(|it| Items(it.into_iter())) {
        if before.as_ref().is_some_and(|it| !are_together(it, &kind)) {
            text.push('\n');
        }
        print_item(text, tokens, &kind);
        before = Some(kind);
    }
}

/// Imports, modules and constants without documentation are not spaced out.
fn are_together(before: &ItemKind, item: &ItemKind) -> bool {
    before.keyword == item.keyword
        && matches!(item.keyword.as_str(), "use" | "mod" | "const")
        && !item.has_docs
}

fn print_item(text: &mut String, mut tokens: Vec<TokenTree>, kind: &ItemKind) {
    let mut printer = Printer::new(text);
    let has_members = matches!(kind.keyword.as_str(), "impl" | "trait");
    let start = printer.begin();
    let is_wide = match tokens.pop() {
        Some(TokenTree::Group(members)) if has_members => {
            printer.tokens(tokens);
            printer.open_brace();
            let is_wide = printer.is_wide(start);
            for (index, member) in Items(members.stream().into_iter()).enumerate() {
                if index > 0 {
                    printer.blank_line();
                }
                let start = printer.begin();
                printer.tokens(member.tokens);
                printer.end_line();
                // rustfmt leaves a member alone, and goes on with the next.
                if !is_wide && printer.is_wide(start) {
                    printer.replace(start, |it| lay_out_member(&kind.keyword, it));
                }
            }
            printer.close_brace();
            printer.end_line();
            is_wide
        }
        last => {
            tokens.extend(last);
            printer.tokens(tokens);
            printer.end_line();
            // Names that are imported may be as long as they are.
            kind.keyword != "use" && printer.is_wide(start)
        }
    };
    if is_wide {
        printer.replace(start, lay_out);
    }
}

/// The items of a stream, one by one.
struct Items<I>(I);

impl<I: Iterator<Item = TokenTree>> Iterator for Items<I> {
    type Item = Item;

    /// An item ends with a semicolon, or with braces where it is not one that has a semicolon behind them.
    fn next(&mut self) -> Option<Item> {
        let (mut tokens, mut keyword, mut has_docs) = (Vec::new(), String::new(), false);
        for token in self.0.by_ref() {
            let is_end = match &token {
                TokenTree::Punct(it) => it.as_char() == ';',
                TokenTree::Group(it) => {
                    has_docs |= doc_text(it).is_some();
                    it.delimiter() == Delimiter::Brace
                        && !matches!(keyword.as_str(), "const" | "static" | "use" | "type")
                }
                TokenTree::Ident(it) => {
                    let is_open = match keyword.as_str() {
                        "" => *it != "pub" && *it != "async",
                        "const" => *it == "fn",
                        _ => false,
                    };
                    if is_open {
                        keyword = it.to_string();
                    }
                    false
                }
                TokenTree::Literal(_) => false,
            };
            tokens.push(token);
            if is_end {
                return Some(Item { tokens, kind: ItemKind { keyword, has_docs } });
            }
        }
        (!tokens.is_empty()).then(|| Item { tokens, kind: ItemKind { keyword, has_docs } })
    }
}
