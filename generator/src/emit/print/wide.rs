//! Items, and members of items, with words so long that rustfmt may leave them as they are.

use proc_macro2::TokenStream;

/// Longer words or literals may not fit into a line where they stand.
pub(super) const LONGEST_WORD: usize = 60;

/// What has no longer line stays within the width of a line however it is broken, and indented further for that.
const LONGEST_LINE: usize = 84;

/// Whether any line is long, documentation aside.
pub(super) fn has_long_line(text: &str) -> bool {
    text.lines().any(|it| it.len() > LONGEST_LINE && !it.trim_start().starts_with("///"))
}

/// A member of an `impl` or `trait`, as [`lay_out`] does.
///
/// # Panics
///
/// As [`lay_out`].
pub(super) fn lay_out_member(keyword: &str, text: &str) -> String {
    let whole = lay_out(&format!("{keyword} Wide {{\n{text}}}\n"));
    let members = whole.split_once("{\n").and_then(|it| it.1.strip_suffix("}\n"));
    members.unwrap_or(text).to_owned()
}

/// As `prettyplease` lays it out.
///
/// # Panics
///
/// When the text is no Rust.
pub(super) fn lay_out(text: &str) -> String {
    let mut file = match syn::parse_file(text) {
        Ok(file) => file,
        Err(error) => panic!("emitted tokens are no Rust: {error}\n{text}"),
    };
    file.items.iter_mut().for_each(space_out);
    prettyplease::unparse(&file)
}

/// Puts a blank line between the members of an `impl` or trait.
fn space_out(item: &mut syn::Item) {
    match item {
        syn::Item::Impl(it) => {
            let blank = || syn::ImplItem::Verbatim(TokenStream::new());
            it.items = spaced(std::mem::take(&mut it.items), blank);
        }
        syn::Item::Trait(it) => {
            let blank = || syn::TraitItem::Verbatim(TokenStream::new());
            it.items = spaced(std::mem::take(&mut it.items), blank);
        }
        _ => {}
    }
}

fn spaced<T>(members: Vec<T>, blank: impl Fn() -> T) -> Vec<T> {
    let spaced = members.into_iter().enumerate();
    spaced.flat_map(|(index, it)| (index > 0).then(&blank).into_iter().chain([it])).collect()
}
