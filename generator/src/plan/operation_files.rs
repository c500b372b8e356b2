//! Which file each operation of a large group is in: those whose paths are about the same are together.
//!
//! Only files differ: what the group's module holds is there under the same names, whatever its size.

use std::collections::BTreeMap;

use super::names::value_name;
use super::operations::Group;
use super::subjects::{LONG, Part, divide};
use super::type_files::words;
use super::types::code;
use crate::rust::{Docs, Ident};

/// Words that say what an API is, and not what it is about.
const SILENT: &[&str] = &["api", "apis", "json", "rest", "xml"];

/// Words after these make no more files.
const MOST_WORDS: usize = 12;

/// A file and what is in it.
#[derive(Debug, PartialEq)]
pub(super) struct OperationFile {
    pub(super) module: Ident,
    pub(super) docs: Docs,
    /// The numbers of its operations in their group, in order.
    pub(super) operations: Vec<usize>,
}

/// Divides the operations of a group, which take about so many lines each, among files: two or more,
/// or none where all of them go into one.
pub(super) fn operation_files(group: &Group, lines: &[usize]) -> Vec<OperationFile> {
    if lines.iter().sum::<usize>() <= LONG {
        return Vec::new();
    }
    let parent = &group.module.0;
    // What no word tells apart is about what the group is about; clippy wants another name than the parent's.
    let root = if parent == "root" { "base" } else { "root" };
    let subjects = subjects(group, root).into_iter().zip(lines).enumerate();
    let parts = subjects.map(|(value, (words, &lines))| Part { words, lines, value });
    let mut files: BTreeMap<String, Vec<usize>> = divide(parts.collect());
    if let Some(own) = files.remove(parent) {
        files.entry(root.to_owned()).or_default().extend(own);
    }
    if files.len() < 2 {
        return Vec::new();
    }
    let file = |(module, mut numbers): (String, Vec<usize>)| {
        numbers.sort_unstable();
        let docs = Docs(vec![lead(group, &numbers)]);
        OperationFile { module: Ident(module), docs, operations: numbers }
    };
    files.into_iter().map(file).collect()
}

/// Which operations of a group these are.
fn lead(group: &Group, numbers: &[usize]) -> String {
    let mut these = numbers.iter().map(|it| &group.operations[*it].table.operation);
    let Some(first) = these.next() else { return String::new() };
    if group.sender.is_some() {
        return format!("Calls from `{}` on.", code(&first.id));
    }
    let mut shared: Vec<&str> = first.path.split('/').collect();
    for it in these {
        let same = shared.iter().zip(it.path.split('/')).take_while(|(a, b)| **a == *b);
        shared.truncate(same.count());
    }
    let path = shared.join("/");
    format!("The operations below `{}`.", code(if path.is_empty() { "/" } else { &path }))
}

/// The words that say what each operation is about.
fn subjects(group: &Group, root: &str) -> Vec<Vec<String>> {
    let operations = group.operations.iter().map(|it| &it.table.operation);
    let ids = operations.clone().map(|it| words(&it.id));
    // What is called elsewhere has no path of its own.
    let mut subjects: Vec<Vec<String>> = match group.sender {
        Some(_) => ids.clone().collect(),
        None => operations.map(|it| path_words(&it.path)).collect(),
    };
    subjects.iter_mut().for_each(|it| it.truncate(MOST_WORDS));
    drop_shared(&mut subjects);
    for (words, id) in subjects.iter_mut().zip(ids) {
        if words.is_empty() {
            words.push(root.to_owned());
            words.extend(id);
        }
        words.truncate(MOST_WORDS);
    }
    subjects
}

/// What a path is about: its segments without versions and parameters.
///
/// A parameter that a path begins with is what it is about: `/{pki_mount}/roles`.
fn path_words(path: &str) -> Vec<String> {
    let says = |it: &str| it.contains(char::is_alphanumeric);
    let mut words = Vec::new();
    for segment in path.split('/').filter(|it| says(it) && !is_version(it)) {
        let literal = without_parameters(segment);
        if says(&literal) {
            let pieces = literal.split(['.', ':']).filter(|it| says(it));
            let pieces = pieces.map(|it| super::type_files::words(it).join("_"));
            words.extend(pieces.filter(|it| !SILENT.contains(&it.as_str())));
        } else if words.is_empty() {
            words.push(value_name(segment));
        }
    }
    words
}

/// `{id}.json` without `{id}`.
fn without_parameters(segment: &str) -> String {
    let mut literal = String::new();
    let mut is_inside = false;
    for c in segment.chars() {
        match c {
            '{' => is_inside = true,
            '}' => is_inside = false,
            c if !is_inside => literal.push(c),
            _ => {}
        }
    }
    literal
}

/// `v1`, `v2beta1`, `1.0`, `2010-04-01`.
fn is_version(segment: &str) -> bool {
    let number = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    let number = number.replace("alpha", "").replace("beta", "");
    number.starts_with(|c: char| c.is_ascii_digit())
        && number.chars().all(|c| c.is_ascii_digit() || matches!(c, '.' | '-' | '_'))
}

/// Drops the words in front that nine in ten share, so that one more operation seldom changes what the rest is about.
fn drop_shared(subjects: &mut [Vec<String>]) {
    loop {
        let mut counts: BTreeMap<&str, usize> = BTreeMap::new();
        for word in subjects.iter().filter_map(|it| it.first()) {
            *counts.entry(word).or_default() += 1;
        }
        let shared = counts.iter().find(|it| *it.1 * 10 >= subjects.len() * 9);
        let Some(shared) = shared.map(|it| (*it.0).to_owned()) else { return };
        for words in subjects.iter_mut().filter(|it| it.first() == Some(&shared)) {
            words.remove(0);
        }
    }
}
