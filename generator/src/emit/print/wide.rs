//! Items with words so long that rustfmt may leave them as they are.

use proc_macro2::TokenStream;

/// Longer words or literals may not fit into a line where they stand.
pub(super) const LONGEST_WORD: usize = 60;

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
