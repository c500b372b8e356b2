//! What a hand-written file implements, found by its tokens: comments, strings and layout do not matter.

use std::collections::BTreeMap;

use ra_ap_rustc_lexer::{FrontmatterAllowed, TokenKind, tokenize};

/// What there is in a file.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Scan {
    /// The implementations of traits.
    pub implementations: Vec<Implementation>,
    /// The names behind `impl` within macros, and where.
    pub in_macros: Vec<(String, usize)>,
    /// Where the last `mod name;` of the file itself ends.
    pub last_module: Option<usize>,
    /// Where what stands before all items ends: inner comments and attributes.
    pub head: usize,
}

/// One `impl Trait for Type { … }`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Implementation {
    /// The last name of the trait's path, as it is called where it is defined.
    pub trait_name: String,
    /// The last name of the type's path.
    pub ty: String,
    /// Its functions.
    pub functions: Vec<Function>,
    /// Where something can be put in behind them all, in bytes.
    pub end: usize,
    /// Whether its closing brace stands in that same line.
    pub is_closed_at_once: bool,
    /// What its first line begins with.
    pub indent: String,
}

/// One function in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Function {
    /// Its name.
    pub name: String,
    /// Where its name is, in bytes.
    pub at: usize,
    /// The types of what it takes besides `self`, without paths and spaces.
    pub parameters: Vec<String>,
}

/// A token that means something, and where it is.
#[derive(Debug, Clone, Copy)]
struct Token<'t> {
    text: &'t str,
    at: usize,
    is_name: bool,
}

/// Reads a file; what is no Rust is passed over.
pub fn scan(text: &str) -> Scan {
    let (tokens, head) = tokens(text);
    let aliases = aliases(&tokens);
    let mut scan = Scan { head, ..Scan::default() };
    let (mut index, mut depth) = (0, 0_usize);
    while let Some(token) = tokens.get(index) {
        if is(&tokens, index, &["#", "["]) {
            index = group_end(&tokens, index + 1);
            continue;
        }
        if token.is_name && is(&tokens, index + 1, &["!"]) {
            // A macro: what is in it is Rust only when it is carried out.
            let named = tokens.get(index + 2).is_some_and(|it| it.is_name);
            let end = group_end(&tokens, index + 2 + usize::from(named)).max(index + 1);
            note_macro(&tokens[index..end], &mut scan);
            index = end;
            continue;
        }
        match token.text {
            "impl" => {
                if let Some((found, end)) = implementation(text, &tokens, index, &aliases) {
                    scan.implementations.extend(found);
                    index = end;
                    continue;
                }
            }
            "mod" if depth == 0 && is(&tokens, index + 2, &[";"]) => {
                scan.last_module = tokens.get(index + 2).map(|it| it.at + 1);
            }
            "{" => depth += 1,
            "}" => depth = depth.saturating_sub(1),
            _ => {}
        }
        index += 1;
    }
    scan
}

/// What names are called where they are defined: `use a::Name as Other;`.
fn aliases<'t>(tokens: &[Token<'t>]) -> BTreeMap<&'t str, &'t str> {
    let triples =
        tokens.windows(3).filter(|it| it[1].text == "as" && it[0].is_name && it[2].is_name);
    triples.map(|it| (it[2].text, it[0].text)).collect()
}

