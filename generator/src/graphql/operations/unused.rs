//! Fragments that no operation spreads: the engine looks at fragments from operations alone.

use apollo_compiler::ExecutableDocument;
use apollo_compiler::Name;
use apollo_compiler::collections::IndexSet;
use apollo_compiler::executable::{FragmentSpread, Operation, OperationType, SelectionSet};
use apollo_compiler::validation::WithErrors;

use super::super::document::Document;
use super::report::{Report, Whose};
use super::spread_in;
use crate::diagnostics::Diagnostics;

/// Reports what is wrong inside such fragments; the answer is whether nothing is.
pub(super) fn check(schema: &Document, report: &Report<'_>, diagnostics: &mut Diagnostics) -> bool {
    let ExecutableDocument { operations, fragments, .. } = report.document;
    let mut used = IndexSet::default();
    for operation in operations.named.values() {
        spread_in(report.document, &operation.selection_set, &mut used);
    }
    let mut probe = ExecutableDocument::new();
    probe.sources = report.document.sources.clone();
    probe.fragments = fragments.clone();
    for fragment in fragments.values().filter(|it| !used.contains(&it.name)) {
        let Some(operation) = spreading(&fragment.name, fragment.type_condition()) else {
            continue;
        };
        probe.operations.insert(operation);
    }
    if probe.operations.is_empty() {
        return true;
    }
    match probe.validate(schema.valid()) {
        Ok(_) => true,
        Err(WithErrors { errors, .. }) => report.all(&errors, Whose::Fragment, diagnostics),
    }
}

/// An operation that spreads a fragment wherever it fits. What is said about the operation has no place.
fn spreading(fragment: &Name, on: &Name) -> Option<Operation> {
    let mut selection_set = SelectionSet::new(on.clone());
    selection_set.push(FragmentSpread::new(fragment.clone()));
    Some(Operation {
        description: None,
        operation_type: OperationType::Query,
        name: Some(Name::new(&format!("__spreads_{fragment}")).ok()?),
        variables: Vec::new(),
        directives: Default::default(),
        selection_set,
    })
}
