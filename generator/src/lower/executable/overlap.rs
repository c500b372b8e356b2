//! Fields that several parts of a document ask for, and that a variable leaves out of one.
//!
//! The field is there all the same, with what the others ask of it: whoever left it out must be content with that.

use std::collections::{BTreeMap, BTreeSet};

use crate::api::executable::{Field, Fragment, Operation, Selection};

/// Makes optional what is asked of such fields.
pub(super) fn widen_overlaps(operations: &mut [Operation], fragments: &mut [Fragment]) {
    let mut found = BTreeSet::new();
    for it in &*operations {
        find(fragments, &[(&it.selection, operation(&it.name))], &mut found);
    }
    operations.iter_mut().for_each(|it| apply(&mut it.selection, &operation(&it.name), &found));
    fragments.iter_mut().for_each(|it| apply(&mut it.selection, &fragment(&it.name), &found));
}

// Each field has an address: whose it is, and the response names and cases on the way to it.

fn operation(name: &str) -> String {
    format!("operation {name}")
}

fn fragment(name: &str) -> String {
    format!("fragment {name}")
}

fn field(address: &str, key: &str) -> String {
    format!("{address}/{key}")
}

fn case(address: &str, index: usize) -> String {
    format!("{address}#{index}")
}

/// Finds such fields among selections on the same objects.
fn find(fragments: &[Fragment], parts: &[(&Selection, String)], found: &mut BTreeSet<String>) {
    let mut by_key: BTreeMap<&str, Vec<(&Field, String)>> = BTreeMap::new();
    for (selection, address) in parts {
        gather(fragments, selection, address, &mut by_key);
    }
    for fields in by_key.values() {
        let inside = fields
            .iter()
            .filter_map(|(field, address)| Some((field.selection.as_ref()?, address.clone())));
        let inside: Vec<(&Selection, String)> = inside.collect();
        if inside.is_empty() {
            continue;
        }
        if fields.len() > 1 {
            let left_out = fields.iter().filter(|(field, _)| field.is_conditional);
            found.extend(left_out.map(|(_, address)| address.clone()));
        }
        find(fragments, &inside, found);
    }
}

fn gather<'a>(
    fragments: &'a [Fragment],
    selection: &'a Selection,
    address: &str,
    by_key: &mut BTreeMap<&'a str, Vec<(&'a Field, String)>>,
) {
    for it in &selection.fields {
        by_key.entry(&it.key).or_default().push((it, field(address, &it.key)));
    }
    for spread in &selection.spreads {
        if let Some(it) = fragments.iter().find(|it| it.name == spread.fragment) {
            gather(fragments, &it.selection, &fragment(&it.name), by_key);
        }
    }
    for (index, it) in selection.cases.iter().enumerate() {
        gather(fragments, &it.selection, &case(address, index), by_key);
    }
}

fn apply(selection: &mut Selection, address: &str, found: &BTreeSet<String>) {
    for it in &mut selection.fields {
        let address = field(address, &it.key);
        if let Some(inside) = &mut it.selection {
            if found.contains(&address) {
                widen(inside);
            }
            apply(inside, &address, found);
        }
    }
    for (index, it) in selection.cases.iter_mut().enumerate() {
        apply(&mut it.selection, &case(address, index), found);
    }
}

fn widen(selection: &mut Selection) {
    for it in &mut selection.fields {
        it.is_conditional = true;
        it.selection.iter_mut().for_each(widen);
    }
    selection.spreads.iter_mut().for_each(|it| it.is_conditional = true);
    selection.cases.iter_mut().for_each(|it| widen(&mut it.selection));
}