/// Remembers which traits a macro may implement.
fn note_macro(tokens: &[Token<'_>], scan: &mut Scan) {
    let has_impl = tokens.iter().any(|it| it.text == "impl");
    let names = tokens.iter().filter(|it| has_impl && it.is_name);
    scan.in_macros.extend(names.map(|it| (it.text.to_owned(), it.at)));
}

/// The implementation that begins at `start`, if it is one of a trait, and the index behind its block.
fn implementation(
    text: &str,
    tokens: &[Token<'_>],
    start: usize,
    aliases: &BTreeMap<&str, &str>,
) -> Option<(Option<Implementation>, usize)> {
    // Braces stand before the block only in constants among generics, which traits of services do not have.
    let open = (start..tokens.len()).find(|index| matches!(tokens[*index].text, "{" | ";"))?;
    if tokens[open].text == ";" {
        return None;
    }
    let end = group_end(tokens, open);
    let close = tokens.get(end.checked_sub(1)?).filter(|it| it.text == "}")?;
    let head = tokens.get(skip_angles(tokens, start + 1)..open)?;
    let Some(at) = head.iter().position(|it| it.text == "for" && it.is_name) else {
        return Some((None, end));
    };
    let (Some(name), Some(ty)) = (last_name(&head[..at]), last_name(&head[at + 1..])) else {
        return Some((None, end));
    };
    let name = aliases.get(name).copied().unwrap_or(name);
    let ty = aliases.get(ty).copied().unwrap_or(ty);
    let functions = functions(&tokens[open + 1..end - 1]);
    let at = text[..close.at].trim_end().len();
    let found = Implementation {
        trait_name: name.to_owned(),
        ty: ty.to_owned(),
        functions,
        end: at,
        is_closed_at_once: !text[at..close.at].contains('\n'),
        indent: indent(text, tokens[start].at).to_owned(),
    };
    Some((Some(found), end))
}

/// What the line begins with that something stands in.
fn indent(text: &str, at: usize) -> &str {
    let line = &text[text[..at].rfind('\n').map_or(0, |it| it + 1)..at];
    &line[..line.len() - line.trim_start().len()]
}

/// The index behind generics, if some begin here.
fn skip_angles(tokens: &[Token<'_>], start: usize) -> usize {
    if !is(tokens, start, &["<"]) {
        return start;
    }
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(start) {
        let is_arrow = token.text == ">" && index > 0 && tokens[index - 1].text == "-";
        match token.text {
            "<" => depth += 1,
            ">" if !is_arrow => {
                depth -= 1;
                if depth == 0 {
                    return index + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The last name of a path, before its generics and before `where`.
fn last_name<'t>(tokens: &[Token<'t>]) -> Option<&'t str> {
    let is_end = |it: &&Token<'_>| it.text != "<" && it.text != "where";
    tokens.iter().take_while(is_end).filter(|it| it.is_name).last().map(|it| it.text)
}

/// The functions of a block.
fn functions(tokens: &[Token<'_>]) -> Vec<Function> {
    let mut found = Vec::new();
    let mut index = 0;
    while let Some(token) = tokens.get(index) {
        if is(tokens, index, &["#", "["]) {
            index = group_end(tokens, index + 1);
        } else if matches!(token.text, "{" | "(" | "[") {
            index = group_end(tokens, index);
        } else if token.text == "fn" {
            let name = tokens.get(index + 1);
            let open = skip_angles(tokens, index + 2);
            let end = group_end(tokens, open);
            found.extend(name.filter(|it| it.is_name).map(|it| Function {
                name: it.text.to_owned(),
                at: it.at,
                parameters: types(&tokens[open.min(end)..end]),
            }));
            index = end.max(index + 1);
        } else {
            index += 1;
        }
    }
    found
}

/// The types of what a function takes, as [`Function::parameters`] has them.
pub(super) fn parameters(group: &str) -> Vec<String> {
    types(&tokens(group).0)
}

fn types(group: &[Token<'_>]) -> Vec<String> {
    let mut list = vec![Vec::new()];
    let mut depth = 0_usize;
    for (index, token) in group.iter().enumerate() {
        let is_arrow = token.text == ">" && index > 0 && group[index - 1].text == "-";
        match token.text {
            "(" | "[" | "{" | "<" => depth += 1,
            ")" | "]" | "}" => depth = depth.saturating_sub(1),
            ">" if !is_arrow => depth = depth.saturating_sub(1),
            "," if depth == 1 => {
                list.push(Vec::new());
                continue;
            }
            _ => {}
        }
        let is_outer = index == 0 || index + 1 == group.len();
        if let Some(last) = list.last_mut().filter(|_| !is_outer) {
            last.push(*token);
        }
    }
    let typed = list.iter().filter_map(|it| {
        let colon = (0..it.len()).find(|at| {
            let is_colon = |index: usize| it.get(index).is_some_and(|it| it.text == ":");
            is_colon(*at) && !is_colon(at + 1) && !(*at > 0 && is_colon(at - 1))
        })?;
        Some(plain(&it[colon + 1..]))
    });
    typed.collect()
}

/// A type without the paths in front of names, and without life times.
fn plain(tokens: &[Token<'_>]) -> String {
    let mut out = String::new();
    for (index, token) in tokens.iter().enumerate() {
        let is_path = is(tokens, index + 1, &[":", ":"]) && token.is_name;
        if is_path || token.text == ":" || token.text.starts_with('\'') {
            continue;
        }
        out.push_str(token.text);
    }
    out
}

/// Whether these words stand here.
fn is(tokens: &[Token<'_>], at: usize, words: &[&str]) -> bool {
    words
        .iter()
        .enumerate()
        .all(|(index, word)| tokens.get(at + index).is_some_and(|it| it.text == *word))
}

/// The tokens, and where what stands before all items ends.
fn tokens(text: &str) -> (Vec<Token<'_>>, usize) {
    let (mut found, mut at, mut head, mut is_head) = (Vec::new(), 0, 0, true);
    let start = ra_ap_rustc_lexer::strip_shebang(text).unwrap_or_default();
    at += start;
    head = head.max(start);
    for token in tokenize(&text[start..], FrontmatterAllowed::Yes) {
        let end = at + token.len as usize;
        let word = &text[at..end];
        match token.kind {
            TokenKind::Whitespace | TokenKind::Frontmatter { .. } => {}
            TokenKind::LineComment { .. } | TokenKind::BlockComment { .. } => {
                if is_head && (word.starts_with("//!") || word.starts_with("/*!")) {
                    head = end;
                }
            }
            kind => {
                let is_name = matches!(kind, TokenKind::Ident | TokenKind::RawIdent);
                let (text, at) = match kind {
                    TokenKind::RawIdent => (&word[2..], at + 2),
                    _ => (word, at),
                };
                found.push(Token { text, at, is_name });
                is_head = false;
            }
        }
        at = end;
    }
    // Inner attributes belong to the head as well.
    let mut index = 0;
    while is(&found, index, &["#", "!", "["]) {
        index = group_end(&found, index + 2);
        head = found.get(index - 1).map_or(head, |it| it.at + it.text.len());
    }
    (found, head)
}

/// The index behind the group that opens at `open`; behind `open` where none does, and never behind all tokens.
fn group_end(tokens: &[Token<'_>], open: usize) -> usize {
    let mut depth = 0_usize;
    for (index, token) in tokens.iter().enumerate().skip(open) {
        match token.text {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return index + 1;
                }
            }
            _ if depth == 0 => return index + 1,
            _ => {}
        }
    }
    tokens.len()
}
