//! Picks items out of a formatted Rust file by name, so that a fixture shows what it is about.

/// The items with these names, in the order of the file; all of the file for no names.
///
/// A name is what follows `pub struct`, `pub enum` and so on, or the whole head of an `impl`.
///
/// # Errors
///
/// The first name that the file does not have.
pub fn pick(text: &str, names: &str) -> Result<String, String> {
    let names: Vec<&str> = names.split(',').map(str::trim).filter(|it| !it.is_empty()).collect();
    if names.is_empty() {
        return Ok(text.to_owned());
    }
    let items = items(text);
    for name in &names {
        if !items.iter().any(|item| is_named(item, name)) {
            return Err((*name).to_owned());
        }
    }
    let picked: Vec<&str> = items
        .into_iter()
        .filter(|item| names.iter().any(|name| is_named(item, name)))
        .map(str::trim_end)
        .collect();
    Ok(picked.join("\n\n") + "\n")
}

/// The pieces of a file that stand between blank lines, each beginning in the first column.
fn items(text: &str) -> Vec<&str> {
    let mut items = Vec::new();
    let mut start = 0;
    for (at, _) in text.match_indices("\n\n") {
        let next = &text[at + 2..];
        if !next.starts_with([' ', '}', '\n']) {
            items.push(&text[start..at + 1]);
            start = at + 2;
        }
    }
    items.push(&text[start..]);
    items
}

fn is_named(item: &str, name: &str) -> bool {
    const KINDS: &[&str] = &["struct", "enum", "type", "trait", "static", "fn", "mod"];
    let code = item.lines().find(|line| !line.starts_with(['/', '#']) && !line.is_empty());
    let head = code.unwrap_or_default().trim_end_matches([' ', '{']);
    if head == name {
        return true;
    }
    let words = head.strip_prefix("pub ").unwrap_or(head).split_once(' ');
    words.is_some_and(|(kind, rest)| {
        let end = rest.find(|it: char| !it.is_alphanumeric() && it != '_').unwrap_or(rest.len());
        KINDS.contains(&kind) && &rest[..end] == name
    })
}
