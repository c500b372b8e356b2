//! Which file each type is in: those whose names begin with the same word are together.

use std::collections::BTreeMap;

use super::names::{module_name, value_name};
use crate::api::{Api, Kind};

/// A file of about this many lines is split by the next word of its names, where they have one.
const LONG: usize = 2_000;

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

/// A root with everything nested in it.
struct Root {
    name: String,
    words: Vec<String>,
    types: Vec<usize>,
    lines: usize,
}

/// Divides the types of an API among files.
pub(super) fn type_files(api: &Api) -> Vec<TypeFile> {
    let mut roots: BTreeMap<&str, Root> = BTreeMap::new();
    for (index, it) in api.types.iter().enumerate() {
        let name = it.name.first().map_or("", String::as_str);
        let root = roots.entry(name).or_insert_with(|| Root {
            name: name.to_owned(),
            words: words(name),
            types: Vec::new(),
            lines: 0,
        });
        root.types.push(index);
        root.lines += lines(&it.kind);
    }
    let mut files = BTreeMap::new();
    divide(roots.into_values().collect(), 1, &mut files);
    files.into_values().collect()
}

fn words(name: &str) -> Vec<String> {
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

fn divide(roots: Vec<Root>, n_words: usize, files: &mut BTreeMap<String, TypeFile>) {
    let mut groups: BTreeMap<String, Vec<Root>> = BTreeMap::new();
    for root in roots {
        let key = root.words[..n_words.min(root.words.len())].join("_");
        groups.entry(key).or_default().push(root);
    }
    for (key, group) in groups {
        let n_lines: usize = group.iter().map(|it| it.lines).sum();
        let can_split = group.iter().any(|it| it.words.len() > n_words) && group.len() > 1;
        if n_lines > LONG && can_split {
            divide(group, n_words + 1, files);
            continue;
        }
        let module = module_name(&key);
        let file = files.entry(module.clone()).or_insert_with(|| TypeFile {
            module,
            roots: Vec::new(),
            types: Vec::new(),
        });
        for root in group {
            file.roots.push(root.name);
            file.types.extend(root.types);
        }
        file.types.sort_unstable();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn root(name: &str, lines: usize) -> Root {
        Root { name: name.to_owned(), words: words(name), types: Vec::new(), lines }
    }

    fn check(roots: &[(&str, usize)], expected: &str) {
        let mut files = BTreeMap::new();
        divide(roots.iter().map(|it| root(it.0, it.1)).collect(), 1, &mut files);
        let found: Vec<String> =
            files.values().map(|it| format!("{}: {}", it.module, it.roots.join(" "))).collect();
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
