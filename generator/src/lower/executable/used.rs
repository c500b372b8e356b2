//! The types of the schema that operations use: of leaves, and of variables with all that they hold.

use std::collections::BTreeSet;

use crate::api::executable::{Fragment, Operation, Selection};
use crate::api::graphql::{Kind, TypeDefinition};
use crate::lower::graphql::Lowering;

/// In the order of the schema. Built-in enums are among them, built-in scalars are not.
pub(super) fn types(
    lowering: &Lowering<'_>,
    operations: &[Operation],
    fragments: &[Fragment],
) -> Vec<TypeDefinition> {
    let mut names: BTreeSet<String> = BTreeSet::new();
    let selections = operations.iter().map(|it| &it.selection);
    for selection in selections.chain(fragments.iter().map(|it| &it.selection)) {
        leaves(selection, &mut names);
    }
    let variables = operations.iter().flat_map(|it| &it.variables);
    names.extend(variables.map(|it| it.ty.name().to_owned()));
    let mut left: Vec<String> = names.iter().cloned().collect();
    while let Some(name) = left.pop() {
        let Some(Kind::InputObject { fields, .. }) = lowered(lowering, &name).map(|it| it.kind)
        else {
            continue;
        };
        for field in fields {
            if names.insert(field.ty.name().to_owned()) {
                left.push(field.ty.name().to_owned());
            }
        }
    }
    let types = &lowering.document.schema().types;
    let used = types.keys().filter(|it| names.contains(it.as_str()));
    used.filter_map(|it| lowered(lowering, it)).filter(is_kept).collect()
}

fn lowered(lowering: &Lowering<'_>, name: &str) -> Option<TypeDefinition> {
    lowering.document.schema().types.get(name).map(|it| lowering.ty(it))
}

fn is_kept(ty: &TypeDefinition) -> bool {
    match ty.kind {
        Kind::Scalar { .. } => {
            !matches!(ty.name.as_str(), "Boolean" | "Float" | "ID" | "Int" | "String")
        }
        Kind::Enum { .. } | Kind::InputObject { .. } => true,
        Kind::Object { .. } | Kind::Interface { .. } | Kind::Union { .. } => false,
    }
}

fn leaves(selection: &Selection, names: &mut BTreeSet<String>) {
    for field in &selection.fields {
        match &field.selection {
            Some(selection) => leaves(selection, names),
            None => drop(names.insert(field.ty.name().to_owned())),
        }
    }
    selection.cases.iter().for_each(|it| leaves(&it.selection, names));
}
