//! Which file each type is in: those whose names begin with the same word are together.

use std::collections::BTreeMap;

use super::names::value_name;
use super::subjects::{Part, divide};
use crate::api::{Api, Kind};

/// Words that say what an operation does, and not to what.
const VERBS: &[&str] = &[
    "add", "create", "delete", "find", "get", "head", "list", "options", "patch", "post", "put",
    "query", "remove", "search", "set", "trace", "update",
];

/// A file and what is in it.
#[derive(Debug, PartialEq)]
pub(super) struct TypeFile {
    /// The module's name.
    pub(super) module: String,
    /// The names that its types begin with, as the document writes them.
    pub(super) roots: Vec<String>,
    /// The numbers of its types, in order.
    pub(super) types: Vec<usize>,
}

/// The name of a root, with the numbers of everything nested in it.
type Root = (String, Vec<usize>);

/// Divides the types of an API among files.
pub(super) fn type_files(api: &Api) -> Vec<TypeFile> {
    let mut roots: BTreeMap<&str, Part<Root>> = BTreeMap::new();
    for (index, it) in api.types.iter().enumerate() {
        let name = it.name.first().map_or("", String::as_str);
        let root = roots.entry(name).or_insert_with(|| root(name, 0));
        root.value.1.push(index);
        root.lines += lines(&it.kind);
    }
    let files = divide(roots.into_values().collect());
    files.into_iter().map(|(module, roots)| file(module, roots)).collect()
}

fn root(name: &str, lines: usize) -> Part<Root> {
    Part { words: words(name), lines, value: (name.to_owned(), Vec::new()) }
}

fn file(module: String, roots: Vec<Root>) -> TypeFile {
    let (roots, types): (Vec<String>, Vec<Vec<usize>>) = roots.into_iter().unzip();
    let mut types = types.concat();
    types.sort_unstable();
    TypeFile { module, roots, types }
}

/// What a name is about: its words, without a verb in front.
pub(super) fn words(name: &str) -> Vec<String> {
    let snake = value_name(name);
    let mut words: Vec<String> =
        snake.split('_').filter(|it| !it.is_empty()).map(str::to_owned).collect();
    if words.len() > 1 && VERBS.contains(&words[0].as_str()) {
        words.remove(0);
    }
    words
}

/// About how many lines a type takes.
fn lines(kind: &Kind) -> usize {
    match kind {
        Kind::Object(it) => 20 + 6 * it.properties.len(),
        Kind::Union(it) => 20 + 4 * it.variants.len(),
        Kind::Enumeration(it) => 20 + 4 * it.values.len(),
        Kind::Alias(_) => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(roots: &[(&str, usize)], expected: &str) {
        let files = divide(roots.iter().map(|it| root(it.0, it.1)).collect());
        let found = files.into_iter().map(|(module, roots)| {
            let file = file(module, roots);
            format!("{}: {}", file.module, file.roots.join(" "))
        });
        let found: Vec<String> = found.collect();
        assert_eq!(found.join("; "), expected);
    }

    #[test]
    fn types_are_together_by_their_first_word() {
        check(
            &[("Pet", 9), ("PetKind", 9), ("listPets", 9), ("getPetToys", 9), ("Owner", 9)],
            "owner: Owner; pet: Pet PetKind getPetToys; pets: listPets",
        );
    }

    #[test]
    fn long_files_are_split_by_the_next_word() {
        check(
            &[("io.k8s.api.A", 1500), ("io.k8s.api.B", 1500), ("io.k8s.util.C", 9)],
            "io_k8s_api_a: io.k8s.api.A; io_k8s_api_b: io.k8s.api.B; io_k8s_util: io.k8s.util.C",
        );
        check(&[("Pet", 1500), ("PetToy", 1500)], "pet: Pet; pet_toy: PetToy");
    }
}
